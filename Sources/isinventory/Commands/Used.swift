import ArgumentParser
import Questions

struct Used: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "used",
        abstract: "Who ever ran an image, from when to when.",
        discussion: """
            Takes a digest (its beginning is enough) or a reference, in any spelling that pulls the same image.

            Examples:
              isinventory used sha256:ab65daf8ad67
              isinventory used docker.io/abesesr/clamscan-docker:1.4.7
            """)

    @Argument(help: "sha256:… or an image reference.") var image: String
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let answer = try question.open().used(image, question.filter())
        try output.show(answer)
        try finding.leave(with: answer)
    }
}

/// Lets scripts ask "is there anything?".
struct FindingOption: ParsableArguments {
    @Flag(help: "Exit with 1 when there is something to show.") var exitCode = false

    func leave(with answer: Answer) throws {
        if exitCode, !answer.rows.isEmpty { throw Outcome.finding }
    }
}
