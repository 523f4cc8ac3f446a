internal import CSimdjson

/// Reads concatenated JSON documents from bytes that are handed over as they come, holding one item at a time.
final class JSONFeed<Receiver: DocumentReceiver> {
    private let splitter: OpaquePointer
    private let receiver: Receiver
    private let limits: JSONReader
    private var bytes = 0
    private var documents = 0
    private var items = 0

    /// - Parameter limits: The bounds are those of the reader.
    init(_ receiver: Receiver, limits: JSONReader = JSONReader()) throws {
        guard let splitter = json_splitter_create(limits.largestObject, limits.deepestNesting, limits.usesVectors) else {
            throw DocumentProblem(reason: DocumentProblem.noMemory)
        }
        self.splitter = splitter
        self.receiver = receiver
        self.limits = limits
    }

    deinit { json_splitter_destroy(splitter) }

    /// Reads some bytes, or throws a ``DocumentProblem`` or what the receiver throws.
    func feed(_ bytes: UnsafeRawBufferPointer) throws {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        guard let room = json_splitter_reserve(splitter, bytes.count) else {
            throw DocumentProblem(reason: DocumentProblem.noMemory)
        }
        room.update(from: start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
        try commit(bytes.count)
    }

    /// Says that all bytes came.
    func finish() throws {
        json_splitter_end(splitter)
        try tell()
        guard documents > 0 else { throw DocumentProblem(reason: DocumentProblem.empty) }
    }

    /// Fills the splitter's own buffer from a source; false at its end.
    func fill(from source: some ByteSource, count: Int) throws -> Bool {
        guard let room = json_splitter_reserve(splitter, count) else {
            throw DocumentProblem(reason: DocumentProblem.noMemory)
        }
        let filled = try source.read(into: UnsafeMutableRawBufferPointer(start: room, count: count))
        guard filled > 0 else { return false }
        try commit(filled)
        return true
    }

    private func commit(_ count: Int) throws {
        bytes += count
        guard bytes <= limits.largestInput else { throw DocumentProblem(reason: "it is larger than any cluster's dump") }
        json_splitter_commit(splitter, count)
        try tell()
    }

    /// Tells the receiver everything that is complete by now.
    private func tell() throws {
        while true {
            let step = json_splitter_next(splitter)
            switch step.event {
            case JSON_NEEDS_INPUT, JSON_FINISHED: return
            case JSON_LIST_BEGAN: try receiver.listBegan(JSONNode(node: step.node))
            case JSON_ITEM:
                items += 1
                try checkCount(step)
                try receiver.item(JSONNode(node: step.node), at: place(of: step, item: true))
            case JSON_DOCUMENT:
                documents += 1
                try checkCount(step)
                let place = place(of: step, item: false)
                try receiver.documentEnded(JSONNode(node: step.node), isList: step.in_items, at: place)
            default: throw problem(step)
            }
        }
    }

    private func place(of step: json_step, item: Bool) -> DocumentPlace {
        DocumentPlace(document: Int(step.document), item: item ? Int(step.item) : nil, offset: step.offset)
    }

    private func checkCount(_ step: json_step) throws {
        guard items + documents > limits.mostObjects else { return }
        throw DocumentProblem(reason: "it holds more objects than any cluster", place: place(of: step, item: false))
    }

    private func problem(_ step: json_step) -> DocumentProblem {
        let reason = step.problem.map { String(cString: $0) } ?? "it cannot be read"
        return DocumentProblem(reason: reason, place: place(of: step, item: step.in_items))
    }
}
