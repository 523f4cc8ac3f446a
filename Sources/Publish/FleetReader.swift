public import Model
public import Questions
public import Record
public import SQLite
internal import Texts
internal import Words

/// A fleet in PostgreSQL, to be asked over all its clusters: the questions' own SQL, over views of the same names.
public final class FleetReader: QuestionEngine {
    /// The server.
    public var path: String { connection.server }
    /// The instant that the plain views show; nil is now.
    public let instant: Instant?
    let connection: Connection
    /// The one cluster that is asked about, where it is one: of the others nothing need be known.
    var cluster: String?
    private var standings: [RecordReader.Standing]?
    private var coverages: [ExactText: [[Value]]]?
    private var looks: [ExactText: (snapshot: Int64, takenAt: Instant)]?
    private var withPods: Set<ExactText>?
    private var kinds: [ExactText: [ObjectKind]]?
    private var turnedBack: Set<String> = []
    /// Told each statement and the server's plan for it, before it is asked.
    var onPlan: ((_ sql: String, _ plan: [String]) -> Void)?

    /// Opens the fleet as it stands, or as it stood.
    public init(_ connection: Connection, at instant: Instant? = nil) throws {
        self.connection = connection
        self.instant = instant
        guard try FleetSetup(connection).version() != nil else { throw FleetError.noSchema(server: connection.server) }
        try connection.run("SET search_path = pg_temp, isinventory, pg_catalog")
        // To compile a question takes longer than to answer it.
        try connection.run("SELECT set_config('jit', 'off', false) FROM pg_settings WHERE name = 'jit'")
    }

    /// The rows that some SQL answers; values stand for `?1`, `?2`, …
    public func rows(_ sql: String, _ values: [Value]) throws -> [[Value]] {
        try turnBack(what: sql)
        let (statement, parameters) = (Dialect.postgreSQL(sql), values.map(Dialect.text))
        if let onPlan { onPlan(statement, try connection.rows("EXPLAIN \(statement)", parameters).compactMap { $0[0] }) }
        var rows: [[Value]] = []
        try connection.each(statement, parameters) { row in
            rows.append((0..<row.count).map { Dialect.value(row, at: $0) })
        }
        return rows
    }

    /// The same as cells.
    public func cells(_ sql: String, _ values: [Value]) throws -> [[Answer.Cell]] {
        try rows(sql, values).map { $0.map(Answer.Cell.init) }
    }

    /// A term that lets through the cluster that is asked about, by a name for it; the values it needs come after so many others.
    private func only(_ column: String, after count: Int) -> (term: String, values: [Value]) {
        cluster.map { (" AND \(column) = ?\(count + 1)", [.text($0)]) } ?? ("", [])
    }

    /// The newest snapshot of `c.cluster` up to `?1`, or up to now.
    ///
    /// - Parameter condition: What it has to fulfil besides, over `x`.
    private static func newest(_ condition: String = "true") -> String {
        """
        LATERAL (
            SELECT x.snapshot, x.taken_at FROM isinventory.snapshot x
            WHERE x.cluster = c.cluster AND x.stub = 0 AND \(condition)
                AND x.taken_at <= coalesce(CAST(?1 AS timestamptz), 'infinity')
            ORDER BY x.taken_at DESC LIMIT 1)
        """
    }

    private var time: Value { instant.map { .text($0.description) } ?? .null }

    /// Each cluster, by name, with the snapshot that is shown; the others where there is none of the name asked about.
    public func clusters() throws -> [RecordReader.Standing] {
        if let standings { return standings }
        var found = try readClusters()
        if found.isEmpty, cluster != nil {
            cluster = nil
            found = try readClusters()
        }
        standings = found
        return found
    }

