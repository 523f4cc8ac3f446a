import ClusterAPI
import CollectorWords
import FakeCluster
import Foundation
import Model
import Questions
import Record
import Testing

@testable import Collector

@Suite("A cluster is followed between two looks", .serialized) struct FollowTests {
    private func following(
        _ contents: any ClusterContents = SmallCluster.before, _ body: (FollowedRecord) async throws -> Void
    ) async throws {
        try await LiveRecord.with(contents) { live in
            let followed = FollowedRecord(live)
            do {
                try await body(followed)
            } catch {
                await followed.end()
                throw error
            }
            await followed.end()
            #expect(try RecordReader(path: live.store.path).verify().findings == [])
        }
    }

    private static func containers(_ live: LiveRecord, at instant: Instant? = nil) throws -> Set<String> {
        Set(
            try live.rows(
                """
                SELECT c.namespace || '/' || c.name, w.uid, c.container, c.image FROM containers c
                JOIN workloads w ON w.namespace = c.namespace AND w.name = c.name AND w.kind = c.kind
                """, at: instant))
    }

    private static func tags(_ live: LiveRecord, at instant: Instant? = nil) throws -> Set<String> {
        Set(try live.rows("SELECT namespace || '/' || istag, digest FROM istags", at: instant))
    }

    @Test("what changes is recorded without another list; what does not change writes nothing")
    func changes() async throws {
        try await following { followed in
            try await followed.look()
            let watched = Set(followed.live.server.watched.map(\.plural))
            #expect(watched.isSuperset(of: ["deployments", "imagestreams", "cronjobs", "pods", "replicasets"]))
            followed.live.server.forgetRequests()
            followed.live.server.show(SmallCluster.after)
            try await followed.caughtUp()
            #expect(try await followed.record().count == 1)
            #expect(try followed.live.containers() == SmallCluster.containersAfter)
            let lists = followed.live.server.requests.filter { $0.access?.verb == "list" }
            #expect(lists.isEmpty)
            // Another moment of the same, as a controller that writes its status has it all the time.
            followed.live.server.show(SmallCluster.contents(resourceVersion: 300, version: "2.0", without: ["app-2"]))
            try await followed.caughtUp()
            #expect(try await followed.record().isEmpty)
            #expect(try followed.live.rows("SELECT count(*) FROM snapshots") == ["2"])
        }
    }

    @Test(
        "the record is the truth at every instant, whatever befalls the watches, and no look has anything to correct",
        arguments: [1, 2, 3, 4])
    func truth(seed: Int) async throws {
        var cluster = LivingFake(seed: seed)
        var random = SeededGenerator(seed: seed &* 7919)
        try await following(cluster.contents) { followed in
            let server = followed.live.server
            server.disorder(duplicates: 20, lateDeletions: seed % 2 == 0 ? 0 : 50)
            var truth: [(Instant, LivingFake)] = []
            try await followed.look()
            for step in 1...60 {
                for _ in 0..<Int.random(in: 1...4, using: &random) {
                    cluster.liveOnce()
                    server.show(cluster.contents)
                }
                if Int.random(in: 0..<4, using: &random) == 0 {
                    let breaks: [FakeServer.WatchBreak] = [.reset, .ended, .failed, .halfLine]
                    server.breakWatches(
                        breaks.randomElement(using: &random) ?? .reset,
                        of: [.deployments, .imageStreams].randomElement(using: &random))
                }
                if step % 20 == 0 {
                    try await followed.look()
                } else if seed % 2 == 0 || step % 5 == 0 {
                    if seed % 2 == 1 { server.disorder(duplicates: 20, lateDeletions: 0) }
                    if seed % 2 == 1 {
                        // What was held back comes with what follows.
                        for _ in 0..<6 {
                            cluster.liveOnce()
                            server.show(cluster.contents)
                        }
                    }
                    try await followed.caughtUp()
                    try await followed.record()
                    if seed % 2 == 1 { server.disorder(duplicates: 20, lateDeletions: 50) }
                } else {
                    continue
                }
                #expect(try Self.containers(followed.live) == cluster.containers, "step \(step)")
                #expect(try Self.tags(followed.live) == cluster.tags, "step \(step)")
                truth.append((followed.instant, cluster))
            }
            for (instant, then) in truth {
                #expect(try Self.containers(followed.live, at: instant) == then.containers, "at \(instant)")
                #expect(try Self.tags(followed.live, at: instant) == then.tags, "at \(instant)")
            }
            #expect(followed.corrections.isEmpty, "\(followed.corrections)")
        }
    }

