/// A list of texts as one text, each a netstring (https://cr.yp.to/proto/netstrings.txt), and `-` where there is none: how isinventory
/// and the program it starts for a fleet tell each other things.
struct Fields {
    private(set) var bytes: [UInt8] = []
    private var place = 0

    init() {}
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func write(_ text: String?) {
        guard let text else { return bytes.append(UInt8(ascii: "-")) }
        bytes.append(contentsOf: "\(text.utf8.count):".utf8)
        bytes.append(contentsOf: text.utf8)
        bytes.append(UInt8(ascii: ","))
    }

    mutating func write(_ number: Int?) { write(number.map(String.init)) }

    mutating func write(_ texts: [String]) {
        write(texts.count)
        for text in texts { write(text) }
    }

    struct Malformed: Error {}

    mutating func read() throws -> String? {
        guard place < bytes.count else { throw Malformed() }
        if bytes[place] == UInt8(ascii: "-") {
            place += 1
            return nil
        }
        var length = 0
        while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
            length = length * 10 + Int(bytes[place] - 0x30)
            guard length <= bytes.count else { throw Malformed() }
            place += 1
        }
        let start = place + 1
        guard place < bytes.count, bytes[place] == UInt8(ascii: ":"), start + length < bytes.count else { throw Malformed() }
        place = start + length + 1
        return String(decoding: bytes[start..<start + length], as: UTF8.self)
    }

    mutating func number() throws -> Int? { try read().flatMap { Int($0) } }

    mutating func texts() throws -> [String] {
        let count = try number() ?? 0
        guard count <= bytes.count else { throw Malformed() }
        return try (0..<count).compactMap { _ in try read() }
    }
}
