public import Model

/// What a team should look at in its streams and names.
public enum Problem: String, Sendable, CaseIterable {
    /// The last import of a tag failed.
    case failingImport = "failing-import"
    /// A tag follows an external tag but is not imported again by itself.
    case unscheduledTag = "unscheduled-tag"
    /// No container is tied to a tag, nor to one that follows it.
    case noWorkload = "no-workload"
    /// A short name that nothing resolved stands in a workload; the kubelet asks Docker Hub for it.
    case unresolvedName = "unresolved-name"
    /// A trigger that the controller cannot read, so that nothing is ever written by it.
    case unreadableTrigger = "unreadable-trigger"
    /// A trigger that somebody paused.
    case pausedTrigger = "paused-trigger"

    /// Whether a tag follows an external tag without being imported again by itself, in SQL over the views of tags.
    static let isUnscheduled = "from_kind = 'DockerImage' AND scheduled = 0 AND reference_only = 0 AND is_pinned = 0"

    /// Whether it is one of triggers, which have a rule of their own.
    var isOfTriggers: Bool { [.unreadableTrigger, .pausedTrigger].contains(self) }
}

/// Something that a team should look at, and since when.
public struct FoundProblem: Sendable, Equatable {
    /// What is wrong.
    public let problem: Problem
    /// The cluster's name.
    public let cluster: String
    /// The object's namespace.
    public let namespace: String
    /// The object's kind.
    public let kind: String
    /// The object's name.
    public let name: String
    /// The container, where it is about one.
    public let container: String?
    /// More of it.
    public let detail: Detail
    /// Since when, by the cluster's clock where it tells.
    public let since: Instant?
    /// Until when; nil while it stands, and where no period was asked about.
    public var until: Instant?
    /// How long within the period that was asked about, in seconds; nil where none was.
    public var seconds: Int64?
    /// The code of the reason that nothing resolves a name.
    public let reason: String?

    /// What a problem's message is made of.
    public enum Detail: Sendable, Hashable {
        /// The cluster's own text: an import's error message, a name that nothing resolves.
        case text(String?)
        /// The image that a tag follows without being imported again by itself.
        case unscheduled(from: String)
        /// No workload in the record is tied to the tag.
        case noWorkload
        /// What is the matter with a trigger.
        case trigger(TriggerTrouble)
    }
}

/// Why a trigger writes no image.
public enum TriggerTrouble: Sendable, Hashable {
    /// It is paused; the tag it would follow, where it names one.
    case paused(ImageStreamTag.ID?)
    /// The controller makes nothing of it.
    case unreadable(TriggerFault)
}
