import Model
import Questions
import Record
import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

/// What is proposed does no harm: applied as a whole, each container keeps the image it had.
@Suite struct RemedyTests {
    private static let host = ServerModel.host

    private static func cluster(_ seed: UInt64) -> (Snapshot, ServerModel) {
        var random = SeededRandom(seed: seed)
        var model = ServerModel()
        let namespaces = ["shop", "base"]
        let outside = [
            "docker.io/redis:7", "docker.io/bitnami/redis:7", "quay.io/oliver006/redis:7", "bitnami/redis",
            "quay.io:8443/a/b/redis:7", "registry.k8s.io/redis",
            "docker.io/library/redis:6", "quay.io/team/app:1",
        ]
        let names = ["redis", "app", "bitnami-redis", "redis-import", "base-app"]
        var streams: [ImageStream] = []
        var tags: [ImageStreamTag] = []
        for namespace in namespaces {
            for name in names where random.chance(40) {
                let lookup = random.chance(30)
                streams.append(.named(name, in: namespace, lookup: lookup))
                if lookup { model.lookedUp.insert(.init(namespace: namespace, name: name)) }
                for tag in ["7", "1", "latest"] where random.chance(40) {
                    let source = random.chance(60) ? random.pick(outside.filter { $0.contains(".") }) : nil
                    let digest =
                        source.map { ServerModel.outside(ImageReference($0).parts?.canonical ?? "") } ?? "sha256:"
                        + random.hex(64)
                    let isFailing = random.chance(15)
                    tags.append(
                        ImageStreamTag(
                            id: .init(namespace: namespace, stream: name, tag: tag),
                            source: .init(kind: source.map { _ in "DockerImage" }, name: source),
                            revisions: isFailing ? [] : [.init(createdAt: Recording.day(0), digest: digest, image: nil)],
                            importError: isFailing ? "EOF" : nil))
                    if !isFailing { model.tags[.init(namespace: namespace, name: "\(name):\(tag)")] = digest }
                }
            }
        }
        var workloads: [Workload] = []
        for (index, kind) in [
            ObjectKind.deployment, .statefulSet, .deploymentConfig, .cronJob, .deployment, .deployment, .daemonSet,
        ].enumerated() {
            let id = Workload.ID(namespace: random.pick(namespaces), kind: kind, name: "w\(index)")
            var workload = Workload(id: id, containers: [])
            workload.resolveNames = kind != .deploymentConfig && random.chance(20) ? "*" : nil
            for place in 0...random.int(0...3) {
                let image =
                    switch random.int(0...7) {
                    case 0...3: random.pick(outside)
                    case 4, 5: "\(host)/\(random.pick(namespaces))/\(random.pick(names)):\(random.pick(["7", "1"]))"
                    case 6: "\(random.pick(names)):\(random.pick(["7", "6"]))"
                    default: "docker.io/x/y@sha256:" + random.hex(64)
                    }
                var container = Container(name: "c\(place)", isInit: place == 0 && random.chance(40), image: image)
                if random.chance(12) {
                    container.trigger = .init(namespace: random.pick(namespaces), stream: random.pick(names), tag: "9")
                }
                workload.containers.append(container)
            }
            if random.chance(20) { workload.containers.append(.volume("model", reference: random.pick(outside))) }
            workload.containers.sort { $0.isInit && !$1.isInit }
            workloads.append(workload)
            let short = kind == .cronJob ? "cronjob" : kind.shortName
            model.objects[.init(namespace: id.namespace, name: "\(short)/\(id.name)")] = ServerModel.Object(
                kind: short, isResolving: workload.resolveNames == "*",
                containers: workload.containers.map { ($0.name, $0.image) },
                triggers: workload.containers.compactMap { container in
                    container.trigger.map {
                        .init(
                            container: container.name, tag: .init(namespace: $0.stream.namespace, name: $0.name), isPaused: false)
                    }
                })
        }
        return (Recording.snapshot(1, workloads: workloads, streams: streams, tags: tags), model)
    }

