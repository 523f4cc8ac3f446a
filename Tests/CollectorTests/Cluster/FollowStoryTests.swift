import CollectorWords
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

    private static func running(_ live: LiveRecord, at instant: Instant? = nil) throws -> Set<String> {
        Set(try live.rows("SELECT kind, namespace || '/' || name, container, digest FROM running", at: instant))
    }

    /// Holds the record as of an instant against the truth that the cluster kept of it.
    private static func expect(
        _ truth: StoryCluster.Truth, _ live: LiveRecord, at instant: Instant?, _ when: String
    ) throws {
        #expect(try running(live, at: instant) == truth.running, "\(when)")
        #expect(try containers(live, at: instant) == truth.containers, "\(when)")
        #expect(try tags(live, at: instant) == truth.tags, "\(when)")
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
            var truths: [Instant: StoryCluster.Truth] = [:]
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
                try Self.expect(truth, live, at: nil, "step \(step)")
                truths[followed.instant] = truth
            }
            // … and still, when the record is asked for it later, whatever was recorded since.
            for (instant, truth) in truths { try Self.expect(truth, live, at: instant, "as of \(instant)") }
            // Pods that were replaced within one step by the next rollout may have been passed over; none of a Job was.
            let jobs = everTrue.filter { $0.hasPrefix("CronJob") }
            #expect(!jobs.isEmpty && jobs.subtracting(everTold) == [])
            let ever = Set(try live.rows("SELECT kind, namespace || '/' || name, container, digest FROM running_history"))
            #expect(jobs.subtracting(ever) == [] && ever.subtracting(everTrue) == [])
            #expect(followed.corrections.isEmpty, "\(followed.corrections)")
            await followed.end()
            #expect(try RecordReader(path: live.store.path).verify().findings == [])
        }
    }

    @Test("a record of every moment of the story has each of them as it was, to every interval", arguments: [21, 22])
    func everyMoment(seed: Int) async throws {
        var story = StoryCluster(seed: seed)
        try await LiveRecord.with(story.contents) { live in
            let followed = FollowedRecord(live)
            try await followed.look()
            var truths = [(followed.instant, story.moment.truth)]
            for _ in 1...25 {
                for moment in story.live() {
                    live.server.show(moment.contents)
                    try await followed.caughtUp()
                    try await followed.record()
                    truths.append((followed.instant, moment.truth))
                }
            }
            for (instant, truth) in Dictionary(truths, uniquingKeysWith: { $1 }) {
                try Self.expect(truth, live, at: instant, "as of \(instant)")
            }
            // Each stretch in which something ran is one interval, however many Pods came and went in it.
            var (open, spans): ([String: Instant], Set<String>) = ([:], [])
            for (instant, truth) in truths {
                for (line, from) in open where !truth.running.contains(line) {
                    spans.insert("\(line) \(from) \(instant)")
                    open[line] = nil
                }
                for line in truth.running where open[line] == nil { open[line] = instant }
            }
            spans.formUnion(open.map { "\($0.key) \($0.value) -" })
            let told = try live.rows(
                "SELECT kind, namespace || '/' || name, container, digest, seen_from, seen_until FROM running_history")
            #expect(Set(told) == spans && told.count == spans.count)
            #expect(spans.count > 10)
            await followed.end()
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
                    #expect(try Self.running(live, at: one) == Self.running(alone, at: other))
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
            try await eventually("all came") {
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
