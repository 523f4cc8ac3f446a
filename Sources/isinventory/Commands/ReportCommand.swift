import ArgumentParser
import Model
import Questions
import Report

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "The week: what changed, who still uses long references, what lags behind its tag.",
        discussion: """
            The format is text, or what FILE's name ends in (.md, .html, .json, .csv). Text and Markdown show 10 rows a table, HTML \
            as many as keep it below 1 MB, and count the rest; JSON and CSV hold everything.

            Examples:
              isinventory report
              isinventory report --week 2026-W47 --time-zone Europe/Paris --output week.html
              isinventory report --since 30d -n shop -o markdown --language fr
              isinventory report -o csv --table long_references
              isinventory report --fail-on long-references,gaps > /dev/null
            """)

    @OptionGroup var time: PeriodOptions
    @OptionGroup var record: RecordOptions
    @OptionGroup var namespaces: NamespaceOptions

    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            "How to write it (default: what FILE ends in, else text).", valueName: "format"))
    var format: ReportFormat?

    @Option(help: ArgumentHelp("Write into a file, replaced whole or not at all.", valueName: "file")) var output: String?
    @Option(help: ArgumentHelp("Which table -o csv writes.", valueName: "table")) var table: ReportTable?
    @Option(help: ArgumentHelp("Rows a table shows in text, Markdown and HTML; 0 is all.", valueName: "rows")) var limit: Int?
    @Option(help: ArgumentHelp("The language people read it in (default: the locale's).", valueName: "language"))
    var language: Language?
    @Option(
        help: ArgumentHelp(
            "Exit with 1 when there is any: long-references, stale, failing-imports, gaps; comma-separated.", valueName: "what"))
    var failOn: String?

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit cannot be negative.") }
        if table != nil, chosenFormat != .csv { throw ValidationError("--table is for -o csv.") }
        _ = try findings()
    }

    func run() throws {
        // A record of an older isinventory is said to be one, before it is asked.
        _ = try record.open()
        let now = Instant.now
        let filter = Filter(cluster: record.cluster, namespaces: namespaces.namespaces)
        let report = try WeeklyReport(path: record.path, period: time.period(now: now), filter: filter, now: now)
        let text = report.rendered(as: chosenFormat, options: options(report))
        if let output { try OutputFile(path: output).write(text) } else { try StandardOutput.write(text) }
        if try findings().contains(where: { $0.isFound(in: report) }) { throw Outcome.finding }
    }

    private var chosenFormat: ReportFormat { format ?? output.flatMap(ReportFormat.init(fileName:)) ?? .text }

    private func options(_ report: WeeklyReport) -> ReportOptions {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(RecordOptions.environment).first
        return ReportOptions(
            language: language ?? Language(locale: locale), limit: limit, command: command(for: report),
            color: output == nil && StandardOutput.isColored, width: output == nil ? StandardOutput.width ?? 100 : 100,
            isASCII: output == nil && StandardOutput.isASCII, table: table ?? .headline)
    }

    /// The same report again, whenever it is asked: with the instants instead of "now".
    private func command(for report: WeeklyReport) -> String {
        var words = ["isinventory", "report"]
        if let week {
            words += ["--week", week]
        } else {
            words += ["--from", "\(report.period.from)", "--to", "\(report.period.to)"]
        }
        if report.period.zone.name != "UTC" { words += ["--time-zone", report.period.zone.name] }
        if let file = record.database { words += ["--db", file] }
        if let cluster = record.cluster { words += ["--cluster", cluster] }
        words += namespaces.namespaces.flatMap { ["-n", $0] }
        return words.map(ShellWord.quoted).joined(separator: " ")
    }

    private var week: String? { time.week?.uppercased() }

    private func findings() throws -> [ReportFinding] {
        try (failOn ?? "").split(separator: ",").map { word in
            guard let finding = ReportFinding(rawValue: String(word)) else {
                throw ValidationError(
                    "--fail-on: no '\(word)'; there are \(ReportFinding.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            return finding
        }
    }
}

/// What `--fail-on` may ask for.
enum ReportFinding: String, CaseIterable {
    case longReferences = "long-references"
    case stale
    case failingImports = "failing-imports"
    case gaps

    func isFound(in report: WeeklyReport) -> Bool {
        switch self {
        case .longReferences: report.figure(.longReferences).value > 0
        case .stale: report.figure(.stale).value > 0
        case .failingImports: report.figure(.failingImports).value > 0
        // Nobody looked, or something was not let see: both leave holes.
        case .gaps: !report.health.allSatisfy(\.isWhole)
        }
    }
}
