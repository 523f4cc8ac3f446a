import Model
import Questions

extension PageBuilder {
    /// What Pods run, where that is something else than one would think.
    var running: ReportSection {
        let grid = ReportGrid(
            title: nil,
            columns: [
                .init(words(.namespace)), .init(words(.workload)), .init(words(.differsFrom), .word),
                .init(words(.seenSince), .time),
                .init(words(.shouldRun), .move, below: true),
            ],
            rows: ReportGrid.Rows(report.drift) { entry in
                [
                    .text(place(entry.id.cluster, entry.id.workload.namespace)), .text(name(entry.id)),
                    .text(words(entry.against.phrase)), entry.seenFrom.map(ReportGrid.Cell.time) ?? .empty,
                    .move(entry.expected, entry.running ?? entry.imageID, none: words(.unknownDigest)),
                ]
            })
        var section = section("running", .runningTitle, report.drift.count, [grid], none: .runningNone)
        let (known, all) = (report.figure(.floatingKnown).value, report.figure(.floating).value)
        let facts =
            (all > 0 ? [words(.runningKnown, count: all, words.number(known), words.percent(known, of: all))] : [])
            + (report.sawAllPods ? [] : [words(.runningUnseen)])
        if section.grids.isEmpty {
            section.lines += facts
        } else if !facts.isEmpty {
            section.lead = facts.joined(separator: " ")
        }
        return section
    }
}

extension DriftEntry.Against {
    fileprivate var phrase: Phrase {
        switch self {
        case .spec: .againstSpec
        case .tag: .againstTag
        case .pods: .againstPods
        }
    }
}
