internal import Glibc
internal import Logging
internal import ServiceLifecycle
internal import ServiceWords
internal import Synchronization

/// Ends the process where something does not let go although it was asked to. The record survives that: a snapshot is in it
/// whole, or not at all.
final class ShutdownWatchdog: Service {
    /// How long after the end was asked for.
    private let patience: Duration
    private let log: Logger
    private let end: @Sendable () -> Void
    private let state = Mutex(State())

    private struct State {
        var countdown: Task<Void, Never>?
        var isDisarmed = false
    }

    /// - Parameter end: Ends the process.
    init(patience: Duration, log: Logger, end: @escaping @Sendable () -> Void = { _exit(2) }) {
        self.patience = patience
        self.log = log
        self.end = end
    }

    func run() async throws {
        try await gracefulShutdown()
        // Nobody waits for it: whoever sees all end well disarms it.
        let countdown = Task.detached { [patience, log, end] in
            guard (try? await Task.sleep(for: patience)) != nil else { return }
            log.critical(.event(.stuck(seconds: patience.components.seconds)))
            end()
        }
        let isDisarmed = state.withLock { state in
            state.countdown = countdown
            return state.isDisarmed
        }
        if isDisarmed { countdown.cancel() }
    }

    /// All has ended, and what the process does from now on is its own affair.
    func disarm() {
        let countdown = state.withLock { state in
            state.isDisarmed = true
            return state.countdown
        }
        countdown?.cancel()
    }
}
