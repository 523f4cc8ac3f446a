import ArgumentParser
import Questions
import Report
import Words

struct LongReferencesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "long-references", _superCommandName: Program.name,
        abstract: "Who still uses long references, since when, and the oc commands that would end it.",
        discussion: """
            A long reference names a repository by tag and is not resolved through an image stream, so nobody can say from the \
            spec what runs. Below the table stand, for each container, the commands that would end it.
            """)

    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let found =
            try question.fleetAnswer(.longReferences).map { LongReferences($0) }
            ?? LongReferences(in: question.open(), question.filter(), isAlone: true)
        guard output.format == .table || output.format == .wide else {
            try output.show(found.answer)
            return try finding.leave(with: found.answer)
        }
        // The commands stand below, where they can be copied.
        let answer = found.answer.without("commands")
        let script = RemedyScript(found.references)
        try output.presentation.show(answer, below: StandardOutput.width.map(script.text(width:)) ?? script.text)
        try finding.leave(with: answer)
    }
}
