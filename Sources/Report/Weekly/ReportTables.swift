import Model
import Questions
import Words

// Each of the report's lists as rows.
extension WeeklyReport {
    var headlineAnswer: Answer {
        Answer(
            columns: [.init("figure"), .init("value", .integer), .init("before", .integer)],
            rows: figures.map { [.text($0.name.rawValue), .integer($0.value), .init($0.before)] })
    }

    var longReferencesAnswer: Answer {
        Answer(
            columns: ContainerID.columns + [
                .init("state"), .init("image", .digest), .init("form"), .init("istag"), .init("since", .time),
                .init("until", .time), .init("weeks", .integer), .init("new_image", .digest), .init("commands"),
            ],
            rows: longReferences.map {
                $0.id.cells + [
                    .text($0.state.rawValue), .text($0.image), .text($0.form.rawValue), .init($0.istag), .init($0.since),
                    .init($0.until), .integer($0.weeks), .init($0.successor),
                    .init($0.commands.isEmpty ? nil : $0.commands.joined(separator: "\n")),
                ]
            })
    }

    var digestChangesAnswer: Answer {
        let timelines = Dictionary(tags.map { ($0.tag, $0) }) { first, _ in first }
        return Answer(
            columns: [
                .init("cluster"), .init("namespace"), .init("istag"), .init("changed_at", .time), .init("seen_after", .time),
                .init("seen_by", .time), .init("old_digest", .digest), .init("new_digest", .digest),
                .init("run_new", .integer), .init("run_old", .integer),
            ],
            rows: moves.map { move in
                let users = timelines[move.tag]?.users ?? []
                return [
                    .text(move.tag.cluster), .text(move.tag.namespace), .text(move.tag.istag), .init(move.changedAt),
                    .init(move.seenAfter), .init(move.seenBy), .init(move.old), .init(move.new),
                    .integer(Int64(users.count { $0.digest != nil && $0.digest == move.new })),
                    .integer(Int64(users.count { $0.digest != nil && $0.digest == move.old })),
                ]
            })
    }

    var tagUsersAnswer: Answer {
        Answer(
            columns: [.init("istag_namespace"), .init("istag")] + ContainerID.columns + [
                .init("image", .digest), .init("verdict"), .init("followed_at", .time),
            ],
            rows: tags.flatMap { timeline in
                timeline.users.map {
                    [.text(timeline.tag.namespace), .text(timeline.tag.istag)] + $0.id.cells + [
                        .text($0.image), .text($0.verdict), .init($0.followedAt),
                    ]
                }
            })
    }

    var imageChangesAnswer: Answer {
        Answer(
            columns: ContainerID.columns + [
                .init("seen_after", .time), .init("seen_by", .time), .init("old_image", .digest), .init("new_image", .digest),
                .init("istag"), .init("set_by"), .init("set_at", .time),
            ],
            rows: imageChanges.map {
                $0.id.cells + [
                    .init($0.seenAfter), .init($0.seenBy), .init($0.old), .init($0.new), .init($0.istag), .init($0.setBy),
                    .init($0.setAt),
                ]
            })
    }

    var staleAnswer: Answer {
        Answer(
            columns: ContainerID.columns + [
                .init("how"), .init("image", .digest), .init("running", .digest), .init("istag_namespace"), .init("istag"),
                .init("istag_digest", .digest), .init("stale_since", .time), .init("moves_behind", .integer),
            ],
            rows: stale.map {
                $0.id.cells + [
                    .text($0.running == nil ? "spec" : "pod"), .text($0.image), .init($0.running), .text($0.tag.namespace),
                    .text($0.tag.istag), .init($0.tagDigest), .init($0.since),
                    .integer($0.movesBehind),
                ]
            })
    }

    /// Who lagged behind for longest in the period; no row where nobody did.
    var longestStaleAnswer: Answer {
        Answer(
            columns: ContainerID.columns + [
                .init("how"), .init("image", .digest), .init("istag_namespace"), .init("istag"), .init("stale_since", .time),
                .init("until", .time), .init("seconds", .integer),
            ],
            rows: [longestStale].compactMap(\.self).map {
                $0.id.cells + [
                    .text($0.how), .text($0.image), .text($0.tag.namespace), .text($0.tag.istag), .init($0.since),
                    .init($0.until),
                    .integer($0.seconds),
                ]
            })
    }

    /// How long it took until moved tags were followed.
    var followingAnswer: Answer {
        Answer(
            columns: [.init("followed", .integer), .init("median_seconds", .integer)],
            rows: [[.integer(Int64(followTimes.count)), .init(medianFollowTime)]])
    }

    var problemsAnswer: Answer {
        Answer(
            columns: [
                .init("problem"), .init("cluster"), .init("namespace"), .init("kind"), .init("name"), .init("container"),
                .init("image", .digest), .init("detail"), .init("since", .time), .init("command"),
            ],
            rows: problems.map {
                [
                    .text($0.problem.rawValue), .text($0.cluster), .text($0.namespace), .text($0.kind.title), .text($0.name),
                    .init($0.container), .init($0.image), .text($0.trigger?.sentences.english ?? $0.detail), .init($0.since),
                    .init($0.command),
                ]
            })
    }

    var objectsAnswer: Answer {
        Answer(
            columns: [
                .init("change"), .init("cluster"), .init("namespace"), .init("kind"), .init("name"),
                .init("seen_after", .time), .init("seen_by", .time),
            ],
            rows: objects.map {
                [
                    .text($0.change.rawValue), .text($0.cluster), .text($0.namespace), .text($0.kind.title), .text($0.name),
                    .init($0.seenAfter), .init($0.seenBy),
                ]
            })
    }
}
