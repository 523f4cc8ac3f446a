import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

/// The record beside a reader that keeps full copies of every snapshot, over random histories.
@Suite struct OracleTests {
    @Test(
        "as of each snapshot, between two, before the first and after the last",
        arguments: 1...40 as ClosedRange<UInt64>)
    func asOf(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 12)
        for index in 0..<history.count {
            try history.expectAsOf(history.takenAt(index))
            try history.expectAsOf(history.takenAt(index).advanced(by: -1))
        }
        try history.expectAsOf(nil)
        try history.expectAsOf(Instant(secondsSince1970: 253_402_300_799))
    }

    @Test("every interval is a maximal run of equal state in the full copies", arguments: 1...40 as ClosedRange<UInt64>)
    func intervals(seed: UInt64) throws {
        try expectIntervals(RecordedHistory(seed: seed, snapshots: 25))
    }

    @Test("500 snapshots: as of any instant, every interval, every digest change")
    func long() throws {
        let history = try RecordedHistory(seed: 2026, snapshots: 500)
        #expect(history.count > 450)
        try expectIntervals(history)
        var random = SeededRandom(seed: 7)
        for _ in 0..<40 {
            let index = random.int(0...history.count - 1)
            try history.expectAsOf(history.takenAt(index).advanced(by: Int64(random.int(-1...1))))
        }
        try history.expectAsOf(nil)
        let last = history.count - 1
        expectSame(try history.rows("snapshots"), history.expected.snapshots(at: last), "snapshots")
        expectSame(try history.rows("coverage"), history.expected.coverage(at: last), "coverage")
    }

    @Test("two clusters in one file do not disturb each other", arguments: 1...6 as ClosedRange<UInt64>)
    func twoClusters(seed: UInt64) throws {
        for history in try RecordedHistory.record(seeds: ["alpha": seed, "beta": seed + 100], snapshots: 15) {
            try expectIntervals(history)
            for index in stride(from: 0, to: history.count, by: 3) { try history.expectAsOf(history.takenAt(index)) }
            try history.expectAsOf(nil)
            let findings = try RecordReader(path: history.file.path).verify().findings.map(\.sentence)
            #expect(findings == [], "\(findings)")
        }
    }

    @Test(
        "where a digest was used, and when, is where the full copies hold it", arguments: 41...50 as ClosedRange<UInt64>
    )
    func used(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 25)
        let containers = "cluster, namespace, kind, name, container, init, digest, seen_from, seen_until"
        let tags = "cluster, namespace, istag, digest, seen_from, seen_until"
        let digests = Set(history.expected.copies.told.values.joined().compactMap(\.revision.digest))
        #expect(!digests.isEmpty)
        for digest in digests.sorted() {
            let isIt = "digest = '\(digest)'"
            let record = try RecordReader(path: history.file.path)
            expectSame(
                try record.rows("SELECT \(containers) FROM containers_history WHERE \(isIt)"),
                history.expected.containers(at: nil).filter { $0[11] == .text(digest) }.map {
                    Array($0[...5] + [$0[11]] + $0[19...])
                },
                "containers that ran \(digest)")
            expectSame(
                try record.rows("SELECT \(tags) FROM istags_history WHERE \(isIt)"),
                history.expected.tags(at: nil).filter { $0[5] == .text(digest) }.map {
                    Array($0[...2] + [$0[5]] + $0[14...])
                },
                "tags that pointed to \(digest)")
        }
    }

    @Test(
        "the difference of two instants is the difference of two full copies", arguments: 51...60 as ClosedRange<UInt64>
    )
    func difference(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 25)
        var random = SeededRandom(seed: seed)
        for _ in 0..<6 {
            let (from, to) = (random.int(0...history.count - 1), random.int(0...history.count - 1))
            let sides = try [from, to].map { index in
                let record = try RecordReader(path: history.file.path, at: history.takenAt(index))
                return try Set(
                    history.rows("containers", "namespace, kind, name, container, init, image", in: record)
                        + history.rows("istags", "namespace, istag, digest", in: record))
            }
            let copies = [from, to].map { facts(history.expected.copies.copies[$0]) }
            expectSame(Array(sides[1].subtracting(sides[0])), Array(copies[1].subtracting(copies[0])), "new or changed")
            expectSame(
                Array(sides[0].subtracting(sides[1])), Array(copies[0].subtracting(copies[1])), "gone or changed")
        }
    }

    private func facts(_ copy: FullCopies.Copy) -> Set<[Value]> {
        var facts: Set<[Value]> = []
        for (id, workload) in copy.workloads {
            for container in workload.containers {
                facts.insert([
                    .text(id.namespace), .text(id.kind.title), .text(id.name), .text(container.name),
                    Value(container.isInit), .text(container.image),
                ])
            }
        }
        for (id, tag) in copy.tags {
            facts.insert([.text(id.stream.namespace), .text(id.name), Value(tag.current?.digest)])
        }
        return facts
    }

    private func expectIntervals(_ history: RecordedHistory) throws {
        let expected = history.expected
        expectSame(try history.rows("workloads_history"), expected.workloads(at: nil), "workloads_history")
        expectSame(
            try history.rows("containers_history", RecordedHistory.containerHistoryColumns), expected.containers(at: nil),
            "containers_history")
        expectSame(try history.rows("running_history"), expected.running(at: nil), "running_history")
        expectSame(try history.rows("verdicts_history"), expected.verdicts(at: nil), "verdicts_history")
        expectSame(try history.rows("image_streams_history"), expected.streams(at: nil), "image_streams_history")
        expectSame(try history.rows("istags_history"), expected.tags(at: nil), "istags_history")
        expectSame(try history.rows("digest_changes"), expected.digestChanges(at: history.count - 1), "digest_changes")
    }
}
