internal import Model
public import Questions

/// The tables of a report, as `--table` and the keys of its JSON name them.
public enum ReportTable: String, CaseIterable, Sendable {
    case headline
    case longReferences = "long_references"
    case digestChanges = "digest_changes"
    case tagUsers = "tag_users"
    case imageChanges = "image_changes"
    case stale
    case drift
    case longestStale = "longest_stale"
    case following
    case problems
    case objects
    case snapshots
    case gaps
    case coverage
    case weeks
    case days
    case notes
}

extension WeeklyReport {
    /// One table of the report, whole, in the vocabulary of the views.
    public func answer(_ table: ReportTable) -> Answer {
        switch table {
        case .headline: headlineAnswer
        case .longReferences: longReferencesAnswer
        case .digestChanges: digestChangesAnswer
        case .tagUsers: tagUsersAnswer
        case .imageChanges: imageChangesAnswer
        case .stale: staleAnswer
        case .drift: .drift(drift)
        case .longestStale: longestStaleAnswer
        case .following: followingAnswer
        case .problems: problemsAnswer
        case .objects: objectsAnswer
        case .snapshots: snapshotsAnswer
        case .gaps: gapsAnswer
        case .coverage: coverageAnswer
        case .weeks: weeksAnswer
        case .days: daysAnswer
        case .notes: notesAnswer
        }
    }
}

extension Answer.Cell {
    /// The text, or null.
    init(_ text: String?) { self = text.map(Answer.Cell.text) ?? .null }
    /// The instant in UTC, or null.
    init(_ instant: Instant?) { self.init(instant?.description) }
    /// The number, or null.
    init(_ number: Int64?) { self = number.map(Answer.Cell.integer) ?? .null }
}

extension ContainerID {
    static let columns: [Answer.Column] = [
        .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
        .init("init", .boolean, isWide: true),
    ]

    var cells: [Answer.Cell] {
        [
            .text(cluster), .text(workload.namespace), .text(workload.kind.title), .text(workload.name), .text(container),
            .integer(isInit ? 1 : 0),
        ]
    }
}
