internal import Synchronization

/// What a client asked and got, for people and for metrics.
public struct TrafficFigures: Sendable, Hashable {
    /// Requests sent, those tried again included.
    public var requests = 0
    /// Of them, those tried again.
    public var retries = 0
    /// Bytes of bodies, after decompression.
    public var bytes = 0
}

/// Counts them.
final class Traffic: Sendable {
    private let figures = Mutex(TrafficFigures())

    var current: TrafficFigures { figures.withLock { $0 } }

    func asked() { figures.withLock { $0.requests += 1 } }

    func retried() { figures.withLock { $0.retries += 1 } }

    func came(_ bytes: Int) { figures.withLock { $0.bytes += bytes } }
}

extension APIClient {
    /// What was asked and got so far.
    public var figures: TrafficFigures { traffic.current }
}
