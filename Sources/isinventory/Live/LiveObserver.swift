import ClusterAPI
import Collector
import CollectorWords
import Logging
import Model
import Service

/// Looks at a live cluster for the service.
struct LiveObserver: ClusterObserver {
    let source: ClusterSource

    func observe(cluster: String, takenAt: Instant, log: Logger) async throws -> Observation {
        let look = try await source.read(cluster: cluster, takenAt: takenAt)
        var observation = Observation(
            look.collected, receivedBytes: Int64(look.traffic.bytes), requests: Int64(look.traffic.requests)
        ) { store in
            try look.record(in: store)
        }
        observation.follower = look.following
        return observation
    }

    /// Connections do not outlive a look.
    func close() async {}
}
