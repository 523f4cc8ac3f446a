import FakeCluster
import Foundation
import Model
import Questions
import Record
import Testing

@testable import Collector

@Suite("The story of a cluster's controllers, followed", .serialized) struct FollowStoryTests {
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

    @Test(
        "what is told to run is the truth whenever it is told, whatever breaks; a short Job's image is told once at least",
        arguments: [1, 2, 3])
    func running(seed: Int) async throws {
        var story = StoryCluster(seed: seed)
        var random = SeededGenerator(seed: seed &* 104_729)
        try await LiveRecord.with(story.contents) { live in
            let followed = FollowedRecord(live)
            live.server.disorder(duplicates: 10, lateDeletions: 0)
            var told: [Workload.ID: Set<String>] = [:]
            var everTold: Set<String> = []
            var everTrue: Set<String> = story.moment.truth.running
            func listed(_ look: ClusterLook) throws {
                let images = try look.collected.snapshot().runningImages
                told = Dictionary(grouping: images, by: \.owner).mapValues { Set($0.map(\.line)) }
                everTold.formUnion(told.values.joined())
            }
            try listed(try await followed.look())
            for step in 1...60 {
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    for moment in story.live() {
                        live.server.show(moment.contents)
                        everTrue.formUnion(moment.truth.running)
                    }
                }
                if Int.random(in: 0..<4, using: &random) == 0 {
                    let breaks: [FakeServer.WatchBreak] = [.reset, .ended, .failed, .halfLine]
                    live.server.breakWatches(
                        breaks.randomElement(using: &random) ?? .reset,
                        of: [.deployments, .pods, .jobs].randomElement(using: &random))
                }
                if step % 20 == 0 {
                    try listed(try await followed.look())
                }
                try await followed.caughtUp()
                while let changes: FollowedChanges = await followed.following?.take(followed.instant.advanced(by: 1)) {
                    for part in changes.parts {
                        for owner in part.toldOwners {
                            told[owner] = Set(part.runningImages.filter { $0.owner == owner }.map(\.line))
                        }
                    }
                    everTold.formUnion(told.values.joined())
                    _ = try changes.record(in: live.store)
                    followed.tick()
                    await followed.following?.settle(isRecorded: true)
                }
                let truth = story.moment.truth
                #expect(Set(told.values.joined()) == truth.running, "step \(step)")
                #expect(try Self.containers(live) == truth.containers, "step \(step)")
                #expect(try Self.tags(live) == truth.tags, "step \(step)")
            }
            // Pods that were replaced within one step by the next rollout may have been passed over; none of a Job was.
            let jobs = everTrue.filter { $0.hasPrefix("CronJob") }
            #expect(jobs.subtracting(everTold) == [])
            #expect(followed.corrections.isEmpty, "\(followed.corrections)")
            await followed.end()
            #expect(try RecordReader(path: live.store.path).verify().findings == [])
        }
    }

    @Test("what looks alone tell at their instants is told just so where they are followed between")
    func sameAtLooks() async throws {
        var story = StoryCluster(seed: 11)
        var looks: [(followed: Instant, alone: Instant)] = []
        try await LiveRecord.with(story.contents) { alone in
            try await LiveRecord.with(story.contents) { live in
                let followed = FollowedRecord(live)
                for _ in 1...5 {
                    for _ in 1...6 {
                        for moment in story.live() {
                            live.server.show(moment.contents)
                            alone.server.show(moment.contents)
                        }
                        try await followed.caughtUp()
                        try await followed.record()
                    }
                    try await followed.look()
                    looks.append((followed.instant, try await alone.look().collected.header.takenAt))
                }
                for (one, other) in looks {
                    #expect(try Self.containers(live, at: one) == Self.containers(alone, at: other))
                    #expect(try Self.tags(live, at: one) == Self.tags(alone, at: other))
                }
                #expect(followed.corrections.isEmpty)
                await followed.end()
            }
        }
    }

    @Test("a thousand Pod events that change nothing kept write nothing, and wake nobody")
    func heartbeats() async throws {
        let story = StoryCluster(seed: 5)
        try await LiveRecord.with(story.contents) { live in
            let followed = FollowedRecord(live)
            try await followed.look()
            var pod = PodText(
                ObjectKey(namespace: "shop", name: "lone"), uid: "lone", image: "quay.io/acme/lone:1")
            pod.phase = "Running"
            pod.digest = SmallCluster.digest("lone")
            var version = story.contents.resourceVersion
            for beat in 0..<1000 {
                version += 1
                pod.heartbeat = beat
                live.server.tell(beat == 0 ? "ADDED" : "MODIFIED", .pods, pod.key, pod.json, resourceVersion: version)
            }
            try await until("all came") {
                await followed.following?.watches.contains { $0.kind == .pod && $0.resourceVersion == "\(version)" } == true
            }
            #expect(try await followed.record().count == 1)
            #expect(await followed.following?.hasNews == false)
            #expect(await followed.following?.figures.events ?? 0 >= 1000)
            await followed.end()
        }
    }
}

extension RunningImage {
    fileprivate var line: String {
        "\(owner.kind.title) \(owner.namespace)/\(owner.name) \(container) \(imageID.digest ?? "-")"
    }
}
