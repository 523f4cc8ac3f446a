public import Model

/// What recording a snapshot did.
public struct Recorded: Sendable, Equatable {
    /// The snapshot's number in the file.
    public let snapshot: Int64
    /// The cluster's name in the file.
    public let cluster: String
    /// When the cluster was looked at.
    public let takenAt: Instant
    /// Workloads found.
    public let workloads: Int
    /// Image streams found.
    public let imageStreams: Int
    /// Tags found.
    public let imageStreamTags: Int
    /// Objects that were not there before.
    public let opened: Int
    /// Objects whose state changed.
    public let changed: Int
    /// Objects that are gone.
    public let closed: Int
    /// What was asked for and not, or not wholly, answered.
    public let incomplete: [Coverage]
    /// Entries of tags' own histories that could not be kept, since more were told between two known ones than there is room for.
    public let unplaced: [ImageStreamTag.ID: Int]
    /// How looking for each kind went, in any namespace; a kind that was not asked for is not in it.
    public let outcomes: [ObjectKind: Set<Coverage.Outcome>]
    /// The seal that chains it to all before it, in lower-case hexadecimal.
    public let seal: String
    /// What was looked at, and how that went.
    public var coverage: [Coverage] = []
    /// What is taken to be gone, where that is much.
    public var deletions = Deletions()
    /// Namespaces that were looked at by themselves, where nothing was found and nothing ever was: perhaps a slip of the pen.
    public var neverFound: [String] = []
}

/// What a snapshot's parts were found to hold and to change, together.
struct RecordingTally {
    var workloads = 0
    var containers = 0
    var imageStreams = 0
    var imageStreamTags = 0
    var opened = 0
    var changed = 0
    var closed = 0
    var unplaced: [ImageStreamTag.ID: Int] = [:]
    var deletions = DeletionTally()

    var changes: Int { opened + changed + closed }

    mutating func add(_ part: SnapshotPart, _ changes: [Change]) {
        for workload in part.workloads where !workload.id.isNeed {
            workloads += 1
            containers += workload.containers.count
        }
        imageStreams += part.imageStreams.count
        imageStreamTags += part.imageStreamTags.count
        for change in changes {
            switch change.edges {
            case (false, _): opened += 1
            case (true, true): changed += 1
            case (true, false): closed += 1
            }
        }
    }
}

extension Recorded {
    init(_ number: Int64, _ header: SnapshotHeader, _ tally: RecordingTally, seal: SealHash) {
        self.init(
            snapshot: number, cluster: header.cluster, takenAt: header.takenAt, workloads: tally.workloads,
            imageStreams: tally.imageStreams, imageStreamTags: tally.imageStreamTags, opened: tally.opened,
            changed: tally.changed, closed: tally.closed,
            incomplete: header.coverage.filter { $0.outcome == .forbidden || $0.outcome == .failed },
            unplaced: tally.unplaced,
            outcomes: header.coverage.reduce(into: [:]) { $0[$1.kind, default: []].insert($1.outcome) }, seal: seal.hex,
            coverage: header.coverage)
    }
}
