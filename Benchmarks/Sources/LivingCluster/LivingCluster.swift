public import Model

/// A cluster that changes as real ones do: tags move, workloads follow them or change their reference. The same size lives the
/// same life in every run.
public struct LivingCluster {
    /// Midnight of 1 January 2026, when it is first looked at.
    public static let birth = Instant(secondsSince1970: 1_767_225_600)
    /// As many entries of a tag's history as its stream still shows.
    static let shownRevisions = 5

    /// Its workloads, by name.
    public private(set) var workloads: [Workload] = []
    /// Its streams, by name.
    public private(set) var streams: [ImageStream] = []
    /// Its tags, by name.
    public private(set) var tags: [ImageStreamTag] = []

    private let size: ClusterSize
    private var chance: Chance
    private var newImages: [Image] = []
    /// What its containers' Pods run; nobody's where Pods are not looked at.
    private var runs = Runs()
    var changes = Changes()

    /// A cluster on its first day.
    public init(_ size: ClusterSize) {
        self.size = size
        chance = Chance(seed: UInt64(size.workloads * 31 + size.streams))
        for index in 0..<size.streams { addStream(index) }
        for index in 0..<size.workloads { addWorkload(index) }
        changes = Changes(workloads: Set(workloads.indices), streams: Set(streams.indices))
        guard size.showsPods else { return }
        for workload in workloads {
            for container in workload.containers { runs.start(container, of: workload.id, at: Self.birth.advanced(by: -3_600)) }
        }
    }

    /// What a complete look at it shows.
    public mutating func snapshot(at instant: Instant) -> Snapshot {
        defer { newImages = [] }
        var counts: [(ObjectKind, Int)] = [
            (.deployment, workloads.count), (.imageStream, streams.count), (.imageStreamTag, tags.count),
        ]
        if size.showsPods { counts.append((.pod, workloads.reduce(0) { $0 + Int($1.replicas ?? 1) })) }
        return Snapshot(
            cluster: "bench", takenAt: instant, source: "generated",
            coverage: counts.map { Coverage(kind: $0.0, outcome: .complete, objects: Int64($0.1)) },
            workloads: workloads, imageStreams: streams, imageStreamTags: tags, images: newImages,
            runningImages: size.showsPods ? runs.shown(of: workloads) : [])
    }

    /// A tag comes to point to a new image.
    public mutating func moveTag(at instant: Instant) {
        let index = chance.skewed(below: tags.count)
        let revision = revision(of: tags[index].id.stream, at: instant)
        changes.streams.insert(index / size.tagsPerStream)
        tags[index].revisions.insert(revision, at: 0)
        if tags[index].revisions.count > Self.shownRevisions { tags[index].revisions.removeLast() }
    }

    /// A container follows its tag, or, where it has none, is given the next version; its Pods with it.
    public mutating func changeImage(at instant: Instant) {
        let index = chance.skewed(below: workloads.count)
        let place = Int.random(in: 0..<workloads[index].containers.count, using: &chance)
        let container = workloads[index].containers[place]
        changes.workloads.insert(index)
        if let trigger = container.trigger, let tag = tag(trigger), let image = tag.current?.image, image != container.image {
            workloads[index].containers[place].image = image
        } else {
            let version = Int.random(in: 0..<1_000, using: &chance)
            workloads[index].containers[place].image = "quay.io/vendor-\(index % 97)/app-\(index % 331):2.\(version)"
        }
        guard size.showsPods else { return }
        runs.start(workloads[index].containers[place], of: workloads[index].id, at: instant)
    }

    /// A container's Pods are started anew: what has no digest is pulled again, and every other time its tag has moved.
    public mutating func restart(at instant: Instant) {
        guard size.showsPods else { return }
        let workload = workloads[chance.skewed(below: workloads.count)]
        let container = workload.containers[Int.random(in: 0..<workload.containers.count, using: &chance)]
        runs.restart(container, of: workload.id, at: instant, pullsAnother: Bool.random(using: &chance))
    }

    /// The tags of the stream at a place.
    func tags(of stream: Int) -> [ImageStreamTag] {
        Array(tags[stream * size.tagsPerStream..<(stream + 1) * size.tagsPerStream])
    }

    private func tag(_ id: ImageStreamTag.ID) -> ImageStreamTag? {
        guard let stream = Int(id.stream.name.drop { !$0.isNumber }), let tag = Int(id.tag.dropFirst(2)) else { return nil }
        return tags[stream * size.tagsPerStream + tag]
    }
}

extension LivingCluster {
    private func namespace(_ index: Int, of count: Int) -> String {
        "team-\(padded(index * size.namespaces / max(1, count), 4))"
    }

    private mutating func addStream(_ index: Int) {
        let id = ImageStream.ID(namespace: namespace(index, of: size.streams), name: "app-\(padded(index, 5))")
        streams.append(
            ImageStream(
                id: id, uid: chance.uid(), lookupLocal: index % 7 == 0,
                repository: "\(Self.registry)/\(id.namespace)/\(id.name)", createdAt: Self.birth.advanced(by: -8_640_000)))
        for number in 0..<size.tagsPerStream {
            var tag = ImageStreamTag(id: ImageStreamTag.ID(stream: id, tag: "1.\(number)"))
            tag.source = ImageStreamTag.Source(
                kind: "DockerImage", name: "quay.io/vendor-\(index % 97)/app-\(index % 331):1.\(number)",
                isScheduled: index % 3 == 0, referencePolicy: index % 2 == 0 ? "Local" : "Source")
            for age in 1...2 { tag.revisions.append(revision(of: id, at: Self.birth.advanced(by: -86_400 * Int64(age)))) }
            tags.append(tag)
        }
    }

    private mutating func revision(of stream: ImageStream.ID, at instant: Instant) -> ImageStreamTag.Revision {
        let digest = chance.digest()
        newImages.append(
            Image(
                digest: digest, createdAt: instant.advanced(by: -600),
                size: Int64.random(in: 40_000_000..<900_000_000, using: &chance),
                architecture: "amd64", os: "linux"))
        return ImageStreamTag.Revision(
            createdAt: instant, digest: digest, image: "\(Self.registry)/\(stream.namespace)/\(stream.name)@\(digest)")
    }

    private mutating func addWorkload(_ index: Int) {
        let id = Workload.ID(
            namespace: namespace(index, of: size.workloads), kind: .deployment, name: "web-\(padded(index, 5))")
        let containers = (0..<(index % 3 == 2 ? 2 : 1)).map { place -> Container in
            guard !tags.isEmpty, (index + place) % 10 < 8 else {
                return Container(
                    name: place == 0 ? "main" : "sidecar",
                    image: "quay.io/vendor-\(index % 97)/app-\(index % 331):1.\(index % 8)")
            }
            let tag = tags[(index * 2 + place * 7) % tags.count]
            let image =
                (index + place) % 10 < 6 ? tag.current?.image : "\(Self.registry)/\(tag.id.stream.namespace)/\(tag.id.name)"
            return Container(
                name: place == 0 ? "main" : "sidecar", image: image ?? "", trigger: (index + place) % 10 < 6 ? tag.id : nil)
        }
        var workload = Workload(
            id: id, uid: chance.uid(), replicas: Int64(1 + index % (size.showsPods ? 5 : 4)),
            createdAt: Self.birth.advanced(by: -Int64(index) * 600), containers: containers)
        workload.triggers = ObjectText.triggers(of: containers)
        workloads.append(workload)
    }

    private static let registry = "image-registry.openshift-image-registry.svc:5000"
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
