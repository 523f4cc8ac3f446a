import Foundation
import Histories
import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

@Suite("Pruning changes no answer about what is kept")
struct PruneTests {
    @Test(
        "every view of every kept instant, and every state that reaches into what is kept",
        arguments: 1...10 as ClosedRange<UInt64>)
    func answers(_ seed: UInt64) throws {
        let whole = try ScratchRecord()
        var history = RandomHistory(seed: seed)
        let snapshots = history.snapshots(45)
        let store = try RecordWriter(path: whole.path)
        for snapshot in snapshots { try store.record(snapshot) }
        let pruned = try whole.copy()
        // The second cut goes through what the first one left.
        for cut in [snapshots[Int(seed) + 3].takenAt, snapshots[Int(seed) + 18].takenAt] {
            let done = try RecordWriter(path: pruned.path).prune(keepingSince: cut.advanced(by: 100), done: true)
            #expect(done.cuts.map(\.keptFrom) == [cut])
            try expectSameAnswers(whole, pruned, from: cut, snapshots)
        }
    }

    private func expectSameAnswers(
        _ whole: ScratchRecord, _ pruned: ScratchRecord, from cut: Instant, _ snapshots: [Snapshot]
    ) throws {
        let findings = try pruned.verify().findings.map(\.sentence)
        #expect(findings == [], "\(findings)")
        let kept = snapshots.map(\.takenAt).filter { $0 >= cut }
        for instant in kept.enumerated().map({ $1.advanced(by: $0 % 2 == 0 ? 0 : 450) }) {
            for view in ["workloads", "containers", "running", "image_streams", "istags", "images"] {
                try expectSame(whole, pruned, "SELECT * FROM \(view)", at: instant)
            }
            try expectSame(whole, pruned, "SELECT * FROM snapshots WHERE taken_at >= '\(cut)'", at: instant)
            try expectSame(whole, pruned, "SELECT * FROM coverage WHERE taken_at >= '\(cut)'", at: instant)
            try expectSame(whole, pruned, "SELECT * FROM digest_changes WHERE seen_by >= '\(cut)'", at: instant)
            #expect(try longReferences(whole, instant) == longReferences(pruned, instant))
        }
        for view in ["workloads", "containers", "running", "image_streams", "istags"] {
            try expectSame(
                whole, pruned, "SELECT * FROM \(view)_history WHERE seen_until IS NULL OR seen_until >= '\(cut)'", at: nil)
        }
        #expect(try RecordReader(path: pruned.path).clusters().map(\.firstTakenAt) == [cut])
        #expect(try RecordReader(path: pruned.path, at: cut.advanced(by: -1)).rows("SELECT * FROM workloads") == [])
    }

    @Test("a tag that is long gone keeps its last known digest")
    func lastDigest() throws {
        let recording = try Recording()
        try recording.record(1, tags: [.web(.at(1, "a"))])
        try recording.record(2, tags: [.web(.at(2, "b"), .at(1, "a"))])
        for day in 3...6 { try recording.record(day) }
        let before = try recording.rows("SELECT new_digest FROM digest_changes WHERE new_digest IS NOT NULL")
        _ = try recording.store.prune(keepingSince: Recording.day(6), done: true)
        let after = try recording.rows("SELECT new_digest FROM digest_changes WHERE new_digest IS NOT NULL")
        #expect(before.count == 2 && after == [before[1]])
    }

    @Test("what is recorded after a cut is recorded as it would have been", arguments: 1...6 as ClosedRange<UInt64>)
    func recordingGoesOn(_ seed: UInt64) throws {
        let whole = try ScratchRecord()
        var history = RandomHistory(seed: seed)
        let snapshots = history.snapshots(60)
        let store = try RecordWriter(path: whole.path)
        for snapshot in snapshots[..<40] { try store.record(snapshot) }
        let pruned = try whole.copy()
        _ = try RecordWriter(path: pruned.path).prune(keepingSince: snapshots[30].takenAt, done: true)
        for snapshot in snapshots[40...] {
            for record in [whole, pruned] { try RecordWriter(path: record.path).record(snapshot) }
        }
        #expect(try pruned.verify().findings == [])
        for view in ["workloads", "running", "image_streams", "istags"] {
            try expectSame(
                whole, pruned,
                "SELECT * FROM \(view)_history WHERE seen_until IS NULL OR seen_until >= '\(snapshots[30].takenAt)'",
                at: nil)
        }
        let moves = "SELECT * FROM digest_changes WHERE seen_by >= '\(snapshots[30].takenAt)'"
        try expectSame(whole, pruned, moves, at: nil)
    }

