internal import Questions

/// What `status` tells of a cluster, kept beside its head: a fleet has tens of millions of snapshots, and to say how often a cluster
/// is usually looked at needs all of them.
struct FleetFigures {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// Works them out from what stands there of a cluster, in the transaction that moved its head.
    func write(of cluster: String) throws {
        try connection.run(
            """
            UPDATE isinventory.cluster SET
                (snapshots, incomplete, changes) = (
                    SELECT count(*), coalesce(sum(CASE WHEN s.complete = 0 AND s.followed = 0 THEN 1 ELSE 0 END), 0),
                        coalesce(sum(s.changes), 0)
                    FROM isinventory.snapshot s WHERE s.cluster = $1 AND s.stub = 0),
                usual_seconds = (
                    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY d.seconds) FROM (\(Self.distances)) d
                    WHERE d.seconds IS NOT NULL),
                workloads = (SELECT count(*) FROM isinventory.workloads w WHERE w.cluster = $1),
                containers = (SELECT count(*) FROM isinventory.judged_ j WHERE j.cluster = $1),
                image_streams = (SELECT count(*) FROM isinventory.image_streams i WHERE i.cluster = $1),
                istags = (SELECT count(*) FROM isinventory.istags t WHERE t.cluster = $1)
            WHERE cluster = $1
            """, [cluster])
        // What is usual may be another than it was, and with it what is a gap.
        let gaps = """
            SELECT c.cluster, d.gap_from, d.gap_to FROM isinventory.cluster c CROSS JOIN (\(Self.distances)) d
            WHERE c.cluster = $1 AND \(Gap.isGap(seconds: "d.seconds", usual: "c.usual_seconds")) AND (
                SELECT count(*) FROM (\(Self.distances) LIMIT \(Gap.fewestInstants)) few) = \(Gap.fewestInstants)
            """
        try connection.run(
            "DELETE FROM isinventory.gap WHERE cluster = $1 AND (cluster, gap_from, gap_to) NOT IN (\(gaps))", [cluster])
        try connection.run(
            "INSERT INTO isinventory.gap (cluster, gap_from, gap_to) \(gaps) ON CONFLICT DO NOTHING", [cluster])
    }

    /// From each look at a cluster to the next.
    private static let distances = """
        SELECT x.gap_from, x.gap_to, CAST(extract(epoch FROM x.gap_to - x.gap_from) AS bigint) AS seconds FROM (
            SELECT s.taken_at AS gap_to, lag(s.taken_at) OVER (ORDER BY s.taken_at) AS gap_from FROM isinventory.snapshot s
            WHERE s.cluster = $1 AND s.stub = 0 AND s.followed = 0) x
        """
}
