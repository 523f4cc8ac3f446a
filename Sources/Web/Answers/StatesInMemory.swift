internal import Questions
internal import Record
internal import Synchronization

/// The states of the record in memory, read again where something was recorded since.
final class StatesInMemory: Sendable {
    private let kept = Mutex<(whole: String, states: KeptStates?)?>(nil)

    /// Those of which a moment tells, if they are there already.
    func known(_ moment: Moment) -> KeptStates? {
        kept.withLock { kept in kept.flatMap { $0.whole == moment.whole ? $0.states : nil } }
    }

    /// Those of which a moment tells; nil where there are too many. Whoever asks while they are read waits, since reading them twice would
    /// take as long.
    func of(_ moment: Moment, _ record: RecordReader) throws -> KeptStates? {
        try kept.withLock { kept in
            let whole = moment.whole
            if let kept, kept.whole == whole { return kept.states }
            // Those of before go first, so that no two are in memory.
            kept = nil
            let states = try KeptStates(record)
            kept = (whole, states)
            return states
        }
    }
}
