extension ReportText {
    /// The rows of a table below a line of their columns' names. Columns that the width has no room for go onto a line of their
    /// own, the last ones first, so that no terminal breaks a row where it likes.
    struct Rows {
        /// The columns' names, as far as they stand beside each other; empty where a single one would only say the obvious.
        let header: String
        /// Each row, a line or more.
        let lines: [[String]]

        init(_ grid: ReportGrid, width: Int, line: (ReportGrid.Cell) -> String) {
            let columns = grid.columns.indices.filter { !grid.columns[$0].isBelow }
            let cells = grid.rows.map { row in columns.map { line(row[$0]) } }
            let titles = columns.map { grid.columns[$0].title }
            let widths = columns.indices.map { column in
                // A hostile name of 10,000 letters sticks out; it does not push every other row apart.
                ([titles[column]] + cells.map { $0[column] }).map(\.displayWidth).filter { $0 <= width }.max() ?? 0
            }
            let fitting = Rows.fitting(widths, in: width)
            func laidOut(_ texts: [String], _ index: Int) -> String {
                let isNumber = grid.columns[columns[index]].kind == .number
                let spaces = String(repeating: " ", count: max(0, widths[index] - texts[index].displayWidth))
                return isNumber ? spaces + texts[index] : texts[index] + spaces
            }
            func row(_ texts: [String]) -> String {
                let line = (0..<fitting).map { laidOut(texts, $0) }.joined(separator: Rows.space)
                return String(line.reversed().drop { $0 == " " }.reversed())
            }
            header = columns.count > 1 ? row(titles) : ""
            lines = cells.map { texts in
                // What is below is indented by four more.
                [row(texts)] + Rows.folded(texts[fitting...].filter { !$0.isEmpty }, in: width - 4)
            }
        }

        private static let space = "   "

        /// How many columns stand beside each other; at least the first.
        private static func fitting(_ widths: [Int], in width: Int) -> Int {
            var used = 0
            for (index, column) in widths.enumerated() {
                used += column + (index == 0 ? 0 : space.count)
                if used > width, index >= 1 { return index }
            }
            return widths.count
        }

        /// As many texts a line as have room beside each other; one that has none on a line of its own is folded at its spaces.
        private static func folded(_ texts: [String], _ between: String = " · ", in width: Int) -> [String] {
            var lines: [String] = []
            for text in texts {
                if let last = lines.last, (last + between + text).displayWidth <= width {
                    lines[lines.count - 1] = last + between + text
                } else {
                    let isSplit = between == " · " && text.displayWidth > width
                    lines += isSplit ? folded(text.split(separator: " ").map(String.init), " ", in: width) : [text]
                }
            }
            return lines
        }
    }
}
