public import Model
internal import Record

/// Where the time comes from, so that tests need not wait for it.
public protocol Timekeeper: Sendable {
    /// The wall's clock, in UTC; somebody may set it.
    var now: Instant { get }
    /// Time that passed since some moment in the past; nobody can set it, and it goes on while the machine sleeps.
    var steady: Duration { get }
    /// Waits, or throws `CancellationError` as soon as the task is cancelled.
    func sleep(for duration: Duration) async throws
}

/// The machine's own clocks.
public struct SystemTime: Timekeeper {
    private let start = ContinuousClock.now

    /// Begins with its steady time at zero.
    public init() {}

    /// The system's clock.
    public var now: Instant { .now }
    /// Since this was made.
    public var steady: Duration { start.duration(to: .now) }

    /// Waits, or throws `CancellationError`.
    public func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}

extension Duration {
    /// In seconds, to the microsecond.
    var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds / 1_000_000_000_000) / 1e6
    }
}
