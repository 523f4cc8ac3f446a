import Collector
import Model
import Questions
import Report
import Words

/// Brings an answer to its reader: rows on standard output, notes on standard error.
struct Presentation {
    let format: OutputFormat
    /// Whether a line of column names stands above the rows.
    let headers: Bool
    /// Whether long answers are shown page by page.
    let isPaged: Bool

    /// - Parameters:
    ///   - layout: How it is laid out where a person reads it at a terminal.
    ///   - below: What stands below the rows.
    func show(_ answer: Answer, as layout: TerminalLayout = .table, below: String = "") throws {
        var answer = answer
        if format == .table { showClusters(&answer) }
        if format == .table, let width = StandardOutput.width {
            let options = TerminalOptions(width: width, color: StandardOutput.isColored, now: .now, headers: headers)
            try Pager.show(answer.rendered(for: layout, options) + below, isWanted: isPaged)
            return Presentation.tell(answer.notes.map(\.sentence))
        }
        let options = RenderOptions(
            headers: headers, color: StandardOutput.isColored, width: StandardOutput.width)
        try Pager.show(answer.rendered(as: format, options: options) + below, isWanted: isPaged)
        Presentation.tell(answer.notes.map(\.sentence))
    }

    static func tell(_ notes: [String]) {
        for note in notes { StandardError.tell("note: \(terminalSafe(note.withoutCredentials))") }
    }

    /// With one cluster its name is noise; with several it is what tells rows apart.
    private func showClusters(_ answer: inout Answer) {
        guard let index = answer.columns.firstIndex(where: { $0.name == "cluster" }),
            Set(answer.rows.map { $0[index] }).count > 1
        else { return }
        let column = answer.columns[index]
        answer.columns[index] = Answer.Column(column.name, column.kind)
    }
}
