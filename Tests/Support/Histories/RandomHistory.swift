public import Model
internal import Texts

/// Random snapshots of a small cluster that lives: objects come, change, go and come back, looks fail, tags move and go back, Pods run this
/// and that.
public struct RandomHistory {
    private var random: SplitMix
    /// When the last look was taken.
    public private(set) var takenAt = Instant(secondsSince1970: 1_700_000_000)
    private var workloads: [Workload.ID: Workload] = [:]
    private var streams: [ImageStream.ID: ImageStream] = [:]
    private var tags: [ImageStreamTag.ID: ImageStreamTag] = [:]
    private var pods: RandomPods

    /// The cluster's name.
    public let cluster: String

    /// A history that is the same for the same seed.
    public init(seed: UInt64, cluster: String = "prod") {
        random = SplitMix(seed)
        pods = RandomPods(seed: seed)
        self.cluster = cluster
    }

    /// The next look, a quarter of an hour later.
    public mutating func next() -> Snapshot {
        takenAt = takenAt.advanced(by: 900)
        for _ in 0..<random.below(6) { live() }
        pods.live(among: workloads.values.sorted { $0.id < $1.id }, namespaces, now: takenAt)
        var snapshot = Snapshot(cluster: cluster, takenAt: takenAt, source: "random \(random.below(2))", coverage: [])
        for kind in Self.workloadKinds + [.imageStream, .imageStreamTag] { look(at: kind, &snapshot) }
        pods.hideManagers(of: &snapshot.workloads)
        pods.show(namespaces, in: &snapshot)
        snapshot.images = pods.images()
        if random.below(4) == 0 {
            snapshot.images.append(
                Image(digest: digest(random.below(8)), size: Int64(random.below(1000)), labels: ["é": "\u{0}\n"]))
        }
        return snapshot
    }

    /// Takes so many looks.
    public mutating func snapshots(_ count: Int) -> [Snapshot] { (0..<count).map { _ in next() } }

    private mutating func look(at kind: ObjectKind, _ snapshot: inout Snapshot) {
        switch random.below(10) {
        case 0: snapshot.coverage.append(Coverage(kind: kind, outcome: .forbidden, objects: 0, message: "no"))
        case 1: break
        case 2:
            let namespace = namespaces[random.below(2)]
            snapshot.coverage.append(
                Coverage(kind: kind, namespace: namespace, outcome: .complete, objects: show(kind, [namespace], &snapshot)))
        default:
            snapshot.coverage.append(Coverage(kind: kind, outcome: .complete, objects: show(kind, namespaces, &snapshot)))
        }
    }

    /// Two of them share their name.
    private static let workloadKinds: [ObjectKind] = [
        .deployment, .cronJob, .statefulSet, ObjectKind(group: "apps.kruise.io", name: "StatefulSet", resource: "statefulsets"),
    ]

    private let namespaces = ["shop", "bank"]

    private func show(_ kind: ObjectKind, _ places: [String], _ snapshot: inout Snapshot) -> Int64 {
        if kind == .imageStream {
            let found = streams.values.filter { places.contains($0.id.namespace) }
            snapshot.imageStreams += found
            snapshot.imageStreamTags += tags.values.filter { places.contains($0.id.stream.namespace) }
            return Int64(found.count)
        }
        guard kind.isWorkload else { return Int64(tags.values.count { places.contains($0.id.stream.namespace) }) }
        let found = workloads.values.filter { $0.id.kind == kind && places.contains($0.id.namespace) }
        snapshot.workloads += found
        return Int64(found.count)
    }

    private mutating func live() {
        let namespace = namespaces[random.below(2)]
        let stream = ImageStream.ID(namespace: namespace, name: "s\(random.below(2))")
        let tag = ImageStreamTag.ID(stream: stream, tag: "t\(random.below(2))")
        let workload = Workload.ID(
            namespace: namespace, kind: Self.workloadKinds[max(0, random.below(6) - 2)], name: "w\(random.below(3))")
        switch random.below(8) {
        case 0: workloads[workload] = nil
        case 1:
            streams[stream] = nil
            for id in tags.keys where id.stream == stream { tags[id] = nil }
        case 2: tags[tag] = nil
        case 3, 4:
            streams[stream] =
                streams[stream]
                ?? ImageStream(
                    id: stream, uid: "u\(random.below(100))", lookupLocal: random.below(2) == 0,
                    repository: "r.example/\(namespace)/s")
            move(tag)
        default:
            let containers = (0...random.below(2)).map {
                Container(
                    name: "c\($0)", isInit: random.below(5) == 0, image: image(namespace),
                    trigger: random.below(4) == 0 ? tag : nil)
            }
            var written = Workload(
                id: workload, uid: "w\(random.below(50))", replicas: Int64(random.below(3)), containers: containers)
            pods.sign(&written, now: takenAt)
            workloads[workload] = written
        }
    }

    private mutating func move(_ id: ImageStreamTag.ID) {
        var tag =
            tags[id] ?? ImageStreamTag(id: id, source: .init(kind: "DockerImage", name: "docker.io/library/x:\(random.below(2))"))
        let revision = ImageStreamTag.Revision(
            createdAt: takenAt.advanced(by: -Int64(random.below(900))), digest: digest(random.below(8)), image: nil)
        tag.revisions = Array(([revision] + tag.revisions).prefix(3))
        tag.importError = random.below(5) == 0 ? "later" : nil
        tags[id] = tag
    }

    private mutating func image(_ namespace: String) -> String {
        switch random.below(6) {
        case 0: "s\(random.below(2)):t\(random.below(2))"
        case 1: "nginx:1.\(random.below(3))"
        case 2: "not an image \(random.below(2)) é"
        case 3: "image-registry.openshift-image-registry.svc:5000/\(namespace)/s0:t0"
        default: "r.example/\(namespace)/s@\(digest(random.below(8)))"
        }
    }

    private func digest(_ number: Int) -> String { "sha256:" + String(repeating: "\(number)", count: 64) }
}

/// A small generator that gives the same numbers everywhere, https://prng.di.unimi.it/splitmix64.c.
public struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    /// Begins with a seed.
    public init(_ seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound` - 1.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
