import Foundation
import Questions
import Record
import Testing
import Words

/// `isinventory sql` with statements by somebody who means harm, each in every disguise.
@Suite("The SQL console cannot be talked into writing")
struct HostileSQLTests {
    private static let folder = "/tmp/isinventory-escape"

    /// What would write, reach outside, or change how the connection behaves.
    static let statements = [
        "INSERT INTO snapshot SELECT * FROM snapshot", "UPDATE workload_version SET replicas = 9", "DELETE FROM snapshot",
        "REPLACE INTO cluster VALUES (1, 'x', NULL)", "INSERT INTO containers VALUES (1)", "DELETE FROM containers",
        "WITH c AS (SELECT 1) DELETE FROM snapshot", "UPDATE snapshot SET seal = NULL RETURNING seal",
        "INSERT INTO cluster (name) VALUES ('x') ON CONFLICT DO UPDATE SET name = 'y'",
        "DROP TABLE snapshot", "DROP VIEW containers", "DROP INDEX text_by_fingerprint",
        "ALTER TABLE snapshot RENAME TO s", "ALTER TABLE snapshot ADD COLUMN x", "ALTER TABLE snapshot DROP COLUMN seal",
        "CREATE TABLE u (x)", "CREATE TABLE u AS SELECT * FROM snapshot", "CREATE TABLE IF NOT EXISTS snapshot (x)",
        "CREATE TEMP TABLE u (x)", "CREATE TEMP TABLE u AS SELECT * FROM containers_history, containers_history",
        "CREATE TEMP VIEW containers AS SELECT 1", "CREATE VIEW main.u AS SELECT 1", "CREATE INDEX u ON snapshot (taken_at)",
        "CREATE TEMP TRIGGER u AFTER INSERT ON snapshot BEGIN SELECT 1; END",
        "CREATE TRIGGER u INSTEAD OF DELETE ON containers BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE u USING fts5(x)", "CREATE VIRTUAL TABLE temp.u USING dbstat",
        "CREATE VIRTUAL TABLE u USING rtree(a,b,c)",
        "REINDEX", "REINDEX snapshot", "ANALYZE", "ANALYZE sqlite_schema", "VACUUM", "VACUUM main",
        "VACUUM INTO '\(folder)'", "VACUUM main INTO 'file:\(folder)?mode=rwc'",
        "ATTACH '\(folder)' AS other", "ATTACH ':memory:' AS other", "ATTACH '' AS other",
        "ATTACH 'file:\(folder)?mode=rwc' AS other", "ATTACH DATABASE (SELECT '/etc/passwd') AS x", "DETACH main", "DETACH temp",
        "PRAGMA query_only = 0", "PRAGMA query_only", "PRAGMA query_only(off)", "PRAGMA main.query_only = 0",
        "PRAGMA writable_schema = ON", "PRAGMA writable_schema = RESET", "PRAGMA journal_mode = DELETE",
        "PRAGMA main.journal_mode", "PRAGMA locking_mode = EXCLUSIVE", "PRAGMA user_version = 9", "PRAGMA user_version(9)",
        "PRAGMA application_id = 9", "PRAGMA schema_version = 9", "PRAGMA page_size = 512", "PRAGMA auto_vacuum = 1",
        "PRAGMA encoding = 'UTF-16'", "PRAGMA temp_store_directory = '/'", "PRAGMA data_store_directory = '/'",
        "PRAGMA trusted_schema = 1", "PRAGMA hard_heap_limit = 0", "PRAGMA soft_heap_limit = 0", "PRAGMA cache_size = -9999999",
        "PRAGMA cache_spill = 1", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA wal_autocheckpoint = 1",
        "PRAGMA incremental_vacuum", "PRAGMA optimize", "PRAGMA shrink_memory", "PRAGMA database_list", "PRAGMA mmap_size = 1",
        "PRAGMA foreign_keys = 0", "PRAGMA ignore_check_constraints = 1", "PRAGMA temp_store = FILE", "PRAGMA synchronous = 0",
        "PRAGMA secure_delete = 0", "PRAGMA recursive_triggers = 1", "PRAGMA case_sensitive_like = 1",
        "PRAGMA legacy_alter_table = 1",
        "PRAGMA integrity_check", "PRAGMA threads = 8", "PRAGMA busy_timeout = 1", "PRAGMA max_page_count = 1",
        "SELECT * FROM pragma_database_list", "SELECT * FROM pragma_journal_mode", "SELECT * FROM pragma_wal_checkpoint",
        "SELECT * FROM pragma_user_version(9)", "SELECT * FROM dbstat", "SELECT * FROM sqlite_dbpage",
        "SELECT load_extension('x')", "SELECT load_extension('/tmp/x.so', 'y')", "SELECT readfile('/etc/passwd')",
        "SELECT writefile('\(folder)', 'x')", "SELECT edit('x', 'vi')", "SELECT * FROM fsdir('/')", "SELECT lsmode(1)",
        "SELECT fts3_tokenizer('x')", "SELECT fts3_tokenizer('simple', x'00')", "SELECT sqlite_log(1, 'x')",
        "SELECT zipfile('a', 'b')", "SELECT * FROM zipfile('/etc/passwd')", "SELECT * FROM csv('/etc/passwd')",
        "UPDATE sqlite_schema SET sql = ''", "DELETE FROM sqlite_schema", "INSERT INTO sqlite_temp_schema VALUES (1,2,3,4,5)",
        "DELETE FROM sqlite_sequence", "DELETE FROM sqlite_stat1",
        "BEGIN", "BEGIN EXCLUSIVE", "COMMIT", "ROLLBACK", "SAVEPOINT x", "RELEASE x", "END",
        ".shell touch \(folder)", ".output \(folder)", ".load x", "SELECT 1; DELETE FROM snapshot",
        "SELECT 1; ; /* */ DROP TABLE snapshot; --", "",
    ]

