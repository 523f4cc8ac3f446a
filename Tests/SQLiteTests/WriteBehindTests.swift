import SQLite
import Testing

/// What is to be run later stands as if it had been run at once.
@Suite struct WriteBehindTests {
    private static let many: Int64 = 20_000
    private static let insert = "INSERT INTO t (value, text) VALUES (?1, ?2)"
    let database: TemporaryDatabase
    let connection: Connection

    init() throws {
        database = try TemporaryDatabase()
        connection = try database.open()
        try connection.execute("CREATE TABLE t (value ANY NOT NULL UNIQUE, text ANY) STRICT")
    }

    private func later(_ value: Int64) throws {
        try connection.runLater(Self.insert, [.integer(value), .text("the text of \(value)")])
    }

    @Test("rows are written in their order, and whoever asks meanwhile sees all that came before")
    func order() throws {
        try connection.transaction {
            for value in 1...Self.many {
                try later(value)
                if value.isMultiple(of: 1_999) {
                    #expect(connection.lastInsertedRow == value)
                    #expect(try connection.integer("SELECT count(*) FROM t") == value)
                }
            }
        }
        #expect(
            try connection.integer("SELECT count(*) FROM t WHERE value = rowid AND text = 'the text of ' || value") == Self.many)
    }

    @Test(
        "every kind of value arrives as it was",
        arguments: [
            Value.integer(.min), .integer(.max), .real(-0.5), .text(""), .text("a\u{0}b"), .text("Zoë 🙂"), .blob([]),
            .blob([0, 255]),
        ])
    func values(value: Value) throws {
        try connection.transaction {
            try connection.runLater(Self.insert, [value, .null])
            #expect(try connection.rows("SELECT value, text FROM t") == [[value, .null]])
        }
    }

    @Test(
        "one that fails fails the transaction, wherever it stands among others, and nothing of that stays",
        arguments: [1, 700, many])
    func failure(bad: Int64) throws {
        let error = #expect(throws: SQLiteError.self) {
            try connection.transaction {
                for value in 1...Self.many { try later(value == bad ? -1 : value == bad + 1 ? -1 : value) }
                try later(-1)
            }
        }
        #expect(error?.message == "UNIQUE constraint failed: t.value")
        #expect(error?.sql == Self.insert)
        #expect(try connection.integer("SELECT count(*) FROM t") == 0)
        try connection.transaction { try later(1) }
        #expect(try connection.rows("SELECT value FROM t") == [[.integer(1)]])
    }

    @Test("what failed is told again until it was rolled back, so that nobody goes on without it")
    func again() throws {
        var told: [String] = []
        _ = try? connection.transaction {
            try later(1)
            try later(1)
            for _ in 0..<3 {
                do { _ = try connection.rows("SELECT 1") } catch let error as SQLiteError { told.append(error.message) }
            }
        }
        #expect(told == Array(repeating: "UNIQUE constraint failed: t.value", count: 3))
        #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    }

    @Test("what was to be run is forgotten with a transaction that somebody gave up")
    func givenUp() throws {
        struct GivenUp: Error {}
        #expect(throws: GivenUp.self) {
            try connection.transaction {
                for value in 1...Self.many { try later(value) }
                throw GivenUp()
            }
        }
        #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    }

    @Test("rows that are being read stay as they are while others are written")
    func reading() throws {
        try connection.transaction { for value in 1...Self.many { try later(value) } }
        try connection.execute("CREATE TABLE copy (value INTEGER, text TEXT) STRICT")
        try connection.transaction {
            let rows = try connection.cached("SELECT value, text FROM t ORDER BY rowid")
            while try rows.step() {
                try connection.runLater("INSERT INTO copy (value, text) VALUES (?1, ?2)", [rows.value(at: 0), rows.value(at: 1)])
            }
        }
        #expect(try connection.integer("SELECT count(*) FROM (SELECT * FROM t EXCEPT SELECT * FROM copy)") == 0)
        #expect(try connection.integer("SELECT count(*) FROM copy") == Self.many)
    }

    @Test("outside of a transaction it is run at once, and too few arguments are refused")
    func outside() throws {
        try later(1)
        #expect(try database.open().integer("SELECT count(*) FROM t") == 1)
        #expect(throws: SQLiteError.self) { try connection.runLater(Self.insert, [.integer(2)]) }
        #expect(throws: SQLiteError.self) {
            try connection.transaction { try connection.runLater(Self.insert, [.integer(2)]) }
        }
        #expect(try connection.integer("SELECT count(*) FROM t") == 1)
    }
}
