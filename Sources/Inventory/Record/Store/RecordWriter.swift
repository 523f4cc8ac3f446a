internal import Glibc
internal import Migrations
public import Model
internal import SQLite

/// One record file, open for recording.
public final class RecordWriter {
    /// The mark in the file's header: "isin" in ASCII, https://www.sqlite.org/pragma.html#pragma_application_id.
    public static let applicationID: Int32 = 0x6973_696E

    /// The scripts in `migrations/`.
    static let scripts = Migration.all.map { Migrator.Step(name: $0.name, sql: $0.sql) }

    static let migrator = Migrator(applicationID: applicationID, steps: SchemaSteps.steps(scripts))

    /// The file's path.
    public let path: String
    /// Signs the seals of what is recorded from now on; nil leaves them unsigned.
    public var signingKey: SigningKey?
    let connection: Connection
    private let kept = CurrentStateCache()

    /// Opens a record to write to it, making the file where there is none and bringing an older one up to date.
    ///
    /// A new file is readable by its owner only. A file that is not ours, or newer than we are, is refused and left alone.
    ///
    /// - Parameters:
    ///   - path: The file's path; its folder must exist.
    ///   - busyTimeout: How long, in milliseconds, to wait while another process writes.
    public convenience init(path: String, busyTimeout: Int32 = 10_000) throws {
        try self.init(path: path, busyTimeout: busyTimeout, migrator: RecordWriter.migrator, freeBytes: FileSystem.freeBytes)
    }

    /// The same with another schema's way, and another disk.
    init(path: String, busyTimeout: Int32 = 10_000, migrator: Migrator, freeBytes: (String) -> Int64?) throws {
        self.path = path
        if path != ":memory:" {
            try RecordFile.check(path)
            try RecordWriter.createPrivately(path)
        }
        connection = try StoreError.naming(path) {
            let connection = try Connection(path: path, mode: .readWrite, busyTimeout: busyTimeout)
            let version = try migrator.version(of: connection)
            try RecordWriter.refuseUpgradeWithoutRoom(path, version, migrator, freeBytes)
            // A copy comes without write-ahead log. A rollback journal does not hold what stood in a free page that is used again, so
            // a write of one that broke off could not be taken back whole, and its checksum would be wrong for ever.
            if version > 0 { try RecordWriter.writeAhead(connection, busyTimeout: busyTimeout) }
            try migrator.migrate(connection)
            try RecordWriter.writeAhead(connection, busyTimeout: busyTimeout)
            // FULL: a snapshot that was reported as recorded outlives a power cut.
            try connection.execute("PRAGMA synchronous = FULL")
            try connection.execute("PRAGMA foreign_keys = ON")
            return connection
        }
        try StoreError.naming(path) { try judgeAnew() }
    }

    /// Records a snapshot: its changes, its own row and its coverage, in one transaction.
    ///
    /// - Returns: What it changed.
    /// - Throws: ``StoreError`` where the snapshot cannot be recorded; the file is then as it was.
    @discardableResult
    public func record(_ snapshot: Snapshot, deletions: DeletionPolicy = .recorded) throws -> Recorded {
        try record(snapshot.header, deletions: deletions) { snapshot.wholePart }
    }

    /// Records a snapshot whose objects come part by part, in one transaction.
    ///
    /// - Parameters:
    ///   - deletions: What to do where much of what stands would be taken for gone.
    ///   - nextPart: Gives the next part, the last one with no ``SnapshotPart/lastNamespace``. What it throws leaves the file as it
    ///     was.
    /// - Returns: What it changed.
    /// - Throws: ``StoreError`` where the snapshot cannot be recorded; the file is then as it was.
    @discardableResult
    public func record(
        _ header: SnapshotHeader, deletions: DeletionPolicy = .recorded, parts nextPart: () throws -> SnapshotPart?
    ) throws -> Recorded {
        try StoreError.naming(path) {
            do {
                return try connection.transaction {
                    try Recorder(connection, kept: kept, signingKey: signingKey).record(header, deletions, nextPart)
                }
            } catch {
                kept.forget()
                throw error
            }
        }
    }

    /// Records what watches told since the last look, in one transaction.
    ///
    /// Of the objects that they told of, and of no other, anything is concluded; what was looked at stays the last look's to say.
    ///
    /// - Parameter parts: One a namespace, which ``SnapshotPart/lastNamespace`` names.
    /// - Returns: What it changed; nil where nothing that is kept did, and nothing was recorded.
    /// - Throws: ``StoreError`` where it cannot be recorded; the file is then as it was.
    @discardableResult
    public func follow(_ header: SnapshotHeader, parts: [SnapshotPart]) throws -> Recorded? {
        var header = header
        header.isFollowed = true
        return try StoreError.naming(path) {
            do {
                return try connection.transaction {
                    try Recorder(connection, kept: kept, signingKey: signingKey).follow(header, parts)
                }
            } catch is NothingFollowed {
                return nil
            }
        }
    }

    /// The network file system a record lies on, if it does: SQLite cannot rely on its locks.
    public static func networkFileSystem(of path: String) -> String? { FileSystem.networkName(of: path) }

    /// An upgrade may write the whole record anew, and it is one transaction, which the disk must hold beside the file. Better said before
    /// than found out in the middle.
    private static func refuseUpgradeWithoutRoom(
        _ path: String, _ version: Int64, _ migrator: Migrator, _ freeBytes: (String) -> Int64?
    ) throws {
        guard version > 0, version < migrator.steps.count, let free = freeBytes(path) else { return }
        let needed = RecordFile.size(path)
        guard free < needed else { return }
        throw StoreError.noRoomToUpgrade(path: path, version: version, needed: needed, free: free)
    }

    /// WAL: readers never wait for the collector nor it for them, https://www.sqlite.org/wal.html.
    ///
    /// Two connections that switch a new file at once stand in each other's way, and SQLite does not wait then, lest they wait
    /// for each other for ever. So it is tried again.
    private static func writeAhead(_ connection: Connection, busyTimeout: Int32) throws {
        let deadline = ContinuousClock.now + .milliseconds(Int64(busyTimeout))
        while true {
            do {
                return try connection.execute("PRAGMA journal_mode = WAL")
            } catch let error as SQLiteError where error.isBusy && ContinuousClock.now < deadline {
                usleep(1_000)
            }
        }
    }

    /// SQLite makes files readable by all; a record is its owner's business.
    private static func createPrivately(_ path: String) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
    }
}

@available(*, unavailable, message: "A store belongs to the task that opened it.")
extension RecordWriter: Sendable {}