    /// What would take memory or time without end.
    static let greedy = [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n) SELECT max(i) FROM n",
        "WITH RECURSIVE n(t) AS (SELECT 'x' UNION ALL SELECT t || t FROM n) SELECT sum(length(t)) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 99999) SELECT count(*) FROM n a, n b, n c",
        "SELECT count(*) FROM snapshot a, snapshot b, snapshot c, snapshot d, snapshot e, snapshot f, snapshot g, snapshot h, snapshot i",
        "SELECT zeroblob(1000000000)", "SELECT length(randomblob(1000000000))", "SELECT hex(zeroblob(60000000))",
        "SELECT replace(hex(zeroblob(30000000)), '0', 'xxxxxxxxxx')",
        "SELECT group_concat(hex(zeroblob(9000000))) FROM (SELECT 1 FROM snapshot, snapshot)",
        "SELECT \(String(repeating: "(", count: 3_000))1\(String(repeating: ")", count: 3_000))",
        "SELECT 1\(String(repeating: " UNION SELECT 1", count: 2_000))", "SELECT '\(String(repeating: "x", count: 2_000_000))'",
        "SELECT \(String(repeating: "1,", count: 40_000))1",
        "SELECT 1 FROM \((0..<70).map { "snapshot s\($0)" }.joined(separator: ","))",
        "SELECT 'a' GLOB '\(String(repeating: "*a", count: 60_000))'",
    ]

    /// Spellings under which a statement might get past a check of its text.
    static let disguises: [@Sendable (String) -> String] = [
        { $0 }, { $0.lowercased() }, { "/* SELECT */ \($0) -- SELECT" }, { "\n\t ;\($0);" }, { "EXPLAIN \($0)" },
    ]

    @Test("hundreds of hostile statements are each refused in words, and change no byte of the file or its folder")
    func refused() throws {
        let record = try ScratchRecord(seed: 3, snapshots: 12)
        let before = try contents(of: record.folder)
        var count = 0
        var answered: [String] = []
        for statement in Self.statements {
            for disguise in Self.disguises {
                let sql = disguise(statement)
                count += 1
                if try !isRefused(sql, record) { answered.append(sql) }
            }
        }
        for sql in Self.greedy {
            count += 1
            if try !isRefused(sql, record) { answered.append(String(sql.prefix(80))) }
        }
        let after = try contents(of: record.folder)
        #expect(answered == [])
        #expect(after == before)
        #expect(!FileManager.default.fileExists(atPath: Self.folder))
        #expect(try record.verify().holds)
        #expect(count > 600)
        try Torture.note("hostile SQL statements", count: count, lost: after == before ? 0 : 1, wrong: answered.count)
    }

    /// Whether a console that is opened for it says no, and in words.
    private func isRefused(_ sql: String, _ record: ScratchRecord) throws -> Bool {
        let reader = try RecordReader(path: record.path)
        try reader.openConsole()
        do {
            _ = try reader.answer(SQLQuestion(sql, timeout: 0.5))
            return false
        } catch let error as SQLQuestionError {
            #expect(error.sentence.count > 12, "\(sql): \(error)")
            return true
        }
    }

    /// Every file but the shared memory, which readers write their marks in, and a log that is empty.
    private func contents(of folder: URL) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where !name.hasSuffix("-shm") {
            let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
            if !name.hasSuffix("-wal") || !bytes.isEmpty { files[name] = bytes }
        }
        return files
    }

    @Test("what takes long is stopped when its time is up, says so, and the console goes on")
    func stopped() throws {
        let record = try ScratchRecord(seed: 3, snapshots: 3)
        let reader = try RecordReader(path: record.path)
        try reader.openConsole()
        let began = ContinuousClock.now
        #expect {
            try reader.answer(SQLQuestion(Self.greedy[0], timeout: 0.2))
        } throws: { $0.sentence.contains("stopped after 0.2 s; give it longer with --timeout") }
        #expect(ContinuousClock.now - began < .seconds(20))
        #expect(try reader.answer(SQLQuestion("SELECT count(*) FROM snapshots")).rows == [[.integer(3)]])
    }
}

/// What `make torture` gathers into its table.
enum Torture {
    /// Appends `name<TAB>count<TAB>lost<TAB>wrong<TAB>crashes` to the file that ISINVENTORY_TORTURE_TABLE names, if it names one.
    static func note(_ name: String, count: Int, lost: Int, wrong: Int, crashes: Int = 0) throws {
        guard let path = ProcessInfo.processInfo.environment["ISINVENTORY_TORTURE_TABLE"] else { return }
        if !FileManager.default.fileExists(atPath: path) { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("\(name)\t\(count)\t\(lost)\t\(wrong)\t\(crashes)\n".utf8))
        try file.close()
    }
}
