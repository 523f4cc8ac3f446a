internal import CSimdjson

/// Reads concatenated JSON documents from bytes that are handed over as they come, holding one item at a time.
final class JSONStream<Receiver: DocumentReceiver> {
    private let splitter: OpaquePointer
    private let limits: JSONReader
    private var telling: JSONEventDispatcher<Receiver>
    private var bytes = 0

    /// - Parameter limits: The bounds are those of the reader.
    init(_ receiver: Receiver, limits: JSONReader = JSONReader()) throws {
        guard let splitter = json_splitter_create(limits.largestObject, limits.deepestNesting, limits.usesVectors) else {
            throw DocumentProblem(.noMemory)
        }
        self.splitter = splitter
        self.limits = limits
        telling = JSONEventDispatcher(receiver, limits: limits)
    }

    deinit { json_splitter_destroy(splitter) }

    /// Reads some bytes, or throws a ``DocumentProblem`` or what the receiver throws.
    func feed(_ bytes: UnsafeRawBufferPointer) throws {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        guard let room = json_splitter_reserve(splitter, bytes.count) else {
            throw DocumentProblem(.noMemory)
        }
        room.update(from: start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
        try commit(bytes.count)
    }

    /// Says that all bytes came.
    func finish() throws {
        json_splitter_end(splitter)
        try tell()
        try telling.finish()
    }

    /// Fills the splitter's own buffer from a source; false at its end.
    func fill(from source: some ByteSource, count: Int) throws -> Bool {
        guard let room = json_splitter_reserve(splitter, count) else {
            throw DocumentProblem(.noMemory)
        }
        let filled = try source.read(into: UnsafeMutableRawBufferPointer(start: room, count: count))
        guard filled > 0 else { return false }
        try commit(filled)
        return true
    }

    private func commit(_ count: Int) throws {
        bytes += count
        guard bytes <= limits.largestInput else { throw DocumentProblem(.tooLarge) }
        json_splitter_commit(splitter, count)
        try tell()
    }

    /// Tells the receiver everything that is complete by now.
    private func tell() throws {
        while true {
            let step = json_splitter_next(splitter)
            try telling.tell(step)
            if step.event == JSON_NEEDS_INPUT || step.event == JSON_FINISHED { return }
        }
    }
}
