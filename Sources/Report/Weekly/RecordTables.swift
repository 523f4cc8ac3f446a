import Model
import Questions
import Record

// How the record stands, and the numbers behind the pictures, as rows.
extension WeeklyReport {
    var snapshotsAnswer: Answer {
        Answer(
            columns: [
                .init("cluster"), .init("first_snapshot", .time), .init("newest_snapshot", .time), .init("snapshots", .integer),
                .init("before", .integer), .init("expected", .integer), .init("usual_seconds", .integer),
                .init("complete", .boolean), .init("seal"),
            ],
            rows: health.map {
                [
                    .text($0.cluster), .init($0.first), .init($0.newest), .integer($0.taken),
                    .integer($0.takenBefore), .integer($0.expected),
                    .init($0.usual), .integer($0.isWhole ? 1 : 0), .init($0.seal),
                ]
            })
    }

    var gapsAnswer: Answer {
        Answer(
            columns: [
                .init("cluster"), .init("from", .time), .init("to", .time), .init("seconds", .integer),
                .init("usual_seconds", .integer), .init("open", .boolean),
            ],
            rows: health.flatMap { health in
                health.gaps.map { gap in
                    [
                        .text(gap.cluster), .init(gap.from), .init(gap.to), .integer(gap.seconds), .integer(gap.usual),
                        .integer(health.isSilent && gap == health.gaps.last ? 1 : 0),
                    ]
                }
            })
    }

    /// What was not wholly answered, and what was not asked about (`outcome` null).
    var coverageAnswer: Answer {
        Answer(
            columns: [
                .init("cluster"), .init("kind"), .init("namespace"), .init("outcome"), .init("snapshots", .integer),
                .init("taken_at", .time), .init("message"),
            ],
            rows: health.flatMap { health in
                health.troubles.map {
                    [
                        .text(health.cluster), .text($0.kind.title), .init($0.namespace), .text($0.outcome.rawValue),
                        .integer($0.snapshots), .init($0.last), .init($0.message),
                    ]
                }
                    + health.unasked.map {
                        [.text(health.cluster), .text($0.title), .null, .null, .integer(0), .init(health.newest), .null]
                    }
                    + health.passedOver.map {
                        [
                            .text(health.cluster), .text($0.kind.title), .init($0.namespace), .null, .integer(0),
                            .init(health.newest), .null,
                        ]
                    }
            })
    }

    var weeksAnswer: Answer {
        Answer(
            columns: [.init("at", .time), .init("long_references", .integer)],
            rows: weeks.map { [.init($0.at), .init($0.longReferences)] })
    }

    var daysAnswer: Answer {
        Answer(
            columns: [.init("day"), .init("digest_changes", .integer), .init("previous_period", .boolean)],
            rows: days.map { [.text($0.day.description), .integer($0.moves), .integer($0.isBefore ? 1 : 0)] })
    }
}
