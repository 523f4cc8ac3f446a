internal import Hashing

/// A SHA-256, ordered as its bytes are.
struct SealHash: Sendable, Hashable, Comparable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The hash of some bytes, FIPS 180-4.
    init(of bytes: [UInt8]) { self.init(SHA256.hash(data: bytes)) }

    /// A hash that was computed piece by piece.
    init(_ digest: SHA256.Digest) {
        words = digest.withUnsafeBytes { bytes in
            func word(_ index: Int) -> UInt64 {
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
            }
            return (word(0), word(1), word(2), word(3))
        }
    }

    var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { buffer, count in
            let bigEndian = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
            withUnsafeBytes(of: bigEndian) { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            count = SHA256.byteCount
        }
    }

    /// 64 lower-case hexadecimal digits.
    var hex: String { Hexadecimal.text(bytes) }

    static func == (left: SealHash, right: SealHash) -> Bool { left.words == right.words }

    static func < (left: SealHash, right: SealHash) -> Bool { left.words < right.words }

    func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

/// Bytes as people read them.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
