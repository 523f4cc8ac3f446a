import ArgumentParser
import Model
import Questions
import Record
import Report

struct SQL: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql", _superCommandName: Isinventory.name,
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

/// What statements are asked of: a file's record, or a fleet, as it stands or stood.
final class SQLSession {
    private let record: RecordOptions
    private let limit: Int?
    private let timeout: Double?
    /// Nil where a fleet is asked.
    private var reader: RecordReader?
    private(set) var at: Instant?

    init(_ record: RecordOptions, limit: Int?, timeout: Double?) {
        self.record = record
        self.limit = limit
        self.timeout = timeout
    }

    /// Opens the record as it stood at an instant, nil is as it stands; where that fails all stays as it was.
    ///
    /// - Parameter statement: The only one that will be asked; nil where more may come.
    func go(to instant: Instant?, for statement: String? = nil) throws {
        if record.fleet == nil {
            let opened = try record.open(at: instant)
            // No row there would say so by itself.
            for standing in try opened.clusters() where standing.snapshot == nil {
                guard let instant, record.cluster == nil || record.cluster == standing.cluster else { continue }
                let first = standing.firstTakenAt.map { "; its first snapshot was taken at \($0)" } ?? ""
                Presentation.tell(["cluster \(standing.cluster): nothing was recorded yet at \(instant)\(first)"])
            }
            try opened.openConsole(for: statement)
            reader = opened
        }
        at = instant
    }

    func answer(_ statement: String) throws -> Answer {
        let question = SQLQuestion(statement, limit: limit, timeout: timeout)
        if let fleet = record.fleet { return try fleet.answer(FleetRequest(.sql(question), at: at)) }
        guard let reader else { throw SQLQuestionError.failed("no record is open") }
        return try reader.answer(question, stopping: { Interrupts.happened })
    }
}
