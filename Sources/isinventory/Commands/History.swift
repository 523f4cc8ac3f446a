import ArgumentParser
import Model
import Questions

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "When did it change, from what to what, seen between which snapshots.",
        discussion: """
            CHANGED_AT is the cluster's own time, exact. SEEN_AFTER and SEEN_BY are ours: the last look that did not show it \
            yet and the first one that did.

            Examples:
              isinventory history istag/web:1.0 -n shop
              isinventory history deployment/web
            """)

    @Argument(help: "istag/NAME:TAG, imagestream/NAME, deployment/NAME, …") var subject: String
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let record = try question.open()
        let subject = try Subject(subject, among: Kinds.builtIn.adding(record.kindsOfWorkloads()))
        try output.show(record.history(of: subject, question.filter()), as: .log)
    }
}
