internal import Model
internal import Questions

/// What follows the `?` of an address: names and values, in order.
package struct Query: Sendable, Equatable {
    private(set) var pairs: [(name: String, value: String)] = []

    package static func == (left: Query, right: Query) -> Bool {
        left.pairs.map(\.name) == right.pairs.map(\.name) && left.pairs.map(\.value) == right.pairs.map(\.value)
    }

    /// Nothing asked.
    package init() {}

    /// Reads `a=1&b=two+words`; nil where it is not written as one.
    package init?(_ text: String) {
        for part in text.split(separator: "&", omittingEmptySubsequences: true) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Percent.decoded(halves[0], plusIsSpace: true), !name.isEmpty,
                let value = halves.count > 1 ? Percent.decoded(halves[1], plusIsSpace: true) : ""
            else { return nil }
            pairs.append((name, value))
            guard pairs.count <= 200 else { return nil }
        }
    }

    /// The one value of a name that matters: the last that says something.
    package subscript(name: String) -> String? { pairs.last { $0.name == name && !$0.value.isEmpty }?.value }

    /// Every value of a name that says something.
    func all(_ name: String) -> [String] { pairs.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

    /// The same with a name's values replaced; nil takes it out.
    package func with(_ name: String, _ value: String?) -> Query {
        var query = without(name)
        if let value { query.pairs.append((name, value)) }
        return query
    }

    func without(_ names: String...) -> Query {
        var query = self
        query.pairs.removeAll { names.contains($0.name) }
        return query
    }

    /// The time that a name's value writes; nil where it says nothing.
    func instant(_ name: String) throws -> Instant? {
        try self[name].map { text in
            guard let instant = Instant(expression: text, now: .now) else {
                throw QuestionError.malformed(.time("\(name)=\(text)"))
            }
            return instant
        }
    }

    /// Columns that an address names, with their values; `-` is where there is none.
    func matches(in view: View) -> [Browse.Match] {
        view.columns.filter { !["namespace", "cluster"].contains($0.name) }.compactMap { column in
            let values = all(column.name)
            return values.isEmpty ? nil : Browse.Match(column.name, values.map { $0 == "-" ? nil : $0 })
        }
    }

    func adding(_ name: String, _ value: String) -> Query {
        var query = self
        query.pairs.append((name, value))
        return query
    }

    func removing(_ name: String, _ value: String) -> Query {
        var query = self
        query.pairs.removeAll { $0.name == name && $0.value == value }
        return query
    }

    /// As it stands in an address; names that say nothing are left out.
    package var text: String {
        pairs.filter { !$0.value.isEmpty }.map { "\(Percent.encoded($0.name))=\(Percent.encoded($0.value))" }.joined(
            separator: "&")
    }
}

/// https://www.rfc-editor.org/rfc/rfc3986#section-2.1
enum Percent {
    /// The text, or nil where it is no UTF-8 or not written as an address is.
    static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The text with whatever is more than a letter, a digit or one of `-._~:` written out.
    static func encoded(_ text: String) -> String {
        if text.utf8.allSatisfy(isPlain) { return text }
        var out: [UInt8] = []
        for byte in text.utf8 {
            if isPlain(byte) { out.append(byte) } else { out += [UInt8(ascii: "%"), hex(byte >> 4), hex(byte & 15)] }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || "-._~:".utf8.contains(byte)
    }

    private static func hex(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
