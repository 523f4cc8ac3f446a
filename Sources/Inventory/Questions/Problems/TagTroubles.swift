internal import Model
internal import Record
internal import SQLite
internal import Texts

/// Something that is the matter with a tag that stands.
struct TagTrouble {
    let problem: Problem
    let tag: ClusterTag
    /// Why its import failed, or the image that it follows.
    let text: String?
    /// Since when: by the cluster's clock for imports, by ours otherwise.
    let since: Instant?
}

/// A tag that stands, as a statement has just read it: of a hundred thousand tags, only those that matter are put together.
struct ExaminedTag {
    fileprivate let row: Statement

    /// The file's number for it.
    var number: Int64 { row.integer(at: 0) ?? 0 }
    /// Its name.
    var name: ClusterTag {
        ClusterTag(cluster: row.text(at: 7) ?? "", namespace: row.text(at: 8) ?? "", istag: row.text(at: 9) ?? "")
    }

    fileprivate static let columns = """
        istag_id, digest_id IS NOT NULL, import_error, failing_since, CASE WHEN \(Problem.isUnscheduled) THEN from_name END, moved,
        began, cluster, namespace, istag
        """

    fileprivate func troubles(_ wanted: [Problem], isNeeded: (ExaminedTag) -> Bool) -> [TagTrouble] {
        var found: [TagTrouble] = []
        func add(_ problem: Problem, _ text: Int32?, since: Int32) {
            guard wanted.contains(problem) else { return }
            found.append(
                TagTrouble(
                    problem: problem, tag: name, text: text.flatMap { row.text(at: $0) },
                    since: row.integer(at: since).map(Instant.init(secondsSince1970:))))
        }
        if row.isText(at: 2) { add(.failingImport, 2, since: 3) }
        if row.isText(at: 4) { add(.unscheduledTag, 4, since: 5) }
        if row.integer(at: 1) == 1, wanted.contains(.noWorkload), !isNeeded(self) { add(.noWorkload, nil, since: 6) }
        return found
    }
}

extension RecordReader {
    /// What is the matter with tags, in their order.
    ///
    /// - Parameters:
    ///   - wanted: Which problems are asked for.
    ///   - isNeeded: Whether a container is tied to a tag, or to one that follows it.
    func tagTroubles(
        _ filter: Filter, _ wanted: [Problem] = Problem.allCases, isNeeded: (ExaminedTag) -> Bool
    ) throws -> [TagTrouble] {
        guard !Set(wanted).isDisjoint(with: [.failingImport, .unscheduledTag, .noWorkload]) else { return [] }
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        var found: [TagTrouble] = []
        try eachRow("SELECT \(ExaminedTag.columns) FROM istag_\(condition.clause)", condition.values) { row in
            found += ExaminedTag(row: row).troubles(wanted, isNeeded: isNeeded)
        }
        return found.sorted { $0.tag.texts.isBefore($1.tag.texts) }
    }
}

extension ClusterTag {
    fileprivate var texts: [String] { [cluster, namespace, istag] }
}

/// What the containers that stand say of names: the tags they are tied to, and the short names that nothing resolved.
struct NamesOfContainers {
    /// The file's numbers of the tags.
    private(set) var tied: Set<Int64> = []
    /// The names, in the order of their containers.
    private(set) var unresolved: [FoundProblem] = []

    /// - Parameters:
    ///   - isTied: Whether the tags are asked for, which are those of all containers, whatever is filtered.
    ///   - isUnresolved: Whether the names are asked for.
    init(in record: RecordReader, _ filter: Filter, isTied: Bool, isUnresolved: Bool) throws {
        guard isTied || isUnresolved else { return }
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("verdict = 'unresolved'")
        let isFound = isUnresolved ? condition.terms.joined(separator: " AND ") : "0"
        try record.eachRow(
            """
            SELECT istag_id, \(isFound), cluster, namespace, kind, name, container,
                CASE WHEN \(isFound) THEN (
                    SELECT s.image FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) END,
                CASE WHEN \(isFound) THEN (SELECT f.taken_at FROM snapshot f WHERE f.id = j.state_from) END, reason
            FROM judged_ j\(isTied ? "" : condition.clause)
            """, isUnresolved ? condition.values : []
        ) { row in
            if isTied, let tag = row.integer(at: 0) { tied.insert(tag) }
            if row.integer(at: 1) == 1 { unresolved.append(FoundProblem(unresolved: row)) }
        }
        unresolved.sort { $0.place.isBefore($1.place) }
    }
}

extension FoundProblem {
    fileprivate init(unresolved row: Statement) {
        self.init(
            problem: .unresolvedName, cluster: row.text(at: 2) ?? "", namespace: row.text(at: 3) ?? "",
            kind: row.text(at: 4) ?? "",
            name: row.text(at: 5) ?? "", container: row.text(at: 6), detail: .text(row.text(at: 7)),
            since: row.integer(at: 8).map(Instant.init(secondsSince1970:)), reason: row.text(at: 9))
    }
}

extension [String] {
    /// As SQLite orders texts, one after the other: by their bytes.
    fileprivate func isBefore(_ other: [String]) -> Bool {
        for (text, its) in zip(self, other) where !text.hasSameBytes(as: its) {
            return text.utf8.lexicographicallyPrecedes(its.utf8)
        }
        return count < other.count
    }
}
