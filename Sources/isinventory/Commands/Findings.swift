public import ArgumentParser
import Questions

struct Stale: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract: "Containers that run an earlier digest of a tag that has since moved.")

    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let answer = try question.open().stale(question.filter())
        try output.show(answer)
        try finding.leave(with: answer)
    }
}

extension Problem: ExpressibleByArgument {}

struct Problems: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "problems",
        abstract: "Failing imports, unscheduled and unused tags, short names that nothing resolves.")

    @Option(help: "Only problems of this kind; may be given more than once.") var only: [Problem] = []
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let answer = try question.open().problems(question.filter(), only: only.isEmpty ? Problem.allCases : only)
        try output.show(answer)
        try finding.leave(with: answer)
    }
}
