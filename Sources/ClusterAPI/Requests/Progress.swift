internal import Synchronization

/// How an answer comes along, seen by whoever reads it and by whoever watches over the time.
///
/// Only the time spent waiting for the server counts, not what the reader takes to digest what came.
final class Progress: Sendable {
    private let state: Mutex<State>
    private let limits: RequestLimits
    /// How long a stream that has begun may be silent; nil where it is an answer, which has an end to come to.
    private let silence: Duration?

    private struct State {
        var bytes = 0
        var waited = Duration.zero
        var waitingSince: ContinuousClock.Instant?
        var hasBegun = false
    }

    init(_ limits: RequestLimits, silence: Duration? = nil) {
        self.limits = limits
        self.silence = silence
        state = Mutex(State())
    }

    /// Whether there is an answer, if only its head.
    var hasBegun: Bool { state.withLock { $0.hasBegun } }

    /// Bytes that came.
    var bytes: Int { state.withLock { $0.bytes } }

    func waits() { state.withLock { $0.waitingSince = .now } }

    func came(_ bytes: Int) {
        state.withLock { state in
            state.bytes += bytes
            state.hasBegun = true
            if let since = state.waitingSince { state.waited += .now - since }
            state.waitingSince = nil
        }
    }

    /// How long the server may still be waited for.
    var patienceLeft: Duration {
        state.withLock { state in
            let waiting = state.waitingSince.map { .now - $0 } ?? .zero
            if let silence { return (state.hasBegun ? silence : limits.requestTimeout) - waiting }
            let earned = Duration.seconds(Double(state.bytes) / Double(max(limits.slowestBody, 1)))
            return limits.requestTimeout + earned - state.waited - waiting
        }
    }

    /// Why a request is given up.
    enum Ending {
        /// The server has been waited for too long.
        case tooSlow
        /// The time for everything is over, see ``RequestLimits/deadline``.
        case deadlinePassed
    }

    /// Returns when the request is to be given up.
    ///
    /// Swift keeps a cancelled sleep until it would have ended, so one that lasts until the deadline would outlive its request by
    /// minutes, thousands at a time. No nap is longer than ``longestNap``.
    func watch() async throws -> Ending {
        while true {
            let timeLeft = limits.deadline.map { $0 - .now } ?? Self.longestNap
            guard timeLeft > .zero else { return .deadlinePassed }
            let patienceLeft = patienceLeft
            guard patienceLeft > .zero else { return .tooSlow }
            try await Task.sleep(for: min(max(patienceLeft, .milliseconds(20)), timeLeft, Self.longestNap))
        }
    }

    private static let longestNap = Duration.seconds(5)
}
