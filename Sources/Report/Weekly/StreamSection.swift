import Model
import Questions
import Record
import Words

extension PageBuilder {
    /// What to look at in streams and names.
    var streams: ReportSection {
        section(
            "image-streams", .streamTitle, report.problems.count, [failing, unresolved, unreadable, paused, unscheduled, unused],
            none: .streamNone)
    }

    private var failing: ReportGrid {
        grid(.failingImport, .failingTitle, .init(words(.message), below: true)) { .text($0.detail) }
    }

    private var unscheduled: ReportGrid {
        grid(.unscheduledTag, .unscheduledTitle, .init(words(.commands), .commands, below: true)) {
            .commands([$0.command ?? ""])
        }
    }

    private var unused: ReportGrid {
        ReportGrid(
            title: words(.unusedTitle),
            columns: [.init(words(.namespace)), .init(words(.tag)), .init(words(.unchangedSince), .time)],
            rows: ReportGrid.Rows(report.problems(.noWorkload)) {
                [.text(place($0.cluster, $0.namespace)), .text($0.name), since($0)]
            },
            change: change(of: .noWorkloadTags))
    }

    private var unresolved: ReportGrid {
        grid(.unresolvedName, .unresolvedTitle, .init(words(.message), below: true)) { .text(reason($0)) }
    }

    private var unreadable: ReportGrid {
        grid(.unreadableTrigger, .unreadableTriggerTitle, .init(words(.message), below: true)) { .text(trouble($0)) }
    }

    private var paused: ReportGrid {
        grid(.pausedTrigger, .pausedTriggerTitle, .init(words(.message), below: true)) { .text(trouble($0)) }
    }

    private func trouble(_ found: StreamProblem) -> String {
        found.trigger.map { words.language == .french ? $0.sentences.french : $0.sentences.english } ?? ""
    }

    private func grid(
        _ problem: Problem, _ title: Phrase, _ column: ReportGrid.Column, _ cell: @escaping (StreamProblem) -> ReportGrid.Cell
    ) -> ReportGrid {
        ReportGrid(
            title: words(title),
            columns: [
                .init(words(.namespace)), .init(words(isOfWorkload(problem) ? .workload : .tag)),
                .init(words(problem == .unscheduledTag ? .lastImport : .since), .time), column,
            ],
            rows: ReportGrid.Rows(report.problems(problem)) { found in
                [.text(place(found.cluster, found.namespace)), .text(objectName(found)), since(found), cell(found)]
            }, change: figure(of: problem).flatMap(change(of:)))
    }

    private func isOfWorkload(_ problem: Problem) -> Bool {
        switch problem {
        case .unresolvedName, .unreadableTrigger, .pausedTrigger: true
        case .failingImport, .unscheduledTag, .noWorkload: false
        }
    }

    /// The number of the headline that counts them, where one does.
    private func figure(of problem: Problem) -> ReportFigure.Name? {
        switch problem {
        case .failingImport: .failingImports
        case .unscheduledTag: .unscheduledTags
        case .noWorkload: .noWorkloadTags
        case .unresolvedName: .unresolved
        case .unreadableTrigger, .pausedTrigger: nil
        }
    }

    private func objectName(_ found: StreamProblem) -> String {
        guard let container = found.container else { return found.name }
        let workload = "\(found.kind.shortName)/\(found.name)"
        return container == found.name ? workload : "\(workload) · \(container)"
    }

    private func since(_ found: StreamProblem) -> ReportGrid.Cell { found.since.map(ReportGrid.Cell.time) ?? .empty }

    private func reason(_ found: StreamProblem) -> String {
        let tag = found.tag.map { "\($0.namespace)/\($0.istag)" }
        let said = ReasonSentence.text(found.detail, tag: tag, in: words.language)
        // A trigger's image is blank until it is written.
        let image = found.image?.filter { !$0.isWhitespace } ?? ""
        return image.isEmpty ? said : words(.colon, image, said)
    }

    /// Objects that came and went.
    var objects: ReportSection {
        let grid = ReportGrid(
            title: nil,
            columns: [
                .init(words(.namespace)), .init(words(.object)), .init(words(.what), .word), .init(words(.between), .time),
            ],
            rows: ReportGrid.Rows(report.objects) { change in
                [
                    .text(place(change.cluster, change.namespace)), .text("\(change.kind.shortName)/\(change.name)"),
                    .text(words(change.change.phrase)), .period(change.seenAfter, change.seenBy),
                ]
            })
        return section("objects", .objectTitle, report.objects.count, [grid], none: .objectNone)
    }
}

extension ObjectChange.Change {
    fileprivate var phrase: Phrase {
        switch self {
        case .appeared: .objectAppeared
        case .disappeared: .objectDisappeared
        case .recreated: .objectRecreated
        }
    }
}
