public import ArgumentParser
import Questions
import Report
import Words

struct Stale: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stale",
        abstract: "Containers that run an earlier digest of a tag that has since moved.",
        discussion: """
            With --since or --from and --to: who lagged behind at some time in between, from when to when, and for how long.
            """)

    @OptionGroup var period: OptionalPeriodOptions
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let period = try period.period(at: question.instant.at)
        let answer =
            try (period == nil ? question.fleetAnswer(.stale) : nil) ?? ofRecord(period)
        try output.show(answer, as: .stale)
        try finding.leave(with: answer)
    }
}

extension Stale {
    /// A stretch of a fleet's time is asked of one cluster.
    private func ofRecord(_ period: ReportPeriod?) throws -> Answer {
        let record = try question.record.open(at: period?.to ?? question.instant.at)
        return try period.map { try record.stale(question.filter(), in: $0) } ?? record.stale(question.filter())
    }
}

extension Problem: ExpressibleByArgument {}

struct Problems: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "problems",
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
        let period = try period.period(at: question.instant.at)
        let record = try question.record.open(at: period?.to ?? question.instant.at)
        let answer =
            try period.map { try record.problems(question.filter(), in: $0, only: only) }
            ?? record.problems(question.filter(), only: only)
        try output.show(answer, as: .problems)
        try finding.leave(with: answer)
    }
}
