import Model
public import Questions
internal import Texts
internal import Words

/// The tables of ``LeavingReport``, as `--table` and the keys of its JSON name them.
public enum LeavingTable: String, CaseIterable, Sendable {
    /// What is left.
    case containers
    /// The tags that import from there.
    case imports
    /// Containers by week and namespace.
    case weeks
    /// What the reader must know beside them, a sentence each.
    case notes
}

extension LeavingReport {
    /// Writes the report in a format. Every line ends with a newline, the last one too.
    public func rendered(
        as format: ReportFormat, options: ReportOptions = .init(), table: LeavingTable = .containers
    ) -> String {
        switch format {
        case .text: ReportText(page: page(options), options: options).rendered()
        case .markdown: ReportMarkdown(page: page(options), options: options).rendered()
        case .html: ReportHTML.fitting(page: page(options), options: options)
        case .json: json
        case .csv: answer(table).rendered(as: .csv)
        }
    }

    /// One table of the report, whole.
    public func answer(_ table: LeavingTable) -> Answer {
        switch table {
        case .containers:
            Answer(
                columns: ContainerID.columns + [
                    .init("image", .digest), .init("canonical", .digest), .init("istag"), .init("since", .time),
                    .init("new", .boolean), .init("commands"),
                ],
                rows: left.map {
                    $0.id.cells + [
                        .text($0.image), .text($0.canonical), .init($0.istag), .init($0.since), .integer($0.isNew ? 1 : 0),
                        .text($0.commands.joined(separator: "\n")),
                    ]
                })
        case .imports:
            Answer(
                columns: [
                    .init("cluster"), .init("namespace"), .init("istag"), .init("from_name", .digest),
                    .init("scheduled", .boolean), .init("commands"),
                ],
                rows: imports.map {
                    [
                        .text($0.tag.cluster), .text($0.tag.namespace), .text($0.tag.istag), .text($0.source),
                        .integer($0.isScheduled ? 1 : 0), .text($0.commands.joined(separator: "\n")),
                    ]
                })
        case .notes: Answer(columns: [.init("note")], rows: notes.map { [.text($0.sentence)] })
        case .weeks:
            Answer(
                columns: [.init("at", .time), .init("cluster"), .init("namespace"), .init("containers", .integer)],
                rows: weeks.filter { $0.containers != nil }.flatMap { week in
                    places.map {
                        [.init(week.at), .text($0.cluster), .text($0.namespace), .integer(week.containers?[$0] ?? 0)]
                    }
                })
        }
    }

    private var json: String {
        func quoted(_ text: String?) -> String { text.map(JSONString.visible) ?? "null" }
        var members: [(String, String)] = [
            ("registry", quoted(registry)), ("at", quoted(at.description)), ("by", quoted(by?.description)),
            ("time_zone", quoted(zone.name)), ("cluster", quoted(filter.cluster)),
            ("namespaces", "[" + filter.namespaces.map(quoted).joined(separator: ", ") + "]"),
            ("expected_end", quoted(left.isEmpty ? nil : end?.description)), ("needed_a_week", needed.map(String.init) ?? "null"),
        ]
        for table in LeavingTable.allCases {
            let array = JSONFormat(answer: answer(table)).rendered()
            members.append((table.rawValue, array.split(separator: "\n").joined(separator: "\n  ")))
        }
        return "{\n" + members.map { "  \(quoted($0.0)): \($0.1)" }.joined(separator: ",\n") + "\n}\n"
    }

    func page(_ options: ReportOptions) -> ReportPage {
        let words = Wording(language: options.language, zone: zone, year: zone.civil(at).date.year)
        return LeavingPage(report: self, words: words, command: options.command).page()
    }
}

/// Lays the report out as a page.
struct LeavingPage {
    let report: LeavingReport
    let words: Wording
    let command: String

    func page() -> ReportPage {
        ReportPage(
            words: words, title: words(.leavingTitle, report.registry), subtitle: subtitle, lead: lead, figures: figures,
            warnings: report.notes.map(words.note), sections: [burnDown, left, new, imports], footer: words(.madeBy, command),
            weeks: report.weeks.map { TrendPoint(at: $0.at, longReferences: $0.total) }, weeksCaption: .leavingChart, report: nil)
    }

    private var subtitle: [String] {
        let clusters = words(report.clusters.count == 1 ? .oneCluster : .severalClusters, report.clusters.joined(separator: ", "))
        let namespaces = report.filter.namespaces.joined(separator: ", ")
        return [words(.leavingAsOf, words.time(report.at, withYear: true), report.zone.name)]
            + (report.by.map { [words(.leavingBy, day($0))] } ?? [])
            + [clusters + (namespaces.isEmpty ? "" : ", " + words(.onlyNamespaces, namespaces))]
    }

    private func day(_ instant: Instant) -> String { words.day(words.zone.civil(instant).date, withYear: true) }

    private var lead: [String] {
        let count = Int64(report.left.count)
        guard count > 0 else { return [words(.leavingNone, report.registry)] }
        let places = Set(report.left.map { [$0.id.cluster, $0.id.workload.namespace] }).count
        var lines = [words(.leavingLead, count: count, report.registry, words(.leavingPlaces, count: Int64(places)))]
        if report.pace == nil {
            lines.append(words(.leavingNoPace))
        } else {
            lines.append(report.end.map { words(.leavingPace, day($0)) } ?? words(.leavingRises))
        }
        if let by = report.by {
            lines.append(report.needed.map { words(.leavingNeeded, count: $0, day(by)) } ?? words(.leavingPassed, day(by)))
        }
        return lines
    }

