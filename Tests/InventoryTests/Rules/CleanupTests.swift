import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

/// What `cleanup` calls unused, beside an oracle that reads whole snapshots and shares no code with it.
@Suite struct CleanupTests {
    private static func tag(_ namespace: String, _ stream: String, _ tag: String, digest: Int, day: Int = 0) -> ImageStreamTag {
        ImageStreamTag(
            id: .init(namespace: namespace, stream: stream, tag: tag),
            revisions: [
                .init(
                    createdAt: Recording.day(day), digest: CleanupDigest.of(digest),
                    image: "docker.io/a/b@\(CleanupDigest.of(digest))")
            ])
    }

    private static func need(_ kind: ObjectKind, of owner: ObjectKind, _ name: String, _ role: String, _ image: String)
        -> Workload
    {
        Workload(id: .need(of: owner, named: name, kept: kind, in: "shop"), containers: [.need(role, image)])
    }

    private func names(_ cleanup: Cleanup) -> [String] { cleanup.candidates.map { "\($0.tag.namespace)/\($0.tag.istag)" } }

    @Test(
        "rollback targets, builders, outputs, jobs, triggers and followed tags are needed; what is left comes with its evidence")
    func needed() throws {
        let recording = try Recording()
        let streams = ["web", "ruby", "out", "base", "old", "never"].map { ImageStream.named($0) }
        var paused = Workload.deployment(named: "paused", "x.example/y:1")
        paused.triggers = #"[{"from":{"kind":"ImageStreamTag","name":"web:5"},"fieldPath":"z","paused":true}]"#
        var tags = (1...5).map { Self.tag("shop", "web", "\($0)", digest: $0) }
        tags += [Self.tag("shop", "ruby", "3", digest: 10), Self.tag("shop", "out", "latest", digest: 11)]
        tags += [Self.tag("shop", "base", "1", digest: 12), Self.tag("shop", "old", "1", digest: 13)]
        tags += [Self.tag("shop", "old", "same", digest: 13), Self.tag("shop", "never", "1", digest: 14)]
        tags[0].source = .init(kind: "ImageStreamTag", name: "base:1")
        let images = (1...14).map { Image(digest: digest($0), size: Int64($0) * 100) }
        let workloads = [
            .deployment(named: "web", "\(registry)/shop/web@\(digest(1))"), paused,
            Self.need(.replicaSet, of: .deployment, "web", "kept", "\(registry)/shop/web@\(digest(2))"),
            Self.need(.job, of: .cronJob, "nightly", "kept", "web:3"),
            Self.need(.replicationController, of: .deploymentConfig, "dc", "kept", "route.example/shop/web:4"),
            Self.need(.buildConfig, of: .buildConfig, "ruby", "from", "\(registry)/shop/ruby:3"),
            Self.need(.build, of: .buildConfig, "ruby", "output", "\(registry)/shop/out:latest"),
        ]
        let old = Workload.deployment(named: "old", "quay.io/x/y@\(digest(13))")
        try recording.record(1, workloads: workloads + [old], streams: streams, tags: tags, images: images)
        try recording.record(2, workloads: workloads, streams: streams, tags: tags, images: images)
        let cleanup = try Cleanup(in: RecordReader(path: recording.path))
        #expect(names(cleanup) == ["shop/never:1", "shop/old:1", "shop/old:same"])
        #expect(
            cleanup.candidates.map(\.lastNeededBy?.words.english) == [nil, "Deployment/old in shop", "Deployment/old in shop"])
        #expect(cleanup.candidates.map(\.lastNeededAt) == [nil, Recording.day(2), Recording.day(2)])
        #expect(cleanup.candidates.map(\.size) == [1400, 1300, 1300] && cleanup.candidates.map(\.freed) == [1400, 1300, 0])
        #expect(cleanup.candidates[0].command == "oc -n shop tag -d never:1")
        #expect(
            cleanup.answer.columns.map(\.name) == [
                "cluster", "namespace", "istag", "digest", "size", "freed", "last_needed_by", "last_needed_at", "reason",
                "command",
            ])
        // Somebody needed it until two days ago: for as long as that nothing is unused.
        #expect(try names(Cleanup(in: RecordReader(path: recording.path), unusedFor: 86_400)) == ["shop/never:1"])
        #expect(try Cleanup(in: RecordReader(path: recording.path), unusedFor: 90 * 86_400).candidates.isEmpty)
        // And nothing of it is a workload of anybody's.
        let record = try RecordReader(path: recording.path)
        #expect(try record.standing(.workloads).rows.count == 2 && record.standing(.containers).rows.count == 2)
        #expect(try record.rows("SELECT DISTINCT workloads FROM snapshots ORDER BY 1") == [[.integer(2)], [.integer(3)]])
        #expect(try record.used(digest(2)).rows.isEmpty)
    }

    @Test("a stream whose name is so long that no reference to it can be valid is needed by the build that names it")
    func longNames() throws {
        let recording = try Recording()
        let name = String(repeating: "a", count: 240)
        let tags = [Self.tag("shop", name, "1", digest: 1), Self.tag("shop", "other", "1", digest: 2)]
        let build = Self.need(.buildConfig, of: .buildConfig, "web", "from", "\(registry)/shop/\(name):1")
        try recording.record(1, workloads: [build], streams: [.named(name), .named("other")], tags: tags)
        #expect(try names(Cleanup(in: RecordReader(path: recording.path))) == ["shop/other:1"])
    }

    @Test("a tag whose image Pods run by another of its names is needed; who needed it last is told by the owner's own name")
    func running() throws {
        let recording = try Recording()
        let tags = (1...4).map { Self.tag("shop", "web", "\($0)", digest: $0) }
        var index = Image(digest: digest(1))
        index.manifests = [digest(21)]
        var manifest = Image(digest: digest(2))
        manifest.localID = digest(22)
        func pods(_ imageID: RuntimeImageID, _ container: String) -> RunningImage {
            RunningImage(
                owner: .init(namespace: "shop", kind: .deployment, name: "web"), container: container, image: "x.example/y:9",
                imageID: imageID)
        }
        let kept = Self.need(.replicaSet, of: .deployment, "web", "kept", "web:3")
        let running = [pods(.init(digest: digest(21)), "a"), pods(.init(localID: digest(22)), "b")]
        for day in 1...2 {
            var snapshot = Recording.snapshot(
                day, workloads: day == 1 ? [kept] : [], streams: [.named("web")], tags: tags, images: [index, manifest])
            snapshot.runningImages = running + (day == 1 ? [pods(.init(digest: digest(4)), "c")] : [])
            try recording.store.record(snapshot)
        }
        let cleanup = try Cleanup(in: RecordReader(path: recording.path))
        #expect(names(cleanup) == ["shop/web:3", "shop/web:4"])
        #expect(
            cleanup.candidates.map(\.lastNeededBy?.words.english) == [
                "a ReplicaSet of Deployment/web in shop", "Pods of Deployment/web in shop",
            ])
        let french = cleanup.answer(inFrench: true).rows.map { $0[6] }
        #expect(french == [.text("un ReplicaSet de Deployment/web dans shop"), .text("Pods de Deployment/web dans shop")])
    }

    @Test("what watches told is no look: between two that lie too far apart nothing is called unused")
    func followedIsNoLook() throws {
        let recording = try Recording()
        let tags = [Self.tag("shop", "web", "1", digest: 1)]
        let told = Workload.deployment(named: "told", "x.example/y:1")
        for day in 1...3 { try recording.record(day, streams: [.named("web")], tags: tags) }
        var header = Recording.snapshot(6).header
        header.isFollowed = true
        header.coverage = [Coverage(kind: .deployment, namespace: "shop", outcome: .followed, objects: 1)]
        try recording.store.follow(header, parts: [SnapshotPart(lastNamespace: "shop", workloads: [told])])
        for day in 9...11 { try recording.record(day, workloads: [told], streams: [.named("web")], tags: tags) }
        let cleanup = try Cleanup(in: RecordReader(path: recording.path), unusedFor: 9 * 86_400)
        #expect(cleanup.candidates.isEmpty)
        #expect(
            cleanup.answer.notes.contains {
                $0.sentence.contains("nobody looked from \(Recording.day(3)) to \(Recording.day(9))")
            })
    }

    @Test(
        "where anything that could need a tag was not seen, no tag is called unused, and the missing right is named",
        arguments: Kinds.builtIn.all.map(\.kind).filter { $0 != .imageStreamTag }, [Coverage.Outcome.forbidden, .failed, nil])
    func unseen(kind: ObjectKind, outcome: Coverage.Outcome?) throws {
        let recording = try Recording()
        var coverage = Recording.complete.filter { $0.kind != kind }
        if let outcome { coverage.append(Coverage(kind: kind, outcome: outcome, objects: 0, message: "no")) }
        try recording.record(1, streams: [.named("web")], tags: [Self.tag("shop", "web", "1", digest: 1)])
        #expect(try names(Cleanup(in: RecordReader(path: recording.path))) == ["shop/web:1"])
        try recording.record(2, coverage: coverage, streams: [.named("web")], tags: [Self.tag("shop", "web", "1", digest: 1)])
        let cleanup = try Cleanup(in: RecordReader(path: recording.path))
        #expect(cleanup.candidates.isEmpty && cleanup.script.isEmpty)
        #expect(
            cleanup.answer.notes.contains {
                $0.sentence.contains(kind.resource) && $0.sentence.contains("no tag is called unused")
            })
    }

    // MARK: Random histories

    private struct Cluster {
        var snapshot = Recording.snapshot(0)
        /// Whether every kind was seen in all namespaces.
        var isWhole = true

        mutating func change(_ random: inout SeededRandom, day: Int) {
            snapshot.takenAt = Recording.day(day)
            snapshot.imageStreams = ["shop", "lab"].flatMap { namespace in
                (0..<3).map { ImageStream.named("s\($0)", in: namespace) }
            }
            for _ in 0..<3 { changeTag(&random, day) }
            for _ in 0..<3 { changeWorkload(&random) }
            changeRunning(&random)
            snapshot.coverage = Recording.complete
            isWhole = true
            guard Int.random(in: 0..<9, using: &random) == 0, let kind = Kinds.builtIn.workloads.randomElement(using: &random)
            else {
                return
            }
            // Not asked, forbidden, failed, or seen in one namespace only.
            snapshot.coverage.removeAll { $0.kind == kind }
            isWhole = false
            switch Int.random(in: 0..<4, using: &random) {
            case 0: break
            case 1: snapshot.coverage.append(Coverage(kind: kind, outcome: .forbidden, objects: 0, message: "no"))
            case 2: snapshot.coverage.append(Coverage(kind: kind, outcome: .failed, objects: 0, message: "reset"))
            default: snapshot.coverage.append(Coverage(kind: kind, namespace: "shop", outcome: .complete, objects: 0))
            }
        }

        private mutating func changeRunning(_ random: inout SeededRandom) {
            let namespace = Bool.random(using: &random) ? "shop" : "lab"
            let owner = Workload.ID(namespace: namespace, kind: .deployment, name: "w\(Int.random(in: 0..<3, using: &random))")
            snapshot.runningImages.removeAll { $0.owner == owner }
            guard Int.random(in: 0..<3, using: &random) > 0 else { return }
            let (s, number) = (Int.random(in: 0..<3, using: &random), Int.random(in: 1..<14, using: &random))
            let image = [
                "s\(s):t1", "\(registry)/lab/s\(s):t0", "quay.io/ext/e\(number):1", "docker.io/library/nothing:1",
            ].randomElement(using: &random)
            snapshot.runningImages.append(
                RunningImage(owner: owner, container: "c", image: image ?? "", imageID: .init(digest: digest(number))))
        }

        private mutating func changeTag(_ random: inout SeededRandom, _ day: Int) {
            let namespace = Bool.random(using: &random) ? "shop" : "lab"
            let id = ImageStreamTag.ID(
                namespace: namespace, stream: "s\(Int.random(in: 0..<3, using: &random))",
                tag: "t\(Int.random(in: 0..<2, using: &random))")
            let number = Int.random(in: 1..<14, using: &random)
            let revision = ImageStreamTag.Revision(
                createdAt: Recording.day(day - 1), digest: digest(number), image: "docker.io/a/b@\(digest(number))")
            var tag =
                snapshot.imageStreamTags.first { $0.id == id } ?? ImageStreamTag(id: id)
            snapshot.imageStreamTags.removeAll { $0.id == id }
            switch Int.random(in: 0..<8, using: &random) {
            case 0: return
            case 1:
                let other = snapshot.imageStreamTags.randomElement(using: &random)?.id
                tag.source = other.map { .init(kind: "ImageStreamTag", name: "\($0.stream.namespace)/\($0.name)") } ?? .init()
            case 2: tag.source = .init(kind: "DockerImage", name: "quay.io/ext/e\(number):1")
            default: tag.revisions = [revision] + tag.revisions.prefix(2)
            }
            if tag.revisions.isEmpty { tag.revisions = [revision] }
            snapshot.imageStreamTags.append(tag)
        }

        private mutating func changeWorkload(_ random: inout SeededRandom) {
            let namespace = Bool.random(using: &random) ? "shop" : "lab"
            let kinds: [ObjectKind] = [.replicaSet, .replicationController, .job, .build, .buildConfig]
            let name = "w\(Int.random(in: 0..<3, using: &random))"
            let id =
                Bool.random(using: &random)
                ? Workload.ID(namespace: namespace, kind: .deployment, name: name)
                : .need(of: .deployment, named: name, kept: kinds.randomElement(using: &random) ?? .job, in: namespace)
            snapshot.workloads.removeAll { $0.id == id }
            guard Int.random(in: 0..<4, using: &random) > 0 else { return }
            let (s, t) = (Int.random(in: 0..<3, using: &random), Int.random(in: 0..<2, using: &random))
            let number = Int.random(in: 1..<14, using: &random)
            let images = [
                "s\(s):t\(t)", "\(registry)/lab/s\(s):t\(t)", "\(registry)/shop/s\(s)@\(digest(number))",
                "quay.io/other@\(digest(number))",
                "quay.io/ext/e\(number):1", "ghcr.io/p/q/s\(s):t\(t)", "docker.io/library/nothing:1", " ",
                "Quay.io/UP/s\(s):t\(t)",
            ]
            var container = Container(name: "c", image: images.randomElement(using: &random) ?? "")
            if Int.random(in: 0..<5, using: &random) == 0 {
                container.trigger = ImageStreamTag.ID(namespace: "shop", stream: "s\(s)", tag: "t\(t)")
            }
            snapshot.workloads.append(Workload(id: id, uid: "u", containers: [container]))
        }
    }

    /// What is needed in some whole snapshots, found by looking at every pair.
    private func needed(in snapshots: [Snapshot], all: [Snapshot]) -> Set<ImageStreamTag.ID> {
        var told: [ImageStreamTag.ID: Set<String>] = [:]
        for tag in all.flatMap(\.imageStreamTags) { told[tag.id, default: []].formUnion(tag.revisions.compactMap(\.digest)) }
        var sources: [String: Set<ImageStreamTag.ID>] = [:]
        for tag in all.flatMap(\.imageStreamTags) where tag.source.kind == "DockerImage" {
            sources[tag.source.name ?? "", default: []].insert(tag.id)
        }
        var needed: Set<ImageStreamTag.ID> = []
        for snapshot in snapshots {
            let templates = snapshot.workloads.flatMap { workload in
                workload.containers.map { (workload.id.namespace, $0.image, $0.trigger, nil as String?) }
            }
            let pods = snapshot.runningImages.map { ($0.owner.namespace, $0.image, nil as ImageStreamTag.ID?, $0.imageID.digest) }
            for (namespace, image, trigger, ran) in templates + pods {
                if let trigger { needed.insert(trigger) }
                needed.formUnion(sources[image] ?? [])
                for (tag, digests) in told {
                    // No valid reference: whatever stream it may mean, any tag of it.
                    let isMeant = image.hasPrefix("Quay.io/UP/\(tag.stream.name):") && tag.stream.namespace == namespace
                    let isNamed =
                        isMeant || image == "\(registry)/\(tag.stream.namespace)/\(tag.name)"
                        || tag.stream.namespace == namespace && (image == tag.name || image.hasSuffix("/\(tag.name)"))
                    if isNamed || digests.contains(where: { image.hasSuffix($0) || $0 == ran }) { needed.insert(tag) }
                }
            }
        }
        while true {
            let before = needed.count
            for tag in snapshots.flatMap(\.imageStreamTags) where needed.contains(tag.id) && tag.source.kind == "ImageStreamTag" {
                let followed = tag.source.name ?? ""
                needed.formUnion(told.keys.filter { "\($0.stream.namespace)/\($0.name)" == followed })
            }
            if needed.count == before { return needed }
        }
    }

    @Test("nothing needed is ever a candidate, all else is, and after its own script nothing is left to do", arguments: 0..<40)
    func histories(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let recording = try Recording()
        var cluster = Cluster()
        var snapshots: [Snapshot] = []
        var whole: [Bool] = []
        for day in 1...14 {
            cluster.change(&random, day: day)
            snapshots.append(cluster.snapshot)
            whole.append(cluster.isWhole)
            try recording.store.record(cluster.snapshot)
            let days = [0, 1, 4].randomElement(using: &random) ?? 0
            let window = snapshots.suffix(days + 1)
            let isSeen = window.count == days + 1 && whole.suffix(days + 1).allSatisfy(\.self)
            let cleanup = try Cleanup(in: RecordReader(path: recording.path), unusedFor: Int64(days) * 86_400)
            let needed = needed(in: Array(window), all: snapshots)
            let first = try #require(window.first)
            let firstSeen = snapshots.prefix { $0.takenAt <= first.takenAt }.flatMap(\.imageStreamTags).map(\.id)
            let expected = cluster.snapshot.imageStreamTags.filter { tag in
                isSeen && !needed.contains(tag.id) && firstSeen.contains(tag.id)
                    && tag.revisions.first?.createdAt.map { $0 <= first.takenAt } ?? true
            }
            #expect(
                Set(names(cleanup)) == Set(expected.map { "\($0.id.stream.namespace)/\($0.id.name)" }), "day \(day), \(days) days"
            )
            guard day == 14 else { continue }
            // The script is applied as a shell would.
            var left = cluster.snapshot
            for line in cleanup.script.split(separator: "\n") where line.hasPrefix("oc ") {
                let words = line.split(separator: " ").map(String.init)
                #expect(words[1] == "-n" && words[3...4] == ["tag", "-d"])
                left.imageStreamTags.removeAll { $0.id.stream.namespace == words[2] && $0.id.name == words[5] }
            }
            #expect(left.imageStreamTags.count == cluster.snapshot.imageStreamTags.count - cleanup.candidates.count)
            left.takenAt = left.takenAt.advanced(by: 1)
            try recording.store.record(left)
            #expect(try Cleanup(in: RecordReader(path: recording.path), unusedFor: Int64(days) * 86_400).candidates.isEmpty)
        }
    }
}

private let registry = "image-registry.openshift-image-registry.svc:5000"
private func digest(_ number: Int) -> String { CleanupDigest.of(number) }

private enum CleanupDigest {
    static func of(_ number: Int) -> String {
        let hex = String(number, radix: 16)
        return "sha256:" + String(repeating: "0", count: 64 - hex.count) + hex
    }
}
