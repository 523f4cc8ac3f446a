import Model
import Questions

extension TerminalPage {
    /// A column that is shown, with its cells as text.
    struct Column {
        let title: String
        var cells: [String]
        let isNumber: Bool
        /// Whether what tells a cell from others stands at its end, as in a reference.
        let isReference: Bool
        /// Whether it names the row, so that it is never left out.
        let isName: Bool
        /// Whether its cells are sentences, which may take several lines.
        let isProse: Bool
        /// How wide the last column may be, where its sentences are broken.
        var limit: Int?

        var widest: Int { max(title.displayWidth, cells.map(\.displayWidth).max() ?? 0) }
    }

    private static let gap = 2

    /// As narrow as the answer allows: what is the same in every row is said once above, `kind` and `name` are one, digests have twelve
    /// digits and times are ages.
    ///
    /// Where a line is too short for that, a container that is called as its workload is told with it, then rows stand below their
    /// namespace, then the widest columns below their row, then cells are cut unless two could be taken for each other; where the names themselves
    /// are wider than the terminal, rows become blocks.
    var table: [String] {
        let (all, same) = withoutSame(columns(isFolded: false))
        let above = same.isEmpty ? [] : wrapped(same.joined(separator: ", ") + " in every row", first: "", rest: "  ").map(dim)
        if let whole = whole(all, indent: 0) { return above + lines(of: whole) }
        let (folded, _) = withoutSame(columns(isFolded: true))
        if let whole = whole(folded, indent: 0) { return above + lines(of: whole) }
        let isGrouped = isGrouped(folded)
        let columns = isGrouped ? folded.filter { $0.title != "NAMESPACE" && $0.title != "CLUSTER" } : folded
        let indent = isGrouped ? Self.gap : 0
        // Where a line is too short for all, the widest stand below it.
        var beside = columns
        var below: Set<String> = []
        while true {
            if let shown = whole(beside, indent: indent) ?? cut(beside, indent: indent) {
                return above + lines(of: shown, below: columns.filter { below.contains($0.title) }, isGrouped: isGrouped)
            }
            guard let widest = beside.filter({ !$0.isName && !$0.isNumber }).max(by: { $0.widest < $1.widest }) else { break }
            beside.removeAll { $0.title == widest.title }
            below.insert(widest.title)
        }
        return above + blocks(of: all)
    }

    /// Whether rows of a namespace stand together, and most not alone.
    private func isGrouped(_ columns: [Column]) -> Bool {
        guard columns.contains(where: { $0.title == "NAMESPACE" }) else { return false }
        let places = answer.rows.map(place)
        let runs = zip(places, places.dropFirst()).count { $0 != $1 } + 1
        return runs * 2 <= places.count || runs == Set(places).count && runs < places.count
    }

    // MARK: Columns

    /// The columns but for those that say the same in each row, and what they say.
    private func withoutSame(_ columns: [Column]) -> ([Column], [String]) {
        guard answer.rows.count > 1 else { return (columns, []) }
        var same: [String] = []
        let left = columns.filter { column in
            guard !column.isName, Set(column.cells).count == 1, let value = column.cells.first else { return true }
            if !value.isEmpty { same.append("\(column.title.lowercased()) \(value)") }
            return false
        }
        return (left, same)
    }

    /// - Parameter isFolded: Whether a container stands beside its workload, and only where it is called otherwise.
    private func columns(isFolded: Bool) -> [Column] {
        var columns: [Column] = []
        let isWorkload = has("kind") && has("name")
        let isFolded = isFolded && isWorkload && has("container")
        for (place, column) in answer.columns.enumerated() where !column.isWide {
            if isWorkload, column.name == "name" { continue }
            // What it was before stands beside what it is.
            if column.name.hasSuffix("_before"), has(String(column.name.dropLast(7))) { continue }
            if isFolded, column.name == "container" || column.name == "init" { continue }
            // Of a tag that may go, who needed it last says why.
            if column.name == "reason", has("last_needed_by") { continue }
            let isName =
                ["name", "kind", "istag", "registry", "digest", "view", "column"].contains(column.name)
                && columns.allSatisfy { !$0.isName }
            let isObject = isWorkload && column.name == "kind"
            let cells = answer.rows.map { row -> String in
                if isObject { return object(row) + (isFolded ? container(row) : "") }
                let text = place < row.count ? cell(row[place], column, row) : ""
                guard let before = value(row, column.name + "_before"), before != text else { return text }
                return "\(before) → \(text)"
            }
            columns.append(
                Column(
                    title: terminalSafe(isObject ? "name" : column.name).uppercased(), cells: cells,
                    isNumber: column.kind == .integer,
                    isReference: column.kind == .digest || ["repository", "from_name", "last_needed_by"].contains(column.name),
                    isName: isName,
                    isProse: ["meaning", "message", "reason"].contains(column.name)))
        }
        return columns
    }

    private func cell(_ cell: Answer.Cell, _ column: Answer.Column, _ row: [Answer.Cell]) -> String {
        if let truth = column.truth(of: cell) { return truth ? "true" : "false" }
        switch cell {
        case .null: return column.name == "last_needed_by" ? "never" : ""
        case .text(let text):
            switch column.kind {
            // A snapshot is called by its time.
            case .time where column.name == "taken_at" && has("snapshot"): return terminalSafe(text)
            case .time: return age(text) ?? terminalSafe(text)
            case .digest: return terminalSafe(shortened(text))
            case .reason:
                let tag = value(row, "istag").map { istag in value(row, "istag_namespace").map { "\($0)/\(istag)" } ?? istag }
                return terminalSafe(ReasonSentence.text(text, tag: tag, in: .english))
            default: return terminalSafe(text)
            }
        case .boolean(let truth): return String(truth)
        case .integer(let number):
            return has("digest") && ["size", "freed"].contains(column.name) ? byteWords(number) : String(number)
        case .real(let number): return number.description
        }
    }

    // MARK: What fits

    /// The columns with every cell in full; nil where the line is too short. Sentences at its end may take several lines.
    private func whole(_ columns: [Column], indent: Int) -> [Column]? {
        let available = width - indent - Self.gap * (columns.count - 1)
        let needed = columns.map(\.widest).reduce(0, +)
        if needed <= available { return columns }
        guard var last = columns.last, last.isProse else { return nil }
        let room = available - (needed - last.widest)
        guard room >= max(28, last.title.displayWidth) else { return nil }
        last.limit = room
        return columns.dropLast() + [last]
    }

    /// The widest columns cut until the table fits; nil where two different cells of a column would look alike, too little would be left of
    /// one, or something else can stand below the row instead of a name being cut.
    private func cut(_ columns: [Column], indent: Int) -> [Column]? {
        let available = width - indent - Self.gap * (columns.count - 1)
        let natural = columns.map(\.widest)
        let keepsNames = columns.contains { !$0.isName && !$0.isNumber && $0.widest > 12 }
        func capped(_ cap: Int) -> [Int] {
            columns.indices.map { index in
                columns[index].isNumber || keepsNames && columns[index].isName
                    ? natural[index] : min(natural[index], max(columns[index].title.displayWidth, cap))
            }
        }
        guard let cap = (20...120).last(where: { capped($0).reduce(0, +) <= available }) else { return nil }
        var columns = columns
        for (index, limit) in capped(cap).enumerated() where limit < natural[index] {
            // A reference without its beginning is another one; it stands below in full.
            guard !columns[index].isReference || columns[index].isName else { return nil }
            let cut = columns[index].cells.map { Self.cut($0, to: limit, keepsEnd: columns[index].isReference) }
            guard Set(cut).count == Set(columns[index].cells).count else { return nil }
            columns[index].cells = cut
        }
        return columns
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
}

extension TerminalPage {
    // MARK: Lines

    private func lines(of columns: [Column], below: [Column] = [], isGrouped: Bool = false) -> [String] {
        let widths = columns.map { column in
            max(options.headers ? column.title.displayWidth : 0, column.limit ?? column.cells.map(\.displayWidth).max() ?? 0)
        }
        let indent = isGrouped ? "  " : ""
        func line(_ texts: [String]) -> [String] {
            var line = indent
            for (index, text) in texts.enumerated() {
                line += index == 0 ? "" : "  "
                if columns[index].limit != nil {
                    let rest = String(repeating: " ", count: line.displayWidth)
                    return wrapped(text, first: line, rest: rest).map(\.trimmedEnd)
                }
                let space = String(repeating: " ", count: max(0, widths[index] - text.displayWidth))
                line += columns[index].isNumber ? space + text : text + space
            }
            return [line.trimmedEnd]
        }
        var lines = options.headers ? line(columns.map(\.title)).map(bold) : []
        var last: String?
        for row in answer.rows.indices {
            if isGrouped, case let place = place(answer.rows[row]), place != last {
                lines += wrapped(place.isEmpty ? "-" : place, rest: "  ").map(bold)
                last = place
            }
            lines += line(columns.map { $0.cells[row] }) + self.below(row, below, indent)
        }
        return lines
    }

    /// The columns that a row's line had no room for, a line each.
    private func below(_ row: Int, _ columns: [Column], _ indent: String) -> [String] {
        let labels = columns.map(\.title.displayWidth).max() ?? 0
        return columns.filter { !$0.cells[row].isEmpty }.flatMap { column in
            let label = indent + "    " + column.title.lowercased()
            let space = String(repeating: " ", count: labels - column.title.displayWidth + 2)
            let rest = indent + String(repeating: " ", count: 4 + labels + 2)
            return wrapped(column.cells[row], first: label + space, rest: rest).map(dim)
        }
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

    fileprivate var trimmedEnd: String {
        var line = self
        while line.last == " " { line.removeLast() }
        return line
    }
}
