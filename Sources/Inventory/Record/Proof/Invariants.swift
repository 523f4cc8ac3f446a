internal import SQLite

/// What a record of ours always fulfils, beside what the seals cover.
struct Invariants {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func findings() throws -> [Finding] {
        var findings: [Finding] = []
        for (rule, sql) in Invariants.queries {
            let rows = try count(sql)
            if rows > 0 { findings.append(.invariant(.rule(rule, rows: rows))) }
        }
        // Every row is there because something that is sealed names it.
        for use in RowUse.all {
            let rows = try count("SELECT id FROM \(use.table) EXCEPT SELECT * FROM (\(use.usedIDs))")
            if rows > 0 { findings.append(.invariant(.unused(table: use.table, rows: rows))) }
        }
        return findings
    }

    private func count(_ sql: String) throws -> Int { Int(try connection.integer("SELECT count(*) FROM (\(sql))")) }

    private static let queries: [(rule: RecordRule, sql: String)] =
        closings + [
            (
                .followers,
                """
                SELECT * FROM (SELECT source_id, istag_id FROM tag_source_use EXCEPT SELECT source_id, istag_id FROM istag_version)
                UNION ALL
                SELECT * FROM (
                    SELECT v.source_id, v.istag_id FROM istag_version v JOIN tag_source s ON s.id = v.source_id
                    WHERE coalesce(s.from_reference_id, s.from_name_id) IS NOT NULL
                    EXCEPT SELECT source_id, istag_id FROM tag_source_use)
                """
            ),
            (
                .followedSnapshots,
                """
                SELECT id FROM snapshot WHERE followed <> 0 EXCEPT SELECT snapshot_id FROM followed
                UNION ALL SELECT * FROM (SELECT snapshot_id FROM followed EXCEPT SELECT id FROM snapshot WHERE followed = 1)
                UNION ALL SELECT snapshot_id FROM followed WHERE outcome_id NOT IN (3, 5)
                UNION ALL SELECT id FROM coverage_version WHERE outcome_id = 5
                    OR from_snapshot IN (SELECT id FROM snapshot WHERE followed = 1)
                """
            ),
            (
                .massDeletions,
                """
                SELECT * FROM (SELECT * FROM mass_deletion EXCEPT SELECT * FROM (\(massDeletions)))
                UNION ALL
                SELECT * FROM (SELECT * FROM (\(massDeletions)) EXCEPT SELECT * FROM mass_deletion)
                """
            ),
        ]

    /// A state ends because another begins, or because its kind and namespace were looked at completely and it was not there.
    private static let closings: [(rule: RecordRule, sql: String)] = [
        (
            .closedWorkloads,
            closed("workload", "JOIN workload o ON o.id = v.workload_id", covered: "o.kind_id", "o.namespace_id")
        ),
        (
            .closedContainers,
            closed(
                "container", "JOIN container b ON b.id = v.container_id JOIN workload o ON o.id = b.workload_id",
                covered: "o.kind_id", "o.namespace_id")
                    // A workload that was seen was seen with all its containers.
                    + """
                     AND NOT EXISTS (
                        SELECT 1 FROM workload_version y WHERE y.workload_id = b.workload_id
                            AND y.from_snapshot <= v.until_snapshot
                            AND (y.until_snapshot IS NULL OR y.until_snapshot > v.until_snapshot))
                    """
        ),
        (
            .closedImageStreams,
            closed("image_stream", "JOIN image_stream o ON o.id = v.image_stream_id", covered: "6", "o.namespace_id")
        ),
        (
            .closedRunning,
            """
            SELECT 1 FROM running_version v JOIN container b ON b.id = v.container_id JOIN workload o ON o.id = b.workload_id
            WHERE v.until_snapshot IS NOT NULL AND NOT \(complete("11", "o.namespace_id"))
            """
        ),
        (
            .closedTags,
            closed(
                "istag", "JOIN istag t ON t.id = v.istag_id JOIN image_stream o ON o.id = t.image_stream_id",
                covered: "6", "o.namespace_id")
                + " AND (v.digest_id IS NULL OR NOT \(complete("7", "o.namespace_id")))"
        ),
    ]

