import Model
import Questions
import Words

extension PageBuilder {
    /// Long references: what is new, what ended, what is still there and the commands that end it.
    var longReferences: ReportSection {
        let new = report.longReferences(.new)
        let standing = report.longReferences(.standing)
        return section(
            "long-references", .longTitle, new.count + standing.count, of: .longReferences, lead: words(.longLead), chart: .weeks,
            [standingGrid(new, .longNew), endedGrid, byNamespace(new + standing), standingGrid(standing, .longStanding)],
            none: .longNone)
    }

    private func standingGrid(_ entries: [LongReferenceEntry], _ title: Phrase) -> ReportGrid {
        ReportGrid(
            title: words(title),
            columns: [
                .init(words(.namespace)), .init(words(.workload)), .init(words(.since), .word), .init(words(.kind), .word),
                .init(words(.reference), .code, below: true), .init(words(.remedy), .commands, below: true),
            ],
            rows: ReportGrid.Rows(entries) { entry in
                [
                    .text(place(entry.id.cluster, entry.id.workload.namespace)), .text(name(entry.id)),
                    .text("\(words.day(words.zone.civil(entry.since).date)), \(weeks(entry.weeks))"),
                    .text(words(entry.form == .longInternal ? .formInternal : .formExternal)), .code(entry.image),
                    .commands(entry.remedy.map(words.step)),
                ]
            })
    }

    private var endedGrid: ReportGrid {
        ReportGrid(
            title: words(.longEnded),
            columns: [
                .init(words(.namespace)), .init(words(.workload)), .init(words(.ended), .time),
                .init(words(.fromTo), .move, below: true),
            ],
            rows: ReportGrid.Rows(report.longReferences(.ended)) { entry in
                [
                    .text(place(entry.id.cluster, entry.id.workload.namespace)), .text(name(entry.id)),
                    entry.until.map(ReportGrid.Cell.time) ?? .empty,
                    .move(entry.image, entry.successor, none: words(.gone)),
                ]
            })
    }

    private func byNamespace(_ entries: [LongReferenceEntry]) -> ReportGrid {
        let groups = Dictionary(grouping: entries) { place($0.id.cluster, $0.id.workload.namespace) }
        let sorted = groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return ReportGrid(
            title: words(.longByNamespace),
            columns: [.init(words(.namespace)), .init(words(.count), .number), .init(words(.longNew), .number)],
            rows: groups.count < 2
                ? []
                : ReportGrid.Rows(sorted) { group in
                    [
                        .text(group.key), .number(Int64(group.value.count)),
                        .number(Int64(group.value.count { $0.state == .new })),
                    ]
                })
    }

    private func weeks(_ count: Int64) -> String { count == 0 ? words(.lessThanAWeek) : words(.weeksCount, count: count) }
}
