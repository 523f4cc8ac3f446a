internal import Model
internal import Synchronization

/// Where the loops write how they fare, and whoever asks reads it.
final class MetricsRegistry: Sendable {
    private let state: Mutex<[String: ClusterFigures]>
    private let time: any Timekeeper

    init(_ targets: [ClusterTarget], time: any Timekeeper) {
        let steady = time.steady
        let figures = targets.map {
            ($0.name, ClusterFigures(period: $0.schedule.period, limit: $0.limit, isFollowed: $0.isFollowed, steady: steady))
        }
        state = Mutex(Dictionary(figures, uniquingKeysWith: { first, _ in first }))
        self.time = time
    }

    /// Changes a cluster's figures at once, so that nobody reads half of a change.
    func update(_ cluster: String, _ change: (inout ClusterFigures) -> Void) {
        state.withLock { figures in
            guard var own = figures[cluster] else { return }
            change(&own)
            figures[cluster] = own
        }
    }

    /// All clusters' figures, by name.
    var clusters: [(name: String, figures: ClusterFigures)] {
        state.withLock { $0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The time that the figures' steady times are to be held against.
    var steady: Duration { time.steady }
}