    private func expectSame(
        _ whole: ScratchRecord, _ pruned: ScratchRecord, _ sql: String, at instant: Instant?
    ) throws {
        func rows(_ record: ScratchRecord) throws -> [String] {
            try RecordReader(path: record.path, at: instant).answer(SQLQuestion(sql)).rows.map { "\($0)" }.sorted()
        }
        let expected = try rows(whole)
        let found = try rows(pruned)
        #expect(expected == found, "\(sql) at \(instant?.description ?? "now"): \(Set(expected).symmetricDifference(found))")
    }

    private func longReferences(_ record: ScratchRecord, _ instant: Instant) throws -> [[Answer.Cell]] {
        try LongReferences(in: RecordReader(path: record.path, at: instant)).answer.rows
    }

    @Test("a dry run says what would go and changes nothing, byte for byte")
    func dryRun() throws {
        let record = try ScratchRecord(seed: 4, snapshots: 50)
        let before = try SQLDump.tables(record.path)
        let tried = try RecordWriter(path: record.path).prune(keepingSince: .now, done: false)
        #expect(try SQLDump.tables(record.path) == before)
        let done = try RecordWriter(path: record.path).prune(keepingSince: .now, done: true)
        #expect(done.cuts.map(\.states) == tried.cuts.map(\.states))
        #expect(done.cuts.map(\.snapshots) == [49])
        #expect(try RecordWriter(path: record.path).prune(keepingSince: .now, done: true).cuts == [])
    }

    @Test("the cut is sealed: the chain goes on behind it, and a report's seal from before or after it is found")
    func sealed() throws {
        let record = try ScratchRecord()
        let key = try SigningKey()
        let store = try RecordWriter(path: record.path)
        store.signingKey = key
        var history = RandomHistory(seed: 9)
        let snapshots = history.snapshots(40)
        var seals = try snapshots[..<30].map { try store.record($0).seal }
        let cut = try store.prune(keepingSince: snapshots[20].takenAt, done: true)
        seals += try snapshots[30...].map { try store.record($0).seal }
        let verification = try record.verify(
            expecting: [seals[25], seals[29], cut.cuts[0].seal, seals[35]], publicKey: key.publicKey)
        #expect(verification.findings == [])
        #expect(verification.notes.count { $0.sentence.contains("20 snapshots from \(snapshots[0].takenAt) on") } == 2)
        #expect(try SealDocumentTests.runVerifier(record.path, seals[39]).status == 0)
    }

    @Test("what a cut kept cannot be edited unseen, nor the cut itself")
    func tampered() throws {
        let original = try ScratchRecord(seed: 7, snapshots: 60)
        let store = try RecordWriter(path: original.path)
        let middle = Instant(secondsSince1970: 1_700_000_000 + 40 * 900)
        #expect(try store.prune(keepingSince: middle, done: true).cuts.count == 1)
        try store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        var tried = 0
        for (table, name) in try original.columns() where !TamperTests.unsealed.contains("\(table).\(name)") {
            let copy = try original.copy()
            guard try copy.change(table, name) else { continue }
            tried += 1
            #expect(try !copy.verify().holds, "\(table).\(name) was changed unseen")
        }
        #expect(tried > 90)
    }

    @Test("a size is reached by cutting off no more than it takes")
    func toFit() throws {
        let record = try ScratchRecord(seed: 5, snapshots: 150)
        let store = try RecordWriter(path: record.path)
        let start = Instant(secondsSince1970: 0)
        let least = try store.prune(keepingSince: .now, done: false).sizeAfter
        let limit = try (store.size() + least) / 2
        let since = try store.cut(toFit: limit, keepingSince: start)
        let done = try store.prune(keepingSince: since, done: true)
        #expect(done.sizeAfter <= limit)
        #expect(try record.verify().chains[0].snapshots > 5)
        #expect(try store.cut(toFit: .max, keepingSince: start) == start)
    }
}
