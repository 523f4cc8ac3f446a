import FakeCluster
import Model
import Record
import Service
import Synchronization
import Testing

/// Clocks that stand still until a test moves them.
final class ManualTime: Timekeeper {
    private struct Sleeper {
        let until: Duration
        let isNap: Bool
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var wall: Instant
        var steady: Duration = .zero
        var sleepers: [Int: Sleeper] = [:]
        var next = 0
    }

    private let state: Mutex<State>

    init(_ wall: String) {
        state = Mutex(State(wall: Instant(wall) ?? Instant(secondsSince1970: 0)))
    }

    var now: Instant { state.withLock { $0.wall } }
    var steady: Duration { state.withLock { $0.steady } }

    func sleep(for duration: Duration) async throws {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let isOver = state.withLock { state in
                    if Task.isCancelled { return true }
                    state.sleepers[id] = Sleeper(
                        until: state.steady + duration, isNap: duration <= .seconds(20), continuation: continuation)
                    return false
                }
                if isOver { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Lets time pass, on both clocks.
    func pass(_ seconds: Int64) {
        let woken = state.withLock { state in
            state.wall = state.wall.advanced(by: seconds)
            state.steady += .seconds(seconds)
            let woken = state.sleepers.filter { $0.value.until <= state.steady }
            for id in woken.keys { state.sleepers[id] = nil }
            return woken.values.map(\.continuation)
        }
        woken.forEach { $0.resume() }
    }

    /// Lets time pass until an instant.
    func pass(until instant: String) throws {
        let target = try #require(Instant(instant))
        pass(target.secondsSince1970 - now.secondsSince1970)
    }

    /// Sets the wall's clock, as an administrator or a time server does.
    func set(_ instant: String) throws {
        let target = try #require(Instant(instant))
        state.withLock { $0.wall = target }
    }

    /// Whether somebody waits for so long from now.
    func isWaited(_ duration: Duration) -> Bool {
        state.withLock { state in state.sleepers.values.contains { $0.until == state.steady + duration } }
    }

    /// Waits until so many loops have nothing to do but to wait for their next tick.
    func whenNapping(_ loops: Int = 1) async throws {
        try await eventually("\(loops) loops are napping") {
            self.state.withLock { $0.sleepers.values.count(where: \.isNap) } >= loops
        }
    }
}
