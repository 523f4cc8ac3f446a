internal import Model
internal import NIOPosix
internal import Record
internal import Synchronization

/// Some readers of one record, each on a thread of its own while it is asked: SQLite waits for the disk, and nobody else should.
final class ReaderPool: Sendable {
    /// One reader, which keeps its compiled statements and what it read of the file.
    private final class Slot: Sendable {
        let reader = Mutex<RecordReader?>(nil)
        let file = Mutex<FileSignature?>(nil)
    }

    private let path: String
    private let cacheKiB: Int
    private let slots: [Slot]
    private let threads: NIOThreadPool
    private let free: Mutex<[Int]>
    private let waiting = Mutex(0)
    private let mostWaiting: Int

    init(path: String, readers: Int, cacheKiB: Int = 16_384, mostWaiting: Int = 256) {
        self.path = path
        self.cacheKiB = cacheKiB
        self.mostWaiting = mostWaiting
        slots = (0..<readers).map { _ in Slot() }
        free = Mutex(Array(0..<readers))
        threads = NIOThreadPool(numberOfThreads: readers)
        threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    /// How many questions are being answered or wait for it.
    var load: Int { waiting.withLock { $0 } }

    /// Asks one of the readers about an instant; nil is the present.
    ///
    /// - Throws: ``TooBusy`` where too many are asking already.
    func ask<Result: Sendable>(
        at instant: Instant?, within seconds: Double?, _ body: @escaping @Sendable (RecordReader) throws -> Result
    ) async throws -> Result {
        try await run {
            guard let place = self.free.withLock({ $0.popLast() }) else { throw TooBusy() }
            defer { self.free.withLock { $0.append(place) } }
            let slot = self.slots[place]
            let now = FileSignature(path: self.path)
            return try slot.reader.withLock { kept in
                // A file that took the place of another is another record.
                let isSame = slot.file.withLock { $0?.isSameFile(as: now) ?? false }
                let reader = isSame ? kept : nil
                let open = try reader ?? RecordReader(path: self.path, cacheKiB: self.cacheKiB)
                kept = nil
                // A reader of a copy that was brought up to date would never see what is recorded since.
                defer { if open.olderVersion == nil { kept = open } }
                slot.file.withLock { $0 = now }
                return try open.asking(at: instant, within: seconds) { try body(open) }
            }
        }
    }

    /// Runs work that opens readers of its own.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        let isTaken = waiting.withLock { waiting in
            guard waiting < mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard isTaken else { throw TooBusy() }
        defer { waiting.withLock { $0 -= 1 } }
        return try await threads.runIfActive(body)
    }
}

/// Too many ask at once.
struct TooBusy: Error {}
