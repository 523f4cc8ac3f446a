import SQLite
import Testing

/// Values go in and come out as they are.
@Suite struct StatementTests {
    let connection: Connection

    init() throws { connection = try Connection(path: ":memory:", mode: .create) }

    @Test(
        "text comes back to the byte",
        arguments: [
            "", "a", "\u{0}", "a\u{0}b", "\u{0}\u{0}", "é", "e\u{301}", "\u{1F433}", "'; --", "\u{FFFD}", "1", "NULL",
            String(repeating: "x\u{0}", count: 100_000),
        ])
    func text(text: String) throws {
        try connection.execute("CREATE TABLE t (value TEXT NOT NULL) STRICT")
        try connection.run("INSERT INTO t VALUES (?1)", .text(text))
        guard case .text(let back)? = try connection.row("SELECT value FROM t")?[0] else {
            Issue.record("no text came back")
            return
        }
        #expect(Array(back.utf8) == Array(text.utf8))
        #expect(try connection.row("SELECT 1 FROM t WHERE value = ?1", .text(text)) != nil)
    }

    @Test(
        "every storage class comes back as itself",
        arguments: [
            Value.null, .integer(0), .integer(.min), .integer(.max), .real(0.1), .real(-1e300), .real(.infinity),
            .text("1"), .blob([]), .blob([0]), .blob([0, 255, 0]),
        ])
    func storage(value: Value) throws {
        #expect(try connection.row("SELECT ?1", value) == [value])
        #expect(try connection.rows("SELECT ?1, typeof(?1)", value).count == 1)
    }

    @Test("an empty blob is a blob and an empty text a text, neither of them NULL")
    func empty() throws {
        #expect(
            try connection.row("SELECT typeof(?1), typeof(?2)", .blob([]), .text("")) == [.text("blob"), .text("text")])
    }

    @Test("a cached statement remembers nothing of its last run")
    func cached() throws {
        #expect(try connection.row("SELECT ?1, ?2", .integer(1), .integer(2)) == [.integer(1), .integer(2)])
        #expect(try connection.row("SELECT ?1, ?2", .integer(3), .null) == [.integer(3), .null])
    }

    @Test("a value too many is an error, not a silence, and so is one too few, which SQLite would take for NULL")
    func otherNumber() throws {
        #expect(throws: SQLiteError.self) { try connection.row("SELECT ?1", .integer(1), .integer(2)) }
        #expect(throws: SQLiteError.self) { try connection.row("SELECT ?1, ?2", .integer(1)) }
        #expect(throws: SQLiteError.self) { try connection.run("SELECT ?2") }
        #expect(try connection.row("SELECT ?1, ?1", .integer(1)) == [.integer(1), .integer(1)])
    }

    @Test("columns have names, and a statement knows whether it writes")
    func about() throws {
        let reading = try connection.prepare("SELECT 1 AS one, 2 AS \"two\u{E9}\"")
        #expect(reading.columnNames == ["one", "two\u{E9}"])
        #expect(reading.isReadOnly)
        #expect(try !connection.prepare("CREATE TABLE x (y)").isReadOnly)
    }
}
