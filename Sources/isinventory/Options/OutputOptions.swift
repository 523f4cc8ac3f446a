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

    func show(_ answer: @autoclosure () throws -> Answer) throws { try Presentation(output: self).show(answer()) }
}
