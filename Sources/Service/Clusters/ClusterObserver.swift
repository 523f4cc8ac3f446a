public import Logging
public import Model

/// Looks at one cluster, again and again.
public protocol ClusterObserver: Sendable {
    /// Looks at the cluster once.
    ///
    /// What the cluster forbids or fails to answer is coverage of what is returned; an error is for where nothing could be asked
    /// at all, and is recorded as such. A cancelled task throws `CancellationError` soon.
    ///
    /// - Parameters:
    ///   - cluster: The cluster's name in the record.
    ///   - takenAt: When the look is recorded as taken.
    func observe(cluster: String, takenAt: Instant, log: Logger) async throws -> Observation

    /// Lets go of connections; it will not be asked again.
    func close() async
}
