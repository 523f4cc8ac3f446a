import ArgumentParser
import Model
import Questions
import Record
import Report

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", _superCommandName: Program.name,
        abstract: "What was added, removed and changed between two instants.",
        discussion: """
            Examples:
              isinventory diff 7d now -n shop
              isinventory diff 2026-03-01 2026-03-08 -o json
            """)

    @Argument(help: "The earlier time.", transform: instant(from:)) var from: Instant
    @Argument(help: "The later time (default: now).", transform: instant(from:)) var to: Instant?
    @OptionGroup var record: RecordOptions
    @OptionGroup var namespaces: NamespaceOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let filter = Filter(cluster: record.cluster, namespaces: namespaces.namespaces)
        let answer =
            try record.fleet?.answer(FleetRequest(.difference(from: from), filter, at: to))
            ?? Difference(from: record.open(at: from), to: record.open(at: to), filter).answer
        try output.show(answer, as: .difference)
        try finding.leave(with: answer)
    }
}
