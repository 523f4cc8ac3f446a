import Model
import Questions
import SQLite
import Testing
import Words

@testable import Record

/// What Pods ran, as intervals: opened when a container first runs an image, closed when no Pod does, and nothing in between.
@Suite struct RunningTests {
    private static func digest(_ letter: String) -> String { "sha256:" + String(repeating: letter, count: 64) }
    private let one = digest("1")
    private let two = digest("2")
    private let local = digest("a")
    private let file: TemporaryFile
    private let store: RecordWriter

    init() throws {
        file = try TemporaryFile()
        store = try RecordWriter(path: file.path)
    }

    private func image(
        _ imageID: RuntimeImageID, started: Int64? = 0, pods: Int64 = 1, container: String = "app", image: String = "nginx:1.27"
    ) -> RunningImage {
        RunningImage(
            owner: Workload.ID(namespace: "shop", kind: .deployment, name: "web"), container: container, image: image,
            imageID: imageID, startedAt: started.map { at(0).advanced(by: $0) }, pods: pods)
    }

    private func at(_ quarter: Int64) -> Instant { Instant(secondsSince1970: 1_767_571_200 + quarter * 900) }

    @discardableResult
    private func look(
        _ quarter: Int64, _ running: RunningImage..., outcome: Coverage.Outcome? = .complete, namespace: String? = nil,
        workloads: [Workload] = [], images: [Image] = []
    ) throws -> Recorded {
        var coverage = [Coverage(kind: .deployment, outcome: .complete, objects: Int64(workloads.count))]
        if let outcome { coverage.append(Coverage(kind: .pod, namespace: namespace, outcome: outcome, objects: 0)) }
        return try store.record(
            Snapshot(
                cluster: "prod", takenAt: at(quarter), source: "test", coverage: coverage, workloads: workloads, images: images,
                runningImages: running))
    }

    private func history(_ columns: String = "digest, seen_from, seen_until") throws -> [[Value]] {
        try RecordReader(path: file.path).rows("SELECT \(columns) FROM running_history ORDER BY seen_from, digest")
    }

    private func expectIntact() throws {
        #expect(try RecordReader(path: file.path).verify().findings.map(\.sentence) == [])
    }

    private func time(_ quarter: Int64?) -> Value { quarter.map { .text(at($0).description) } ?? .null }

    @Test func scalingRestartsAndReschedulingWriteNothing() throws {
        try look(0, image(.init(digest: one)))
        let before = try store.size()
        for (quarter, pods) in [Int64(1), 2, 3, 4].map({ ($0, $0 == 4 ? Int64(1) : $0 * 160) }) {
            let recorded = try look(quarter, image(.init(digest: one), started: quarter * 900, pods: pods))
            #expect(recorded.opened + recorded.changed + recorded.closed == 0)
            let shown = try RecordReader(path: file.path).rows("SELECT pods FROM running")
            #expect(shown == [[.integer(pods)]])
        }
        #expect(try store.size() - before < 1_024)
        #expect(try history() == [[.text(one), time(0), .null]])
        #expect(try history("started_at") == [[time(0)]])
        // A count is not kept of the past.
        #expect(try RecordReader(path: file.path, at: at(2)).rows("SELECT pods FROM running") == [[.null]])
        try expectIntact()
    }

    @Test("scaling a Deployment from 1 to 500 and back adds less than 1 KB to the file, its replicas that are state included")
    func scaling() throws {
        func look(_ quarter: Int64, replicas: Int64) throws {
            let id = Workload.ID(namespace: "shop", kind: .deployment, name: "web")
            _ = try self.look(
                quarter, image(.init(digest: one), pods: replicas),
                workloads: [
                    Workload(id: id, uid: "u", replicas: replicas, containers: [Container(name: "app", image: "nginx:1.27")])
                ])
        }
        try look(0, replicas: 1)
        let before = try store.size()
        // Pages are 4 KB each, so many rounds tell what one costs.
        for round in 0..<Int64(40) {
            try look(round * 2 + 1, replicas: 500)
            try look(round * 2 + 2, replicas: 1)
        }
        #expect(try (store.size() - before) / 40 < 1_024)
        #expect(try history() == [[.text(one), time(0), .null]])
        try expectIntact()
    }

    @Test func anImageRunsFromTheFirstPodUntilTheLast() throws {
        try look(0, image(.init(digest: one), pods: 3))
        try look(1, image(.init(digest: one), pods: 2), image(.init(digest: two), started: 900))
        try look(2, image(.init(digest: two), started: 900, pods: 3))
        try look(3)
        #expect(try history() == [[.text(one), time(0), time(2)], [.text(two), time(1), time(3)]])
        try expectIntact()
    }

