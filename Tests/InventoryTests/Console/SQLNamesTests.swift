import Questions
import Record
import Testing
import Words

@Suite("Names in SQL: completed while they are typed, and guessed where they are wrong")
struct SQLNamesTests {
    @Test(
        arguments: [
            ("cov", "select * from ", "", ["coverage"]), ("CONT", "SELECT 1 FROM ", "", ["containers", "containers_history"]),
            ("", "select * from snapshots join ", "", View.all.map(\.name).sorted()),
            ("c.verd", "select ", " from containers c", ["c.verdict"]),
            ("w.re", "select 1 from workloads AS w where ", "", ["w.replicas", "w.resolve_names"]),
            ("se", "", "", ["seal", "seen_after", "seen_by", "seen_from", "seen_until", "select", "set_at", "set_by"]),
            ("SE", "", "", ["SELECT", "seal", "seen_after", "seen_by", "seen_from", "seen_until", "set_at", "set_by"]),
            ("stale", "select ", " from containers", ["stale_since"]), ("stale", "select ", " from snapshots", []),
            ("x.a", "select ", " from containers c", []),
            ("snapshot", "select 1 from coverage, snapshots where ", "", ["snapshot", "snapshots"]),
            ("fro", "select a_from", "", ["from", "from_kind", "from_name"]),
        ])
    func completion(word: String, before: String, after: String, expected: [String]) {
        #expect(SQLCompletion.words(for: word, before: before, after: after) == expected)
    }

    @Test(
        arguments: [
            ("select seenfrom from containers", "no such column: seenfrom; did you mean `seen_from`?"),
            ("select c.verdct from containers c", "no such column: c.verdct; did you mean `c.verdict`?"),
            (
                "select stale_since from workloads",
                "no such column: stale_since; it is a column of `containers` and `verdicts` and `verdicts_history`"
            ),
            ("select zzzzzzzz from workloads", "no such column: zzzzzzzz"),
            ("select 1 from contaners", "no such table: contaners; did you mean `containers`"),
            ("select 1 from imagestreams", "no such table: imagestreams; did you mean `image_streams`?"),
            ("select 1 from Pods", "no such table: Pods; did you mean `running`?"),
            ("select 1 from qqqqqqqq", "no such table: qqqqqqqq; `isinventory schema` lists the views"),
            ("select 1 frm containers", "syntax error"),
        ])
    func suggestion(sql: String, expected: String) throws {
        let record = try ScratchRecord(seed: 3, snapshots: 2)
        let reader = try RecordReader(path: record.path)
        try reader.openConsole()
        #expect {
            try reader.answer(SQLQuestion(sql))
        } throws: { error in
            error.sentence.contains(expected)
        }
    }

    @Test("PostgreSQL's words for it are understood too")
    func postgreSQL() {
        #expect(
            SQLQuestion("SELECT 1 FROM contaners").failure("relation \"contaners\" does not exist").sentence.contains(
                "did you mean `containers`"))
        #expect(
            SQLQuestion("SELECT imag FROM containers").failure("column \"imag\" does not exist").sentence
                == "SQL: column \"imag\" does not exist; did you mean `image`?")
        #expect(
            SQLQuestion("SELECT c.verdct FROM containers c").failure("column c.verdct does not exist").sentence.hasSuffix(
                "did you mean `c.verdict`?"))
        #expect(SQLQuestion("SELECT 1").failure("division by zero").sentence == "SQL: division by zero")
    }
}
