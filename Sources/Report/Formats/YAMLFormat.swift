import Questions
import Yams

/// `-o yaml`: a sequence of maps, keys in column order. Strings that could be anything else are quoted.
struct YAMLFormat {
    let answer: Answer

    // Tags are given so that Yams need not find them with regular expressions, cell by cell; none is written.
    private let stringTag = Tag(.str)
    private let otherTag = Tag(.null)

    init(answer: Answer) {
        self.answer = answer
    }

    func rendered() -> String {
        guard !answer.rows.isEmpty else { return "[]\n" }
        let keys = answer.uniqueKeys.map(string)
        let maps = answer.rows.map { row in
            let pairs = zip(zip(keys, answer.columns), row).map { ($0.0, node($1, of: $0.1)) }
            return Node.mapping(.init(pairs, Tag(.map), .block))
        }
        // libyaml escapes control characters, but takes bidirectional marks for printable: then it may write ASCII only.
        let yaml = try? serialize(
            node: .sequence(.init(maps, Tag(.seq), .block)), width: -1, allowUnicode: !hasUnseenText)
        // libyaml fails only without memory, and then JSON is the YAML that needs the least of it.
        return yaml ?? JSONFormat(answer: answer).rendered()
    }

    private var hasUnseenText: Bool {
        answer.columns.contains { $0.name.needsVisibleEscapes }
            || answer.rows.contains { row in
                row.contains { if case .text(let text) = $0 { text.needsVisibleEscapes } else { false } }
            }
    }

    private func node(_ cell: Answer.Cell, of column: Answer.Column) -> Node {
        if let truth = column.truth(of: cell) { return plain(truth ? "true" : "false") }
        return switch cell {
        case .null: plain("null")
        case .text(let text): string(text)
        case .integer(let number): plain(String(number))
        case .boolean(let truth): plain(String(truth))
        case .real(let number): plain(number.plainDecimal ?? Self.notFinite(number))
        }
    }

    private func plain(_ text: String) -> Node { .scalar(.init(text, otherTag, .plain)) }

    private func string(_ text: String) -> Node {
        .scalar(.init(text, stringTag, Self.isPlainString(text) ? .plain : .doubleQuoted))
    }

    private static func notFinite(_ number: Double) -> String {
        if number.isNaN { return ".nan" }
        return number < 0 ? "-.inf" : ".inf"
    }

    /// Whether every YAML reader, 1.1 or 1.2, takes the bare text for a string: it begins with a letter, is made of what
    /// names and references are made of, and is none of the words YAML keeps for itself.
    private static func isPlainString(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.last != UInt8(ascii: ":") else { return false }
        let isName = text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || inNames.contains($0) }
        return isName && (text.utf8.count > 5 || !reserved.contains(text.lowercased()))
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static let inNames = ASCIISet("-._/:@+")
    private static let reserved: Set = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
}
