internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTPCompression

/// The body of an answer, as it comes.
public struct APIBody: Sendable {
    /// Some bytes of it.
    public struct Part: Sendable {
        fileprivate let buffer: ByteBuffer

        /// How many they are.
        public var count: Int { buffer.readableBytes }

        /// Hands over the bytes.
        public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
            try buffer.withUnsafeReadableBytes(body)
        }
    }

    private let body: HTTPClientResponse.Body
    private let progress: Progress

    init(_ body: HTTPClientResponse.Body, _ progress: Progress) {
        self.body = body
        self.progress = progress
    }

    /// The bytes from the first on. There is one reader of a body.
    public func reader() -> Reader { Reader(parts: body.makeAsyncIterator(), progress: progress) }

    /// All of it, where it is small.
    ///
    /// - Returns: Nil where it has more bytes than that.
    public func collect(upTo most: Int) async throws -> [UInt8]? {
        var bytes: [UInt8] = []
        var reader = reader()
        while let part = try await reader.next() {
            guard bytes.count + part.count <= most else { return nil }
            part.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Gives the bytes of a body as they come.
    public struct Reader {
        fileprivate var parts: HTTPClientResponse.Body.AsyncIterator
        fileprivate let progress: Progress

        /// The next bytes; nil once all came.
        ///
        /// - Throws: ``BrokenBody``, or `CancellationError`.
        public nonisolated(nonsending) mutating func next() async throws -> Part? {
            while true {
                progress.waits()
                let buffer: ByteBuffer?
                do {
                    buffer = try await parts.next(isolation: #isolation)
                } catch {
                    try Task.checkCancellation()
                    throw BrokenBody(error)
                }
                progress.came(buffer?.readableBytes ?? 0)
                // A cancelled wait ends like a body that is whole.
                try Task.checkCancellation()
                guard let buffer else { return nil }
                if buffer.readableBytes > 0 { return Part(buffer: buffer) }
            }
        }
    }
}

/// A body that is not whole: the connection broke, its compression is damaged, or whoever read it found its end too early.
/// Thrown by an `attempt` of ``APIClient/get(_:attempt:)``, it has the request tried again.
public enum BrokenBody: Error, Sendable, Hashable {
    /// Its compression is damaged or broke off.
    case compression
    /// The connection broke, for what the system says; nil where it says nothing.
    case broke(String?)
    /// The connection was closed before its end.
    case closed
    /// Whoever read it found it so; the same from one time to the next.
    case found(Found)

    /// What was found, by whoever knows what it was to be.
    public struct Found: Sendable, Hashable {
        /// It describes itself.
        public let error: any Error & Hashable

        /// Says what was found.
        public init(_ error: any Error & Hashable) { self.error = error }

        /// Compares what was found.
        public static func == (left: Found, right: Found) -> Bool { AnyHashable(left.error) == AnyHashable(right.error) }

        /// Hashes it.
        public func hash(into hasher: inout Hasher) { error.hash(into: &hasher) }
    }

    init(_ error: any Error) {
        if error is NIOHTTPDecompression.DecompressionError || error is NIOHTTPDecompression.ExtraDecompressionError {
            self = .compression
        } else if let error = error as? HTTPClientError, error == .remoteConnectionClosed {
            self = .closed
        } else {
            self = .broke((error as? IOError).map { systemReason($0.errnoCode) })
        }
    }
}
