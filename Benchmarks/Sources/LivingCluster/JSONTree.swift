/// A JSON value to be written, members in the order given.
enum JSONTree: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral
{
    case object([(String, JSONTree)])
    case array([JSONTree])
    case string(String)
    case number(Int64)
    case boolean(Bool)

    init(dictionaryLiteral elements: (String, JSONTree)...) { self = .object(elements) }
    init(arrayLiteral elements: JSONTree...) { self = .array(elements) }
    init(stringLiteral value: String) { self = .string(value) }
    init(integerLiteral value: Int64) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .boolean(value) }

    /// Members added behind the others; nothing happens to what is no object.
    func adding(_ more: [(String, JSONTree)]) -> JSONTree {
        guard case .object(let members) = self else { return self }
        return .object(members + more)
    }

    /// On one line, as a manifest stands in the last-applied annotation.
    var compact: String {
        var bytes: [UInt8] = []
        write(to: &bytes, indent: nil)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Writes it as `oc -o json` does, four spaces a level; on one line where `indent` is nil.
    func write(to bytes: inout [UInt8], indent: Int?) {
        switch self {
        case .string(let text): Self.write(text, to: &bytes)
        case .number(let number): bytes += String(number).utf8
        case .boolean(let truth): bytes += (truth ? "true" : "false").utf8
        case .array(let elements):
            Self.write(elements, "[", "]", to: &bytes, indent: indent) { element, bytes, inner in
                element.write(to: &bytes, indent: inner)
            }
        case .object(let members):
            Self.write(members, "{", "}", to: &bytes, indent: indent) { member, bytes, inner in
                Self.write(member.0, to: &bytes)
                bytes += (inner == nil ? ":" : ": ").utf8
                member.1.write(to: &bytes, indent: inner)
            }
        }
    }

    private static func write<Part>(
        _ parts: [Part], _ open: String, _ close: String, to bytes: inout [UInt8], indent: Int?,
        _ one: (Part, inout [UInt8], Int?) -> Void
    ) {
        bytes += open.utf8
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            newLine(indent.map { $0 + 1 }, to: &bytes)
            one(part, &bytes, indent.map { $0 + 1 })
        }
        if !parts.isEmpty { newLine(indent, to: &bytes) }
        bytes += close.utf8
    }

    private static func newLine(_ indent: Int?, to bytes: inout [UInt8]) {
        guard let indent else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * 4))
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
