import Collector
import Questions
import Report

/// Brings an answer to its reader: rows on standard output, notes on standard error.
struct Presentation {
    let output: OutputOptions

    func show(_ answer: Answer) throws {
        var answer = answer
        if output.format == .table { showClusters(&answer) }
        let options = RenderOptions(
            headers: !output.noHeaders, color: StandardOutput.isColored, width: StandardOutput.width)
        try StandardOutput.write(answer.rendered(as: output.format, options: options))
        Presentation.tell(answer.notes)
    }

    static func tell(_ notes: [String]) {
        for note in notes { StandardError.write("note: \(terminalSafe(note.withoutCredentials))\n") }
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
