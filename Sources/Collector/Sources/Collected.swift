public import Model
public import Record
internal import Texts

/// One observation read from a source, and what a person should know of it.
public struct Collected: Sendable {
    /// What is to be recorded, its objects aside.
    public var header: SnapshotHeader
    /// The objects that were found.
    public var objects: GatheredObjects
    /// How many objects of kinds that are not part of the record were skipped, by kind.
    public var skipped: [String: Int]
    /// What was doubted or left out otherwise, a sentence each.
    public var remarks: [String]
    /// When the source says it was taken; only must-gathers do.
    public var suggestedInstant: Instant?
    /// Which cluster the source says it is of, as far as it does.
    public var identity: ClusterIdentity

    /// Pairs a snapshot with what a person should know of it.
    public init(
        header: SnapshotHeader, objects: GatheredObjects, skipped: [String: Int] = [:], remarks: [String] = [],
        suggestedInstant: Instant? = nil, identity: ClusterIdentity = ClusterIdentity()
    ) {
        self.header = header
        self.objects = objects
        self.skipped = skipped
        self.remarks = remarks
        self.suggestedInstant = suggestedInstant
        self.identity = identity
    }

    /// Records it, part by part.
    ///
    /// - Throws: ``StoreError``, or ``SourceError`` where what was gathered cannot be read back; the file is then as it was.
    @discardableResult
    public func record(in store: RecordWriter, deletions: DeletionPolicy = .recorded) throws -> Recorded {
        var parts = objects.parts()
        return try store.record(header, deletions: deletions) { try parts.nextPart() }
    }

    /// All of it at once, however much it is.
    public func snapshot() throws -> Snapshot {
        var snapshot = Snapshot(
            cluster: header.cluster, takenAt: header.takenAt, source: header.source, coverage: header.coverage)
        var parts = objects.parts()
        while let part = try parts.nextPart() {
            snapshot.workloads += part.workloads
            snapshot.imageStreams += part.imageStreams
            snapshot.imageStreamTags += part.imageStreamTags
            snapshot.images += part.images
            snapshot.runningImages += part.runningImages
        }
        snapshot.workloads.sort { $0.id < $1.id }
        snapshot.imageStreams.sort { $0.id < $1.id }
        snapshot.imageStreamTags.sort { $0.id < $1.id }
        let images = Dictionary(snapshot.images.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
        snapshot.images = images.values.sorted { $0.digest < $1.digest }
        return snapshot
    }

    /// Whether nothing of it is part of the record: no object was found, and no kind of object looked for.
    public var hasNothing: Bool { header.coverage.isEmpty && objects.isEmpty }

    /// All of it, a sentence each; nothing is left out without a count.
    public var notices: [String] { Collected.sentence(skipped: skipped) + remarks }

    /// What was skipped, in words; nothing where nothing was.
    public static func sentence(skipped: [String: Int]) -> [String] {
        guard !skipped.isEmpty else { return [] }
        let kinds = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.printable)" }
        let isOne = skipped.values.reduce(0, +) == 1
        return ["\(kinds.joined(separator: ", ")) \(isOne ? "object is" : "objects are") not part of the record"]
    }
}
