internal import Synchronization

/// Keeps one observer for many looks, until its credentials are to be read anew.
///
/// An observer at work is never taken away: a reload takes hold at the next look.
final class ObserverConnection: Sendable {
    private let connect: @Sendable () async throws -> any ClusterObserver
    private let state = Mutex(State())

    private struct State {
        var observer: (any ClusterObserver)?
        var isStale = false
    }

    init(_ connect: @escaping @Sendable () async throws -> any ClusterObserver) {
        self.connect = connect
    }

    /// The observer that stands, or a new one where there is none or what it knows is stale.
    func observer() async throws -> any ClusterObserver {
        if state.withLock({ $0.isStale }) { await drop() }
        if let observer = state.withLock({ $0.observer }) { return observer }
        let observer = try await connect()
        state.withLock { $0.observer = observer }
        return observer
    }

    /// The next look reads the credentials anew.
    func reload() { state.withLock { $0.isStale = true } }

    /// Closes the observer that stands.
    func drop() async {
        let old = state.withLock { state in
            defer { state = State() }
            return state.observer
        }
        await old?.close()
    }
}
