import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

@Suite("A long list that two readers of the file read at once")
struct StandingHalvesTests {
    private static let views: [View] = [.workloads, .containers, .verdicts, .running, .imageStreams, .istags]

    @Test(
        "is the list that one reads, in its order, now and at every instant, of one cluster and of two",
        arguments: [21, 22] as [UInt64])
    func same(seed: UInt64) throws {
        let history = try RecordedHistory.record(seeds: ["okd": seed, "kd": seed + 50], snapshots: 12)[0]
        var inBoth = 0
        for instant in (0..<history.count).map({ history.takenAt($0) as Instant? }) + [nil] {
            let record = try RecordReader(path: history.file.path, at: instant)
            for view in Self.views {
                for filter in [Filter(), Filter(cluster: "okd")] {
                    guard let halves = try record.halves(of: view, filter, fewest: 1) else { continue }
                    let condition = filter.condition(over: ["cluster"], name: "")
                    let whole = try record.answer(from: view, condition, columns: view.narrowColumnList)
                    #expect(try halves.answer(condition, view.narrowColumnList) == whole, "\(view.name)")
                    let isFirst = whole.rows.map { row in
                        (row[0].plain, row[1].plain) < (halves.middle.cluster, halves.middle.namespace)
                    }
                    inBoth += Set(isFirst).count == 2 ? 1 : 0
                }
            }
        }
        #expect(inBoth > 20)
    }

    @Test("is of one moment: what was recorded since the first began to read is read by the first alone")
    func moment() throws {
        let history = try RecordedHistory(seed: 23, snapshots: 4)
        let reader = try RecordReader(path: history.file.path)
        let newest = try reader.connection.integer("SELECT max(id) FROM snapshot")
        func read(ifNewest newest: Int64) throws -> Answer? {
            try StandingHalves.answer(from: .containers, .init(), "name", by: reader, ifNewest: newest)
        }
        #expect(try read(ifNewest: newest)?.rows.isEmpty == false)
        #expect(try read(ifNewest: newest - 1) == nil)
    }

    @Test("is read by one where few are asked for")
    func few() throws {
        let history = try RecordedHistory(seed: 24, snapshots: 4)
        let record = try RecordReader(path: history.file.path)
        #expect(try record.halves(of: .containers, Filter()) == nil)
        #expect(try record.halves(of: .containers, Filter(names: ["web"]), fewest: 1) == nil)
        #expect(try record.halves(of: .registries, Filter(), fewest: 1) == nil)
    }
}
