import Model
public import Questions
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

    /// What the reader must know beside the tables, a sentence each, in English: what JSON and CSV hold is the same in every language.
    public var notes: [String] {
        let year = period.zone.civil(period.from).date.year
        let words = Wording(language: .english, zone: period.zone, year: year)
        return PageBuilder(report: self, words: words, command: "").warnings + podNotes.map(words.note)
    }

    var notesAnswer: Answer { Answer(columns: [.init("note")], rows: notes.map { [.text($0)] }) }

    /// Where the newest snapshot of a cluster was not asked about Pods, nil being everywhere, and `unasked` and `passedOver` do not say so.
    private func placesWithoutPods(_ health: RecordHealth) -> [String?] {
        podNotes.flatMap { note -> [String?] in
            switch note {
            case .notLookedAt(health.cluster, _, _, _) where !health.unasked.contains(.pod): return [nil]
            case .passedOver(health.cluster, _, _, let namespaces):
                return namespaces.filter { !health.passedOver.contains(Coverage.Scope(kind: .pod, namespace: $0)) }
            default: return []
            }
        }
    }

    /// What was not wholly answered, and what was not asked about (`outcome` null).
    var coverageAnswer: Answer {
        Answer(
            columns: [
                .init("cluster"), .init("kind"), .init("namespace"), .init("outcome"), .init("snapshots", .integer),
                .init("taken_at", .time), .init("message"),
            ],
            rows: health.flatMap(coverageRows))
    }

    private func coverageRows(_ health: RecordHealth) -> [[Answer.Cell]] {
        func unasked(_ kind: ObjectKind, in namespace: String?) -> [Answer.Cell] {
            [.text(health.cluster), .text(kind.title), .init(namespace), .null, .integer(0), .init(health.newest), .null]
        }
        var rows: [[Answer.Cell]] = health.troubles.map {
            [
                .text(health.cluster), .text($0.kind.title), .init($0.namespace), .text($0.outcome.rawValue),
                .integer($0.snapshots), .init($0.last), .init($0.message),
            ]
        }
        rows += health.unasked.map { unasked($0, in: nil) }
        rows += health.passedOver.map { unasked($0.kind, in: $0.namespace) }
        rows += placesWithoutPods(health).map { unasked(.pod, in: $0) }
        return rows
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
