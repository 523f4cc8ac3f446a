internal import Synchronization

/// Lets so many in at once; the others wait in the order they came.
public final class Gate: Sendable {
    private let state: Mutex<State>

    private struct State {
        var free: Int
        var waiting: [(id: Int, CheckedContinuation<Void, any Error>)] = []
        var next = 0
        /// Those that were cancelled before they came to wait.
        var cancelled: Set<Int> = []
    }

    /// Lets so many in.
    public init(_ count: Int) {
        state = Mutex(State(free: count))
    }

    /// Runs `body` once there is room.
    func pass<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await enter()
        defer { leave() }
        return try await body()
    }

    /// Waits for room; what entered must ``leave()``.
    public func enter() async throws {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let refusal: Bool? = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    if state.free > 0 {
                        state.free -= 1
                        return false
                    }
                    state.waiting.append((id, continuation))
                    return nil
                }
                if let refusal {
                    refusal ? continuation.resume(throwing: CancellationError()) : continuation.resume()
                }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Void, any Error>? in
                guard let index = state.waiting.firstIndex(where: { $0.id == id }) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return state.waiting.remove(at: index).1
            }
            waiter?.resume(throwing: CancellationError())
        }
        // Cancelled only after it had come in: the mark is of no use to anybody.
        state.withLock { _ = $0.cancelled.remove(id) }
    }

    /// Makes room.
    public func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            if state.waiting.isEmpty {
                state.free += 1
                return nil
            }
            return state.waiting.removeFirst().1
        }
        next?.resume()
    }
}
