internal import Model
public import Record
internal import SQLite

/// Failing imports, tags that are unscheduled or without a workload, unresolved short names, triggers that write nothing.
public struct Problems: Sendable {
    /// A kind of problem after the other.
    public let found: [FoundProblem]
    /// Whether it is about a period, so that each has an end and a length.
    public let isOfPeriod: Bool
    /// What the reader must know beside them.
    public let notes: [Note]

    /// What is a problem at the instant that a record shows.
    public init(
        in record: some QuestionEngine, _ filter: Filter = Filter(), only wanted: [Problem] = Problem.allCases
    ) throws {
        try record.refuseUnknownPlaces(filter)
        let triggers =
            wanted.contains { $0.isOfTriggers } || wanted.contains(.unresolvedName) ? try record.triggerProblems(filter) : []
        // A container that a paused trigger would fill is told of once, by what is the matter with it.
        let paused = Set(triggers.filter { $0.problem == .pausedTrigger }.map { $0.found.place })
        let inSQL = try record.problemsOfTagsAndNames(filter, wanted).filter { row in
            guard row.problem == .unresolvedName, case .text(let image?) = row.detail, image.allSatisfy(\.isWhitespace) else {
                return true
            }
            return !paused.contains(row.place)
        }
        found =
            inSQL
            + Problem.allCases.filter(wanted.contains).flatMap { problem in
                triggers.filter { $0.problem == problem }.map(\.found)
            }
        isOfPeriod = false
        notes = try Self.notes(in: record, filter, isNone: found.isEmpty)
    }

    /// Some of those of an instant.
    init(_ some: [FoundProblem], notes: [Note]) {
        (found, isOfPeriod, self.notes) = (some, false, notes)
    }

    static func notes(in record: some QuestionEngine, _ filter: Filter, isNone: Bool) throws -> [Note] {
        try record.notes(on: .containers, filter, isEmpty: false) + record.notes(on: .istags, filter, isEmpty: false)
            + (isNone ? [.none(.problems, filter.place, at: nil)] : [])
    }
}

extension Problems {
    /// What was found in records of some clusters each, as one of all of them tells it.
    public init(joining parts: [Problems]) {
        let all = parts.flatMap(\.found)
        found = Problem.allCases.flatMap { problem in all.filter { $0.problem == problem } }
        isOfPeriod = parts.first?.isOfPeriod ?? false
        let none = all.isEmpty ? parts.first?.notes.filter(\.tellsOfNone) : nil
        notes = parts.flatMap(\.notes).filter { !$0.tellsOfNone } + (none ?? [])
    }
}

extension Note {
    fileprivate var tellsOfNone: Bool { if case .none = self { true } else { false } }
}

extension FoundProblem {
    /// The container, or the object, that it is about.
    var place: [String] { [cluster, namespace, kind, name, container ?? ""] }
}

extension RecordReader {
    /// Those of tags and of names, a kind after the other: containers are gone through once, and so are tags.
    public func problemsOfTagsAndNames(_ filter: Filter, _ wanted: [Problem]) throws -> [FoundProblem] {
        try problemsOfTagsAndNames(filter, wanted, needed: nil)
    }

    /// - Parameter known: The file's numbers of the tags that something needs, where they are known.
    func problemsOfTagsAndNames(_ filter: Filter, _ wanted: [Problem], needed known: Set<Int64>?) throws -> [FoundProblem] {
        let isAskedForTags = wanted.contains(.noWorkload) && known == nil
        let names = try NamesOfContainers(
            in: self, filter, isTied: isAskedForTags, isUnresolved: wanted.contains(.unresolvedName))
        let needed = try known ?? (isAskedForTags ? FollowedTags(in: self).needed(by: names.tied) : [])
        let tags = try tagTroubles(filter, wanted) { needed.contains($0.number) }.map(FoundProblem.init)
        return Problem.allCases.flatMap { problem in (tags + names.unresolved).filter { $0.problem == problem } }
    }
}

extension FoundProblem {
    init(_ trouble: TagTrouble) {
        self.init(
            problem: trouble.problem, cluster: trouble.tag.cluster, namespace: trouble.tag.namespace,
            kind: ObjectKind.imageStreamTag.title, name: trouble.tag.istag, container: nil,
            detail: trouble.problem.detail(trouble.text), since: trouble.since, reason: nil)
    }
}

extension Problem {
    /// What is told of one, given the text that the record has.
    func detail(_ text: String?) -> FoundProblem.Detail {
        switch self {
        case .unscheduledTag: .unscheduled(from: text ?? "")
        case .noWorkload: .noWorkload
        case .failingImport, .unresolvedName, .unreadableTrigger, .pausedTrigger: .text(text)
        }
    }
}
