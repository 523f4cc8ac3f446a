import Foundation
import SQLite
import Testing

/// What a connection promises of scripts, transactions and errors.
@Suite struct ConnectionTests {
    let database: TemporaryDatabase
    let connection: Connection

    init() throws {
        database = try TemporaryDatabase()
        connection = try database.open()
        try connection.execute("CREATE TABLE t (value INTEGER NOT NULL UNIQUE) STRICT")
    }

    private func values() throws -> [[Value]] { try connection.rows("SELECT value FROM t ORDER BY value") }

    @Test(
        "one statement at a time: a second one is refused, and the first not run",
        arguments: [
            "INSERT INTO t VALUES (1); DELETE FROM t", "SELECT 1; SELECT 2", "SELECT 1;; ; SELECT 2",
            "SELECT 1; nonsense",
        ])
    func several(sql: String) throws {
        #expect(throws: SQLiteError.self) { try connection.prepare(sql) }
        #expect(try values().isEmpty)
    }

    @Test(
        "spaces and comments after a statement are no second one",
        arguments: ["SELECT 1;", "SELECT 1 ; -- so", "SELECT 1 /* ; */ ;\n"])
    func trailing(sql: String) throws {
        #expect(try connection.prepare(sql).step())
    }

    @Test("no statement is refused", arguments: ["", " ", ";", "-- nothing", "\u{0}"])
    func none(sql: String) {
        #expect(throws: SQLiteError.self) { try connection.prepare(sql) }
        #expect(throws: SQLiteError.self) { try connection.cached(sql) }
    }

    @Test("what is kept to be run again is one statement too")
    func cachedSeveral() throws {
        #expect(throws: SQLiteError.self) { try connection.run("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)") }
        #expect(try values().isEmpty)
    }

    @Test("a script runs to its end, whatever stands between its statements")
    func script() throws {
        try connection.execute("INSERT INTO t VALUES (1);; -- one\n INSERT INTO t VALUES (2) ; ")
        #expect(try values() == [[.integer(1)], [.integer(2)]])
    }

    @Test("a script with a NUL in it ends, or is refused, but does not run for ever", .timeLimit(.minutes(20)))
    func nul() throws {
        #expect(throws: SQLiteError.self) {
            try connection.execute("INSERT INTO t VALUES (1);\u{0} INSERT INTO t VALUES (2)")
        }
        #expect(throws: SQLiteError.self) { try connection.prepare("SELECT 1;\u{0} DELETE FROM t") }
    }

    @Test("an error names the statement and never what was bound to it")
    func errors() throws {
        try connection.run("INSERT INTO t VALUES (?1)", .integer(123_456_789))
        #expect {
            try connection.run("INSERT INTO t VALUES (?1)", .integer(123_456_789))
        } throws: { error in
            let text = "\(error)"
            return text.contains("UNIQUE") && text.contains("INSERT INTO t VALUES (?1)") && !text.contains("123456789")
        }
        #expect {
            try connection.run("INSERT INTO t VALUES (?1)", .text("s3cret"))
        } throws: { error in !"\(error)".contains("s3cret") }
    }

    @Test("an error's code has its extended form")
    func codes() throws {
        try connection.run("INSERT INTO t VALUES (1)")
        #expect {
            try connection.run("INSERT INTO t VALUES (1)")
        } throws: { error in
            guard let error = error as? SQLiteError else { return false }
            return error.code == 19 && error.extendedCode == 2067 && !error.isBusy && !error.isDamage
        }
    }

    struct Stop: Error {}

    @Test("a transaction stands whole or not at all")
    func transaction() throws {
        #expect(throws: Stop.self) {
            try connection.transaction {
                try connection.run("INSERT INTO t VALUES (1)")
                throw Stop()
            }
        }
        #expect(try values().isEmpty)
        try connection.transaction { try connection.run("INSERT INTO t VALUES (1)") }
        #expect(try values() == [[.integer(1)]])
    }

    @Test("a failed COMMIT is rolled back, and the connection can go on")
    func failedCommit() throws {
        try connection.execute(
            """
            PRAGMA foreign_keys = ON;
            CREATE TABLE u (t INTEGER REFERENCES t (value) DEFERRABLE INITIALLY DEFERRED) STRICT
            """)
        #expect(throws: SQLiteError.self) {
            try connection.transaction { try connection.run("INSERT INTO u VALUES (5)") }
        }
        try connection.transaction { try connection.run("INSERT INTO t VALUES (7)") }
        #expect(try values() == [[.integer(7)]])
        #expect(try connection.rows("SELECT * FROM u").isEmpty)
    }

    @Test("a reader cannot write, and does not make a file")
    func readOnly() throws {
        let reader = try database.open(.readOnly)
        #expect {
            try reader.run("INSERT INTO t VALUES (1)")
        } throws: { error in (error as? SQLiteError)?.isReadOnly == true }
        let other = try TemporaryDatabase()
        #expect {
            try other.open(.readOnly)
        } throws: { error in (error as? SQLiteError)?.isCannotOpen == true }
    }

    @Test("a path is never taken for a URI")
    func uri() throws {
        let path = "file:\(database.folder.path)/some.db?mode=ro"
        #expect(throws: SQLiteError.self) { try Connection(path: path, mode: .readOnly) }
    }

    @Test("a double-quoted text is a misspelt column, not a text")
    func doubleQuotes() {
        #expect(throws: SQLiteError.self) { try connection.rows("SELECT \"no such column\" FROM t") }
    }

    @Test("a statement that runs too long is stopped, and the next one runs", .timeLimit(.minutes(20)))
    func limit() throws {
        let forever = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        connection.limit(seconds: 0.05)
        #expect {
            try connection.rows(forever)
        } throws: { error in (error as? SQLiteError)?.isInterrupted == true }
        connection.limit(seconds: nil)
        #expect(try connection.rows("SELECT 1") == [[.integer(1)]])
    }

    @Test("closing twice does nothing")
    func closing() throws {
        let other = try database.open()
        _ = try other.rows("SELECT 1")
        other.close()
        other.close()
    }
}
