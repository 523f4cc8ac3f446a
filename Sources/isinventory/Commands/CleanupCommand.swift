import ArgumentParser
import Model
import Questions
import Report
import Words

struct CleanupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup",
        abstract: "Tags that nothing needs any more, with the evidence, as oc commands to look over.",
        discussion: """
            A tag is needed by workloads of every kind, by the ReplicaSets and ReplicationControllers kept for rollback, by Jobs, \
            Pods, Builds and BuildConfigs, by triggers, and by tags that follow it. Where any of these was forbidden, failed or not \
            asked for, no tag is called unused, and it says which right is missing. Nothing is ever deleted: --script prints the \
            commands.

            FREED is what no tag shares that stays. --unused-for asks the record, too: nothing needed the tag since, and somebody \
            was looking all that time.

            Examples:
              isinventory cleanup --unused-for 90d
              isinventory cleanup --unused-for 90d -n shop --script > cleanup.sh
            """)

    @Option(help: ArgumentHelp("Only tags that nothing needed for so long: 90d, 12w, 36h.", valueName: "span"))
    var unusedFor: String?
    @Flag(help: "Print the commands as a shell script, each under its evidence.") var script = false
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func validate() throws { _ = try seconds() }

    func run() throws {
        let cleanup = try Cleanup(in: question.open(), question.filter(), unusedFor: seconds())
        if script {
            try StandardOutput.write(
                cleanup.script.split(separator: "\n", omittingEmptySubsequences: false).map { terminalSafe(String($0)) }.joined(
                    separator: "\n"))
            Presentation.tell(cleanup.notes.map(\.sentence))
        } else {
            try output.show(cleanup.answer)
        }
        try finding.leave(with: cleanup.answer)
    }

    private func seconds() throws -> Int64 {
        guard let unusedFor else { return 0 }
        guard let seconds = Cleanup.seconds(of: unusedFor, now: .now)
        else { throw ValidationError("--unused-for: '\(terminalSafe(unusedFor))' is no span of time. Write 90d, 12w or 36h.") }
        return seconds
    }
}
