internal import Crypto

/// A SHA-256, ordered as its bytes are.
struct SealHash: Sendable, Hashable, Comparable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// The hash of some bytes, FIPS 180-4.
    init(of bytes: [UInt8]) { self.init(SHA256.hash(data: bytes)) }

    /// A hash that was computed piece by piece.
    init(_ digest: SHA256.Digest) {
        var words: [UInt64] = [0, 0, 0, 0]
        var index = 0
        for byte in digest {
            words[index >> 3] = words[index >> 3] << 8 | UInt64(byte)
            index += 1
        }
        self.words = (words[0], words[1], words[2], words[3])
    }

    var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
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
