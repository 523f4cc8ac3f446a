public import Collector
public import Inventory
public import Logging

/// Looks at one cluster, again and again.
public protocol ClusterObserver: Sendable {
    /// Looks at the cluster once.
    ///
    /// What the cluster forbids or fails to answer is coverage of what is returned; an error is for where nothing could be asked at
    /// all, and is recorded as such. A cancelled task throws `CancellationError` soon.
    ///
    /// - Parameters:
    ///   - cluster: The cluster's name in the record.
    ///   - takenAt: When the look is recorded as taken.
    func observe(cluster: String, takenAt: Instant, log: Logger) async throws -> Observation

    /// Lets go of connections; it will not be asked again.
    func close() async
}

/// What one look brought, and what it cost.
public struct Observation: Sendable {
    /// What is to be recorded, and what a person should know of it.
    public var collected: Collected
    /// Bytes received from the cluster, as they came over the wire.
    public var receivedBytes: Int64
    /// Requests sent, those that were sent again included.
    public var requests: Int64

    /// Pairs what was collected with its cost.
    public init(_ collected: Collected, receivedBytes: Int64 = 0, requests: Int64 = 0) {
        self.collected = collected
        self.receivedBytes = receivedBytes
        self.requests = requests
    }
}

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
    /// Makes an observer with credentials as they are now; asked at the first look, and again after SIGHUP or a failed look.
    public var connect: @Sendable () async throws -> any ClusterObserver

    /// Describes a cluster to keep looking at.
    public init(
        name: String, schedule: Schedule, limit: Duration, namespaces: [String?] = [nil],
        connect: @escaping @Sendable () async throws -> any ClusterObserver
    ) {
        self.name = name
        self.schedule = schedule
        self.limit = limit
        self.namespaces = namespaces
        self.connect = connect
    }
}
