package import SQLite

/// How a digest stands in the file: a sha256 in its canonical spelling as 32 bytes, anything else as its text.
package enum DigestValue {
    package static func value(of digest: String) -> Value {
        let bytes = Array(digest.utf8)
        let prefix = Array("sha256:".utf8)
        guard bytes.count == prefix.count + 64, bytes.starts(with: prefix) else { return .text(digest) }
        var blob: [UInt8] = []
        blob.reserveCapacity(32)
        for index in stride(from: prefix.count, to: bytes.count, by: 2) {
            guard let high = nibble(bytes[index]), let low = nibble(bytes[index + 1]) else { return .text(digest) }
            blob.append(high << 4 | low)
        }
        return .blob(blob)
    }

    static func text(of value: Value) -> String? {
        switch value {
        case .text(let text): return text
        case .blob(let bytes):
            let digits = Array("0123456789abcdef".utf8)
            var text = Array("sha256:".utf8)
            for byte in bytes {
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 15)])
            }
            return String(decoding: text, as: UTF8.self)
        default: return nil
        }
    }

    /// Lower case only: `SHA256:AB…` would come back as `sha256:ab…`, and nothing is stored in another spelling than its own.
    private static func nibble(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