    private static func closed(_ table: String, _ joins: String, covered kind: String, _ namespace: String) -> String {
        """
        SELECT 1 FROM \(table)_version v \(joins)
        WHERE v.until_snapshot IS NOT NULL
            AND NOT EXISTS (
                SELECT 1 FROM \(table)_version w
                WHERE w.\(table)_id = v.\(table)_id AND w.from_snapshot = v.until_snapshot)
            AND NOT \(complete(kind, namespace))
        """
    }

    private static let isLook = "NOT EXISTS (SELECT 1 FROM snapshot l WHERE l.id = v.until_snapshot AND l.followed = 1)"

    private static func complete(_ kind: String, _ namespace: String) -> String {
        """
        (EXISTS (
            SELECT 1 FROM namespace n JOIN coverage_version q ON q.cluster_id = n.cluster_id AND q.kind_id = \(kind)
            WHERE n.id = \(namespace) AND (q.namespace_id IS NULL OR q.namespace_id = n.id)
                AND q.from_snapshot <= v.until_snapshot
                AND (q.until_snapshot IS NULL OR q.until_snapshot > v.until_snapshot)
                AND (q.outcome_id = 1 OR q.outcome_id = 4 AND q.namespace_id IS NOT NULL) AND \(isLook)
        ) OR EXISTS (
            -- Between two looks a watch is evidence for what it told of.
            SELECT 1 FROM followed f WHERE f.snapshot_id = v.until_snapshot AND f.kind_id = \(kind)
                AND f.namespace_id = \(namespace) AND f.outcome_id = 5))
        """
    }

    /// Snapshots that took much of what stood of a kind for gone, docs/sources.md: more than half, and 20 objects at least. An object
    /// is gone where its state ends and no other begins. The states tell, so no seal has it.
    private static let massDeletions = """
        WITH state (cluster_id, kind_id, from_snapshot, until_snapshot, followed) AS (
            SELECT n.cluster_id, w.kind_id, v.from_snapshot, v.until_snapshot, EXISTS (
                SELECT 1 FROM workload_version x WHERE x.workload_id = v.workload_id AND x.from_snapshot = v.until_snapshot)
            FROM workload_version v JOIN workload w ON w.id = v.workload_id JOIN namespace n ON n.id = w.namespace_id
            UNION ALL
            SELECT n.cluster_id, 6, v.from_snapshot, v.until_snapshot, EXISTS (
                SELECT 1 FROM image_stream_version x
                WHERE x.image_stream_id = v.image_stream_id AND x.from_snapshot = v.until_snapshot)
            FROM image_stream_version v JOIN image_stream i ON i.id = v.image_stream_id JOIN namespace n ON n.id = i.namespace_id
            UNION ALL
            SELECT n.cluster_id, 7, v.from_snapshot, v.until_snapshot, EXISTS (
                SELECT 1 FROM istag_version x WHERE x.istag_id = v.istag_id AND x.from_snapshot = v.until_snapshot)
            FROM istag_version v JOIN istag t ON t.id = v.istag_id JOIN image_stream i ON i.id = t.image_stream_id
            JOIN namespace n ON n.id = i.namespace_id
        ),
        ended AS MATERIALIZED (
            SELECT cluster_id, until_snapshot AS snapshot_id, kind_id, count(*) AS gone FROM state
            WHERE until_snapshot IS NOT NULL AND followed = 0
                -- Between two looks each deletion was told by itself.
                AND until_snapshot NOT IN (SELECT id FROM snapshot WHERE snapshot.followed = 1)
            GROUP BY cluster_id, until_snapshot, kind_id HAVING count(*) >= 20
        )
        SELECT e.snapshot_id, e.kind_id, count(*) AS stood, e.gone
        FROM ended e JOIN state s ON s.cluster_id = e.cluster_id AND s.kind_id = e.kind_id AND s.from_snapshot < e.snapshot_id
            AND (s.until_snapshot IS NULL OR s.until_snapshot >= e.snapshot_id)
        GROUP BY e.snapshot_id, e.kind_id, e.gone HAVING e.gone * 2 > count(*)
        """
}
