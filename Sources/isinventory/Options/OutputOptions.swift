public import ArgumentParser
import Questions
import Report

extension OutputFormat: ExpressibleByArgument {}

/// How to print.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("How to print the answer.", valueName: "format"))
    var format: OutputFormat = .table

    @Flag(help: "Leave out the line of column names.")
    var noHeaders = false

    @Flag(help: "At a terminal, print long answers at once instead of page by page ($PAGER).")
    var noPager = false

    /// Prints an answer, at a terminal in a layout that suits its kind.
    func show(_ answer: @autoclosure () throws -> Answer, as layout: TerminalLayout = .table) throws {
        try presentation.show(answer(), as: layout)
    }

    var presentation: Presentation { Presentation(format: format, headers: !noHeaders, isPaged: !noPager) }
}

/// Lets scripts ask "is there anything?".
struct FindingOption: ParsableArguments {
    @Flag(help: "Exit with 1 when there is something to show.") var exitCode = false

    func leave(with answer: Answer) throws {
        if exitCode, !answer.rows.isEmpty { throw Outcome.finding }
    }
}
