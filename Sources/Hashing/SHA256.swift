internal import CLibcrypto

/// A SHA-256 (FIPS 180-4) computed piece by piece, by Debian's libcrypto.
public struct SHA256: Sendable {
    /// How many bytes a hash has.
    public static let byteCount = 32

    /// The hash's 32 bytes, in their order.
    public struct Digest: Sequence, Sendable {
        fileprivate var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

        /// Lends the bytes.
        public func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
            try Swift.withUnsafeBytes(of: words, body)
        }

        /// The bytes one after another.
        public func makeIterator() -> Array<UInt8>.Iterator { withUnsafeBytes { Array($0) }.makeIterator() }
    }

    private var state = CSHA256()

    /// A hash of nothing yet.
    public init() { CSHA256Begin(&state) }

    /// The hash of some bytes that are all there.
    public static func hash(data: [UInt8]) -> Digest {
        var hash = SHA256()
        hash.update(data: data)
        return hash.finalize()
    }

    /// Adds bytes behind those that were added.
    public mutating func update(data: [UInt8]) {
        data.withUnsafeBytes { CSHA256Add(&state, $0.baseAddress, $0.count) }
    }

    /// The hash of all that was added; more may be added afterwards.
    public func finalize() -> Digest {
        var last = state
        var digest = Digest()
        withUnsafeMutableBytes(of: &digest.words) { CSHA256End(&last, $0.bindMemory(to: UInt8.self).baseAddress) }
        return digest
    }
}
