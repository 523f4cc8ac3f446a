import Foundation

/// A PNG as far as the tests need it: its size, and short texts that travel in it. https://www.w3.org/TR/png-3/#11tEXt
struct PNG {
    private(set) var data: Data

    init(contentsOf path: String) throws { data = try Data(contentsOf: URL(filePath: path)) }

    /// Width and height.
    var size: [Int] { [16, 20].map(number) }

    /// What it says under a keyword.
    func text(under keyword: String) -> String? {
        for (start, type, length) in chunks where type == "tEXt" {
            let parts = data[start..<start + length].split(separator: 0, maxSplits: 1)
            if parts.count == 2, parts[0] == Data(keyword.utf8) { return String(decoding: parts[1], as: UTF8.self) }
        }
        return nil
    }

    /// The same picture with a text in it, right after its header.
    func saying(_ text: String, under keyword: String) -> PNG {
        let body = Data("tEXt".utf8) + Data(keyword.utf8) + [0] + Data(text.utf8)
        var copy = self
        copy.data.insert(contentsOf: bytes(UInt32(body.count - 4)) + body + bytes(PNG.crc(body)), at: 33)
        return copy
    }

    /// Where each chunk's content begins, its type, and its length.
    private var chunks: [(start: Int, type: String, length: Int)] {
        var found: [(Int, String, Int)] = []
        var place = 8
        while place + 12 <= data.count {
            let length = number(place)
            found.append((place + 8, String(decoding: data[place + 4..<place + 8], as: UTF8.self), length))
            place += length + 12
        }
        return found
    }

    private func number(_ place: Int) -> Int { data[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }

    private func bytes(_ number: UInt32) -> Data { withUnsafeBytes(of: number.bigEndian) { Data($0) } }

    /// https://www.w3.org/TR/png-3/#D-CRCAppendix
    private static func crc(_ bytes: Data) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
        }
    }
}
