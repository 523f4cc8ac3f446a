/// Writes texts as JSON strings, RFC 8259, section 7.
///
/// Seals are computed over what ``plain(_:)`` writes, so that never changes.
package enum JSONString {
    /// What must be escaped and nothing else: the quote, the backslash, controls by their number.
    package static func plain(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\u{0}"..<" ": append(UInt16(scalar.value), to: &out)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// Appends a text of which whatever a terminal would obey or hide is escaped too: the text read back is the same, and printing it is
    /// safe.
    package static func append(visibly text: String, to out: inout String) {
        out += "\""
        if text.utf8.allSatisfy(isPlain) {
            out += text
        } else {
            for scalar in text.unicodeScalars { append(visibly: scalar, to: &out) }
        }
        out += "\""
    }

    /// The same by itself.
    package static func visible(_ text: String) -> String {
        var out = ""
        append(visibly: text, to: &out)
        return out
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func append(visibly scalar: Unicode.Scalar, to out: inout String) {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\r": out += "\\r"
        case "\t": out += "\\t"
        default:
            guard scalar.isUnseen else { return out.unicodeScalars.append(scalar) }
            // Beyond the first plane JSON wants the two UTF-16 halves.
            for unit in String(scalar).utf16 { append(unit, to: &out) }
        }
    }

    private static func append(_ unit: UInt16, to out: inout String) {
        let digits = String(unit, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
