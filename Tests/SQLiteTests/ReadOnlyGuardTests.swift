import Foundation
import SQLite
import Testing

/// What a connection that may only read can be made to do by hostile SQL: nothing.
@Suite struct ReadOnlyGuardTests {
    let database: TemporaryDatabase
    let connection: Connection

    init() throws {
        database = try TemporaryDatabase()
        // A connection that could write, so that only the guard stands in the way.
        connection = try database.open()
        try connection.execute(
            """
            CREATE TABLE t (value TEXT);
            INSERT INTO t VALUES ('kept');
            CREATE INDEX t_by_value ON t (value);
            CREATE VIEW v AS SELECT value FROM t;
            """)
        try connection.allowReadingOnly()
    }

    @Test(
        "hostile SQL is denied",
        arguments: [
            "INSERT INTO t VALUES ('x')", "UPDATE t SET value = 'x'", "DELETE FROM t", "REPLACE INTO t VALUES ('x')",
            "WITH c AS (SELECT 1) INSERT INTO t SELECT * FROM c", "INSERT INTO t VALUES ('x') RETURNING value",
            "EXPLAIN INSERT INTO t VALUES ('x')", "DROP TABLE t", "DROP VIEW v", "DROP INDEX t_by_value",
            "ALTER TABLE t RENAME TO u", "ALTER TABLE t ADD COLUMN x", "CREATE TABLE u (x)", "CREATE TEMP TABLE u (x)",
            "CREATE TEMP VIEW u AS SELECT 1", "CREATE TEMP TRIGGER u AFTER INSERT ON t BEGIN SELECT 1; END",
            "CREATE INDEX u ON t (value)", "CREATE VIRTUAL TABLE u USING fts5(x)",
            "CREATE VIRTUAL TABLE temp.u USING fts5(x)", "REINDEX", "ANALYZE",
            "ATTACH '/tmp/isinventory-escape.db' AS other", "ATTACH ':memory:' AS other", "DETACH main",
            "PRAGMA query_only = 0", "PRAGMA query_only", "PRAGMA writable_schema = ON",
            "PRAGMA writable_schema = RESET",
            "PRAGMA journal_mode = DELETE", "PRAGMA journal_mode", "PRAGMA user_version = 9",
            "PRAGMA main.user_version = 9",
            "PRAGMA application_id = 9", "PRAGMA application_id(9)", "PRAGMA schema_version = 9",
            "PRAGMA page_size = 512",
            "PRAGMA temp_store_directory = '/'", "PRAGMA data_store_directory = '/'", "PRAGMA trusted_schema = 1",
            "PRAGMA hard_heap_limit = 0", "PRAGMA wal_checkpoint", "PRAGMA incremental_vacuum", "PRAGMA optimize",
            "PRAGMA database_list", "PRAGMA mmap_size = 1", "PRAGMA foreign_keys = 0", "PRAGMA temp_store = FILE",
            "SELECT load_extension('x')", "SELECT LOAD_EXTENSION('x', 'y')", "SELECT readfile('/etc/passwd')",
            "SELECT writefile('/tmp/isinventory-escape', 'x')", "SELECT edit('x')", "SELECT fts3_tokenizer('x')",
            "UPDATE sqlite_schema SET sql = ''", "DELETE FROM sqlite_schema",
            "INSERT INTO sqlite_temp_schema VALUES (1,2,3,4,5)",
            "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT x", "RELEASE x",
        ])
    func denied(sql: String) throws {
        #expect(throws: SQLiteError.self) { try connection.rows(sql) }
        #expect(throws: SQLiteError.self) { try connection.prepare(sql) }
        #expect(try connection.rows("SELECT value FROM v") == [[.text("kept")]])
    }

    @Test("a copy of the file is not made, nor the file rewritten")
    func vacuum() throws {
        let copy = database.folder.appending(path: "copy.db").path
        let before = try Data(contentsOf: URL(fileURLWithPath: database.path))
        for sql in ["VACUUM", "VACUUM INTO '\(copy)'", "ATTACH '\(copy)' AS other"] {
            #expect(throws: SQLiteError.self) { try connection.rows(sql) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: database.folder.path) == ["some.db"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: database.path)) == before)
    }

    @Test(
        "what only reads is answered",
        arguments: [
            "SELECT value FROM t", "SELECT * FROM v", "SELECT count(*), max(value) FROM t GROUP BY value ORDER BY 1",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT sum(i) FROM n",
            "SELECT json_object('a', value) FROM t", "SELECT strftime('%Y', 0, 'unixepoch')", "VALUES (1), (2)",
            "SELECT name FROM sqlite_schema", "PRAGMA table_info(t)", "SELECT name FROM pragma_table_info('t')",
            "SELECT name FROM pragma_table_list", "SELECT key, value FROM json_each('{\"a\": 1}')",
            "SELECT atom FROM json_tree('[1]')",
            "PRAGMA user_version", "EXPLAIN QUERY PLAN SELECT * FROM t", "SELECT row_number() OVER () FROM t",
        ])
    func answered(sql: String) throws {
        #expect(try !connection.rows(sql).isEmpty)
    }

    @Test("what was compiled before the guard came is held by it too")
    func cached() throws {
        let other = try Connection(path: ":memory:", mode: .create)
        try other.execute("CREATE TABLE t (value)")
        try other.run("INSERT INTO t VALUES (1)")
        try other.allowReadingOnly()
        #expect(throws: SQLiteError.self) { try other.run("INSERT INTO t VALUES (1)") }
        #expect(try other.rows("SELECT count(*) FROM t") == [[.integer(1)]])
    }

    @Test("a denial says so")
    func says() {
        #expect {
            try connection.rows("DELETE FROM t")
        } throws: { error in (error as? SQLiteError)?.isDenied == true }
    }

    @Test(
        "a query cannot take more than its share of memory or time",
        .timeLimit(.minutes(20)),
        arguments: [
            "SELECT zeroblob(1000000000)", "SELECT length(randomblob(1000000000))",
            "SELECT replace(hex(zeroblob(30000000)), '0', 'xxxxxxxxxx')",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT count(*) FROM n a, n b, n c",
        ])
    func bounded(sql: String) throws {
        connection.limit(seconds: 0.2)
        #expect(throws: SQLiteError.self) { try connection.rows(sql) }
        connection.limit(seconds: nil)
        #expect(try connection.rows("SELECT 1") == [[.integer(1)]])
    }
}