    private var figures: [FigureLine] {
        let before = report.weeks.suffix(5).first?.total
        let count = Int64(report.left.count)
        let change = before.map { count - $0 }
        func plain(_ name: String, _ phrase: Phrase, _ value: Int) -> FigureLine {
            FigureLine(
                name: name, label: words(phrase), value: words.number(Int64(value)), change: "", tone: .neutral, share: nil,
                note: nil)
        }
        return [
            FigureLine(
                name: "containers", label: words(.containers), value: words.number(count),
                change: change.map(words.signed) ?? "",
                tone: change.map { $0 < 0 ? .good : $0 > 0 ? .bad : .neutral } ?? .neutral, share: nil, note: nil),
            plain("workloads", .workloads, Set(report.left.map { "\($0.id.cluster) \($0.id.workload)" }).count),
            plain("namespaces", .leavingNamespaces, Set(report.left.map { [$0.id.cluster, $0.id.workload.namespace] }).count),
            plain("references", .leavingReferences, Set(report.left.map(\.canonical)).count),
        ]
    }

    private func place(_ cluster: String, _ namespace: String) -> String {
        report.clusters.count > 1 ? "\(cluster)/\(namespace)" : namespace
    }

    private func name(_ id: ContainerID) -> String {
        let workload = "\(id.workload.kind.shortName)/\(id.workload.name)"
        guard id.container != id.workload.name || id.isInit else { return workload }
        return "\(workload) · \(id.container)" + (id.isInit ? " (\(words(.initContainer)))" : "")
    }

    private var burnDown: ReportSection {
        let before = report.weeks.suffix(5).first?.containers
        let grid = ReportGrid(
            title: words(.leavingByNamespace),
            columns: [
                .init(words(.namespace)), .init(words(.leavingFourWeeks), .number), .init(words(.now), .number),
                .init(words(.change), .word),
            ],
            rows: ReportGrid.Rows(report.places) { place in
                let now = report.weeks.last?.containers?[place] ?? 0
                let then = before.map { $0[place] ?? 0 }
                return [
                    .text(self.place(place.cluster, place.namespace)), then.map(ReportGrid.Cell.number) ?? .empty, .number(now),
                    .text(then.map { words.signed(now - $0) } ?? ""),
                ]
            })
        return ReportSection(
            id: "burn-down", title: words(.leavingBurnDown), count: nil, change: nil, chart: .weeks,
            grids: grid.rows.isEmpty ? [] : [grid], lines: grid.rows.isEmpty ? [words(.leavingNone, report.registry)] : [])
    }

    private func grid(_ uses: [LeavingReport.Use]) -> ReportGrid {
        ReportGrid(
            title: nil,
            columns: [
                .init(words(.namespace)), .init(words(.workload)), .init(words(.since), .word),
                .init(words(.reference), .code, below: true), .init(words(.remedy), .commands, below: true),
            ],
            rows: ReportGrid.Rows(uses) { use in
                [
                    .text(place(use.id.cluster, use.id.workload.namespace)), .text(name(use.id)),
                    .text(words.day(words.zone.civil(use.since).date)), .code(use.image),
                    .commands(use.remedy.map(words.step)),
                ]
            })
    }

    private var left: ReportSection {
        ReportSection(
            id: "left", title: words(.leavingLeft), count: Int64(report.left.count), change: nil,
            lead: report.left.isEmpty ? nil : words(.leavingCommands), chart: nil,
            grids: report.left.isEmpty ? [] : [grid(report.left)],
            lines: report.left.isEmpty ? [words(.leavingNone, report.registry)] : [])
    }

    /// The same rows as in what is left, without their commands.
    private var new: ReportSection {
        let uses = report.left.filter(\.isNew)
        var grid = grid(uses)
        let rows = grid.rows
        grid = ReportGrid(
            title: nil, columns: Array(grid.columns.dropLast()),
            rows: ReportGrid.Rows(Array(rows.indices)) { Array(rows[$0].dropLast()) })
        return ReportSection(
            id: "new", title: words(.leavingNew), count: Int64(uses.count), change: nil, chart: nil,
            grids: uses.isEmpty ? [] : [grid], lines: uses.isEmpty ? [words(.leavingNoNew)] : [])
    }

    private var imports: ReportSection {
        let grid = ReportGrid(
            title: nil,
            columns: [
                .init(words(.namespace)), .init(words(.tag)), .init(words(.reference), .code, below: true),
                .init(words(.remedy), .commands, below: true),
            ],
            rows: ReportGrid.Rows(report.imports) { item in
                [
                    .text(place(item.tag.cluster, item.tag.namespace)), .text(item.tag.istag), .code(item.source),
                    .commands(item.commands),
                ]
            })
        return ReportSection(
            id: "imports", title: words(.leavingImports), count: Int64(report.imports.count), change: nil, chart: nil,
            grids: grid.rows.isEmpty ? [] : [grid], lines: grid.rows.isEmpty ? [words(.leavingNoImports)] : [])
    }
}
