public import Model
public import Record
internal import SQLite

/// What a team should look at in its streams and names.
public enum Problem: String, Sendable, CaseIterable {
    /// The last import of a tag failed.
    case failingImport = "failing-import"
    /// A tag follows an external tag but is not imported again by itself.
    case unscheduledTag = "unscheduled-tag"
    /// No container is tied to a tag, nor to one that follows it.
    case noWorkload = "no-workload"
    /// A short name that nothing resolved stands in a workload; the kubelet asks Docker Hub for it.
    case unresolvedName = "unresolved-name"
    /// A trigger that the controller cannot read, so that nothing is ever written by it.
    case unreadableTrigger = "unreadable-trigger"
    /// A trigger that somebody paused.
    case pausedTrigger = "paused-trigger"

    /// Whether a tag follows an external tag without being imported again by itself, in SQL over the views of tags.
    static let isUnscheduled =
        "from_kind = 'DockerImage' AND scheduled = 0 AND reference_only = 0 AND instr(from_name, '@') = 0"

    /// Whether it is one of triggers, which have a rule of their own.
    fileprivate var isOfTriggers: Bool { [.unreadableTrigger, .pausedTrigger].contains(self) }
}

/// Something that a team should look at, and since when.
public struct FoundProblem: Sendable, Equatable {
    /// What is wrong.
    public let problem: Problem
    /// The cluster's name.
    public let cluster: String
    /// The object's namespace.
    public let namespace: String
    /// The object's kind.
    public let kind: String
    /// The object's name.
    public let name: String
    /// The container, where it is about one.
    public let container: String?
    /// More of it.
    public let detail: Detail
    /// Since when, by the cluster's clock where it tells.
    public let since: Instant?
    /// Until when; nil while it stands, and where no period was asked about.
    public var until: Instant?
    /// How long within the period that was asked about, in seconds; nil where none was.
    public var seconds: Int64?
    /// The code of the reason that nothing resolves a name.
    public let reason: String?

    /// What a problem's message is made of.
    public enum Detail: Sendable, Hashable {
        /// The cluster's own text: an import's error message, a name that nothing resolves.
        case text(String?)
        /// The image that a tag follows without being imported again by itself.
        case unscheduled(from: String)
        /// No workload in the record is tied to the tag.
        case noWorkload
        /// What is the matter with a trigger.
        case trigger(TriggerTrouble)
    }
}

/// Failing imports, tags that are unscheduled or without a workload, unresolved short names, triggers that write nothing.
public struct Problems: Sendable {
    /// A kind of problem after the other.
    public let found: [FoundProblem]
    /// Whether it is about a period, so that each has an end and a length.
    public let isOfPeriod: Bool
    /// What the reader must know beside them.
    public let notes: [Note]

    /// What is a problem at the instant that a record shows.
    public init(in record: RecordReader, _ filter: Filter = Filter(), only wanted: [Problem] = Problem.allCases) throws {
        try record.refuseUnknownPlaces(filter)
        let triggers =
            wanted.contains { $0.isOfTriggers } || wanted.contains(.unresolvedName) ? try record.triggerProblems(filter) : []
        // A container that a paused trigger would fill is told of once, by what is the matter with it.
        let paused = Set(triggers.filter { $0.problem == .pausedTrigger }.map { $0.found.place })
        let inSQL = try Problems.rows(in: record, filter, wanted).filter { row in
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
        notes =
            try record.notes(on: .containers, filter, isEmpty: false) + record.notes(on: .istags, filter, isEmpty: false)
            + (found.isEmpty ? [.none(.problems, filter.place, at: nil)] : [])
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
    fileprivate var place: [String] { [cluster, namespace, kind, name, container ?? ""] }
}

extension Problems {
    /// Those that SQL finds, a kind after the other.
    private static func rows(in record: RecordReader, _ filter: Filter, _ wanted: [Problem]) throws -> [FoundProblem] {
        let tags = try tagProblems(in: record, filter, wanted)
        let names = try wanted.contains(.unresolvedName) ? unresolvedNames(in: record, filter) : []
        return Problem.allCases.flatMap { problem in (tags + names).filter { $0.problem == problem } }
    }

    private static func tagProblems(
        in record: RecordReader, _ filter: Filter, _ wanted: [Problem]
    ) throws -> [FoundProblem] {
        // What a tag itself says is found in one pass; who needs it is found once, for a pass of its own.
        let own = [(Problem.failingImport, "import_error IS NOT NULL"), (.unscheduledTag, Problem.isUnscheduled)]
        let unneeded = [(Problem.noWorkload, "digest_id IS NOT NULL AND NOT \(FollowedTags.isNeeded)")]
        return try [own, unneeded].flatMap { try tagProblems(in: record, filter, $0.filter { wanted.contains($0.0) }) }
    }

    /// Those of the tags of which one of the tests is true; of one test alone it is not asked again which it is.
    private static func tagProblems(
        in record: RecordReader, _ filter: Filter, _ tests: [(problem: Problem, sql: String)]
    ) throws -> [FoundProblem] {
        guard !tests.isEmpty else { return [] }
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("(\(tests.map { "(\($0.sql))" }.joined(separator: " OR ")))")
        let flags = tests.map { tests.count == 1 ? "1" : "(\($0.sql))" }.joined(separator: ", ")
        return try record.rows(
            """
            SELECT cluster, namespace, istag, import_error, import_error_since, from_name, changed_at, seen_from, \(flags)
            FROM istag_\(condition.clause) ORDER BY cluster, namespace, istag
            """, condition.values
        ).flatMap { row in
            tests.indices.filter { row[8 + $0] == .integer(1) }.map { place in
                let problem = tests[place].problem
                let (text, since) = problem == .failingImport ? (3, 4) : problem == .unscheduledTag ? (5, 6) : (nil, 7)
                return FoundProblem(
                    problem: problem, cluster: row[0].text ?? "", namespace: row[1].text ?? "",
                    kind: ObjectKind.imageStreamTag.title, name: row[2].text ?? "", container: nil,
                    detail: problem.detail(text.flatMap { row[$0].text }), since: row[since].text.flatMap { Instant($0) },
                    reason: nil)
            }
        }
    }

    private static func unresolvedNames(in record: RecordReader, _ filter: Filter) throws -> [FoundProblem] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("verdict = 'unresolved'")
        return try record.rows(
            """
            SELECT cluster, namespace, kind, name, container, image, seen_from, reason FROM containers\(condition.clause)
            ORDER BY cluster, namespace, kind, name, container
            """, condition.values
        ).map { row in
            FoundProblem(
                problem: .unresolvedName, cluster: row[0].text ?? "", namespace: row[1].text ?? "", kind: row[2].text ?? "",
                name: row[3].text ?? "", container: row[4].text, detail: .text(row[5].text),
                since: row[6].text.flatMap { Instant($0) }, reason: row[7].text)
        }
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
