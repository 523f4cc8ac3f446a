internal import Questions
internal import Record
internal import Synchronization

/// The states of the record in memory, read again where something was recorded since.
final class StatesInMemory: Sendable {
    private let kept = Mutex<(whole: String, states: KeptStates?)?>(nil)
    /// Held while they are read, which takes longer than a page should wait that does not need them.
    private let reading = Mutex(())

    /// Those of which a moment tells, if they are there already.
    func known(_ moment: Moment) -> KeptStates? { read(moment) ?? nil }

    /// Those of which a moment tells; nil where there are too many. Whoever asks for them while they are read waits, since reading them
    /// twice would take as long.
    func of(_ moment: Moment, _ record: RecordReader) throws -> KeptStates? {
        if let known = read(moment) { return known }
        return try reading.withLock { _ in
            if let known = read(moment) { return known }
            // Those of before go first, so that no two are in memory.
            kept.withLock { $0 = nil }
            let states = try KeptStates(record)
            kept.withLock { $0 = (moment.whole, states) }
            return states
        }
    }

    /// What was read, if it was; nil in it where there were too many.
    private func read(_ moment: Moment) -> KeptStates?? {
        let whole = moment.whole
        return kept.withLock { kept in kept.flatMap { $0.whole == whole ? .some($0.states) : nil } }
    }
}
