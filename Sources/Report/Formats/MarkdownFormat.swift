import Questions
internal import Texts

/// `-o markdown`: a pipe table as GitHub reads it, in which nothing from a cluster is markup.
struct MarkdownFormat {
    let answer: Answer

    func rendered() -> String {
        var out = ""
        out.reserveCapacity((answer.rows.count + 2) * answer.columns.count * 32)
        append(answer.columns.map { Self.escaped($0.name) }, to: &out)
        append(answer.columns.map { $0.kind == .integer ? "---:" : "---" }, to: &out)
        for row in answer.rows {
            append(zip(answer.columns, row).map(Self.text), to: &out)
        }
        return out
    }

    private func append(_ cells: [String], to out: inout String) {
        out += "|"
        for cell in cells {
            out += " "
            out += cell
            out += " |"
        }
        out += "\n"
    }

    private static func text(of column: Answer.Column, _ cell: Answer.Cell) -> String {
        if let truth = column.truth(of: cell) { return truth ? "true" : "false" }
        return switch cell {
        case .null: ""
        case .text(let text): escaped(text)
        case .integer(let number): String(number)
        case .boolean(let truth): String(truth)
        case .real(let number): number.description
        }
    }

    static func escaped(_ text: String) -> String {
        if !text.utf8.contains(where: { special.contains($0) || !(0x20...0x7E).contains($0) }) { return text }
        var out = ""
        out.reserveCapacity(text.utf8.count + 16)
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            append(scalar, before: rest, to: &out)
        }
        return out
    }

    private static func append(
        _ scalar: Unicode.Scalar, before rest: Substring.UnicodeScalarView, to out: inout String
    ) {
        switch scalar {
        case "<": out += "&lt;"
        case ">": out += "&gt;"
        case "&": out += "&amp;"
        case "\r" where rest.first == "\n": break
        case "\r", "\n": out += "<br>"
        case "\t": out += " "
        case "|", "\\", "`", "*", "_", "[", "]", "~", "$":
            out += "\\"
            out.unicodeScalars.append(scalar)
        case ":", ".", "@": appendAutolink(scalar, before: rest, to: &out)
        default:
            if scalar.isUnseen { out += "\\" + scalar.visibleEscape } else { out.unicodeScalars.append(scalar) }
        }
    }

    /// Breaks what GitHub turns into a link without being asked: `https://…`, `www.…`, `someone@example.com`, `@someone`.
    private static func appendAutolink(
        _ scalar: Unicode.Scalar, before rest: Substring.UnicodeScalarView, to out: inout String
    ) {
        switch scalar {
        case ":" where rest.starts(with: "//".unicodeScalars): out += "\\:"
        case "." where out.utf8.suffix(3).elementsEqual("www".utf8): out += "\\."
        // Mail addresses and mentions are looked for once escapes are gone, but not across a comment. A digest's @ is
        // neither.
        case "@" where !rest.starts(with: "sha256:".unicodeScalars): out += "@<!-- -->"
        default: out.unicodeScalars.append(scalar)
        }
    }

    private static let special = ASCIISet("<>&|\\`*_[]~$:.@")
}
