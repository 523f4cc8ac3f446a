public import ArgumentParser
import Questions
import Report
import Words

struct Stale: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale", _superCommandName: Program.name,
        abstract: "Containers that run an earlier digest of a tag that has since moved.",
        discussion: """
            With --since or --from and --to: who lagged behind at some time in between, from when to when, and for how long.
            """)

    @OptionGroup var period: OptionalPeriodOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let period = try period.period(at: question.at)
        let answer = try answer(in: period)
        try output.show(answer, as: .stale)
        try finding.leave(with: answer)
    }
}

extension Stale {
    private func answer(in period: ReportPeriod?) throws -> Answer {
        guard let period else { return try question.fleetAnswer(.stale) ?? question.open().stale(question.filter()) }
        if let fleet = question.record.fleet {
            return try fleet.answer(FleetRequest(.lagged(period), question.filter(), at: period.to))
        }
        return try question.record.open(at: period.to).stale(question.filter(), in: period)
    }
}

extension Problem: ExpressibleByArgument {}

/// The answer, which has the command's name.
private typealias Found = Questions.Problems

struct Problems: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "problems", _superCommandName: Program.name,
        abstract: "Failing imports, tags that are unscheduled or have no workload, short names that nothing resolves.",
        discussion: """
            With --since or --from and --to: what was a problem at some time in between, from when to when, and for how long.
            """)

    @Option(help: "Only problems of this kind; may be given more than once.") var only: [Problem] = []
    @OptionGroup var period: OptionalPeriodOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let only = only.isEmpty ? Problem.allCases : only
        let period = try period.period(at: question.at)
        let answer = try period == nil ? question.fleetAnswer(.problems(only)) : nil
        try show(answer ?? fromCopies(of: only, in: period))
    }

    /// Of a fleet, what is told of a period is asked of a copy of each cluster.
    private func fromCopies(of only: [Problem], in period: ReportPeriod?) throws -> Answer {
        let filter = question.filter()
        return try Found(
            joining: question.record.askEach(at: period?.to ?? question.at) { record, _ in
                try period.map { try Found(in: record, filter, in: $0, only: only) } ?? Found(in: record, filter, only: only)
            }
        ).answer
    }

    private func show(_ answer: Answer) throws {
        try output.show(answer, as: .problems)
        try finding.leave(with: answer)
    }
}
