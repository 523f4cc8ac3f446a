import ArgumentParser
import Questions
import Record
import Report

struct SQL: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Read-only SQL over the views, as they stand or as they stood.",
        discussion: """
            Without a statement, statements are read from standard input, each ended by a semicolon; at a terminal that is a \
            console. SQLite itself refuses everything but reading. `isinventory schema` lists views and columns.

            Examples:
              isinventory sql "SELECT verdict, count(*) FROM containers GROUP BY verdict"
              isinventory sql --at 2026-03-03 -o csv \\
                "SELECT * FROM istags WHERE namespace = 'shop'"
            """)

    @Argument(help: "One SELECT statement.") var statement: String?
    @Option(help: ArgumentHelp("Stop a statement after so many seconds; 0 never does.", valueName: "seconds"))
    var timeout: Double = 30
    @Option(help: ArgumentHelp("Print so many rows at most; the rest is counted.", valueName: "rows")) var limit: Int?
    @OptionGroup var record: RecordOptions
    @OptionGroup var instant: InstantOption
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if timeout < 0 { throw ValidationError("--timeout cannot be negative.") }
        if let limit, limit < 0 { throw ValidationError("--limit cannot be negative.") }
    }

    func run() throws {
        SQLQuestion.limitMemory()
        let reader = try record.fleet == nil ? record.open(at: instant.at) : nil
        try reader?.openConsole()
        if let statement {
            try show(statement, reader)
        } else {
            try SQLConsole(isInteractive: StandardInput.isTerminal).run { try show($0, reader) }
        }
    }

    /// - Parameter reader: nil where a fleet is asked.
    private func show(_ statement: String, _ reader: RecordReader?) throws {
        let question = SQLQuestion(statement, limit: limit, timeout: timeout == 0 ? nil : timeout)
        let ofFleet = try record.fleet?.answer(FleetRequest(.sql(question), at: instant.at))
        guard let answer = try ofFleet ?? reader?.answer(question) else { return }
        try output.show(answer)
        if answer.rows.isEmpty, output.format == .table || output.format == .wide { Presentation.tell(["no rows"]) }
    }
}
