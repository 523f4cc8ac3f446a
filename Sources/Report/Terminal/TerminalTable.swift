import Model
import Questions

extension TerminalPage {
    /// A column that is shown, with its cells as text.
    private struct Column {
        let title: String
        var cells: [String]
        let isNumber: Bool
        /// Whether what tells a cell from others stands at its end, as in a reference.
        let isReference: Bool
        /// Whether it names the row, so that it is never left out.
        let isName: Bool

        var widest: Int { max(title.displayWidth, cells.map(\.displayWidth).max() ?? 0) }
    }

    private static let gap = 2

    /// As narrow as the answer allows: what is the same in every row is said once above, `kind` and `name` are one, digests have twelve
    /// digits and times are ages. Where a cell would have to be cut so that two could be taken for each other, its column stands below the rows; where
    /// the names themselves are wider than the terminal, rows become blocks.
    var table: [String] {
        var columns = columns
        var same: [String] = []
        if answer.rows.count > 1 {
            columns.removeAll { column in
                guard !column.isName, Set(column.cells).count == 1, let value = column.cells.first else { return false }
                if !value.isEmpty { same.append("\(column.title.lowercased()) \(value)") }
                return true
            }
        }
        let above = same.isEmpty ? [] : wrapped(same.joined(separator: ", ") + " in every row", first: "", rest: "  ").map(dim)
        // Where a line is too short for all, the widest stand below it.
        var beside = columns
        var below: Set<String> = []
        while true {
            var shown = beside
            if fit(&shown) { return above + lines(of: shown, below: columns.filter { below.contains($0.title) }) }
            guard let widest = beside.filter({ !$0.isName && !$0.isNumber }).max(by: { $0.widest < $1.widest }) else { break }
            beside.removeAll { $0.title == widest.title }
            below.insert(widest.title)
        }
        return above + blocks(of: columns)
    }

    private var columns: [Column] {
        var columns: [Column] = []
        let isWorkload = has("kind") && has("name")
        for (place, column) in answer.columns.enumerated() where !column.isWide {
            if isWorkload, column.name == "name" { continue }
            let isName =
                ["name", "kind", "istag", "registry", "digest", "view", "column"].contains(column.name)
                && columns.allSatisfy { !$0.isName }
            let cells = answer.rows.map { row -> String in
                if isWorkload, column.name == "kind" { return object(row) }
                return place < row.count ? cell(row[place], column, row) : ""
            }
            columns.append(
                Column(
                    title: terminalSafe(isWorkload && column.name == "kind" ? "name" : column.name).uppercased(), cells: cells,
                    isNumber: column.kind == .integer, isReference: column.kind == .digest, isName: isName))
        }
        return columns
    }

    private func cell(_ cell: Answer.Cell, _ column: Answer.Column, _ row: [Answer.Cell]) -> String {
        if let truth = column.truth(of: cell) { return truth ? "true" : "false" }
        switch cell {
        case .null: return ""
        case .text(let text):
            switch column.kind {
            case .time: return age(text) ?? terminalSafe(text)
            case .digest: return terminalSafe(shortened(text))
            case .reason:
                let tag = value(row, "istag").map { istag in value(row, "istag_namespace").map { "\($0)/\(istag)" } ?? istag }
                return terminalSafe(ReasonSentence.text(text, tag: tag, in: .english))
            default: return terminalSafe(text)
            }
        case .boolean(let truth): return String(truth)
        case .integer(let number): return String(number)
        case .real(let number): return number.description
        }
    }

    /// Cuts the widest columns until the table fits.
    ///
    /// - Returns: False where two different cells of a column would look alike, or too little would be left of one.
    private func fit(_ columns: inout [Column]) -> Bool {
        let available = width - Self.gap * (columns.count - 1)
        let natural = columns.map(\.widest)
        guard natural.reduce(0, +) > available else { return true }
        func capped(_ cap: Int) -> [Int] {
            columns.indices.map { index in
                columns[index].isNumber ? natural[index] : min(natural[index], max(columns[index].title.displayWidth, cap))
            }
        }
        guard let cap = (20...120).last(where: { capped($0).reduce(0, +) <= available }) else { return false }
        for (index, limit) in capped(cap).enumerated() where limit < natural[index] {
            let cut = columns[index].cells.map { Self.cut($0, to: limit, keepsEnd: columns[index].isReference) }
            guard Set(cut).count == Set(columns[index].cells).count else { return false }
            columns[index].cells = cut
        }
        return true
    }

    /// A text's beginning and end, which is where names of one family differ; of a reference its end.
    private static func cut(_ text: String, to limit: Int, keepsEnd: Bool) -> String {
        guard text.displayWidth > limit else { return text }
        let tail = keepsEnd ? limit - 1 : (limit - 1) / 2
        let end = String(String.UnicodeScalarView(suffix(of: text, tail)))
        return (keepsEnd ? "" : text.split(atColumn: limit - 1 - end.displayWidth).0) + "…" + end
    }

    private static func suffix(of text: String, _ columns: Int) -> [Unicode.Scalar] {
        var left = columns
        return text.unicodeScalars.reversed().prefix { scalar in
            left -= scalar.displayWidth
            return left >= 0
        }.reversed().drop { $0.displayWidth == 0 }.map(\.self)
    }

    private func lines(of columns: [Column], below: [Column]) -> [String] {
        let widths = columns.map { column in
            max(options.headers ? column.title.displayWidth : 0, column.cells.map(\.displayWidth).max() ?? 0)
        }
        func line(_ texts: [String]) -> String {
            var line = ""
            for (index, text) in texts.enumerated() {
                let space = String(repeating: " ", count: max(0, widths[index] - text.displayWidth))
                line += (index == 0 ? "" : "  ") + (columns[index].isNumber ? space + text : text + space)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
        let labels = below.map(\.title.displayWidth).max() ?? 0
        let rows = answer.rows.indices.flatMap { row -> [String] in
            [line(columns.map { $0.cells[row] })]
                + below.filter { !$0.cells[row].isEmpty }.flatMap { column in
                    let label = "    " + column.title.lowercased()
                    let space = String(repeating: " ", count: labels - column.title.displayWidth + 2)
                    let indent = String(repeating: " ", count: 4 + labels + 2)
                    return wrapped(column.cells[row], first: label + space, rest: indent).map(dim)
                }
        }
        return (options.headers ? [bold(line(columns.map(\.title)))] : []) + rows
    }

    /// A block a row: its name, then each column below.
    private func blocks(of columns: [Column]) -> [String] {
        let widest = columns.map(\.title.displayWidth).max() ?? 0
        let names = min(widest, max(8, width / 4))
        return answer.rows.indices.flatMap { row -> [String] in
            let head = columns.first { $0.isName } ?? columns.first
            let title = head?.cells[row] ?? ""
            let rest = columns.filter { $0.title != head?.title && !$0.cells[row].isEmpty }
            let indent = String(repeating: " ", count: 2 + names + 2)
            return (row == 0 ? [] : [""]) + wrapped(title, rest: "  ").map(bold)
                + rest.flatMap { column in
                    let label = "  " + column.title.lowercased()
                    let padded = label + String(repeating: " ", count: max(1, indent.displayWidth - label.displayWidth))
                    return padded.displayWidth < width / 2
                        ? wrapped(column.cells[row], first: padded, rest: indent)
                        : wrapped(label.trimmed + ":", first: "  ") + wrapped(column.cells[row], first: "    ", rest: "    ")
                }
        }
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
