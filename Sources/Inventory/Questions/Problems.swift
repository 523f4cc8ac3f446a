internal import Model
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

    /// What the rows of this kind of problem are, in SQL over the views; nil for triggers, which have a rule of their own.
    fileprivate var sql: String? {
        switch self {
        case .failingImport:
            """
            SELECT 'failing-import' AS problem, cluster, namespace, 'ImageStreamTag' AS kind, istag AS name,
                NULL AS container, import_error AS message, import_error_since AS since, NULL AS reason
            FROM istags WHERE import_error IS NOT NULL
            """
        case .unscheduledTag:
            """
            SELECT 'unscheduled-tag', cluster, namespace, 'ImageStreamTag', istag, NULL,
                'follows ' || from_name || ' but is not scheduled: oc tag --scheduled ' || from_name || ' ' || namespace
                    || '/' || istag, changed_at, NULL
            FROM istag_
            WHERE from_kind = 'DockerImage' AND scheduled = 0 AND reference_only = 0
                AND instr(from_name, '@') = 0
            """
        case .noWorkload:
            """
            SELECT 'no-workload', cluster, namespace, 'ImageStreamTag', istag, NULL,
                'no workload in the record is tied to it', seen_from, NULL
            FROM istag_
            WHERE digest_id IS NOT NULL AND NOT \(FollowedTags.isNeeded)
            """
        case .unresolvedName:
            """
            SELECT 'unresolved-name', cluster, namespace, kind, name, container,
                image, seen_from, reason
            FROM containers WHERE verdict = 'unresolved'
            """
        case .unreadableTrigger, .pausedTrigger: nil
        }
    }
}

extension RecordReader {
    /// Failing imports, tags that are unscheduled or without a workload, unresolved short names.
    public func problems(_ filter: Filter = Filter(), only wanted: [Problem] = Problem.allCases) throws -> Answer {
        try refuseUnknownPlaces(filter)
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        let parts = wanted.compactMap(\.sql).joined(separator: "\nUNION ALL\n")
        let columns = "problem, cluster, namespace, kind, name, container, message, since, reason"
        let order = Problem.allCases.enumerated().map { "WHEN '\($1.rawValue)' THEN \($0)" }.joined(separator: " ")
        let triggers = wanted.contains { $0.sql == nil } || wanted.contains(.unresolvedName) ? try triggerProblems(filter) : []
        let inSQL =
            parts.isEmpty
            ? []
            : try rows(
                """
                SELECT \(columns) FROM (
                    SELECT NULL AS problem, NULL AS cluster, NULL AS namespace, NULL AS kind, NULL AS name, NULL AS container,
                        NULL AS message, NULL AS since, NULL AS reason WHERE 0
                    UNION ALL
                    \(parts))\(condition.clause)
                ORDER BY CASE problem \(order) END, cluster, namespace, kind, name, container
                """, condition.values)
        // A container that a paused trigger would fill is told of once, by what is the matter with it.
        let paused = Set(triggers.filter { $0.problem == .pausedTrigger }.map { $0.row[1..<6] })
        let rows =
            inSQL.filter { row in
                !(row[0] == .text(Problem.unresolvedName.rawValue) && row[6].text?.allSatisfy(\.isWhitespace) == true
                    && paused.contains(row[1..<6]))
            }
            + triggers.filter { wanted.contains($0.problem) }.sorted {
                $0.problem == .unreadableTrigger && $1.problem != $0.problem
            }
            .map(\.row)
        return Answer(
            columns: [
                .init("problem"), .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"),
                .init("container"), .init("message"), .init("since", .time), .init("reason", .reason),
            ],
            rows: rows.map { $0.map(Answer.Cell.init) },
            names: rows.map { "\($0[3].text?.lowercased() ?? "")/\($0[4].text ?? "")" },
            notes: try notes(on: .containers, filter, isEmpty: false) + notes(on: .istags, filter, isEmpty: false)
                + (rows.isEmpty ? ["no problems\(filter.place.map { " in \($0)" } ?? "")"] : []))
    }
}

extension TriggerProblem {
    /// The same as a row of the answer.
    fileprivate var row: [Value] {
        [
            .text(problem.rawValue), .text(cluster), .text(workload.namespace), .text(workload.kind.title),
            .text(workload.name),
            container.map(Value.text) ?? .null, .text(message), (since?.description).map(Value.text) ?? .null, .null,
        ]
    }
}
