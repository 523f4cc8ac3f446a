internal import Model
internal import Record
internal import SQLite

/// Objects of one table of states, and which of their fields a difference compares.
struct DifferencePart {
    /// A field as the views name it.
    struct Field {
        let name: String
        /// What it is in SQL over the tables joined in ``DifferencePart/source``.
        let sql: String
        /// Whether it is 0 or 1 for false or true.
        var isBoolean = false
    }

    let fields: [Field]
    /// Whether the first field tells something of an object that came or went.
    var hasHeadline = false
    /// The kind where the table has no column for it.
    let kind: ObjectKind?
    /// The table of states, and its column for the object.
    let states: String
    let object: String
    /// The object's kind, name, container, and whether it is an init container.
    let names: String
    /// From the object's number `x.id` to its namespace `n`, and from its state `v` to its fields.
    let path: String
    let fieldJoins: String
    /// The same where nothing has a number: what has the fields as columns beside `seen_from` and `seen_until`, and the object's names there.
    let intervals: String
    let intervalNames: String

    static let all: [DifferencePart] = [workloads, containers, imageStreams, imageStreamTags]

    func covers(_ kind: ObjectKind) -> Bool { self.kind.map { $0 == kind } ?? kind.isWorkload }

    /// What changed objects were at one side, by cluster, namespace, kind, name, container, init.
    func states(
        in record: RecordReader, _ side: Difference.Sides.Side, among sides: Difference.Sides, _ filter: Filter
    ) throws -> [[Answer.Cell]: [Answer.Cell]] {
        guard let between = sides.between else { return [:] }
        let condition = filter.condition(over: ["cluster", "namespace", "kind", "name"], name: "name")
        let snapshots = side.map { "(\($0.cluster), \($0.snapshot))" }.joined(separator: ", ")
        func isBetween(_ column: String) -> String { "\(column) BETWEEN \(between.lowerBound) AND \(between.upperBound)" }
        // CROSS JOIN keeps the order: from what changed to what it was, https://www.sqlite.org/optoverview.html.
        let sql = """
            WITH side (cluster_id, snapshot_id) AS (VALUES \(snapshots)),
            changed (id) AS (
                SELECT DISTINCT \(object) FROM \(states)
                WHERE \(isBetween("from_snapshot")) OR \(isBetween("until_snapshot")))
            SELECT * FROM (
                SELECT c.name AS cluster, n.name AS namespace, \(names), \(fields.map(\.sql).joined(separator: ", "))
                FROM changed x
                \(path)
                CROSS JOIN cluster c ON c.id = n.cluster_id
                CROSS JOIN side a ON a.cluster_id = c.id
                CROSS JOIN \(states) v ON v.\(object) = x.id AND v.from_snapshot = (
                    SELECT max(y.from_snapshot) FROM \(states) y WHERE y.\(object) = x.id AND y.from_snapshot <= a.snapshot_id)
                \(fieldJoins)
                WHERE v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id)\(condition.clause)
            """
        var found: [[Answer.Cell]: [Answer.Cell]] = [:]
        for row in try record.cells(sql, condition.values) { found[Array(row[..<6])] = told(row[6...]) }
        return found
    }

    /// The same where nothing has a number, found by when states began and ended: what stands at both sides is not looked at.
    func states(
        in fleet: some QuestionEngine, _ side: Difference.Stretch.Side, among stretches: [Difference.Stretch], _ filter: Filter
    ) throws -> [[Answer.Cell]: [Answer.Cell]] {
        var found: [[Answer.Cell]: [Answer.Cell]] = [:]
        for start in stride(from: 0, to: stretches.count, by: 2000) {
            let some = stretches[start..<min(start + 2000, stretches.count)]
            let (sql, values) = question(side, some, filter)
            for row in try fleet.cells(sql, values) { found[Array(row[..<6])] = told(row[6...]) }
        }
        return found
    }

