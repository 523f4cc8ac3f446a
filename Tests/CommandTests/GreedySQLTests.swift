import Foundation
import Testing

/// In a process of its own: what is bounded here is the whole process's memory.
@Suite("SQL that takes all it can get")
struct GreedySQLTests {
    @Test("sorting more than memory may hold ends in words and puts nothing on the disk")
    func sorting() throws {
        let folder = try TemporaryFolder()
        let program = Program(in: folder)
        try program.run("collect", "--from", "\(Story.dumps)/2026-11-23T06:39:33Z", "-A")
        let temporary = try TemporaryFolder()
        let sql = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 400)
            SELECT DISTINCT zeroblob(8000000 + i) AS b FROM n ORDER BY b DESC
            """
        let run = try Program.run(
            Program.binary, ["sql", sql, "--timeout", "100", "--limit", "1", "--db", program.database],
            environment: ["TMPDIR": temporary.path, "SQLITE_TMPDIR": temporary.path])
        #expect(run.status == 2)
        #expect(run.errors.contains("out of memory"), "\(run.errors)")
        #expect(run.output.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == [])
    }

    @Test("at the command line a hostile statement is refused, and says what the console is for")
    func refused() throws {
        let folder = try TemporaryFolder()
        let program = Program(in: folder)
        try program.run("collect", "--from", "\(Story.dumps)/2026-11-23T06:39:33Z", "-A")
        let before = try Data(contentsOf: URL(fileURLWithPath: program.database))
        for sql in [
            "DELETE FROM snapshot", "ATTACH '\(folder.path)/x' AS x", "PRAGMA writable_schema = 1",
            "VACUUM INTO '\(folder.path)/y'",
        ] {
            for at in [[], ["--at", "2026-11-23T07:00:00Z"]] {
                let run = try Program.run(Program.binary, ["sql", sql, "--db", program.database] + at)
                #expect(run.status == 2)
                #expect(run.errors.contains("This console reads the views and nothing else"), "\(sql): \(run.errors)")
            }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: program.database)) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { $0.hasPrefix("record.db") })
    }
}