    private func readClusters() throws -> [RecordReader.Standing] {
        let only = only("c.cluster", after: 1)
        return try rows(
            """
            SELECT c.cluster, s.snapshot, s.taken_at, c.first_taken_at FROM isinventory.cluster c
            LEFT JOIN \(Self.newest()) s ON true
            WHERE c.head_taken_at IS NOT NULL\(only.term) ORDER BY c.cluster
            """, [time] + only.values
        ).map { row in
            RecordReader.Standing(
                cluster: row[0].text ?? "", snapshot: row[1].integer, takenAt: row[2].text.flatMap { Instant($0) },
                firstTakenAt: row[3].text.flatMap { Instant($0) })
        }
    }

    /// A namespace at a time, each cluster by its key: a list of all there are would read every history.
    public func knowsNamespace(_ name: String) throws -> Bool {
        try !rows(
            """
            SELECT 1 FROM isinventory.cluster c
            WHERE EXISTS (SELECT 1 FROM isinventory.workload_history h WHERE h.cluster = c.cluster AND h.namespace = ?1)
                OR EXISTS (SELECT 1 FROM isinventory.image_stream_history h WHERE h.cluster = c.cluster AND h.namespace = ?1)
                OR EXISTS (SELECT 1 FROM isinventory.istag_history h WHERE h.cluster = c.cluster AND h.namespace = ?1)
            LIMIT 1
            """, [.text(name)]
        ).isEmpty
    }

    /// Those of the namespaces of which nothing was ever published, and all of which something was where there are such.
    public func unknownNamespaces(among namespaces: [String]) throws -> (unknown: [String], known: [String]) {
        let unknown = try namespaces.filter { try !knowsNamespace($0) }
        guard !unknown.isEmpty else { return ([], []) }
        let known = try rows(
            """
            SELECT namespace FROM isinventory.workload_history UNION SELECT namespace FROM isinventory.image_stream_history
            UNION SELECT namespace FROM isinventory.istag_history
            """, [])
        return (unknown, known.compactMap { $0[0].text })
    }

    /// The fleet.
    public var scope: QuestionError.Scope { .fleet }

    /// None: a fleet's rows are told apart by names.
    public func numbers(of objects: NumberedObjects) throws -> [Int64]? { nil }

    /// Digests that begin so.
    public func digests(beginning: String) throws -> [String] {
        // Hexadecimal digits come before g.
        try rows(
            "SELECT text FROM digest_ WHERE text >= ?1 AND text < ?2 GROUP BY text LIMIT 50",
            [.text(beginning), .text(beginning + "g")]
        ).compactMap { $0[0].text }
    }

    /// The kinds of whatever Pods that ran something were made for.
    public func kindsOfOwners() throws -> [ObjectKind] {
        let only = only("k.cluster", after: 0)
        return try rows(
            """
            SELECT DISTINCT k.api_group, k.api_name, k.resource FROM isinventory.kind k WHERE EXISTS (
                SELECT 1 FROM isinventory.pod_history p
                WHERE p.cluster = k.cluster AND p.kind = k.kind AND substr(p.name, 1, 2) <> '//')\(only.term)
            """, only.values
        ).map { ObjectKind(group: $0[0].text ?? "", name: $0[1].text ?? "", resource: $0[2].text) }
    }

    /// Many at once.
    public func looks(before looks: [LookLimit]) throws -> [Instant?] {
        var found = [Instant?](repeating: nil, count: looks.count)
        for start in stride(from: 0, to: looks.count, by: 1000) {
            let some = looks[start..<min(start + 1000, looks.count)]
            let list = some.indices.map { place in
                let first = (place - start) * 4 + 1
                return
                    "(\(place), CAST(?\(first) AS text), CAST(?\(first + 1) AS text), CAST(?\(first + 2) AS text), CAST(?\(first + 3) AS timestamptz))"
            }
            let answers = try rows(
                """
                SELECT q.place, max((
                    SELECT s.taken_at FROM isinventory.snapshot s
                    WHERE s.cluster = q.cluster AND s.followed = 0 AND s.taken_at < least(q.seen_by, v.seen_until)
                    ORDER BY s.taken_at DESC LIMIT 1))
                FROM (VALUES \(list.joined(separator: ", "))) q (place, cluster, kind, namespace, seen_by)
                JOIN isinventory.coverage_history v ON v.cluster = q.cluster AND v.kind = q.kind
                    AND v.namespace IN ('', q.namespace) AND v.outcome = 'complete' AND v.seen_from < q.seen_by
                GROUP BY q.place
                """,
                some.flatMap { look -> [Value] in
                    [.text(look.cluster), .text(look.kind), .text(look.namespace), .text(look.instant.description)]
                })
            for row in answers {
                if let place = row[0].integer { found[Int(place)] = row[1].text.flatMap { Instant($0) } }
            }
        }
        return found
    }