    private func question(
        _ side: Difference.Stretch.Side, _ stretches: ArraySlice<Difference.Stretch>, _ filter: Filter
    ) -> (sql: String, values: [Value]) {
        var condition = filter.condition(over: ["cluster", "namespace", "kind", "name"], name: "name")
        func time(_ instant: Instant?) -> String {
            "CAST(\(condition.bind(.text(instant?.description ?? "-infinity"))) AS timestamptz)"
        }
        let sides = stretches.map { stretch in
            "(CAST(\(condition.bind(.text(stretch.cluster))) AS text), \(time(stretch.earlier)), \(time(stretch.later)))"
        }
        // The bounds of all are there beside each cluster's own so that the server knows how few rows lie between.
        let first = time(stretches.contains { $0.earlier == nil } ? nil : stretches.compactMap(\.earlier).min())
        let last = time(stretches.map(\.later).max())
        let term =
            switch side {
            case .earlier: "v.seen_from <= s.earlier AND v.seen_until > s.earlier AND v.seen_until <= s.later"
            case .later: "v.seen_from > s.earlier AND v.seen_from <= s.later AND (v.seen_until IS NULL OR v.seen_until > s.later)"
            }
        let limit = side == .earlier ? "v.seen_until" : "v.seen_from"
        let sql = """
            SELECT cluster, namespace, kind, name, container, init, \(fields.map(\.name).joined(separator: ", "))
            FROM (
                SELECT v.cluster, v.namespace, \(intervalNames), \(fields.map { "v.\($0.name)" }.joined(separator: ", "))
                FROM (VALUES \(sides.joined(separator: ", "))) s (side, earlier, later)
                JOIN \(intervals) v ON v.cluster = s.side AND \(term) AND \(limit) > \(first) AND \(limit) <= \(last)
            ) x\(condition.clause)
            """
        return (sql, condition.values)
    }

    /// Truths among the fields' values as such.
    private func told(_ cells: some Sequence<Answer.Cell>) -> [Answer.Cell] {
        zip(fields, cells).map { field, cell in
            guard field.isBoolean, case .integer(let number) = cell else { return cell }
            return .boolean(number != 0)
        }
    }
}

extension DifferencePart {
    private static let workloads = DifferencePart(
        fields: [
            .init(name: "uid", sql: "u.value"), .init(name: "replicas", sql: "v.replicas"),
            .init(name: "resolve_names", sql: "r.value"), .init(name: "triggers", sql: "g.value"),
        ], kind: nil, states: "workload_version", object: "workload_id",
        names: "k.name AS kind, w.name AS name, NULL, NULL",
        path: """
            CROSS JOIN workload w ON w.id = x.id AND substr(w.name, 1, 2) <> '//'
            CROSS JOIN kind k ON k.id = w.kind_id
            CROSS JOIN namespace n ON n.id = w.namespace_id
            """,
        fieldJoins: """
            LEFT JOIN text u ON u.id = v.uid_id
            LEFT JOIN text r ON r.id = v.resolve_names_id
            LEFT JOIN text g ON g.id = v.triggers_id
            """,
        intervals: "workloads_history",
        intervalNames: "v.kind, v.name, CAST(NULL AS text) AS container, CAST(NULL AS bigint) AS init")

    private static let containers = DifferencePart(
        fields: [.init(name: "image", sql: ReferenceSQL.text("r"))], hasHeadline: true, kind: nil,
        states: "container_version", object: "container_id",
        names: "k.name AS kind, w.name AS name, b.name, b.init",
        path: """
            CROSS JOIN container b ON b.id = x.id
            CROSS JOIN workload w ON w.id = b.workload_id AND substr(w.name, 1, 2) <> '//'
            CROSS JOIN kind k ON k.id = w.kind_id
            CROSS JOIN namespace n ON n.id = w.namespace_id
            """, fieldJoins: ReferenceSQL.joins("r", on: "v.reference_id"),
        intervals: "(SELECT * FROM container_history WHERE substr(name, 1, 2) <> '//')",
        intervalNames: "v.kind, v.name, v.container, v.init")

