import ArgumentParser
import Model
import Questions
import Record
import Report
import Words

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", _superCommandName: Program.name,
        abstract: "The week: what changed, who still uses long references, what lags behind its tag.",
        discussion: """
            The format is text, or what FILE's name ends in (.md, .html, .json, .csv). Text and Markdown show 10 rows a table, HTML \
            as many as keep it below 1 MB, and count the rest; JSON and CSV hold everything.

            Of a fleet (--db postgresql://…) with several clusters it holds a report a cluster, one after another: in JSON an array of them, in \
            CSV the rows of all, each with its cluster, in HTML a table of the clusters above them. --cluster NAME is about one.

            With --leaving it is about who still pulls from a registry: a burn-down over twelve weeks, what is left, who came \
            anew, the tags that import from there, and the commands that would end it. It is told as of --to, or now; --table is \
            containers, imports, weeks or notes.

            Examples:
              isinventory report
              isinventory report --week 2026-W47 --time-zone Europe/Paris \\
                --output week.html
              isinventory report --since 30d -n shop -o markdown --language fr
              isinventory report -o csv --table long_references
              isinventory report --leaving docker.io --by 2026-12-31 --output leaving.html
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

    @Option(help: ArgumentHelp("Write into a file, replaced whole or not at all.", valueName: "file"), completion: .file())
    var output: String?
    @Option(help: ArgumentHelp("Tell how leaving this registry goes instead: docker.io.", valueName: "registry"))
    var leaving: String?
    @Option(help: ArgumentHelp("When leaving shall be over: a date.", valueName: "date"), transform: instant(from:))
    var by: Instant?
    @Option(
        help: ArgumentHelp(
            "Which table -o csv writes: \(ReportTable.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "table"))
    var table: String?
    @Option(help: ArgumentHelp("Rows a table shows in text, Markdown and HTML; 0 is all.", valueName: "rows")) var limit: Int?
    @Option(help: ArgumentHelp("The language people read it in (default: the locale's).", valueName: "language"))
    var language: Language?
    @Option(
        help: ArgumentHelp(
            "Exit with 1 when there is any: long-references, stale, failing-imports, gaps; comma-separated.", valueName: "what"))
    var failOn: String?
    @Flag(help: "At a terminal, print a long report at once instead of page by page ($PAGER).")
    var noPager = false

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit cannot be negative.") }
        if table != nil, chosenFormat != .csv { throw ValidationError("--table is for -o csv.") }
        if by != nil, leaving == nil { throw ValidationError("--by goes with --leaving.") }
        let tables = leaving == nil ? ReportTable.allCases.map(\.rawValue) : LeavingTable.allCases.map(\.rawValue)
        if let table, !tables.contains(table) {
            throw ValidationError("--table: no '\(terminalSafe(table))'; there are \(tables.joined(separator: ", ")).")
        }
        if leaving != nil, time.week != nil || time.from != nil || time.since != nil || failOn != nil {
            throw ValidationError("--leaving is told as of --to or now: it takes no other period and no --fail-on.")
        }
        if leaving == nil, time.to != nil, time.from == nil { throw ValidationError("--to needs --from.") }
        _ = try findings()
    }

    func run() throws {
        let now = Instant.now
        let filter = Filter(cluster: record.cluster, namespaces: namespaces.namespaces)
        if try record.fleetOfSeveral() != nil {
            return try leaving.map { try runEachLeaving($0, filter, now: now) } ?? runEach(filter, now: now)
        }
        // A record of an older isinventory is said to be one, before it is asked.
        let path = try record.open().path
        if let leaving { return try runLeaving(leaving, filter, now: now) }
        let report = try WeeklyReport(
            path: path, period: time.period(now: now), filter: filter,
            remedies: options("").remedies(in: chosenFormat), now: now)
        try write(report.rendered(as: chosenFormat, options: options(command(for: report.period))))
        // A table has no place for them.
        if chosenFormat == .csv, table != ReportTable.notes.rawValue { Presentation.tell(report.notes) }
        if try findings().contains(where: { $0.isFound(in: report) }) { throw Outcome.finding }
    }

    /// Of a fleet a report a cluster, one after another.
    private func runEach(_ filter: Filter, now: Instant) throws {
        let period = try time.period(now: now)
        let findings = try findings()
        var isFound = false
        var whole = FleetReport(as: chosenFormat, options: options(command(for: period)))
        try write { write in
            _ = try record.askEach(at: nil) { copy, left in
                let (cluster, filter) = try one(copy, filter)
                let report = try WeeklyReport(
                    path: copy.path, period: period, filter: filter, remedies: options("").remedies(in: chosenFormat), now: now)
                try write(whole.add(report, of: cluster, command: command(for: report.period, cluster: cluster), left: left))
                if chosenFormat == .csv, table != ReportTable.notes.rawValue { tell(report.notes, of: cluster) }
                isFound = isFound || findings.contains { $0.isFound(in: report) }
            }
            try write(whole.end())
        }
        if isFound { throw Outcome.finding }
    }

    private func runEachLeaving(_ registry: String, _ filter: Filter, now: Instant) throws {
        let end = try time.end(now: now)
        let at = min(end, now)
        var whole = FleetReport(as: chosenFormat, options: options(command(leaving: registry, at: at)))
        let shown = table.flatMap(LeavingTable.init) ?? .containers
        try write { write in
            _ = try record.askEach(at: end < now ? end : nil) { copy, left in
                let (cluster, filter) = try one(copy, filter)
                let report = try LeavingReport(in: copy, leaving: registry, by: by, filter, now: at, zone: time.zone)
                let command = command(leaving: registry, at: report.at, cluster: cluster)
                try write(whole.add(report, of: cluster, table: shown, command: command, left: left))
                if chosenFormat == .csv, shown != .notes { tell(report.notes.map(\.sentence), of: cluster) }
            }
            try write(whole.end())
        }
    }

    /// The cluster that a copy is of, and the filter that asks for it.
    private func one(_ copy: RecordReader, _ filter: Filter) throws -> (cluster: String, Filter) {
        var filter = filter
        let cluster = try copy.clusters().first?.cluster ?? ""
        filter.cluster = cluster
        return (cluster, filter)
    }

    /// Tells notes on one cluster of several, by its name where they do not say it themselves.
    private func tell(_ notes: [String], of cluster: String) {
        let names = ["\(cluster): ", "cluster \(cluster): "]
        Presentation.tell(notes.map { note in names.contains { note.hasPrefix($0) } ? note : names[0] + note })
    }

    private func runLeaving(_ registry: String, _ filter: Filter, now: Instant) throws {
        let end = try time.end(now: now)
        let record = try record.open(at: end < now ? end : nil)
        let report = try LeavingReport(in: record, leaving: registry, by: by, filter, now: min(end, now), zone: time.zone)
        let options = options(command(leaving: registry, at: report.at))
        let shown = table.flatMap(LeavingTable.init) ?? .containers
        try write(report.rendered(as: chosenFormat, options: options, table: shown))
        if chosenFormat == .csv, shown != .notes { Presentation.tell(report.notes.map(\.sentence)) }
    }

    private func write(_ text: String) throws { try write { try $0(text) } }

    /// Writes a piece after another where nobody looks at them page by page.
    private func write(_ pieces: ((String) throws -> Void) throws -> Void) throws {
        if let output { return try OutputFile(path: output).write(pieces) }
        guard StandardOutput.isTerminal else { return try pieces(StandardOutput.write) }
        var whole = ""
        try pieces { whole += $0 }
        try Pager.show(whole, isWanted: !noPager)
    }

    private var chosenFormat: ReportFormat { format ?? output.flatMap(ReportFormat.init(fileName:)) ?? .text }

    private func options(_ command: String) -> ReportOptions {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(RecordOptions.environment).first
        return ReportOptions(
            language: language ?? Language(locale: locale), limit: limit, command: command,
            color: output == nil && StandardOutput.isColored, width: output == nil ? StandardOutput.width ?? 100 : 100,
            isASCII: output == nil && StandardOutput.isASCII, table: table.flatMap(ReportTable.init) ?? .headline,
            foldsCommands: output == nil && StandardOutput.isTerminal)
    }

    /// The same report again, whenever it is asked: with the instants instead of "now".
    private func command(for period: ReportPeriod, cluster: String? = nil) -> String {
        var words = ["isinventory", "report"]
        if let week {
            words += ["--week", week]
        } else {
            words += ["--from", "\(period.from)", "--to", "\(period.to)"]
        }
        return again(words, zone: period.zone, cluster: cluster)
    }

    private func command(leaving registry: String, at instant: Instant, cluster: String? = nil) -> String {
        var words = ["isinventory", "report", "--leaving", registry, "--to", "\(instant)"]
        if let by { words += ["--by", "\(by)"] }
        return again(words, zone: time.zone, cluster: cluster)
    }

    private func again(_ words: [String], zone: ReportZone, cluster: String? = nil) -> String {
        var words = words
        if zone.name != "UTC" { words += ["--time-zone", zone.name] }
        // Reports are sent around: an address goes without its password.
        if let file = record.database { words += ["--db", record.fleet?.name ?? file] }
        if let cluster = cluster ?? record.cluster { words += ["--cluster", cluster] }
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
