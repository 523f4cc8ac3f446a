import SQLite

/// Whatever SQL is given, the guarded connection writes nothing: its tables, and what SQLite counts of changes, stay as they are.
func fuzzSQL(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    do {
        let guarded = try GuardedDatabase()
        let before = try guarded.fingerprint()
        guarded.ask(text)
        let after = try guarded.fingerprint()
        precondition(after == before, "a statement wrote: \(text)")
    } catch {
        preconditionFailure("the guarded database cannot be asked any more: \(error)")
    }
}

/// A database in memory that could be written, so that only the guard stands in the way.
private struct GuardedDatabase {
    private let connection: Connection

    init() throws {
        connection = try Connection(path: ":memory:", mode: .create)
        try connection.execute(
            """
            CREATE TABLE t (id INTEGER PRIMARY KEY, value TEXT);
            INSERT INTO t VALUES (1, 'kept'), (2, NULL);
            CREATE VIEW v AS SELECT value FROM t;
            """)
        try connection.allowReadingOnly()
    }

    func ask(_ sql: String) {
        connection.limit(seconds: 0.1)
        defer { connection.limit(seconds: nil) }
        // The console runs nothing that is not `isReadOnly`; here even that (VACUUM) is run, and must come to nothing.
        guard let statement = try? connection.prepare(sql) else { return }
        var rows = 0
        while rows < 1_000, (try? statement.step()) == true {
            _ = statement.row
            rows += 1
        }
    }

    func fingerprint() throws -> [[Value]] {
        try connection.rows("SELECT id, value FROM t UNION ALL SELECT count(*), group_concat(sql) FROM sqlite_schema")
            + connection.rows("SELECT total_changes(), count(*) FROM sqlite_temp_schema")
            + connection.rows("PRAGMA user_version")
    }
}
