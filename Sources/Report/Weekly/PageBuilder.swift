import Model
import Questions

/// Lays a report out as a page: what is said, in which order, in which words.
struct PageBuilder {
    let report: WeeklyReport
    let words: Wording
    /// The command that makes the same report again, for who wants to see all of it.
    let command: String

    func page() -> ReportPage {
        ReportPage(
            words: words, title: words(.title), subtitle: subtitle, lead: lead, figures: figures, warnings: warnings,
            sections: [longReferences, tags, images, stale, running, streams, objects, record], footer: words(.madeBy, command),
            weeks: report.weeks, weeksCaption: .chartWeeks, report: report)
    }

    private var subtitle: [String] {
        let period = report.period
        var lines: [String] = []
        if let week = period.week { lines.append(words(.week, String(week.number), String(week.year))) }
        lines.append("\(ends) (\(period.zone.name))")
        let names = report.health.map(\.cluster).joined(separator: ", ")
        let clusters = words(report.health.count == 1 ? .oneCluster : .severalClusters, names)
        let namespaces = report.filter.namespaces.joined(separator: ", ")
        lines.append(clusters + (namespaces.isEmpty ? "" : ", " + words(.onlyNamespaces, namespaces)))
        return lines
    }

    /// The period in days where it is whole days, else to the minute.
    private var ends: String {
        let (period, zone) = (report.period, report.period.zone)
        guard zone.isMidnight(period.from), zone.isMidnight(period.to), let first = period.days.first, let last = period.days.last
        else { return words(.period, words.time(period.from, withYear: true), words.time(period.to, withYear: true)) }
        return words(.period, words.day(first), words.day(last, withYear: true))
    }

    private var lead: [String] {
        let long = report.figure(.longReferences)
        let all = report.figure(.containers).value
        let change = long.change.map { change in
            change > 0
                ? words(.leadMore, words.number(change))
                : change < 0 ? words(.leadFewer, words.number(-change)) : words(.leadSame)
        }
        let first =
            long.value == 0
            ? words(.leadNoLong, change ?? "")
            : words(.leadLong, count: long.value, words.number(all), words.percent(long.value, of: all), change ?? "")
        let counts: [(Phrase, ReportFigure.Name)] = [
            (.leadStale, .stale), (.leadUnresolved, .unresolved), (.leadFailing, .failingImports),
        ]
        let others = counts.map { words($0.0, count: report.figure($0.1).value) }.joined(separator: ", ") + "."
        return [first, others, words(report.health.allSatisfy(\.isWhole) ? .leadWhole : .leadHoles)]
    }

    private var figures: [FigureLine] {
        report.figures.filter { !$0.name.isDetail }.map { figure in
            let isShare = figure.name == .longReferences
            let all = report.figure(.containers).value
            return FigureLine(
                name: figure.name.rawValue, label: words(figure.name.phrase), value: words.number(figure.value),
                change: figure.change.map(words.signed) ?? "", tone: figure.tone,
                share: isShare && all > 0
                    ? Double(figure.value) / Double(all) : figure.name == .floating ? knownShare : nil,
                note: isShare ? share(of: figure) : figure.name == .floating ? shareKnown : nil)
        } + [snapshots]
    }

    private var knownShare: Double? {
        let all = report.figure(.floating).value
        return all > 0 ? Double(report.figure(.floatingKnown).value) / Double(all) : nil
    }

    /// The part of the floating containers of which Pods say what runs.
    private var shareKnown: String? {
        let (known, all) = (report.figure(.floatingKnown).value, report.figure(.floating).value)
        return all > 0 ? words(.shareKnown, words.percent(known, of: all)) : nil
    }

    /// The part of all containers, beside what it was before where it is another.
    private func share(of figure: ReportFigure) -> String {
        let now = words.percent(figure.value, of: report.figure(.containers).value)
        guard let before = figure.before, let all = report.figure(.containers).before, all > 0 else { return words(.share, now) }
        let then = words.percent(before, of: all)
        return now == then ? words(.share, now) : words(.shareBefore, now, then)
    }

    private var snapshots: FigureLine {
        let taken = report.health.reduce(0) { $0 + $1.taken }
        let before = report.health.reduce(0) { $0 + $1.takenBefore }
        let expected = report.health.reduce(0) { $0 + $1.expected }
        return FigureLine(
            name: "snapshots", label: words(.snapshots), value: words(.snapshotsOf, words.number(taken), words.number(expected)),
            change: report.figures.contains { $0.before != nil } ? words.signed(taken - before) : "", tone: .neutral, share: nil,
            note: nil)
    }

    /// What puts the numbers into doubt.
    var warnings: [String] {
        var lines = (report.isOver ? [] : [words(.ongoing)]) + report.health.flatMap(recordWarnings)
        if report.figures.allSatisfy({ $0.before == nil }) {
            lines.append(words(.unknownBefore))
        } else if !report.isComparable {
            lines.append(words(.partlyKnownBefore))
        }
        return lines
    }

    /// A namespace, with its cluster in front where the report has several.
    func place(_ cluster: String, _ namespace: String) -> String {
        report.health.count > 1 ? "\(cluster)/\(namespace)" : namespace
    }

    /// `deploy/web`, and the container where it is not named like its workload.
    func name(_ id: ContainerID) -> String {
        let workload = "\(id.workload.kind.shortName)/\(id.workload.name)"
        guard id.container != id.workload.name || id.isInit else { return workload }
        return "\(workload) · \(id.container)" + (id.isInit ? " (\(words(.initContainer)))" : "")
    }

    /// How a number stands to the period before.
    func change(of name: ReportFigure.Name) -> FigureChange? {
        let figure = report.figure(name)
        return figure.change.map { FigureChange(text: words.signed($0), tone: figure.tone) }
    }

    func section(
        _ id: String, _ title: Phrase, _ count: Int?, of figure: ReportFigure.Name? = nil, lead: String? = nil,
        chart: ReportChart? = nil,
        _ grids: [ReportGrid], none: Phrase
    ) -> ReportSection {
        let shown = grids.filter { !$0.rows.isEmpty }
        return ReportSection(
            id: id, title: words(title), count: count.map(Int64.init), change: figure.flatMap(change(of:)),
            lead: shown.isEmpty ? nil : lead, chart: chart,
            grids: shown, lines: shown.isEmpty ? [words(none)] : [])
    }
}

extension ReportFigure.Name {
    var phrase: Phrase {
        switch self {
        case .workloads: .workloads
        case .containers: .containers
        case .longReferences: .longReferences
        case .stale: .stale
        case .floating: .floating
        case .floatingKnown: .floatingKnown
        case .unresolved: .unresolved
        case .failingImports: .failingImports
        case .unscheduledTags: .unscheduledTitle
        case .noWorkloadTags: .unusedTitle
        case .digestChanges: .digestChanges
        case .imageChanges: .imageChanges
        case .appeared: .appeared
        case .disappeared: .disappeared
        }
    }
}

extension ReportFigure.Name {
    /// Whether it is told with its section rather than in the headline.
    fileprivate var isDetail: Bool { self == .unscheduledTags || self == .noWorkloadTags || self == .floatingKnown }
}

extension ReportFigure {
    /// Whether the change is for the better; most numbers may go either way.
    fileprivate var tone: FigureLine.Tone {
        switch name {
        case .longReferences, .stale, .unresolved, .failingImports, .unscheduledTags, .noWorkloadTags:
            guard let change, change != 0 else { return .neutral }
            return change > 0 ? .bad : .good
        default: return .neutral
        }
    }
}
