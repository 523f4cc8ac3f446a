import Model
import Questions

extension PageBuilder {
    /// Tags that moved, and whether those who use them followed.
    var tags: ReportSection {
        let grid = ReportGrid(
            title: nil,
            columns: [
                .init(words(.tag)), .init(words(.fromTo), .moves, below: true), .init(words(.users), .lines, below: true),
            ],
            rows: ReportGrid.Rows(report.tags) { timeline in
                [
                    .text("\(place(timeline.tag.cluster, timeline.tag.namespace))/\(timeline.tag.istag)"),
                    .moves(timeline.moves.map(step)), .lines(users(of: timeline)),
                ]
            })
        return section("digest-changes", .tagTitle, report.moves.count, of: .digestChanges, chart: .days, [grid], none: .tagNone)
    }

    private func step(_ move: DigestMove) -> ReportGrid.Step {
        ReportGrid.Step(
            after: move.changedAt == nil ? move.seenAfter : nil, at: move.time, old: move.old, new: move.new,
            none: words(move.old == nil ? .newTag : .removedTag))
    }

    private func users(of timeline: TagTimeline) -> [String] {
        guard !timeline.users.isEmpty else { return [words(.noUser)] }
        let counts: [String] = [
            ("current", Phrase.upToDate), ("stale", .notFollowed), ("floating", .atNextPull), ("unresolved", .notTied),
        ].compactMap { verdict, phrase in
            let count = Int64(timeline.count(verdict))
            return count > 0 ? words(phrase, count: count) : nil
        }
        return [counts.joined(separator: ", ")]
            + timeline.users.map { words(.colon, who($0, beside: timeline.tag), stand(of: $0)) }
    }

    private func who(_ user: TagUser, beside tag: ClusterTag) -> String {
        user.id.workload.namespace == tag.namespace ? name(user.id) : "\(user.id.workload.namespace) \(name(user.id))"
    }

    private func stand(of user: TagUser) -> String {
        switch user.verdict {
        case "current": user.followedAt.map { words(.followedSeen, words.time($0)) } ?? words(.runsIt)
        case "stale": words(.stillOnOld, shortened(user.digest ?? user.image))
        case "floating": words(.floatingUser)
        default: words(.otherUser)
        }
    }

    /// Containers whose image changed.
    var images: ReportSection {
        // Where no look told who writes images there is nothing to show of it.
        let tellsManagers = report.imageChanges.contains { $0.setBy != nil }
        let grid = ReportGrid(
            title: nil,
            columns: [.init(words(.namespace)), .init(words(.workload)), .init(words(.tag)), .init(words(.between), .time)]
                + (tellsManagers ? [.init(words(.setBy))] : []) + [.init(words(.fromTo), .move, below: true)],
            rows: ReportGrid.Rows(report.imageChanges) { change in
                [
                    .text(place(change.id.cluster, change.id.workload.namespace)), .text(name(change.id)),
                    change.istag.map(ReportGrid.Cell.text) ?? .empty, .period(change.seenAfter, change.seenBy),
                ] + (tellsManagers ? [manager(of: change)] : []) + [
                    .move(
                        change.old, change.new, none: words(change.old == nil ? .addedContainer : .removedContainer))
                ]
            })
        return section("image-changes", .imageTitle, report.imageChanges.count, of: .imageChanges, [grid], none: .imageNone)
    }

    private func manager(of change: WorkloadImageChange) -> ReportGrid.Cell {
        guard let setBy = change.setBy else { return .empty }
        return .text(change.setAt.map { words(.setByAt, setBy, words.time($0)) } ?? setBy)
    }

    /// Containers that lag behind their tag.
    var stale: ReportSection {
        let end = report.period.to
        let grid = ReportGrid(
            title: nil,
            columns: [
                .init(words(.namespace)), .init(words(.workload)), .init(words(.tag)), .init(words(.behind), .word),
                .init(words(.tagPointsTo), .move, below: true),
            ],
            rows: ReportGrid.Rows(report.stale) { row in
                let moves = words(.movesBehind, count: row.movesBehind)
                let span = row.since.map { words.span(max(0, end.secondsSince1970 - $0.secondsSince1970)) }
                return [
                    .text(place(row.id.cluster, row.id.workload.namespace)),
                    .text(row.running == nil ? name(row.id) : words(.inPods, name(row.id))),
                    .text(tag(row.tag, beside: row.id)),
                    .text(span.map { words(.behindSince, $0, moves) } ?? moves),
                    .move(row.running ?? row.image, row.tagDigest, none: words(.gone)),
                ]
            })
        var stale = section("stale", .staleTitle, report.stale.count, of: .stale, [grid], none: .staleNone)
        let lag = [longest, followed].compactMap(\.self)
        if stale.grids.isEmpty {
            stale.lines += lag
        } else if !lag.isEmpty {
            stale.lead = lag.joined(separator: " ")
        }
        return stale
    }

    /// Who lagged behind for longest in the period, also where that is over.
    private var longest: String? {
        report.longestStale.map { longest in
            let who = "\(place(longest.id.cluster, longest.id.workload.namespace)) \(name(longest.id))"
            return words(.staleLongest, who, tag(longest.tag, beside: longest.id), words.span(longest.seconds))
        }
    }

    private var followed: String? {
        report.medianFollowTime.map { median in
            words(.staleFollowed, count: Int64(report.followTimes.count), words.span(median))
        }
    }

    private func tag(_ tag: ClusterTag, beside id: ContainerID) -> String {
        tag.namespace == id.workload.namespace ? tag.istag : "\(tag.namespace)/\(tag.istag)"
    }
}
