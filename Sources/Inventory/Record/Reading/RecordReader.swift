internal import Glibc
public import Model
public import SQLite

/// A record file, open to be asked. Nothing here can write to it.
public final class RecordReader {
    /// One cluster as this reader sees it.
    public struct Standing: Sendable, Equatable {
        /// The cluster's name.
        public let cluster: String
        /// The snapshot the plain views show; nil where none was taken by then.
        public let snapshot: Int64?
        /// When it was taken.
        public let takenAt: Instant?
        /// The cluster's first snapshot in the file.
        public let firstTakenAt: Instant?

        package init(cluster: String, snapshot: Int64?, takenAt: Instant?, firstTakenAt: Instant?) {
            self.cluster = cluster
            self.snapshot = snapshot
            self.takenAt = takenAt
            self.firstTakenAt = firstTakenAt
        }
    }

    /// The file's path.
    public let path: String
    /// The schema an older isinventory wrote the file with; nil where it is this one's. What is asked then is a copy of it, brought up to
    /// date in the folder for temporary files and gone with this reader; the file itself stays as it is.
    public let olderVersion: Int64?
    /// The instant the plain views show; nil is now, that is each cluster's newest snapshot.
    public private(set) var instant: Instant?
    package let connection: Connection

    /// The most of a file that a reader keeps in memory, in KiB: what it needs of a year. SQLite's own 2,000 would have a question
    /// read most pages several times, and each time check them against their sums. Taken only as pages are read.
    static let mostCached = 65_536

    /// The newest snapshot there was when this was opened to look back; nil where it shows the present.
    package private(set) var newest: Int64?
    /// Of the views that read a temporary `as_of` of this reader's own; nil where the file's own are read.
    package private(set) var copies: ViewCopies?

    /// Opens a record to read it, as it stood at an instant or as it stands now.
    public convenience init(path: String, at instant: Instant? = nil) throws {
        try self.init(path: path, at: instant, newest: nil)
    }

    /// Opens a record for one of several readers that stay open: each keeps at most so many KiB of the file in memory.
    public convenience init(path: String, cacheKiB: Int) throws {
        try self.init(path: path, at: nil, newest: nil)
        try StoreError.naming(path) { try connection.execute("PRAGMA cache_size = -\(max(cacheKiB, 256))") }
    }

    /// Answers questions about one instant, whatever is recorded meanwhile: for a reader that stays open and is asked about one
    /// instant after another. nil is the present, that is the newest snapshot there is when it is asked.
    ///
    /// - Parameter seconds: How long all of it may take; nil is as long as it takes.
    public func asking<Result>(at instant: Instant?, within seconds: Double? = nil, _ body: () throws -> Result) throws -> Result
    {
        connection.limit(seconds: seconds)
        defer { connection.limit(seconds: nil) }
        return try StoreError.naming(path) {
            try connection.reading {
                try turn(to: instant)
                return try body()
            }
        }
    }

    private func turn(to instant: Instant?) throws {
        guard instant != nil || copies != nil else { return }
        let limit = try connection.integer("SELECT max(id) FROM snapshot")
        try connection.execute("PRAGMA query_only = 0")
        defer { try? connection.execute("PRAGMA query_only = 1") }
        if copies != nil {
            try RecordReader.aim(connection, at: instant ?? Instant(secondsSince1970: .max), newest: limit)
        } else {
            copies = try RecordReader.turnBack(connection, to: instant ?? Instant(secondsSince1970: .max), newest: limit)
        }
        self.instant = instant
        newest = instant == nil ? nil : limit
    }

    /// The same for a reader beside another: what was recorded since that one was opened is not known here either, so that the
    /// two tell of one moment.
    package init(path: String, at instant: Instant?, newest limit: Int64?) throws {
        self.path = path
        self.instant = instant
        var newest: Int64?
        var older: Int64?
        var copies: ViewCopies?
        connection = try StoreError.naming(path) {
            let connection = try RecordReader.upToDate(path, &older)
            try connection.execute("PRAGMA cache_size = -\(RecordReader.mostCached)")
            if let instant {
                newest = try limit ?? connection.integer("SELECT max(id) FROM snapshot")
                copies = try RecordReader.turnBack(connection, to: instant, newest: newest)
            }
            try connection.execute("PRAGMA query_only = 1")
            return connection
        }
        self.newest = newest
        self.copies = copies
        olderVersion = older
    }