    /// All clusters' at once, the first time they are asked for.
    public func kindsOfWorkloads(in cluster: String?) throws -> [ObjectKind] {
        let all = try kinds ?? readKinds()
        kinds = all
        guard let cluster else { return Set(all.values.joined()).sorted() }
        return all[ExactText(cluster)] ?? []
    }

    private func readKinds() throws -> [ExactText: [ObjectKind]] {
        let only = only("k.cluster", after: 0)
        let rows = try rows(
            """
            SELECT k.cluster, k.api_group, k.api_name, k.resource, CASE WHEN EXISTS (
                    SELECT 1 FROM isinventory.workload_history h
                    WHERE h.cluster = k.cluster AND h.kind = k.kind AND substr(h.name, 1, 2) <> '//')
                OR EXISTS (
                    SELECT 1 FROM isinventory.coverage_history v
                    WHERE v.cluster = k.cluster AND v.kind = k.kind AND v.outcome IN ('forbidden', 'failed')) THEN 1 ELSE 0 END
            FROM isinventory.kind k WHERE k.kind NOT IN ('ImageStream', 'ImageStreamTag')\(only.term)
            """, only.values)
        var kinds: [ExactText: [ObjectKind]] = [:]
        for row in rows {
            let kind = ObjectKind(group: row[1].text ?? "", name: row[2].text ?? "", resource: row[3].text)
            // Builds are asked for by `cleanup` alone.
            if kind == .build || kind == .buildConfig { continue }
            let isExpected = Kinds.builtIn[kind].map { !$0.isAdded && $0.workload?.isOnlyUnowned != true } ?? false
            if isExpected || row[4] == .integer(1) { kinds[ExactText(row[0].text ?? ""), default: []].append(kind) }
        }
        return kinds.mapValues { $0.sorted() }
    }

    /// All clusters' at once, the first time one is asked for.
    public func coverage(of standing: RecordReader.Standing) throws -> [[Value]] {
        if coverages == nil {
            let only = only("c.cluster", after: 1)
            let rows = try rows(
                """
                SELECT c.cluster, h.kind, h.outcome, nullif(h.namespace, ''), h.message FROM isinventory.cluster c
                JOIN \(Self.newest()) s ON true
                JOIN isinventory.coverage_history h ON h.cluster = c.cluster AND h.seen_from <= s.taken_at
                    AND (h.seen_until IS NULL OR h.seen_until > s.taken_at)
                WHERE true\(only.term) ORDER BY c.cluster, h.kind, h.namespace
                """, [time] + only.values)
            coverages = Dictionary(grouping: rows) { ExactText($0[0].text ?? "") }.mapValues { $0.map { Array($0.dropFirst()) } }
        }
        return coverages?[ExactText(standing.cluster)] ?? []
    }

    /// All clusters' at once, the first time one is asked for.
    public func lastLook(of cluster: String) throws -> (snapshot: Int64, takenAt: Instant)? {
        if looks == nil {
            let only = only("c.cluster", after: 1)
            let rows = try rows(
                """
                SELECT c.cluster, s.snapshot, s.taken_at FROM isinventory.cluster c
                CROSS JOIN \(Self.newest("x.followed = 0")) s WHERE true\(only.term)
                """, [time] + only.values)
            looks = [:]
            for row in rows {
                if let snapshot = row[1].integer, let takenAt = row[2].text.flatMap({ Instant($0) }) {
                    looks?[ExactText(row[0].text ?? "")] = (snapshot, takenAt)
                }
            }
        }
        return looks?[ExactText(cluster)]
    }