    @Test(
        "what was not looked for stands", arguments: [Coverage.Outcome.forbidden, .failed, .absent, nil] as [Coverage.Outcome?])
    func unseen(outcome: Coverage.Outcome?) throws {
        try look(0, image(.init(digest: one)))
        try look(1, outcome: outcome)
        try look(2, outcome: .complete, namespace: "other")
        #expect(try history() == [[.text(one), time(0), .null]])
        let notes = try RecordReader(path: file.path, at: at(1)).standing(.running).notes
        #expect(
            notes.contains { $0.sentence.contains("pods") && $0.sentence.contains("last known") } == (outcome != .absent),
            "\(notes)")
        try look(3, namespace: "shop")
        #expect(try history() == [[.text(one), time(0), time(3)]])
        try expectIntact()
    }

    @Test func aSpellingIsNoChangeWhereTheContainerWasStartedAtTheSameSecond() throws {
        try look(0, image(.init(digest: one), started: 890))
        let recorded = try look(1, image(.init(localID: local), started: 890))
        #expect(recorded.opened + recorded.closed == 0)
        #expect(try history("digest, image_id, seen_until") == [[.text(one), .text(local), .null]])
        // Learnt once, it holds for every Pod.
        #expect(try look(2, image(.init(localID: local), started: 1_700)).opened == 0)
        #expect(try look(3, image(.init(digest: one), started: 2_600)).opened == 0)
        try expectIntact()
    }

    @Test func aSpellingIsNoChangeWhereTheContainerWasSeenBefore() throws {
        try look(0, image(.init(digest: one), started: -9_000))
        try look(1, image(.init(digest: one), started: 100))
        // The first Pod is gone, and with it the start that was kept; this one ran at the last look already, and it was `one` then.
        #expect(try look(2, image(.init(localID: local), started: 100)).opened == 0)
        #expect(try history("digest, image_id, seen_until") == [[.text(one), .text(local), .null]])
        try expectIntact()
    }

    @Test func anotherImageIsNotTakenForASpelling() throws {
        try look(0, image(.init(digest: one), started: -9_000))
        #expect(try look(1, image(.init(localID: local), started: 500)).opened == 1)
        #expect(try history("digest, image_id, seen_until").count == 2)
        try look(2, image(.init(digest: one), started: 1_000), image(.init(digest: two), started: 1_100))
        // Started before the last look, but it can have been either.
        #expect(try look(3, image(.init(localID: Self.digest("b")), started: 1_050, pods: 2)).closed == 2)
        try expectIntact()
    }

    @Test func aLookThatMissedPodsTellsNothingOfSpellings() throws {
        try look(0, image(.init(digest: one), started: -9_000))
        try look(1, outcome: .forbidden)
        #expect(try look(2, image(.init(localID: local), started: 100)).opened == 1)
        try expectIntact()
    }

    @Test func anIndexAndItsManifestAreOneImage() throws {
        try look(
            0, image(.init(digest: one)), images: [Image(digest: one, manifests: [two]), Image(digest: two, localID: local)])
        #expect(try look(1, image(.init(digest: two), started: 900)).opened == 0)
        #expect(try look(2, image(.init(localID: local), started: 1_800)).opened == 0)
        #expect(try history() == [[.text(one), time(0), .null]])
        try expectIntact()
    }

    @Test func whoSetAnImageIsKeptAsLongAsItStays() throws {
        func web(_ image: String, _ manager: String?, _ quarter: Int64 = 0) -> Workload {
            Workload(
                id: Workload.ID(namespace: "shop", kind: .deployment, name: "web"), replicas: 1,
                containers: [Container(name: "app", image: image, setBy: manager, setAt: manager.map { _ in at(quarter) })])
        }
        func changes(_ quarter: Int64, _ workload: Workload) throws -> Int {
            let recorded = try look(quarter, workloads: [workload])
            return recorded.opened + recorded.changed + recorded.closed
        }
        try look(0, workloads: [web("nginx:1", nil)])
        #expect(try changes(1, web("nginx:1", "argocd-controller", 1)) == 1)
        #expect(try changes(2, web("nginx:1", nil)) == 0)
        #expect(try changes(3, web("nginx:1", "argocd-controller", 3)) == 0)
        #expect(try changes(4, web("nginx:2", nil)) == 1)
        #expect(try changes(5, web("nginx:3", "kubectl-set", 5)) == 1)
        let rows = try RecordReader(path: file.path).rows(
            "SELECT image, set_by, set_at FROM containers_history ORDER BY seen_from")
        #expect(
            rows == [
                [.text("nginx:1"), .null, .null], [.text("nginx:1"), .text("argocd-controller"), time(1)],
                [.text("nginx:2"), .null, .null], [.text("nginx:3"), .text("kubectl-set"), time(5)],
            ])
        try expectIntact()
    }

    @Test func pruningKeepsWhatStillRuns() throws {
        try look(0, image(.init(digest: one)), images: [Image(digest: one, localID: local)])
        try look(1, image(.init(digest: one)), image(.init(digest: two)))
        try look(2, image(.init(digest: one)))
        try look(3, image(.init(digest: one)))
        _ = try store.prune(keepingSince: at(3), done: true)
        #expect(try history("digest, image_id, seen_until") == [[.text(one), .text(local), .null]])
        try expectIntact()
    }
}