    @Test(
        "all that is proposed for a random cluster, applied in order, leaves each container the image it had", arguments: 0..<120)
    func applied(seed: UInt64) throws {
        let (snapshot, before) = Self.cluster(seed)
        let recording = try Recording()
        try recording.store.record(snapshot)
        let references = try LongReferences(in: RecordReader(path: recording.path)).references
        var after = before
        for command in references.flatMap(\.commands) { after.run(command) }
        #expect(after.refusals.isEmpty, "\(after.refusals)")
        let asked = Dictionary(
            references.map { ("\($0.workload.namespace) \($0.workload.name) \($0.container)", $0) },
            uniquingKeysWith: { first, _ in first })
        for (id, object) in before.objects {
            let written = try #require(after.objects[id])
            for (old, new) in zip(object.containers, written.containers) {
                let name = id.name.split(separator: "/").last.map(String.init) ?? ""
                let reference = asked["\(id.namespace) \(name) \(old.name)"]
                let commands = reference?.commands ?? []
                #expect(
                    after.digest(of: new.image) == before.digest(of: old.image),
                    "\(id) \(old.name): \(old.image) → \(new.image)\n\(commands)")
                if commands.isEmpty || commands.allSatisfy({ $0.hasPrefix("#") }) {
                    #expect(new.image == old.image, "nothing was proposed for it")
                } else if !commands[0].hasPrefix("#") {
                    #expect(new.image.contains("@sha256:"), "\(old.image) → \(new.image)\n\(commands)")
                }
                if let reference, Container.volumeName(of: old.name) == nil,
                    object.triggers.allSatisfy({ $0.container != old.name }),
                    before.digest(of: old.image) != nil
                {
                    #expect(!reference.commands[0].hasPrefix("#"), "a way out is known: \(reference.commands)")
                }
            }
        }
    }

    @Test("the answer for one namespace, kind or name proposes what the answer for all does", arguments: 0..<20)
    func filtered(seed: UInt64) throws {
        let recording = try Recording()
        try recording.store.record(Self.cluster(seed).0)
        let record = try RecordReader(path: recording.path)
        let all = try LongReferences(in: record).references
        #expect(try LongReferences(in: record, isAlone: true).references == all, "two threads propose what one does")
        for reference in all {
            for filter in [
                Filter(namespaces: [reference.workload.namespace]), Filter(kinds: [reference.workload.kind]),
                Filter(names: [reference.workload.name]),
            ] {
                #expect(try LongReferences(in: record, filter).references.contains(reference))
            }
        }
    }

    private func commands(_ images: String..., tags: [ImageStreamTag] = [], others: [Workload] = []) throws -> [[String]] {
        let recording = try Recording()
        let workloads = images.enumerated().map { Workload.deployment(named: "w\($0)", $1) } + others
        try recording.record(1, workloads: workloads, streams: [.named("web"), .named("app", in: "base")], tags: tags)
        return try LongReferences(in: RecordReader(path: recording.path)).references.map(\.commands)
    }

    @Test("two repositories with one last name get two tags, and one repository however written gets one")
    func twoRepositories() throws {
        let found = try commands("docker.io/redis:7", "docker.io/bitnami/redis:7", "bitnami/redis:7")
        #expect(
            found.map(\.first) == [
                "oc tag --scheduled docker.io/library/redis:7 shop/redis:7",
                "oc tag --scheduled docker.io/bitnami/redis:7 shop/bitnami-redis:7",
                "oc tag --scheduled docker.io/bitnami/redis:7 shop/bitnami-redis:7",
            ])
    }

    @Test("a reference into another namespace gets a tag of its own that follows it, never a lookup of the workload")
    func anotherNamespace() throws {
        let tag = ImageStreamTag(id: .init(namespace: "base", stream: "app", tag: "1"), revisions: [.at(0, "a")])
        #expect(
            try commands("\(Self.host)/base/app:1", tags: [tag]) == [
                [
                    "oc tag --scheduled \(Self.host)/base/app:1 shop/app:1", "oc -n shop set image-lookup app",
                    "oc -n shop set image deploy/w0 c0=app:1",
                ]
            ])
        let config = Workload(
            id: .init(namespace: "shop", kind: .deploymentConfig, name: "d"),
            containers: [Container(name: "c", image: "\(Self.host)/base/app:1")])
        #expect(try commands(tags: [tag], others: [config]) == [["oc -n shop set triggers dc/d --from-image=base/app:1 -c c"]])
        #expect(try commands("\(Self.host)/base/none:1").joined().allSatisfy { $0.hasPrefix("#") })
    }

    @Test("a name that something else would take for its own is left alone")
    func occupied() throws {
        func target(_ tags: [ImageStreamTag] = [], _ others: Workload...) throws -> String? {
            try commands("quay.io/x/web:1", tags: tags, others: others)[0][0].split(separator: " ").last.map(String.init)
        }
        #expect(try target() == "shop/web:1")
        #expect(try target([.web(.at(0, "a"))]) == "shop/x-web:1")
        #expect(try target([.web(error: "EOF")]) == "shop/x-web:1")
        #expect(try target([.web(source: .init(kind: "DockerImage", name: "quay.io/x/web:1"), error: "EOF")]) == "shop/web:1")
        #expect(try target([], .deployment(named: "short", "web:1")) == "shop/x-web:1")
        #expect(try target([], .deployment(named: "short", "web:2")) == "shop/x-web:1")
        var waiting = Workload.deployment(named: "waiting", " ")
        waiting.containers[0].trigger = .init(namespace: "shop", stream: "web", tag: "1")
        #expect(try target([], waiting) == "shop/x-web:1")
        var resolving = Workload.deployment(named: "z", "quay.io/other/web:1")
        resolving.resolveNames = "*"
        #expect(try target([], resolving) == "shop/x-web:1")
        #expect(StreamName.fitting(String(repeating: "a", count: 99) + "-b") == String(repeating: "a", count: 99))
    }
}
