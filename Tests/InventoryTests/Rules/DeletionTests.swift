import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

@Suite("Much that is gone at once is refused of a dump, and said of a cluster")
struct DeletionTests {
    private let file: TemporaryFile
    private let store: RecordWriter

    init() throws {
        file = try TemporaryFile()
        store = try RecordWriter(path: file.path)
    }

    private func snapshot(_ hour: Int64, _ names: [String: Int], elsewhere: Int = 0) -> Snapshot {
        var snapshot = Snapshot(
            cluster: "prod", takenAt: Instant(secondsSince1970: 1_800_000_000 + hour * 3600), source: "test",
            coverage: [Coverage(kind: .deployment, outcome: .complete, objects: 0)])
        for (namespace, count) in names {
            for number in 0..<count {
                let id = Workload.ID(namespace: namespace, kind: .deployment, name: "w\(number)")
                snapshot.workloads.append(
                    Workload(id: id, replicas: 1, containers: [Container(name: "c", image: "web:1")]))
            }
        }
        return snapshot
    }

    @Test(arguments: [
        // (stood, left, refused)
        (40, 20, false), (40, 19, true), (39, 19, true), (19, 0, false), (20, 0, true), (1000, 981, false), (30, 11, false),
    ])
    func theBoundIsMoreThanHalfAndTwenty(_ stood: Int, _ left: Int, _ isRefused: Bool) throws {
        try store.record(snapshot(0, ["shop": stood]), deletions: .refused)
        let next = snapshot(1, ["shop": left])
        if isRefused {
            let error = #expect(throws: StoreError.self) { try store.record(next, deletions: .refused) }
            #expect(error?.sentence.contains("\(stood - left) of \(stood) deployments") == true)
            #expect(error?.sentence.contains("--confirm-deletions") == true)
            #expect(try RecordReader(path: file.path).standing(.workloads).rows.count == stood)
        }
        let recorded = try store.record(next, deletions: isRefused ? .recorded : .refused)
        #expect(recorded.closed == (stood - left) * 2)
        #expect(recorded.deletions.losses.isEmpty == !isRefused)
        let notes = try RecordReader(path: file.path).snapshots().notes
        #expect(notes.contains { $0.sentence.contains("took \(stood - left) of \(stood) deployments for gone") } == isRefused)
    }

    @Test func whatStandsElsewhereCounts() throws {
        try store.record(snapshot(0, ["shop": 30, "bill": 40]), deletions: .refused)
        let recorded = try store.record(snapshot(1, ["bill": 40]), deletions: .refused)
        #expect(recorded.deletions.losses.isEmpty)
        #expect(recorded.deletions.namespaces == ["shop"])
        #expect(recorded.deletions.warnings.count == 1)
    }

    @Test func aRefusedNamespaceIsNamed() throws {
        try store.record(snapshot(0, ["shop": 30, "bill": 5]))
        let error = #expect(throws: StoreError.self) { try store.record(snapshot(1, ["bill": 5]), deletions: .refused) }
        #expect(error?.sentence.contains("all that stood in namespace shop") == true)
    }

    @Test func aNamespaceWhereNothingEverWasIsTold() throws {
        var empty = snapshot(0, [:])
        empty.coverage = [Coverage(kind: .deployment, namespace: "shpo", outcome: .complete, objects: 0)]
        #expect(try store.record(empty).neverFound == ["shpo"])
        var one = snapshot(1, ["shop": 1])
        one.coverage = [Coverage(kind: .deployment, namespace: "shop", outcome: .complete, objects: 1)]
        #expect(try store.record(one).neverFound == [])
        var gone = snapshot(2, [:])
        gone.coverage = [Coverage(kind: .deployment, namespace: "shop", outcome: .complete, objects: 0)]
        #expect(try store.record(gone).neverFound == [])
    }

    @Test func prunedSnapshotsTakeTheirNotesWithThem() throws {
        try store.record(snapshot(0, ["shop": 30]))
        try store.record(snapshot(1, [:]))
        try store.record(snapshot(2, ["shop": 1]))
        #expect(try RecordReader(path: file.path).massDeletions(of: "prod").count == 1)
        _ = try store.prune(keepingSince: Instant(secondsSince1970: 1_800_000_000 + 2 * 3600), done: true)
        #expect(try RecordReader(path: file.path).massDeletions(of: "prod").isEmpty)
    }

    @Test func marksOfAClusterAreComparedAsFarAsBothHaveThem() throws {
        try store.record(snapshot(0, [:]))
        try store.identify("prod", ClusterIdentity(clusterID: "c-1"))
        #expect(try store.recognize("prod", ClusterIdentity(uid: "u-1")) == [])
        try store.identify("prod", ClusterIdentity(uid: "u-1", infrastructure: "prod-x"))
        #expect(throws: StoreError.self) { try store.recognize("prod", ClusterIdentity(clusterID: "c-2")) }
        #expect(throws: StoreError.self) { try store.recognize("prod", ClusterIdentity(infrastructure: "prod-y")) }
        // The uid rules where both have it.
        #expect(try store.recognize("prod", ClusterIdentity(uid: "u-1", clusterID: "c-2")) == [])
        try store.identify("prod", ClusterIdentity(uid: "u-9"), anew: true)
        #expect(try store.recognize("prod", ClusterIdentity(uid: "u-9", clusterID: "c-9")) == [])
    }
}
