import ArgumentParser
import Questions

struct Drift: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", _superCommandName: Program.name,
        abstract: "Containers whose Pods run something else than their image pins, than their tag points to, or than each other.",
        discussion: """
            One row an image that runs. AGAINST says what it differs from: spec, the digest that the image writes; tag, what its image \
            stream tag points to; pods, each other, as while a rollout is under way or where a tag moved between two starts.
            An index (manifest list) and its platform's manifest are one image. What Pods run is known where they may be listed.

            Examples:
              isinventory drift -n shop
              isinventory drift --at yesterday --exit-code
            """)

    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let answer = try question.fleetAnswer(.drift) ?? question.open().drift(question.filter())
        try output.show(answer)
        try finding.leave(with: answer)
    }
}
