import Questions
internal import Texts

/// `-o csv`: RFC 4180, lines ended by CRLF, every cell inert in a spreadsheet.
struct CSVFormat {
    let answer: Answer
    let headers: Bool

    func rendered() -> String {
        var out = ""
        out.reserveCapacity((answer.rows.count + 1) * answer.columns.count * 24)
        if headers { append(answer.columns.map { Self.escaped($0.name) }, to: &out) }
        for row in answer.rows { append(row.map(Self.field), to: &out) }
        return out
    }

    private func append(_ fields: [String], to out: inout String) {
        var separator = ""
        for field in fields {
            out += separator
            out += field
            separator = ","
        }
        // A single empty field would be an empty line, which many readers skip.
        if fields == [""] { out += "\"\"" }
        out += "\r\n"
    }

    private static func field(_ cell: Answer.Cell) -> String {
        switch cell {
        case .null: ""
        case .text(let text): escaped(text)
        // Booleans stay 0 and 1, as in SQL; a negative number is a number and no formula.
        case .integer(let number): String(number)
        case .boolean(let truth): truth ? "1" : "0"
        case .real(let number): number.plainDecimal ?? escaped(number.description)
        }
    }

    private static func escaped(_ text: String) -> String {
        if isPlain(text) { return text }
        let inert = inert(text)
        let needsQuotes = inert.utf8.contains { $0 < 0x20 || Self.quoted.contains($0) }
        guard needsQuotes else { return inert }
        var out = "\""
        for scalar in inert.unicodeScalars {
            out.unicodeScalars.append(scalar)
            if scalar == "\"" { out += "\"" }
        }
        return out + "\""
    }

    /// Whether the text can stand as it is: it begins with a letter or digit, and nothing in it means anything to anyone.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first else { return true }
        let lower = first | 0x20
        let begins = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) || (0x30...0x39).contains(first)
        return begins && text.utf8.allSatisfy { (0x20...0x7E).contains($0) && !quoted.contains($0) }
    }

    private static let quoted = ASCIISet("\",;\t\r\n")

    /// Puts an apostrophe before whatever a spreadsheet would compute, and makes controls visible, save newline and tab.
    ///
    /// OWASP's rule looks at a cell's first character. Where the list separator is a semicolon, as in a French Excel, a
    /// semicolon, tab or newline within a cell starts another, quotes or not, so the rule is applied after each.
    private static func inert(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count + 8)
        if let first = text.unicodeScalars.first, "\t\r\n".unicodeScalars.contains(first) { out += "'" }
        var atStart = true
        for scalar in text.unicodeScalars {
            if atStart, formulaStarts.contains(scalar) { out += "'" }
            atStart = cellStarts.contains(scalar) || (atStart && scalar == " ")
            if scalar.isUnseen, scalar != "\n", scalar != "\t" {
                out += scalar.visibleEscape
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// OWASP's list, with the fullwidth forms that spreadsheets of East Asia take for the same.
    private static let formulaStarts = Set("=+-@＝＋－＠".unicodeScalars)
    private static let cellStarts = Set(";\t\n".unicodeScalars)
}