    @Test("a deletion that was overtaken by the object's own successor is not taken for the successor's")
    func overtaken() async throws {
        try await following { followed in
            try await followed.look()
            let server = followed.live.server
            let key = ObjectKey(namespace: "shop", name: "app-1")
            let next = DeploymentText(key, uid: "anew", resourceVersion: 102, containers: [.init("main", "quay.io/acme/app-1:9")])
            var contents = SmallCluster.before
            contents.resourceVersion = 103
            let old = DeploymentText(key, uid: "d11", containers: [.init("main", "quay.io/acme/app-1:1.0")]).json
            contents.put(next)
            server.tell("ADDED", .deployments, key, next.json, resourceVersion: 102)
            server.tell("DELETED", .deployments, key, old, resourceVersion: 101)
            // A late echo of what is deleted does not bring it back.
            server.tell("MODIFIED", .deployments, key, old, resourceVersion: 100)
            server.tell(
                "MODIFIED", .deployments, ObjectKey(namespace: "shop", name: "app-2"),
                DeploymentText(
                    ObjectKey(namespace: "shop", name: "app-2"), uid: "d12", resourceVersion: 103,
                    containers: [.init("main", "quay.io/acme/end:1")]
                ).json, resourceVersion: 103)
            try await eventually("all came") {
                await followed.following?.watches.contains { $0.resourceVersion == "103" } == true
            }
            try await followed.record()
            let found = try followed.live.containers()
            #expect(
                found.contains("shop/app-1 main quay.io/acme/app-1:9") && found.contains("shop/app-2 main quay.io/acme/end:1"))
        }
    }

    @Test("what came and went between two recordings was there all the same: first as it stood, then gone")
    func passed() async throws {
        try await following { followed in
            try await followed.look()
            let key = ObjectKey(namespace: "shop", name: "brief")
            var contents = SmallCluster.before
            contents.resourceVersion = 101
            contents.put(DeploymentText(key, uid: "b", resourceVersion: 101, containers: [.init("main", "quay.io/acme/brief:1")]))
            followed.live.server.show(contents)
            contents.resourceVersion = 102
            contents.remove(.deployments, key)
            followed.live.server.show(contents)
            try await followed.caughtUp()
            #expect(await followed.following?.hasPassed == true)
            #expect(try await followed.record().count == 2)
            let rows = try followed.live.rows(
                "SELECT image, seen_from < seen_until FROM containers_history WHERE name = 'brief'")
            #expect(rows == ["quay.io/acme/brief:1 1"])
        }
    }

    @Test("what came and went while a look was taken is recorded behind it; what the look shows is not recorded twice")
    func passedInLook() async throws {
        try await following { followed in
            try await followed.look()
            let server = followed.live.server
            let key = ObjectKey(namespace: "shop", name: "brief")
            let state = LivingMoment()
            server.beforeEach { request in
                // Between the beginning of the look and its list of Deployments.
                guard request.access?.verb == "list", request.access?.resource == "deployments", state.isFirst() else { return }
                var contents = SmallCluster.before
                contents.resourceVersion = 101
                contents.put(
                    DeploymentText(key, uid: "b", resourceVersion: 101, containers: [.init("main", "quay.io/acme/brief:1")]))
                server.show(contents)
                contents.resourceVersion = 102
                contents.remove(.deployments, key)
                server.show(contents)
            }
            try await followed.look()
            server.beforeEach(nil)
            #expect(followed.corrections.isEmpty)
            #expect(try await followed.record().count == 2)
            #expect(
                try followed.live.rows("SELECT image, seen_from < seen_until FROM containers_history WHERE name = 'brief'")
                    == ["quay.io/acme/brief:1 1"])
        }
    }

    @Test(
        "a watch that the server cannot go on with (410) is coverage, closes nothing, and asks for an early look",
        arguments: [true, false])
    func expired(inStream: Bool) async throws {
        try await following { followed in
            try await followed.look()
            let server = followed.live.server
            if inStream {
                server.breakWatches(.expired, of: .deployments)
            } else {
                server.inject(Fault(.gone(resumable: false), on: .deployments, verb: "watch"))
                server.breakWatches(.ended, of: .deployments)
            }
            try await eventually("the loss is known") { await followed.following?.loss != nil }
            server.clearFaults()
            server.show(SmallCluster.after)
            try await followed.caughtUp()
            try await followed.record()
            // Streams are followed still; of Deployments nothing is concluded.
            #expect(try followed.live.containers() == SmallCluster.containersBefore)
            #expect(
                try followed.live.rows("SELECT kind, namespace, outcome FROM coverage WHERE outcome = 'failed'")
                    == ["Deployment - failed"])
            #expect(try followed.live.rows("SELECT DISTINCT digest FROM istags").count == 4)
            try await followed.look()
            #expect(try followed.live.containers() == SmallCluster.containersAfter)
            // What was known to be lost is no correction.
            #expect(followed.corrections.isEmpty)
            #expect(await followed.following?.loss == nil)
        }
    }

    @Test("a server that refuses watches is left to the looks, and that is said once")
    func refused() async throws {
        try await following { followed in
            followed.live.server.refuseWatches(["image.openshift.io"])
            try await followed.look()
            var refusals: [String] = []
            try await eventually("it is said") {
                refusals += await followed.following?.refusals() ?? []
                return !refusals.isEmpty
            }
            #expect(refusals.count == 1 && refusals[0].contains("imagestreams cannot be watched"))
            followed.live.server.show(SmallCluster.after)
            try await followed.caughtUp()
            try await followed.record()
            #expect(try followed.live.containers() == SmallCluster.containersAfter)
            #expect(await followed.following?.loss == nil)
            #expect(try followed.live.rows("SELECT count(*) FROM coverage WHERE outcome = 'failed'") == ["0"])
            try await followed.look()
            #expect(try followed.live.rows("SELECT DISTINCT digest FROM istags").count == 4)
            #expect(followed.corrections.isEmpty)
        }
    }

    @Test("what a look corrects, because a watch had not told it, is counted by kind and recorded")
    func corrected() async throws {
        try await following { followed in
            try await followed.look()
            // The server keeps a change from its watchers.
            followed.live.server.silence(true)
            followed.live.server.show(SmallCluster.after)
            followed.live.server.silence(false)
            try await followed.look()
            #expect(try followed.live.containers() == SmallCluster.containersAfter)
            #expect(followed.corrections == [.deployment: 15, .imageStream: 9])
        }
    }

    @Test(
        "what is no watch's answer ends that watch as coverage: garbage, a list, another kind, an event without end",
        arguments: [
            "garbage\n", #"{"kind":"DeploymentList","items":[]}"#,
            #"{"type":"ADDED","object":{"kind":"Secret","apiVersion":"v1"}}"#,
            #"{"type":"ADDED","object":{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":7}}}"#,
            #"{"type":"ADDED"}"#,
        ])
    func hostile(text: String) async throws {
        try await following { followed in
            try await followed.look()
            followed.live.server.sendWatches(text, of: .deployments)
            try await eventually("the loss is known") { await followed.following?.loss != nil }
            try await followed.record()
            #expect(try followed.live.containers() == SmallCluster.containersBefore)
            #expect(
                try followed.live.rows("SELECT kind, outcome FROM coverage WHERE outcome = 'failed'") == ["Deployment failed"])
        }
    }

    @Test("an event is bounded, however long its line goes on")
    func endless() async throws {
        try await following { followed in
            followed.live.source.follow.largestEvent = 1 << 16
            try await followed.look()
            let text = #"{"type":"ADDED","object":{"metadata":{"name":""# + String(repeating: "x", count: 1 << 17)
            followed.live.server.sendWatches(text, of: .deployments)
            try await eventually("the loss is known") { await followed.following?.loss != nil }
        }
    }

    @Test("a watch that falls silent is asked for again from where it was")
    func silent() async throws {
        try await following { followed in
            followed.live.source.follow.silence = .milliseconds(300)
            try await followed.look()
            followed.live.server.forgetRequests()
            try await eventually("it is asked for again") {
                followed.live.server.requests.contains { $0.access?.verb == "watch" && $0.query["resourceVersion"] == "100" }
            }
            #expect(await followed.following?.loss == nil)
        }
    }

    @Test("a look in which a kind failed leaves its watch going")
    func failedList() async throws {
        try await following { followed in
            try await followed.look()
            followed.live.server.inject(Fault(.otherJSON, on: .deployments, verb: "list"))
            #expect(try await followed.look().outcome(.deployment) == .failed)
            followed.live.server.clearFaults()
            followed.live.server.show(SmallCluster.after)
            try await followed.caughtUp()
            try await followed.record()
            #expect(try followed.live.containers() == SmallCluster.containersAfter)
            try await followed.look()
            #expect(followed.corrections.isEmpty)
        }
    }

    @Test("credentials that are renewed meanwhile are used when a watch is asked for again")
    func renewed() async throws {
        try await following { followed in
            try await followed.look()
            followed.live.server.admit(token: "another")
            followed.live.server.breakWatches(.ended, of: .deployments)
            try await eventually("it was refused") { followed.live.server.requests.contains { $0.status == 401 } }
            followed.live.server.admit(token: "right")
            followed.live.server.show(SmallCluster.after)
            try await followed.caughtUp()
            try await followed.record()
            #expect(try followed.live.containers() == SmallCluster.containersAfter)
        }
    }

    @Test("listening ends at once when it is to end, whatever the server does")
    func ends() async throws {
        try await following { followed in
            followed.live.server.inject(Fault(.hanging, on: .imageStreams, verb: "watch"))
            try await followed.look(isOpen: false)
            let begin = ContinuousClock.now
            await followed.end()
            #expect(ContinuousClock.now - begin < .seconds(10))
        }
    }
}

/// Says yes once.
private final class LivingMoment: Sendable {
    private let isDone = NSLock()

    func isFirst() -> Bool { isDone.try() }
}
