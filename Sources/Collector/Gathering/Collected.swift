public import Model
package import Record

/// One observation read from a source, and what a person should know of it.
public struct Collected: Sendable {
    /// What is to be recorded, its objects aside.
    package var gathered: GatheredHeader
    /// The objects that were found.
    public var objects: GatheredObjects
    /// How many objects of kinds that are not part of the record were skipped, by kind.
    public var skipped: [String: Int]
    /// What was doubted or left out otherwise.
    public var findings: [any Remark]
    /// When the source says it was taken; only must-gathers do.
    public var suggestedInstant: Instant?
    /// Which cluster the source says it is of, as far as it does.
    public var identity: ClusterIdentity

    /// Pairs a snapshot with what a person should know of it.
    init(
        _ gathered: GatheredHeader, objects: GatheredObjects, skipped: [String: Int] = [:], findings: [any Remark] = [],
        suggestedInstant: Instant? = nil, identity: ClusterIdentity = ClusterIdentity()
    ) {
        self.gathered = gathered
        self.objects = objects
        self.skipped = skipped
        self.findings = findings
        self.suggestedInstant = suggestedInstant
        self.identity = identity
    }

    /// Records it, part by part.
    ///
    /// - Parameter header: What is told of it before, in words.
    /// - Throws: ``StoreError``, or ``SourceError`` where what was gathered cannot be read back; the file is then as it was.
    package func record(_ header: SnapshotHeader, in store: RecordWriter, deletions: DeletionPolicy) throws -> Recorded {
        var parts = objects.parts()
        return try store.record(header, deletions: deletions) { try parts.nextPart() }
    }

    /// All of it at once, however much it is.
    package func snapshot(_ header: SnapshotHeader) throws -> Snapshot {
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
    public var hasNothing: Bool { gathered.coverage.isEmpty && objects.isEmpty }
}