    private static let imageStreams = DifferencePart(
        fields: [
            .init(name: "uid", sql: "u.value"), .init(name: "lookup_local", sql: "v.lookup_local", isBoolean: true),
            .init(name: "repository", sql: ReferenceSQL.text("r")),
        ], kind: .imageStream, states: "image_stream_version", object: "image_stream_id",
        names: "'ImageStream' AS kind, i.name AS name, NULL, NULL",
        path: """
            CROSS JOIN image_stream i ON i.id = x.id
            CROSS JOIN namespace n ON n.id = i.namespace_id
            """,
        fieldJoins: "LEFT JOIN text u ON u.id = v.uid_id\n" + ReferenceSQL.joins("r", on: "v.repository_id"),
        intervals: "image_streams_history",
        intervalNames: "'ImageStream' AS kind, v.name, CAST(NULL AS text) AS container, CAST(NULL AS bigint) AS init")

    private static let imageStreamTags = DifferencePart(
        fields: [
            .init(name: "digest", sql: ReferenceSQL.digest("d")),
            .init(name: "image", sql: "\(ReferenceSQL.text("r")) || iif(v.at_digest, '@' || \(ReferenceSQL.digest("d")), '')"),
            .init(name: "from_name", sql: "coalesce(m.value, \(ReferenceSQL.text("f")))"),
            .init(name: "scheduled", sql: "s.scheduled", isBoolean: true),
            .init(name: "reference_policy", sql: "s.reference_policy"), .init(name: "import_error", sql: "e.value"),
        ], hasHeadline: true, kind: .imageStreamTag, states: "istag_version", object: "istag_id",
        names: "'ImageStreamTag' AS kind, i.name || ':' || t.tag AS name, NULL, NULL",
        path: """
            CROSS JOIN istag t ON t.id = x.id
            CROSS JOIN image_stream i ON i.id = t.image_stream_id
            CROSS JOIN namespace n ON n.id = i.namespace_id
            """,
        fieldJoins: """
            JOIN tag_source s ON s.id = v.source_id
            LEFT JOIN digest d ON d.id = v.digest_id
            LEFT JOIN text e ON e.id = v.import_error_id
            LEFT JOIN text m ON m.id = s.from_name_id
            \(ReferenceSQL.joins("r", on: "v.image_id"))
            \(ReferenceSQL.joins("f", on: "s.from_reference_id"))
            """,
        intervals: "istags_history",
        intervalNames:
            "'ImageStreamTag' AS kind, v.istag AS name, CAST(NULL AS text) AS container, CAST(NULL AS bigint) AS init")
}

/// A numbered reference put together in SQL, to the letter as it was written.
enum ReferenceSQL {
    /// The text of the reference that was joined as `name`; NULL where there is none.
    static func text(_ name: String) -> String {
        """
        coalesce(\(name)_t.value, coalesce(\(name)_h.host || '/', '') || \(name)_p.path || coalesce(':' || \(name).tag, '')
            || coalesce('@' || \(digest("\(name)_d")), ''))
        """
    }

    /// What ``text(_:)`` needs of a reference whose number stands in a column.
    static func joins(_ name: String, on column: String) -> String {
        """
        LEFT JOIN reference \(name) ON \(name).id = \(column)
        LEFT JOIN repository \(name)_p ON \(name)_p.id = \(name).repository_id
        LEFT JOIN registry \(name)_h ON \(name)_h.id = \(name)_p.registry_id
        LEFT JOIN digest \(name)_d ON \(name)_d.id = \(name).digest_id
        LEFT JOIN text \(name)_t ON \(name)_t.id = \(name).text_id
        """
    }

    /// The text of a row of `digest`.
    static func digest(_ name: String) -> String {
        "CASE typeof(\(name).value) WHEN 'blob' THEN 'sha256:' || lower(hex(\(name).value)) ELSE \(name).value END"
    }
}
