/// Rows as a Markdown table, which also reads well at a terminal.
enum Table {
    private static let headers = ["what", "against", "goal", "measured", "CPU", "", "medians"]

    static func markdown(_ rows: [Row]) -> String {
        let cells = [headers] + rows.map(\.cells)
        let widths = headers.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        func line(_ row: [String]) -> String {
            let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
        return ([line(headers), rule] + cells.dropFirst().map(line)).joined(separator: "\n")
    }
}
