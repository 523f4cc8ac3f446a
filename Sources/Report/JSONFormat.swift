import Questions

/// `-o json`: an array of flat objects, keys in column order, which is why it is not left to JSONEncoder.
package struct JSONFormat {
    let answer: Answer

    func rendered() -> String {
        guard !answer.rows.isEmpty else { return "[]\n" }
        let keys = answer.uniqueKeys.map { key in
            var line = "    "
            Self.append(quoted: key, to: &line)
            return line + ": "
        }
        var out = ""
        out.reserveCapacity(answer.rows.count * answer.columns.count * 40)
        for (index, row) in answer.rows.enumerated() {
            out += index == 0 ? "[\n  {" : ",\n  {"
            appendMembers(of: row, keys: keys, to: &out)
            out += "}"
        }
        return out + "\n]\n"
    }

    private func appendMembers(of row: [Answer.Cell], keys: [String], to out: inout String) {
        var separator = "\n"
        for (index, (column, cell)) in zip(answer.columns, row).enumerated() {
            out += separator
            out += keys[index]
            append(cell, of: column, to: &out)
            separator = ",\n"
        }
        if !row.isEmpty { out += "\n  " }
    }

    private func append(_ cell: Answer.Cell, of column: Answer.Column, to out: inout String) {
        if let truth = column.truth(of: cell) {
            out += truth ? "true" : "false"
            return
        }
        switch cell {
        case .null: out += "null"
        case .text(let text): Self.append(quoted: text, to: &out)
        case .integer(let number): out += String(number)
        case .boolean(let truth): out += String(truth)
        // RFC 8259 has no infinities.
        case .real(let number): out += number.plainDecimal ?? "null"
        }
    }

    /// Appends a JSON string. Beyond what RFC 8259 demands, whatever a terminal would obey or hide is escaped: the text
    /// read back is the same, and printing it is safe.
    package static func append(quoted text: String, to out: inout String) {
        out += "\""
        if text.utf8.allSatisfy(isPlain) {
            out += text
        } else {
            for scalar in text.unicodeScalars { append(scalar, to: &out) }
        }
        out += "\""
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func append(_ scalar: Unicode.Scalar, to out: inout String) {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\r": out += "\\r"
        case "\t": out += "\\t"
        default:
            guard scalar.isUnseen else { return out.unicodeScalars.append(scalar) }
            // Beyond the first plane JSON wants the two UTF-16 halves.
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }
}
