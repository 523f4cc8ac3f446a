internal import Dispatch
internal import Model
internal import Synchronization

/// Work that goes on beside its caller's, on another thread, for what is long and needs nothing of the caller's: it opens a
/// connection of its own, since a connection belongs to one thread.
package final class SideTask<Outcome: Sendable>: Sendable {
    private let result = Mutex<Result<Outcome, any Error>?>(nil)
    private let group = DispatchGroup()

    /// Begins.
    package init(_ work: @escaping @Sendable () throws -> Outcome) {
        DispatchQueue.global().async(group: group) { [self] in
            let outcome = Result { try work() }
            result.withLock { $0 = outcome }
        }
    }

    /// What came of it, once it is done.
    package func outcome() throws -> Outcome {
        group.wait()
        guard let result = result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }

    /// Waits, whatever comes of it: work that reads a file should not outlive whoever asked for it.
    package func finish() { group.wait() }
}

/// Where a thread of its own opens a reader that shows what another shows.
package struct ReaderBeside: Sendable {
    private let path: String
    private let instant: Instant?
    private let newest: Int64?

    /// Nil for a reader of a copy, which nobody would want to make twice.
    package init?(_ reader: RecordReader) {
        guard reader.olderVersion == nil else { return nil }
        (path, instant, newest) = (reader.path, reader.instant, reader.newest)
    }

    /// Opens it.
    package func open() throws -> RecordReader { try RecordReader(path: path, at: instant, newest: newest) }
}
