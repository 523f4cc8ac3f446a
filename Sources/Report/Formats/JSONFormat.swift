import Questions
internal import Texts

/// `-o json`: an array of flat objects, keys in column order, which is why it is not left to JSONEncoder.
package struct JSONFormat {
    let answer: Answer

    func rendered() -> String {
        guard !answer.rows.isEmpty else { return "[]\n" }
        let keys = answer.uniqueKeys.map { key in
            var line = "    "
            JSONString.append(visibly: key, to: &line)
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
        case .text(let text): JSONString.append(visibly: text, to: &out)
        case .integer(let number): out += String(number)
        case .boolean(let truth): out += String(truth)
        // RFC 8259 has no infinities.
        case .real(let number): out += number.plainDecimal ?? "null"
        }
    }
}
