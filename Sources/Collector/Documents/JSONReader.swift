internal import CSimdjson

/// Reads concatenated JSON documents from blocks of bytes, holding one item at a time.
///
/// The bounds are far above what etcd stores (1.5 MiB an object, by its default request limit).
struct JSONReader {
    /// The most bytes one object may have.
    var largestObject = 64 << 20
    /// The deepest nesting of brackets.
    var deepestNesting = 512
    /// The most bytes of one source. Lists of 120,000 image streams, the most that is known of, have half a gigabyte.
    var largestInput = 8 << 30
    /// The most items and objects of one source: what is remembered of each is little, but not nothing.
    var mostObjects = 4_000_000

    /// How many bytes to ask the source for at once.
    var blockSize = 1 << 20

    /// Reads to the end, or throws a ``DocumentProblem`` or what the receiver throws.
    func read(from source: some ByteSource, into receiver: some DocumentReceiver) throws {
        guard let splitter = json_splitter_create(largestObject, deepestNesting) else {
            throw DocumentProblem(reason: "there is not enough memory to read it")
        }
        defer { json_splitter_destroy(splitter) }
        var documents = 0
        var bytes = 0
        var objects = 0
        while true {
            let step = json_splitter_next(splitter)
            switch step.event {
            case JSON_NEEDS_INPUT:
                bytes += try fill(splitter, from: source)
                guard bytes <= largestInput else { throw DocumentProblem(reason: "it is larger than any cluster's dump") }
            case JSON_LIST_BEGAN: try receiver.listBegan(JSONNode(node: step.node))
            case JSON_ITEM:
                objects += 1
                guard objects <= mostObjects else { throw tooMany(step) }
                try receiver.item(JSONNode(node: step.node), at: place(of: step, item: true))
            case JSON_DOCUMENT:
                documents += 1
                guard objects + documents <= mostObjects else { throw tooMany(step) }
                let place = place(of: step, item: false)
                try receiver.documentEnded(JSONNode(node: step.node), isList: step.in_items, at: place)
            case JSON_FINISHED:
                guard documents > 0 else { throw DocumentProblem(reason: DocumentProblem.empty) }
                return
            default: throw problem(step)
            }
        }
    }

    /// Hands the splitter its next bytes, and says how many.
    private func fill(_ splitter: OpaquePointer, from source: some ByteSource) throws -> Int {
        guard let room = json_splitter_reserve(splitter, blockSize) else {
            throw DocumentProblem(reason: "there is not enough memory to read it")
        }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(start: room, count: blockSize))
        if count == 0 { json_splitter_end(splitter) } else { json_splitter_commit(splitter, count) }
        return count
    }

    private func place(of step: json_step, item: Bool) -> DocumentPlace {
        DocumentPlace(document: Int(step.document), item: item ? Int(step.item) : nil, offset: step.offset)
    }

    private func tooMany(_ step: json_step) -> DocumentProblem {
        DocumentProblem(reason: "it holds more objects than any cluster", place: place(of: step, item: false))
    }

    private func problem(_ step: json_step) -> DocumentProblem {
        let reason = step.problem.map { String(cString: $0) } ?? "it cannot be read"
        return DocumentProblem(reason: reason, place: place(of: step, item: step.in_items))
    }
}

/// Why a file's text is no document, and where.
struct DocumentProblem: Error {
    static let empty = "it is empty"

    var reason: String
    var place: DocumentPlace?
}