    /// Opens the file, or a copy of it that is brought up to date where an older isinventory wrote it.
    private static func upToDate(_ path: String, _ older: inout Int64?) throws -> Connection {
        try RecordFile.check(path)
        do {
            let connection = try Connection(path: path, mode: .readOnly)
            let version = try RecordWriter.migrator.version(of: connection)
            guard version > 0 else { throw StoreError.empty(path: path) }
            guard version < RecordWriter.migrator.steps.count else { return connection }
            older = version
            return try MigratedCopy.of(connection)
        } catch let error as SQLiteError where error.isCannotOpen && !isThere(path) {
            throw StoreError.missing(path: path)
        } catch let error as SQLiteError where error.isReadOnly && !error.isInterruptedWrite {
            throw StoreError.unshared(path: path)
        }
    }

    /// Each cluster of the file, by name, with the snapshot this reader shows.
    public func clusters() throws -> [Standing] {
        try rows(
            """
            SELECT c.name, s.id, s.taken_at, (SELECT min(f.taken_at) FROM snapshot f WHERE f.cluster_id = c.id AND f.stub = 0)
            FROM cluster c LEFT JOIN as_of a ON a.cluster_id = c.id LEFT JOIN snapshot s ON s.id = a.snapshot_id
            ORDER BY c.name
            """
        ).map {
            Standing(
                cluster: $0[0].text ?? "", snapshot: $0[1].integer, takenAt: Instant($0[2].integer),
                firstTakenAt: Instant($0[3].integer))
        }
    }

    /// The instants at which a cluster was already looked at.
    public func instants(of cluster: String) throws -> Set<Instant> {
        Set(
            try rows(
                "SELECT s.taken_at FROM snapshot s JOIN cluster c ON c.id = s.cluster_id WHERE c.name = ?1 AND s.stub = 0",
                [.text(cluster)]
            ).compactMap { Instant($0[0].integer) })
    }

    /// The instants at which somebody looked at a cluster, the first one first: those of its snapshots that no watch told.
    public func looks(of cluster: String) throws -> [Instant] {
        try rows(
            """
            SELECT s.taken_at FROM snapshot s JOIN cluster c ON c.id = s.cluster_id
            WHERE c.name = ?1 AND s.stub = 0 AND s.followed = 0 ORDER BY s.taken_at
            """, [.text(cluster)]
        ).compactMap { Instant($0[0].integer) }
    }

    /// The rows that some SQL over the tables and views answers.
    public func rows(_ sql: String, _ values: [Value] = []) throws -> [[Value]] {
        try StoreError.naming(path) { try connection.rows(sql, values) }
    }

    /// Reads the rows that some SQL answers one after the other, for whoever needs little of many.
    package func eachRow(_ sql: String, _ values: [Value] = [], _ body: (Statement) throws -> Void) throws {
        try StoreError.naming(path) {
            let statement = try connection.cached(sql)
            try statement.bind(values)
            defer { statement.reset() }
            while try statement.step() { try body(statement) }
        }
    }

    /// Makes the plain views show another instant: temporary copies of them read a temporary `as_of`. So there is one definition of
    /// each view, in the file. What was compiled before knows the file's own views only, and is forgotten.
    private static func turnBack(_ connection: Connection, to instant: Instant, newest: Int64?) throws -> ViewCopies {
        try connection.execute("CREATE TEMP TABLE as_of (cluster_id INTEGER, snapshot_id INTEGER)")
        try aim(connection, at: instant, newest: newest)
        let copies = try ViewCopies(of: connection)
        connection.forgetStatements()
        connection.beforeCompiling = { [unowned connection] sql in try copies.make(for: sql, in: connection) }
        return copies
    }

    /// Fills the temporary `as_of`: each cluster's newest snapshot at an instant.
    private static func aim(_ connection: Connection, at instant: Instant, newest: Int64?) throws {
        try connection.run("DELETE FROM temp.as_of")
        try connection.run(
            """
            INSERT INTO temp.as_of
            SELECT c.id, (
                SELECT s.id FROM main.snapshot s WHERE s.cluster_id = c.id AND s.stub = 0 AND s.taken_at <= ?1 AND s.id <= ?2
                ORDER BY s.taken_at DESC LIMIT 1)
            FROM main.cluster c
            """, .integer(instant.secondsSince1970), newest.map { .integer($0) } ?? .null)
    }
}

@available(*, unavailable, message: "A record belongs to the task that opened it.")
extension RecordReader: Sendable {}

private func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }
