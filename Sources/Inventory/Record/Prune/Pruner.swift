internal import SQLite

/// Takes the old stretch of one cluster out of the file, inside the transaction its store opened.
///
/// No answer about an instant that is kept may change. So a state that reached into what is kept stays with its beginning, and
/// the snapshot it began with stays as a stub; the last complete look at each scope stays, since it dates what was seen next; so
/// does the run of references by tag that leads up to one that is kept, since people ask since when; and of a digest that is
/// still used, when it was first seen.
struct Pruner {
    let connection: Connection
    let clusterID: Value
    /// The oldest snapshot that stays whole.
    let first: Value

    init(_ connection: Connection, cluster: Int64, keepingFrom first: Int64) {
        self.connection = connection
        clusterID = .integer(cluster)
        self.first = .integer(first)
    }

    /// Removes what is not needed.
    ///
    /// - Returns: How many states went.
    func remove() throws -> Int64 {
        try connection.execute(
            "DROP TABLE IF EXISTS temp.old; DROP TABLE IF EXISTS temp.sighted; DROP TABLE IF EXISTS temp.looked")
        try connection.execute("CREATE TEMP TABLE old (id INTEGER PRIMARY KEY)")
        try connection.run("INSERT INTO temp.old SELECT id FROM snapshot WHERE cluster_id = ?1 AND id < ?2", clusterID, first)
        try rememberSightings()
        try keepLastLooks()
        let before = try states()
        try removeStates()
        let removed = try before - states()
        try removeHistories()
        try writeSightings()
        try removeImages()
        try removeSnapshots()
        try RowSweep(connection).run()
        return removed
    }

    private func states() throws -> Int64 {
        try Pruner.intervals.reduce(0) { try $0 + connection.integer("SELECT count(*) FROM \($1)") }
    }

    private static let intervals = [
        "coverage_version", "workload_version", "container_version", "image_stream_version", "istag_version",
        "running_version",
    ]

    private func removeStates() throws {
        try keepRuns()
        for table in Pruner.intervals where table != "coverage_version" && table != "container_version" {
            try connection.execute("DELETE FROM \(table) WHERE until_snapshot IN (SELECT id FROM temp.old)")
        }
        try connection.execute(
            """
            DELETE FROM container_version WHERE until_snapshot IN (SELECT id FROM temp.old)
                AND (container_id, from_snapshot) NOT IN (SELECT container_id, from_snapshot FROM temp.run);
            DELETE FROM judgement WHERE until_snapshot IN (SELECT id FROM temp.old) AND NOT EXISTS (
                SELECT 1 FROM container_version v
                WHERE v.container_id = judgement.container_id AND v.until_snapshot = judgement.until_snapshot);
            DELETE FROM coverage_version WHERE until_snapshot IN (SELECT id FROM temp.old)
                AND id NOT IN (SELECT coverage_id FROM temp.looked);
            DELETE FROM first_sighting WHERE first_snapshot IN (SELECT id FROM temp.old);
            DELETE FROM mass_deletion WHERE snapshot_id IN (SELECT id FROM temp.old);
            DELETE FROM tag_source_use WHERE (source_id, istag_id) NOT IN (SELECT source_id, istag_id FROM istag_version);
            """)
    }

    /// "Long reference since …" counts back over every state that followed without a break.
    private func keepRuns() throws {
        try connection.execute(
            """
            DROP TABLE IF EXISTS temp.run;
            CREATE TEMP TABLE run AS
            WITH RECURSIVE run (container_id, from_snapshot) AS (
                SELECT v.container_id, v.from_snapshot FROM container_version v JOIN reference r ON r.id = v.reference_id
                WHERE v.from_snapshot IN (SELECT id FROM temp.old) AND r.digest_id IS NULL
                    AND (v.until_snapshot IS NULL OR v.until_snapshot NOT IN (SELECT id FROM temp.old))
                UNION ALL
                SELECT v.container_id, v.from_snapshot
                FROM run n JOIN container_version v ON v.container_id = n.container_id AND v.until_snapshot = n.from_snapshot
                JOIN reference r ON r.id = v.reference_id WHERE r.digest_id IS NULL)
            SELECT * FROM run
            """)
    }

    /// Of each scope, the newest stretch of complete looks that began before the cut, and its last snapshot before the cut.
    private func keepLastLooks() throws {
        try connection.execute("CREATE TEMP TABLE looked (coverage_id INTEGER PRIMARY KEY, snapshot_id INTEGER)")
        try connection.run(
            """
            INSERT INTO temp.looked
            SELECT v.id, (SELECT max(o.id) FROM temp.old o JOIN snapshot l ON l.id = o.id AND l.followed = 0 WHERE o.id < coalesce(v.until_snapshot, 9223372036854775807))
            FROM coverage_version v
            WHERE v.outcome_id = 1 AND v.from_snapshot = (
                SELECT max(x.from_snapshot) FROM coverage_version x
                WHERE x.cluster_id = ?1 AND x.kind_id = v.kind_id AND x.namespace_id IS v.namespace_id AND x.outcome_id = 1
                    AND x.from_snapshot IN (SELECT id FROM temp.old))
                AND v.cluster_id = ?1
            """, clusterID)
    }

    /// A tag's history is what the cluster told, and where a container's digest comes from: it stays with its tag. Of a tag that
    /// was gone before the cut, the last known digest stays.
    private func removeHistories() throws {
        try connection.run(
            """
            DELETE FROM revision WHERE istag_id NOT IN (SELECT istag_id FROM istag_version)
                AND istag_id IN (
                    SELECT t.id FROM istag t JOIN image_stream i ON i.id = t.image_stream_id
                    JOIN namespace n ON n.id = i.namespace_id WHERE n.cluster_id = ?1)
                AND sequence < (
                    SELECT max(r.sequence) FROM revision r
                    WHERE r.istag_id = revision.istag_id AND (r.digest_id IS NOT NULL OR NOT EXISTS (
                        SELECT 1 FROM revision x WHERE x.istag_id = r.istag_id AND x.digest_id IS NOT NULL)))
            """, clusterID)
    }

    /// When each digest was seen in the cluster, by the snapshots' numbers.
    private static let sightings = """
        SELECT g.digest_id, min(g.from_snapshot) AS first, max(CASE
            WHEN g.stands = 0 THEN g.from_snapshot
            ELSE (
                -- By number, from the end of the state backwards: the index by cluster would be read from its beginning.
                SELECT l.id FROM snapshot l
                WHERE +l.cluster_id = ?1 AND l.id < coalesce(g.until_snapshot, 9223372036854775807)
                ORDER BY l.id DESC LIMIT 1) END) AS last
        FROM sighting_ g JOIN snapshot s ON s.id = g.from_snapshot AND s.cluster_id = ?1
        GROUP BY g.digest_id
        """

    private func rememberSightings() throws {
        try connection.execute("CREATE TEMP TABLE sighted (digest_id INTEGER PRIMARY KEY, first INTEGER, last INTEGER)")
        try connection.run("INSERT INTO temp.sighted \(Pruner.sightings)", clusterID)
    }

    /// Only what the states that are left no longer tell, of digests that anything left still uses.
    private func writeSightings() throws {
        try connection.execute("DELETE FROM temp.sighted WHERE digest_id NOT IN (SELECT digest_id FROM sighting_)")
        try connection.run(
            """
            INSERT OR IGNORE INTO first_sighting (digest_id, first_snapshot, last_snapshot)
            SELECT t.digest_id, t.first, min(t.last, (SELECT max(id) FROM temp.old)) FROM temp.sighted t
            LEFT JOIN (\(Pruner.sightings)) n ON n.digest_id = t.digest_id
            WHERE t.first IN (SELECT id FROM temp.old) AND (n.first IS NULL OR n.first > t.first OR n.last < t.last)
            """, clusterID)
    }

    private func removeImages() throws {
        try connection.execute(
            """
            DELETE FROM image WHERE first_snapshot IN (SELECT id FROM temp.old) AND digest_id NOT IN (
                SELECT digest_id FROM sighting_);
            DELETE FROM image_part WHERE first_snapshot IN (SELECT id FROM temp.old)
                AND digest_id NOT IN (SELECT digest_id FROM sighting_)
                AND part_id NOT IN (SELECT digest_id FROM sighting_ UNION ALL SELECT digest_id FROM running_version)
            """)
    }

    /// What kept rows name stays as a stub.
    private func removeSnapshots() throws {
        let named = try connection.rows(
            """
            SELECT t.name, f."from" FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f
            WHERE t.schema = 'main' AND f."table" = 'snapshot'
            """
        ).compactMap { row in
            row[0].text.flatMap { table in row[1].text.map { (table, "SELECT \($0) FROM \(table) WHERE \($0) IS NOT NULL") } }
        }
        let needed = named.filter { $0.0 != "followed" }.map(\.1).joined(separator: " UNION ALL ")
        try connection.execute(
            """
            -- Of a stub, what watches told stays too: else it could not be told from a look.
            DELETE FROM followed WHERE snapshot_id IN (SELECT id FROM temp.old) AND snapshot_id NOT IN (\(needed));
            DELETE FROM snapshot WHERE id IN (SELECT id FROM temp.old)
                AND id NOT IN (\(needed))
                AND id NOT IN (SELECT snapshot_id FROM temp.looked WHERE snapshot_id IS NOT NULL);
            UPDATE snapshot SET stub = 1 WHERE id IN (SELECT id FROM temp.old);
            """)
    }
}
