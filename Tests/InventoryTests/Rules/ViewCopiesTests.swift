import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// A reader that looks back copies the file's views as statements name them: none of them may be missed, since the file's own tells of now.
@Suite("A look back reads no view of the present")
struct ViewCopiesTests {
    let recording: Recording

    init() throws {
        recording = try Recording()
        try recording.record(1, workloads: [.deployment("web:1")])
        try recording.record(2, workloads: [.deployment("web:2")])
    }

    /// The names of the copies that a reader has made.
    private func copies(_ reader: RecordReader) throws -> [String?] {
        try reader.rows("SELECT name FROM temp.sqlite_schema WHERE type = 'view'").map(\.[0].text)
    }

    @Test(
        "however a statement spells a view's name",
        arguments: [
            "SELECT image FROM containers", "SELECT image FROM CONTAINERS", #"SELECT image FROM "Containers""#,
            "SELECT image FROM [containers]", "SELECT image FROM `containers`", "SELECT image FROM(containers)",
            "SELECT image FROM/**/containers--", "WITH c AS (SELECT * FROM containers) SELECT image FROM c",
            "SELECT (SELECT image FROM containers)", "SELECT image FROM temp.containers",
        ])
    func spellings(sql: String) throws {
        #expect(try recording.rows(sql, at: 1) == [[.text("web:1")]])
    }

    @Test("nor one that was asked about the present before")
    func turned() throws {
        let reader = try RecordReader(path: recording.path)
        let sql = "SELECT image FROM containers"
        #expect(try reader.rows(sql) == [[.text("web:2")]])
        #expect(try reader.asking(at: Recording.day(1)) { try reader.rows(sql) } == [[.text("web:1")]])
        #expect(try reader.asking(at: nil) { try reader.rows(sql) } == [[.text("web:2")]])
    }

    @Test("nor while another statement of it is being read")
    func nested() throws {
        let reader = try RecordReader(path: recording.path, at: Recording.day(1))
        var found: [Value] = []
        try reader.eachRow("SELECT name FROM workloads") { _ in
            found += try reader.rows("SELECT image FROM containers").map(\.[0])
        }
        #expect(found == [.text("web:1")])
    }

    @Test("every view that is copied reads copies only, and as_of of the reader's own")
    func closed() throws {
        let all = try recording.column("SELECT name FROM sqlite_schema WHERE type = 'view'").compactMap(\.self)
        #expect(all.count > 30)
        for view in all where view != "as_of" {
            let reader = try RecordReader(path: recording.path, at: Recording.day(1))
            _ = try reader.rows("SELECT count(*) FROM \(view)")
            let made = Set(try copies(reader).compactMap(\.self))
            for name in made {
                let sql = try #require(
                    try reader.rows("SELECT sql FROM temp.sqlite_schema WHERE name = ?1", [.text(name)])[0][0].text)
                #expect(words(sql).intersection(all).subtracting(["as_of"]).isSubset(of: made), "\(name) for \(view)")
            }
        }
    }

    private func words(_ sql: String) -> Set<String> {
        Set(sql.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map { $0.lowercased() })
    }

    @Test("a small question copies what it needs and no more, and nobody can write afterwards")
    func few() throws {
        let reader = try RecordReader(path: recording.path, at: Recording.day(1))
        #expect(try copies(reader).isEmpty)
        _ = try reader.rows("SELECT name FROM workloads")
        let made = try copies(reader)
        #expect(made.contains("workloads") && !made.contains("containers") && made.count < 10)
        #expect(try reader.rows("PRAGMA query_only") == [[.integer(1)]])
    }

    @Test("a console for one statement refuses another one rather than tell of the present")
    func console() throws {
        let reader = try RecordReader(path: recording.path, at: Recording.day(1))
        try reader.openConsole(for: "SELECT name FROM workloads")
        #expect(try reader.answer(SQLQuestion("SELECT name FROM workloads")).rows.count == 1)
        #expect(throws: (any Error).self) { try reader.answer(SQLQuestion("SELECT image FROM containers")) }
        let any = try RecordReader(path: recording.path, at: Recording.day(1))
        try any.openConsole()
        #expect(try any.answer(SQLQuestion("SELECT image FROM containers")).rows[0][0] == .text("web:1"))
    }
}
