import CSQLite
import Testing

@testable import SQLite

/// A schema's way from version to version.
@Suite struct MigratorTests {
    let database: TemporaryDatabase
    let connection: Connection
    let migrator = Migrator(
        applicationID: 77,
        steps: [
            Migrator.Step(name: "one", sql: "CREATE TABLE one (x); INSERT INTO one VALUES (1)"),
            Migrator.Step(name: "two", sql: "CREATE TABLE two (x)"),
        ])

    init() throws {
        database = try TemporaryDatabase()
        connection = try database.open()
    }

    @Test("an empty file takes every step, once")
    func fresh() throws {
        try migrator.migrate(connection)
        try migrator.migrate(connection)
        try migrator.check(connection)
        #expect(try connection.rows("SELECT x FROM one") == [[.integer(1)]])
        #expect(try connection.integer("PRAGMA user_version") == 2)
        #expect(try connection.integer("PRAGMA application_id") == 77)
    }

    @Test("an older file takes only the steps it lacks")
    func older() throws {
        try Migrator(applicationID: 77, steps: [migrator.steps[0]]).migrate(connection)
        #expect(throws: Migrator.Refusal.outdated(version: 1, known: 2)) { try migrator.check(connection) }
        try migrator.migrate(connection)
        #expect(try connection.rows("SELECT x FROM one") == [[.integer(1)]])
        #expect(try connection.integer("SELECT count(*) FROM sqlite_schema") == 2)
    }

    @Test("a step that fails leaves the file as it was: a new one empty, an older one at its version")
    func failing() throws {
        let broken = Migrator(
            applicationID: 77,
            steps: migrator.steps + [Migrator.Step(name: "three", sql: "CREATE TABLE three (x); CREATE TABLE three (x)")])
        #expect(throws: SQLiteError.self) { try broken.migrate(connection) }
        #expect(try connection.integer("PRAGMA user_version") == 0)
        #expect(try connection.integer("SELECT count(*) FROM sqlite_schema") == 0)
        try Migrator(applicationID: 77, steps: [migrator.steps[0]]).migrate(connection)
        #expect(throws: SQLiteError.self) { try broken.migrate(connection) }
        #expect(try connection.integer("PRAGMA user_version") == 1)
        #expect(try connection.rows("SELECT name FROM sqlite_schema") == [[.text("one")]])
        try migrator.migrate(connection)
    }

    /// Looks at the file from another connection whenever a statement of this one ends.
    private final class Watcher {
        let other: Connection
        var versions: Set<Int64> = []
        init(_ other: Connection) { self.other = other }
        func look() { versions.insert((try? other.integer("PRAGMA user_version")) ?? -1) }
    }

    @Test("whoever looks at a new file while it is made finds it empty or whole, never in between")
    func whole() throws {
        try connection.execute("PRAGMA journal_mode = WAL")
        let watcher = Watcher(try database.open(.readOnly))
        sqlite3_trace_v2(
            connection.handle, UInt32(SQLITE_TRACE_PROFILE),
            { _, context, _, _ in
                if let context { Unmanaged<Watcher>.fromOpaque(context).takeUnretainedValue().look() }
                return 0
            }, Unmanaged.passUnretained(watcher).toOpaque())
        try migrator.migrate(connection)
        sqlite3_trace_v2(connection.handle, 0, nil, nil)
        watcher.look()
        #expect(watcher.versions == [0, 2])
    }

    @Test("a first step that fails leaves an empty file that carries no mark")
    func failingFirst() throws {
        let broken = Migrator(
            applicationID: 77, steps: [Migrator.Step(name: "one", sql: "CREATE TABLE one (x); nonsense")])
        #expect(throws: SQLiteError.self) { try broken.migrate(connection) }
        #expect(try connection.integer("PRAGMA application_id") == 0)
        #expect(try connection.integer("SELECT count(*) FROM sqlite_schema") == 0)
    }

    @Test(
        "a file of another program, marked or not, is refused and left alone",
        arguments: [
            ("PRAGMA application_id = 78", Migrator.Refusal.foreign(applicationID: 78)),
            ("CREATE TABLE x (y)", .foreign(applicationID: 0)), ("PRAGMA user_version = 3", .foreign(applicationID: 0)),
            ("PRAGMA application_id = 77; PRAGMA user_version = 3", .newer(version: 3, known: 2)),
        ])
    func refused(script: String, refusal: Migrator.Refusal) throws {
        try connection.execute(script)
        let before = try connection.rows("SELECT * FROM sqlite_schema")
        #expect(throws: refusal) { try migrator.migrate(connection) }
        #expect(throws: refusal) { try migrator.check(connection) }
        #expect(try connection.rows("SELECT * FROM sqlite_schema") == before)
    }

    @Test("an empty file is outdated to who only reads")
    func emptyReader() {
        #expect(throws: Migrator.Refusal.outdated(version: 0, known: 2)) { try migrator.check(connection) }
    }

    @Test("the loser of a race finds the step taken and takes it not again")
    func race() throws {
        let other = try database.open()
        let racing = Migrator(
            applicationID: 77, steps: [Migrator.Step(name: "one", sql: "CREATE TABLE one (x)"), migrator.steps[1]])
        try racing.migrate(other)
        try racing.migrate(connection)
        #expect(try connection.integer("PRAGMA user_version") == 2)
    }
}
