internal import NIOCore
internal import Synchronization

/// Answers that were given, for whoever asks the same of the same state: a state never changes, and people ask about one at a time.
/// The oldest go where they would take more than so many bytes.
final class AnswerCache: Sendable {
    private struct Kept {
        let answer: WebAnswer
        var lastUse: UInt64
    }

    private struct State {
        var answers: [String: Kept] = [:]
        var bytes = 0
        var clock: UInt64 = 0
    }

    private let most: Int
    private let state = Mutex(State())

    init(mostBytes: Int) { most = mostBytes }

    func answer(_ key: String) -> WebAnswer? {
        state.withLock { state in
            guard var kept = state.answers[key] else { return nil }
            state.clock += 1
            kept.lastUse = state.clock
            state.answers[key] = kept
            return kept.answer
        }
    }

    func keep(_ answer: WebAnswer, for key: String) {
        let size = Self.size(answer, key)
        guard size <= most / 8 else { return }
        state.withLock { state in
            state.clock += 1
            if let old = state.answers[key] { state.bytes -= Self.size(old.answer, key) }
            state.answers[key] = Kept(answer: answer, lastUse: state.clock)
            state.bytes += size
            guard state.bytes > most else { return }
            // Half of it at once, so that this is seldom done.
            for (key, kept) in state.answers.sorted(by: { $0.value.lastUse < $1.value.lastUse }) {
                guard state.bytes > most / 2 else { break }
                state.answers[key] = nil
                state.bytes -= Self.size(kept.answer, key)
            }
        }
    }

    /// What it takes in memory: a body has room for more than it holds.
    private static func size(_ answer: WebAnswer, _ key: String) -> Int { answer.body.storageCapacity + 2 * key.utf8.count + 512 }
}

/// A few values that were computed, by what they are of; beyond so many all go.
final class Remembered<Value: Sendable>: Sendable {
    private let most: Int
    private let values = Mutex<[String: Value]>([:])

    init(most: Int) { self.most = most }

    func known(_ key: String) -> Value? { values.withLock { $0[key] } }

    func keep(_ value: Value, for key: String) {
        values.withLock { values in
            if values.count >= most { values.removeAll() }
            values[key] = value
        }
    }

    func value(_ key: String, or make: () throws -> Value) rethrows -> Value {
        if let known = known(key) { return known }
        let made = try make()
        keep(made, for: key)
        return made
    }
}
