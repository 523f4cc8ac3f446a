import ArgumentParser
import Questions
import Report

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", _superCommandName: Program.name,
        abstract: "When did it change, from what to what, seen between which snapshots.",
        discussion: """
            CHANGED_AT is the cluster's own time, exact. SEEN_AFTER and SEEN_BY are ours: the last look that did not show it \
            yet and the first one that did.

            Examples:
              isinventory history istag/web:1.0 -n shop
              isinventory history deployment/web
              isinventory history web:1.0
              isinventory history quay.io/abes/web@sha256:…
            """)

    @Argument(help: "istag/NAME:TAG, imagestream/NAME, deployment/NAME, …; or NAME:TAG, NAME, or a digest.") var subject: String
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try output.show(
            question.fleetAnswer(.history(subject)) ?? question.open().history(ofPasted: subject, question.filter()), as: .log)
    }
}
