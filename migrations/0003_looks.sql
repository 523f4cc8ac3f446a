-- Snapshots that took much of what stood of a kind for gone, docs/sources.md: more than half, and 20 objects at least. An object is
-- gone where its state ends and no other begins. The states tell, and `verify` compares, so no seal has it.
CREATE VIEW mass_deletion_ AS
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
    WHERE until_snapshot IS NOT NULL AND followed = 0 GROUP BY cluster_id, until_snapshot, kind_id HAVING count(*) >= 20
)
SELECT e.snapshot_id, e.kind_id, count(*) AS stood, e.gone
FROM ended e JOIN state s ON s.cluster_id = e.cluster_id AND s.kind_id = e.kind_id AND s.from_snapshot < e.snapshot_id
    AND (s.until_snapshot IS NULL OR s.until_snapshot >= e.snapshot_id)
GROUP BY e.snapshot_id, e.kind_id, e.gone HAVING e.gone * 2 > count(*);
