import ArgumentParser
import Questions
import Report

struct SQL: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", _superCommandName: Program.name,
        abstract: "Read-only SQL over the views, as they stand or as they stood.",
        discussion: """
            Without a statement, statements are read from standard input, each ended by a semicolon. At a terminal that is a \
            console: Tab completes views and columns, \\d lists them, \\x shows rows as blocks, \\o FILE writes answers into a \
            file, \\at TIME goes there, \\? tells the rest. What was typed is kept in isinventory/sql_history of the XDG state \
            folder (ISINVENTORY_SQL_HISTORY names another file; empty keeps nothing). SQLite itself refuses everything but reading.

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
        let session = SQLSession(record, limit: limit, timeout: timeout == 0 ? nil : timeout)
        try session.go(to: instant.at, for: statement)
        guard let statement else {
            return try SQLConsole(session, output, isInteractive: StandardInput.isTerminal).run()
        }
        let answer = try session.answer(statement)
        try output.show(answer)
        if answer.rows.isEmpty, output.format == .table || output.format == .wide { Presentation.tell(["no rows"]) }
    }
}
