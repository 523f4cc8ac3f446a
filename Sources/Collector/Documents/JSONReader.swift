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

    /// Whether U+FFFD takes the place of NUL in texts, for nobody's own image or annotation should fail the look at a whole cluster.
    /// A file's are refused.
    var replacesNUL = false

    /// Whether the processor's vector instructions find where objects end; without, any processor's do.
    var usesVectors = true
    /// How many bytes to ask the source for at once.
    var blockSize = 1 << 20
    /// How many bytes of items are parsed ahead at once, see ``read(ahead:start:into:)``.
    var batchSize = 1 << 18

    /// Reads to the end, or throws a ``DocumentProblem`` or what the receiver throws.
    func read(from source: some ByteSource, into receiver: some DocumentReceiver) throws {
        let feed = try JSONStream(receiver, limits: self)
        while try feed.fill(from: source, count: blockSize) {}
        try feed.finish()
    }

    /// Reads a regular file to the end while a thread of its own finds and parses what comes next: two cores take two thirds of the
    /// time of one. Nothing that one thread would not tell is told, nor in another order.
    ///
    /// - Parameters:
    ///   - descriptor: The file, open and past `start`.
    ///   - start: What was read of it already.
    /// - Returns: False where there was no thread to be had; nothing was read then.
    /// - Throws: ``DocumentProblem``, ``SystemProblem``, or what the receiver throws.
    func read(ahead descriptor: Int32, start: [UInt8], into receiver: some DocumentReceiver) throws -> Bool {
        guard
            let ahead = json_ahead_create(
                descriptor, start, start.count, largestObject, deepestNesting, usesVectors, UInt64(largestInput), blockSize,
                batchSize)
        else { return false }
        defer { json_ahead_destroy(ahead) }
        var telling = JSONEventDispatcher(receiver, limits: self)
        while true {
            let step = json_ahead_next(ahead)
            if step.event == JSON_FINISHED { break }
            if step.event == JSON_FAILED, step.fault == JSON_NO_FAULT { throw SystemProblem(code: json_ahead_error(ahead)) }
            try telling.tell(step)
        }
        try telling.finish()
        return true
    }
}
