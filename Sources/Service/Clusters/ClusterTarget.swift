public import Model
internal import Questions
internal import Record

/// A cluster to keep looking at.
public struct ClusterTarget: Sendable {
    /// Its name in the record, in logs and in figures.
    public var name: String
    /// When to look.
    public var schedule: Schedule
    /// How long one look may take before it is given up.
    public var limit: Duration
    /// Which namespaces are looked in; nil among them stands for all. A look that failed altogether is recorded for them.
    public var namespaces: [String?]
    /// What is looked for there.
    public var kinds: Kinds
    /// Whether it is listened to between looks.
    public var isFollowed = false
    /// Makes an observer with credentials as they are now; asked at the first look, and again after SIGHUP or a failed look.
    public var connect: @Sendable () async throws -> any ClusterObserver

    /// Describes a cluster to keep looking at.
    public init(
        name: String, schedule: Schedule, limit: Duration, namespaces: [String?] = [nil], kinds: Kinds = .builtIn,
        connect: @escaping @Sendable () async throws -> any ClusterObserver
    ) {
        self.name = name
        self.schedule = schedule
        self.limit = limit
        self.namespaces = namespaces
        self.kinds = kinds
        self.connect = connect
    }
}
