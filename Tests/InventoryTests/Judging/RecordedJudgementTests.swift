import Histories
import Model
import SQLite
import Testing
import Words

@testable import Questions
@testable import Record

/// Judgements as the file keeps them: written with a snapshot, checked by `verify`, judged anew where the rules changed.
@Suite struct RecordedJudgementTests {
    private func rows(_ path: String) throws -> [[Value]] {
        try Connection(path: path, mode: .readOnly).rows(
            """
            SELECT j.container_id, j.from_snapshot, j.until_snapshot, j.state_from, m.form, m.tie, m.verdict, m.reason, j.istag_id,
                j.istag_digest_id, j.stale_since
            FROM judgement j JOIN meaning m ON m.id = j.meaning_id ORDER BY 1, 2
            """)
    }

    private func edit(_ path: String, _ sql: String) throws {
        let connection = try Connection(path: path, mode: .readWrite)
        try connection.execute(sql)
    }

    private func findings(_ path: String) throws -> [String] {
        try RecordReader(path: path).verify().findings.map(\.sentence).filter { !$0.contains("page ") }
    }

    @Test("an unchanged snapshot writes no judgement")
    func unchanged() throws {
        let recording = try Recording()
        let workloads = [Workload.deployment("web:1", "docker.io/acme/x@\(Recording.digest("a"))")]
        for day in 1...4 {
            try recording.record(day, workloads: workloads, streams: [.named("web")], tags: [.web(.at(0, "a"))])
        }
        #expect(try rows(recording.path).count == 2)
    }

    @Test("what verify judges over again is what was recorded, and it names the first judgement that was altered")
    func altered() throws {
        let recording = try Recording()
        let workloads = [Workload.deployment("web:1", "docker.io/acme/x@\(Recording.digest("a"))")]
        try recording.record(1, workloads: workloads, streams: [.named("web")], tags: [.web(.at(0, "a"))])
        try recording.record(2, workloads: workloads, streams: [.named("web")], tags: [.web(.at(1, "b"), .at(0, "a"))])
        #expect(try findings(recording.path) == [])
        for sql in [
            "UPDATE judgement SET stale_since = stale_since + 1 WHERE stale_since IS NOT NULL",
            "UPDATE judgement SET meaning_id = (SELECT id FROM meaning WHERE verdict = 'current') WHERE stale_since IS NOT NULL",
            "UPDATE judgement SET istag_digest_id = NULL",
            "DELETE FROM judgement WHERE stale_since IS NOT NULL",
        ] {
            let copy = try TemporaryFile()
            try edit(recording.path, "VACUUM INTO '\(copy.path)'")
            try edit(copy.path, sql)
            let told = try findings(copy.path)
            #expect(
                told.contains { $0.contains("does not follow from the record") && $0.contains("2026-01-0") }, "\(sql): \(told)")
        }
    }

    @Test("a record judged by older rules is judged anew once it is opened to record", arguments: 1...8 as ClosedRange<UInt64>)
    func olderRules(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 20)
        let before = try rows(history.file.path)
        #expect(!before.isEmpty)
        try edit(
            history.file.path,
            """
            PRAGMA foreign_keys = OFF;
            UPDATE judgement SET stale_since = 7, meaning_id = (SELECT min(meaning_id) FROM judgement);
            DELETE FROM judgement WHERE container_id % 3 = 0;
            UPDATE cluster SET rules = rules - 1;
            """)
        let notes = try RecordReader(path: history.file.path).verify().notes
        #expect(notes.contains { $0.sentence.contains("the next recording judges anew") })
        _ = try RecordWriter(path: history.file.path)
        #expect(try rows(history.file.path) == before)
        #expect(try findings(history.file.path) == [])
    }

    @Test("what prune leaves is judged as before, and verifies", arguments: 21...30 as ClosedRange<UInt64>)
    func pruned(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 30)
        let middle = history.takenAt(15)
        let instants = (15..<history.count).map { history.takenAt($0) }
        let before = try instants.map {
            try history.rows("verdicts", "namespace, kind, name, container, init, tie, istag, reason", at: $0)
        }
        let store = try RecordWriter(path: history.file.path)
        _ = try store.prune(keepingSince: middle, done: true)
        let after = try instants.map {
            try history.rows("verdicts", "namespace, kind, name, container, init, tie, istag, reason", at: $0)
        }
        for (before, after) in zip(before, after) { expectSame(after, before, "verdicts after the cut") }
        #expect(try findings(history.file.path) == [])
        try edit(history.file.path, "UPDATE cluster SET rules = 0")
        _ = try RecordWriter(path: history.file.path)
        #expect(try findings(history.file.path) == [])
    }

    @Test("every judgement of a random history follows from it", arguments: 31...60 as ClosedRange<UInt64>)
    func verifies(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 25)
        #expect(try findings(history.file.path) == [])
    }
}
