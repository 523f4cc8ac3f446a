import ArgumentParser
import Model
import Questions
import Report
import Words

struct CleanupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cleanup", _superCommandName: Program.name,
        abstract: "Tags that nothing needs any more, with the evidence, as oc commands to look over.",
        discussion: """
            A tag is needed by workloads of every kind, by the ReplicaSets and ReplicationControllers kept for rollback, by Jobs, \
            Pods, Builds and BuildConfigs, by triggers, and by tags that follow it. Where any of these was forbidden, failed or not \
            asked for, no tag is called unused, and it says which right is missing. Nothing is ever deleted: --script prints the \
            commands.

            Of a fleet (--db postgresql://…) each cluster is asked in turn; --script is for one, which --cluster names.

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
        // What `oc` is logged in to, it does not say; a script of several clusters would untag in one what may go in another.
        if script, let clusters = try question.record.fleetOfSeveral()?.clusters { throw ScriptOfSeveral(clusters: clusters) }
        let (filter, seconds) = (question.filter(), try seconds())
        let cleanup = try Cleanup(
            joining: question.record.askEach(at: question.at) { record, _ in
                try Cleanup(in: record, filter, unusedFor: seconds)
            })
        if script {
            guard cleanup.clusters.count < 2 else { throw ScriptOfSeveral(clusters: cleanup.clusters) }
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

/// A script was asked for whose commands would be for several clusters.
private struct ScriptOfSeveral: Error, CustomStringConvertible {
    let clusters: [String]

    var description: String {
        let shown = clusters.prefix(10).map(terminalSafe).joined(separator: ", ")
        let rest = clusters.count > 10 ? " and \(clusters.count - 10) more" : ""
        return "--script writes commands for the one cluster that `oc` is logged in to, and these are several: \(shown)\(rest). "
            + "Say which with --cluster."
    }
}
