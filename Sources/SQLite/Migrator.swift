/// Brings a file's schema up to date, all of it or nothing.
///
/// The file's `application_id` says whose it is and its `user_version` how far it has come,
/// https://www.sqlite.org/pragma.html#pragma_application_id.
public struct Migrator: Sendable {
    /// One step, in order; the first brings an empty file to version 1.
    public struct Step: Sendable {
        /// The script's name, for messages.
        public let name: String
        /// The script; it must not begin or end transactions.
        public let sql: String

        /// Names a script.
        public init(name: String, sql: String) {
            self.name = name
            self.sql = sql
        }
    }

    /// Why a file was left alone.
    public enum Refusal: Error, Sendable, Equatable {
        /// A database that some other program made: its `application_id`, or 0 where it has tables but no mark.
        case foreign(applicationID: Int64)
        /// A file written by a newer version of this program.
        case newer(version: Int64, known: Int64)
        /// A file that needs steps which only a writer may take.
        case outdated(version: Int64, known: Int64)
    }

    /// The mark this program's files carry.
    public let applicationID: Int32
    /// Every step there is.
    public let steps: [Step]

    /// Describes a schema's way.
    public init(applicationID: Int32, steps: [Step]) {
        self.applicationID = applicationID
        self.steps = steps
    }

    /// Refuses a file that is not ours, too new, or not up to date; changes nothing.
    public func check(_ connection: Connection) throws {
        let version = try version(of: connection)
        guard version == Int64(steps.count) else { throw Refusal.outdated(version: version, known: Int64(steps.count)) }
    }

    /// Takes the steps that are missing, all in one IMMEDIATE transaction: a file that somebody killed in between is as it was.
    ///
    /// The version is read again inside it, so two processes that open an old file at once do not both take a step.
    public func migrate(_ connection: Connection) throws {
        guard try version(of: connection) < steps.count else { return }
        try connection.transaction {
            let version = Int(try ownVersion(connection))
            guard version < steps.count else { return }
            for step in steps[version...] { try connection.execute(step.sql) }
            try connection.execute("PRAGMA application_id = \(applicationID)")
            try connection.execute("PRAGMA user_version = \(steps.count)")
        }
    }

    /// How far a file has come; 0 where nothing is in it yet.
    ///
    /// - Throws: ``Refusal`` where it is not ours, or newer than we are.
    public func version(of connection: Connection) throws -> Int64 { try connection.reading { try ownVersion(connection) } }

    /// How far the file has come; 0 is an empty file. To be asked inside a transaction: another process may be migrating.
    private func ownVersion(_ connection: Connection) throws -> Int64 {
        let mark = try connection.integer("PRAGMA application_id")
        let version = try connection.integer("PRAGMA user_version")
        if mark == 0, version == 0, try connection.integer("SELECT count(*) FROM sqlite_schema") == 0 { return 0 }
        guard mark == Int64(applicationID) else { throw Refusal.foreign(applicationID: mark) }
        guard version <= Int64(steps.count) else { throw Refusal.newer(version: version, known: Int64(steps.count)) }
        return version
    }
}

extension Connection {
    /// The integer in the first row and column, or 0 where there is none.
    public func integer(_ sql: String, _ values: Value...) throws -> Int64 {
        let statement = try cached(sql)
        try statement.bind(values)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(at: 0) ?? 0 : 0
    }
}
