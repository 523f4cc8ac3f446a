import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// Rule 1: a snapshot in which nothing changed writes its own row and its coverage, nothing more.
@Suite struct Rule1ChangeOnlyTests {
    @Test("an unchanged snapshot writes its own row and nothing else", arguments: 1...5 as ClosedRange<UInt64>)
    func unchanged(seed: UInt64) throws {
        let recording = try Recording()
        var cluster = LivingCluster(name: "okd", seed: seed)
        var snapshot = cluster.look(clearly: true).snapshot
        try recording.store.record(snapshot)
        let before = try recording.dump()
        for second in 1...3 {
            snapshot.takenAt = snapshot.takenAt.advanced(by: Int64(second))
            let recorded = try recording.store.record(snapshot)
            #expect((recorded.opened, recorded.changed, recorded.closed) == (0, 0, 0))
        }
        var after = try recording.dump()
        #expect(after["snapshot"]?.count == 4)
        after["snapshot"] = before["snapshot"]
        #expect(after == before)
    }

    @Test("the order in which a source lists objects is no change")
    func order() throws {
        let recording = try Recording()
        var cluster = LivingCluster(name: "okd", seed: 3)
        var snapshot = cluster.look(clearly: true).snapshot
        try recording.store.record(snapshot)
        let before = try recording.dump()
        snapshot.takenAt = snapshot.takenAt.advanced(by: 1)
        snapshot.workloads.reverse()
        snapshot.imageStreams.reverse()
        snapshot.imageStreamTags.reverse()
        snapshot.coverage.reverse()
        try recording.store.record(snapshot)
        var after = try recording.dump()
        after["snapshot"] = before["snapshot"]
        #expect(after == before)
    }

    @Test("a container that only moves in its pod template is no change")
    func moved() throws {
        let recording = try Recording()
        var workload = Workload.deployment("web:1", "api:1")
        try recording.record(1, workloads: [workload])
        workload.containers.reverse()
        #expect(try recording.record(2, workloads: [workload]).changed == 0)
    }

    @Test("what an auditor would call a change is one, and only that object's")
    func changes() throws {
        let recording = try Recording()
        let web = Workload.deployment("web:1")
        let api = Workload.deployment(named: "api", "api:1")
        try recording.record(1, workloads: [web, api])
        var day = 1
        for change: (inout Workload) -> Void in [
            { $0.uid = "another" }, { $0.replicas = 7 }, { $0.replicas = nil }, { $0.resolveNames = "*" },
            { $0.triggers = "[]" }, { $0.createdAt = Recording.day(0) }, { $0.containers[0].image = "web:2" },
        ] {
            var changed = web
            change(&changed)
            day += 1
            let there = try recording.record(day, workloads: [changed, api])
            #expect((there.opened, there.changed, there.closed) == (0, 1, 0))
            day += 1
            let back = try recording.record(day, workloads: [web, api])
            #expect((back.opened, back.changed, back.closed) == (0, 1, 0))
        }
    }

    @Test("coverage that stays the same is written once")
    func coverage() throws {
        let recording = try Recording()
        let forbidden = [Coverage(kind: .cronJob, outcome: .forbidden, objects: 0, message: "no")]
        for day in 1...5 { try recording.record(day, coverage: forbidden) }
        #expect(try recording.rows("SELECT count(*) FROM coverage_version") == [[.integer(1)]])
        #expect(try recording.rows("SELECT count(*) FROM coverage") == [[.integer(5)]])
    }
}
