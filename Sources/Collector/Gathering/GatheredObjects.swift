public import Model
internal import Texts

/// The objects a source showed, to be read as often as wanted, some namespaces at a time.
public struct GatheredObjects: Sendable {
    private let spooled: Spooled
    /// Namespaces in the order of their bytes.
    private let namespaces: [ExactText]
    /// The kinds of workloads that were found, in their order.
    private let workloads: [ObjectKind]
    /// Namespaces of which every stream was seen; nil is all of them.
    private let whole: Set<ExactText?>
    private let kinds: Kinds
    /// The kinds of which it is known what owns them.
    private let linked: [ObjectKind]

    /// A part ends with the namespace in which it has so many objects, or so many bytes.
    private static let objectsOfPart = 4_000
    private static let bytesOfPart = 2 << 20

    init(_ spooled: Spooled, kinds: Kinds, allStreamsSeenIn whole: Set<ExactText?>) {
        self.spooled = spooled
        self.kinds = kinds
        linked = Set(spooled.partitions.keys.compactMap(\.content.linkedKind)).sorted()
        self.whole = whole
        namespaces = Set(spooled.partitions.keys.map(\.namespace)).sorted()
        workloads = Set(spooled.partitions.keys.compactMap(\.content.kind)).filter(\.isWorkload).sorted()
    }

    /// Whether nothing was found at all.
    var isEmpty: Bool { namespaces.isEmpty }

    /// A reader that begins with the first namespace.
    public func parts() -> Parts { Parts(objects: self) }

    /// Gives a snapshot's parts in their order.
    public struct Parts {
        private let objects: GatheredObjects
        private var next = 0
        private var isDone = false

        fileprivate init(objects: GatheredObjects) { self.objects = objects }

        /// The next part, or nil once the last was given.
        ///
        /// - Throws: ``SourceError`` where what was gathered cannot be read back.
        public mutating func nextPart() throws -> SnapshotPart? {
            guard !isDone else { return nil }
            var part = SnapshotPart()
            var size = (objects: 0, bytes: 0)
            while next < objects.namespaces.count, size.objects < objectsOfPart, size.bytes < bytesOfPart {
                let namespace = objects.namespaces[next]
                try objects.add(namespace, to: &part)
                let added = objects.size(of: namespace)
                size = (size.objects + added.objects, size.bytes + added.bytes)
                next += 1
            }
            isDone = next == objects.namespaces.count
            if !isDone { part.lastNamespace = objects.namespaces[next - 1].text }
            return part
        }
    }

    /// Reconciles every namespace's tags, and hands over each outcome with how many streams its ImageStreamTag objects name.
    func forEachReconciliation(_ body: (ExactText, TagReconciliation, Int) throws -> Void) throws {
        for namespace in namespaces {
            let listed = try tagObjects(namespace)
            let reconciliation = try reconciliation(namespace, streams(namespace), listed)
            try body(namespace, reconciliation, Set(listed.map(\.id.stream)).count)
        }
    }

    /// How many objects of a kind stand in a namespace, or in all.
    func count(_ kind: ObjectKind, in namespace: String?) -> Int {
        if let namespace { return spooled.count(Spool.SpoolPartition(namespace, .objects(kind))) }
        return namespaces.reduce(0) { $0 + spooled.count(Spool.SpoolPartition($1.text, .objects(kind))) }
    }

    /// How many tags the streams of a namespace carry.
    func carriedTags(in namespace: String) -> Int {
        (spooled.partitions[Spool.SpoolPartition(namespace, .objects(.imageStream))] ?? []).reduce(0) { $0 + $1.tags }
    }

    /// The namespaces in which anything was found.
    var found: [String] { namespaces.map(\.text) }

    private func size(of namespace: ExactText) -> (objects: Int, bytes: Int) {
        let contents =
            (workloads + [.imageStream, .imageStreamTag]).map(Spool.Content.objects) + [.images, .podReports]
            + linked.map(Spool.Content.ownerLinks)
        return contents.reduce(into: (0, 0)) { size, content in
            for extent in spooled.partitions[Spool.SpoolPartition(namespace.text, content)] ?? [] {
                size.0 += extent.objects + extent.tags
                size.1 += extent.bytes.count
            }
        }
    }

    private func add(_ namespace: ExactText, to part: inout SnapshotPart) throws {
        for kind in workloads {
            try spooled.read(Spool.SpoolPartition(namespace.text, .objects(kind))) { part.workloads.append($0.workload(kind)) }
        }
        let streams = try streams(namespace)
        part.imageStreams += streams.map(\.stream)
        part.imageStreamTags += try reconciliation(namespace, streams, tagObjects(namespace)).tags
        try spooled.read(Spool.SpoolPartition(namespace.text, .images)) { part.images.append($0.image()) }
        let owners = try owners(namespace)
        part.runningImages += owners.runningImages
        part.workloads += owners.neededImages
    }

    private func owners(_ namespace: ExactText) throws -> PodOwners {
        var owners = PodOwners(namespace: namespace.text, kinds: kinds)
        for kind in linked {
            try spooled.read(Spool.SpoolPartition(namespace.text, .ownerLinks(kind))) {
                owners.add($0.ownerLink(kind, in: namespace.text))
            }
        }
        try spooled.read(Spool.SpoolPartition(namespace.text, .podReports)) { owners.add($0.podReport(in: namespace.text)) }
        return owners
    }

    private func streams(_ namespace: ExactText) throws -> [StreamWithTags] {
        var streams: [StreamWithTags] = []
        try spooled.read(Spool.SpoolPartition(namespace.text, .objects(.imageStream))) { streams.append($0.stream()) }
        return streams
    }

    private func tagObjects(_ namespace: ExactText) throws -> [ImageStreamTag] {
        var objects: [ImageStreamTag] = []
        try spooled.read(Spool.SpoolPartition(namespace.text, .objects(.imageStreamTag))) { objects.append($0.tag()) }
        return objects
    }

    private func reconciliation(
        _ namespace: ExactText, _ streams: [StreamWithTags], _ objects: [ImageStreamTag]
    ) throws -> TagReconciliation {
        TagReconciliation(streams, objects, allStreamsSeen: whole.contains(nil) || whole.contains(namespace))
    }
}

extension Spool.Content {
    /// The kind of the objects; nil for images.
    fileprivate var kind: ObjectKind? { if case .objects(let kind) = self { kind } else { nil } }
    fileprivate var linkedKind: ObjectKind? { if case .ownerLinks(let kind) = self { kind } else { nil } }
}
