public import Model
public import Record
internal import SQLite
internal import Texts

/// A tag that nothing needs any more.
public struct CleanupCandidate: Sendable, Equatable {
    /// The tag.
    public let tag: ClusterTag
    /// What it points to.
    public let digest: String
    /// The image's size in bytes; nil where it is not known.
    public let size: Int64?
    /// What of that no tag shares that stays; nil where the size is not known.
    public let freed: Int64?
    /// Who needed it last; nil where nothing ever did, by this record.
    public let lastNeededBy: LastUser?
    /// Until when; nil where nothing ever did.
    public let lastNeededAt: Instant?
    /// `no-longer-needed` or `never-needed`.
    public var reason: String { lastNeededBy == nil ? "never-needed" : "no-longer-needed" }
    /// The command that would remove it.
    public var command: String { "oc -n \(ShellWord.quoted(tag.namespace)) tag -d \(ShellWord.quoted(tag.istag))" }
}

/// Who needed a tag.
public struct LastUser: Sendable, Hashable {
    /// `Deployment/web`; of what is kept or made for an owner, the owner.
    public let object: String
    /// The kind of what an owner keeps or makes, where that needed the tag and not the owner itself: a `ReplicaSet` of it.
    public let keptKind: String?
    /// Where it stands.
    public let namespace: String
    /// Whether its Pods ran the image, whatever its template said.
    public internal(set) var isByPods = false
}

extension Note {
    /// Whether it is about all that was found, whatever it was found in.
    fileprivate var sumsUp: Bool {
        switch self {
        case .allNeeded, .freedAtMost: true
        default: false
        }
    }
}

/// Which tags may go: those that nothing needs, where everything that could need one was looked at.
///
/// It counts as OpenShift's own pruner does and more: workloads of every kind, the ReplicaSets and ReplicationControllers that are kept
/// for rollback, Jobs, Pods, Builds and BuildConfigs, triggers, and the tags that follow a needed one, by a chain of any length. A
/// reference needs each tag it may mean: each whose history has its digest, wherever; the one it names in the internal registry; the one
/// of its own namespace that has its last component and its tag; each that imports it.
public struct Cleanup: Sendable {
    /// What may go, by cluster, namespace and name.
    public let candidates: [CleanupCandidate]
    /// What the reader must know beside them.
    public let notes: [Note]

    /// Asks a record.
    ///
    /// - Parameters:
    ///   - record: The record, as it stands or stood.
    ///   - filter: Which clusters' and namespaces' tags.
    ///   - unusedFor: For how long nothing may have needed them, in seconds, and we must have been looking all that time.
    public init(in record: RecordReader, _ filter: Filter = Filter(), unusedFor: Int64 = 0) throws {
        try record.refuseUnknownPlaces(filter)
        var candidates: [CleanupCandidate] = []
        var notes: [Note] = []
        for standing in try record.clusters() where filter.asks(standing.cluster) {
            guard let snapshot = standing.snapshot, let takenAt = standing.takenAt else {
                notes += try record.notes(on: .istags, Filter(cluster: standing.cluster), isEmpty: false)
                continue
            }
            let window = CleanupWindow(
                cluster: standing.cluster, snapshot: snapshot, takenAt: takenAt, from: takenAt.advanced(by: -unusedFor))
            let doubts = try record.doubts(window)
            guard doubts.isEmpty else {
                notes += doubts.map { .noneUnused(cluster: standing.cluster, $0) }
                continue
            }
            candidates += try TagNeeds(record, window).candidates(filter)
        }
        self.candidates = candidates.sorted { $0.tag < $1.tag }
        if candidates.isEmpty, notes.isEmpty { notes.append(.allNeeded(filter.place)) }
        if candidates.contains(where: { $0.freed != nil }) {
            notes.append(.freedAtMost)
        }
        self.notes = notes
    }

    /// What was found in records of some clusters each, as one of all of them tells it.
    public init(joining parts: [Cleanup]) {
        candidates = parts.flatMap(\.candidates).sorted { $0.tag < $1.tag }
        let all = parts.flatMap(\.notes)
        let told = all.filter { !$0.sumsUp }
        let isNothing = candidates.isEmpty && told.isEmpty
        notes =
            told + (all.first { if case .allNeeded = $0 { isNothing } else { false } }.map { [$0] } ?? [])
            + (all.contains(.freedAtMost) ? [.freedAtMost] : [])
    }

    /// The clusters of which some tag may go, by name.
    public var clusters: [String] {
        candidates.reduce(into: []) { names, candidate in
            if names.last.map({ !$0.hasSameBytes(as: candidate.tag.cluster) }) ?? true { names.append(candidate.tag.cluster) }
        }
    }

    /// The seconds of a span of time as people write it, `90d`, `12w` or `36h`: as for an instant, where it means so long ago.
    public static func seconds(of text: String, now: Instant) -> Int64? {
        guard text.last?.isLetter == true, text.first?.isNumber == true, let then = Instant(expression: text, now: now),
            then < now
        else { return nil }
        return now.secondsSince1970 - then.secondsSince1970
    }
}
