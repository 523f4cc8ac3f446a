import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// Rule 6: history only grows; no recording edits the past.
@Suite struct Rule6HistoryGrowsTests {
    @Test(
        "recording adds rows and ends open intervals, and touches nothing else", arguments: 1...4 as ClosedRange<UInt64>
    )
    func grows(seed: UInt64) throws {
        let recording = try Recording()
        var cluster = LivingCluster(name: "okd", seed: seed)
        var before: [String: [[Value]]] = [:]
        for _ in 0..<15 {
            cluster.live()
            try recording.store.record(cluster.look().snapshot)
            var after = try recording.dump()
            // In how many Pods something runs is no state: it is overwritten.
            after["running_version"] = after["running_version"]?.map { $0.dropLast() }
            for (table, rows) in before {
                // The third column of every …_version table and of judgement; coverage_version has its ids in front.
                let end =
                    table == "coverage_version"
                    ? 5 : table == "running_version" ? 4 : table.hasSuffix("_version") || table == "judgement" ? 2 : nil
                let known = Set(after[table] ?? [])
                let known2 = Set((after[table] ?? []).map { row in opened(row, end) })
                for row in rows {
                    let isOpen = end.map { row[$0] == .null } ?? false
                    #expect(isOpen ? known2.contains(row) : known.contains(row), "\(table)")
                }
            }
            before = after
        }
    }

    private func opened(_ row: [Value], _ end: Int?) -> [Value] {
        guard let end else { return row }
        var row = row
        row[end] = .null
        return row
    }

    @Test("what was once answered as of an instant is answered ever after", arguments: 5...8 as ClosedRange<UInt64>)
    func answersStay(seed: UInt64) throws {
        let recording = try Recording()
        var cluster = LivingCluster(name: "okd", seed: seed)
        let views = ["workloads", "containers", "image_streams", "istags", "digest_changes", "snapshots", "coverage"]
        var answers: [(Instant, [String: [[Value]]])] = []
        for _ in 0..<12 {
            cluster.live()
            let snapshot = cluster.look().snapshot
            guard answers.last.map({ $0.0 < snapshot.takenAt }) ?? true else { continue }
            try recording.store.record(snapshot)
            let record = try RecordReader(path: recording.path)
            let answer = try views.map { ($0, try record.rows("SELECT * FROM \($0)")) }
            answers.append((snapshot.takenAt, Dictionary(uniqueKeysWithValues: answer)))
        }
        for (instant, answer) in answers {
            let record = try RecordReader(path: recording.path, at: instant)
            for view in views {
                expectSame(try record.rows("SELECT * FROM \(view)"), answer[view] ?? [], "\(view) at \(instant)")
            }
        }
    }
}
