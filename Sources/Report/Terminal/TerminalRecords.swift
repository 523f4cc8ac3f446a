import Questions

extension TerminalPage {
    /// A block a row with every column in full, as psql's `\x` shows it.
    var records: [String] {
        let titles = answer.columns.map { terminalSafe($0.name) }
        let widest = min(titles.map(\.displayWidth).max() ?? 0, max(8, width / 3))
        let indent = String(repeating: " ", count: widest + 2)
        return answer.rows.enumerated().flatMap { index, row -> [String] in
            let head = "-[ \(index + 1) ]"
            let rule = head + String(repeating: "-", count: max(0, min(width, 78) - head.count))
            return [dim(rule)]
                + zip(titles, zip(answer.columns, row)).flatMap { title, pair -> [String] in
                    let text = pair.0.truth(of: pair.1).map { $0 ? "true" : "false" } ?? terminalSafe(pair.1.plain)
                    let label = title + String(repeating: " ", count: max(2, indent.count - title.displayWidth))
                    if label.displayWidth <= width / 2 { return wrapped(text, first: label, rest: indent) }
                    return wrapped(title) + wrapped(text, first: "  ", rest: "  ")
                }
        }
    }
}