    /// All clusters' at once, the first time one is asked for.
    public func knowsPods(of cluster: String) throws -> Bool {
        if withPods == nil {
            let only = only("c.cluster", after: 0)
            let rows = try rows(
                """
                SELECT c.cluster FROM isinventory.cluster c
                WHERE EXISTS (SELECT 1 FROM isinventory.pod_history p WHERE p.cluster = c.cluster)\(only.term)
                """, only.values)
            withPods = Set(rows.compactMap { $0[0].text.map { ExactText($0) } })
        }
        return withPods?.contains(ExactText(cluster)) ?? false
    }

    /// As each publishing left them; of the past they are counted.
    public func overviews(_ filter: Filter) throws -> [ClusterOverview] {
        guard instant == nil else { return try countedOverviews(filter) }
        let place = filter.cluster == nil ? "" : " AND c.cluster = ?1"
        let values: [Value] = filter.cluster.map { [.text($0)] } ?? []
        var gaps: [ExactText: [Gap]] = [:]
        for row in try rows(
            """
            SELECT c.cluster, g.gap_from, g.gap_to, c.usual_seconds FROM isinventory.gap g
            JOIN isinventory.cluster c ON c.cluster = g.cluster WHERE true\(place) ORDER BY c.cluster, g.gap_from
            """, values)
        {
            guard let cluster = row[0].text, let from = row[1].text.flatMap({ Instant($0) }),
                let to = row[2].text.flatMap({ Instant($0) })
            else { continue }
            gaps[ExactText(cluster), default: []].append(Gap(cluster: cluster, from: from, to: to, usual: row[3].integer ?? 0))
        }
        return try rows(
            """
            SELECT c.cluster, c.snapshots, c.first_taken_at, (
                    SELECT max(s.taken_at) FROM isinventory.snapshot s WHERE s.cluster = c.cluster AND s.stub = 0),
                c.incomplete, c.changes, c.workloads, c.containers, c.image_streams, c.istags
            FROM isinventory.cluster c WHERE c.head_taken_at IS NOT NULL AND c.snapshots > 0\(place) ORDER BY c.cluster
            """, values
        ).map { row in
            let cluster = row[0].text ?? ""
            return ClusterOverview(
                cluster: cluster, snapshots: row[1].integer ?? 0, first: row[2].text, newest: row[3].text,
                incomplete: row[4].integer, changes: row[5].integer, gaps: gaps[ExactText(cluster)] ?? [],
                standing: row[6...].map { $0.integer ?? 0 })
        }
    }

    /// By names.
    public var links: Links { .names }

    /// The snapshots that took much for gone, oldest first.
    public func massDeletions(of cluster: String) throws -> [MassDeletion] {
        try rows(
            "SELECT snapshot, taken_at, kind, stood, gone FROM mass_deletion_ WHERE cluster = ?1 ORDER BY taken_at, kind",
            [.text(cluster)]
        ).compactMap { row in
            guard let kind = row[2].text.flatMap({ ObjectKind(title: $0) }), let takenAt = row[1].text.flatMap({ Instant($0) })
            else {
                return nil
            }
            return MassDeletion(
                snapshot: row[0].integer ?? 0, takenAt: takenAt,
                loss: Deletions.Loss(kind: kind, stood: Int(row[3].integer ?? 0), gone: Int(row[4].integer ?? 0)))
        }
    }

    /// Shows the plain views that some SQL names as they stood: temporary views of their names hide the schema's own.
    func turnBack(what sql: String) throws {
        guard let instant else { return }
        for view in FleetViews.timed + ["images_history"] where sql.contains(view) && turnedBack.insert(view).inserted {
            let source =
                view == "images_history"
                ? "(SELECT digest, created_at, size, architecture, os, labels, first_seen, last_seen FROM isinventory.image__at('\(instant)')) i"
                : "isinventory.\(view)_at('\(instant)')"
            try connection.run("CREATE TEMP VIEW \(view) AS SELECT * FROM \(source)")
        }
    }
}
