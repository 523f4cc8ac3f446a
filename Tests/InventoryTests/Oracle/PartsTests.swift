import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// A snapshot recorded part by part, beside the same one recorded whole.
@Suite struct PartsTests {
    @Test("parts give the record that the whole gives, to the seal", arguments: 1...20 as ClosedRange<UInt64>)
    func sameSeals(seed: UInt64) throws {
        let (whole, parted) = (try TemporaryFile(), try TemporaryFile())
        let (first, second) = (try RecordWriter(path: whole.path), try RecordWriter(path: parted.path))
        var cluster = LivingCluster(name: "okd", seed: seed)
        var last: Instant?
        for _ in 0..<25 {
            cluster.live()
            let snapshot = cluster.look().snapshot
            guard last.map({ $0 < snapshot.takenAt }) ?? true else { continue }
            last = snapshot.takenAt
            let one = try first.record(snapshot)
            let other = try second.record(snapshot, inPartsBy: seed &* 31 &+ UInt64(one.snapshot))
            #expect(one == other)
        }
        for view in ["containers_history", "istags_history", "digest_changes", "images", "snapshots", "coverage"] {
            let rows = try [whole, parted].map {
                try RecordReader(path: $0.path).rows("SELECT * FROM \(view)", []).map { "\($0)" }
            }
            #expect(rows[0].sorted() == rows[1].sorted(), "\(view)")
        }
    }

    @Test func aPartThatCannotBeReadLeavesTheFileAsItWas() throws {
        let file = try TemporaryFile()
        let store = try RecordWriter(path: file.path)
        var cluster = LivingCluster(name: "okd", seed: 5)
        cluster.live()
        try store.record(cluster.look().snapshot)
        let before = try RecordReader(path: file.path).rows("SELECT * FROM containers_history", []).map { "\($0)" }
        struct Broken: Error {}
        for _ in 0..<30 { cluster.live() }
        let snapshot = cluster.look().snapshot
        var parts = snapshot.parts(seed: 1).dropLast()
        #expect(throws: Broken.self) {
            try store.record(snapshot.header) {
                if parts.isEmpty { throw Broken() }
                return parts.removeFirst()
            }
        }
        #expect(try RecordReader(path: file.path).rows("SELECT * FROM containers_history", []).map { "\($0)" } == before)
        try store.record(snapshot)
    }

    @Test func moreFactsThanMemoryHoldsAreSealedAllTheSame() throws {
        let file = try TemporaryFile()
        let store = try RecordWriter(path: file.path)
        try store.connection.execute("PRAGMA synchronous = OFF")
        let snapshot = Snapshot(
            cluster: "okd", takenAt: Instant(secondsSince1970: 1_767_571_200), source: "test",
            coverage: [Coverage(kind: .deployment, outcome: .complete, objects: 40_000)],
            workloads: (0..<40_000).map { number in
                Workload(
                    id: Workload.ID(namespace: "n", kind: .deployment, name: "w\(number)"),
                    containers: [Container(name: "c", image: "web:1")])
            })
        try store.record(snapshot)
        #expect(try RecordReader(path: file.path).verify().holds)
    }
}
