-- The contract: what admins, auditors and every format see. docs/schema.md tells each column's meaning.
--
-- A plain view shows what stands at `as_of`, which is each cluster's newest snapshot. To show another instant, the reader makes
-- a temporary table `as_of` and temporary copies of the views below, which then read that table instead; nothing else changes.
-- Views whose names end in _ are steps on the way, not part of the contract.

--
-- SQLite would merge a view into the query around it and compute its expressions again wherever they are used. A second arm
-- without a FROM stops that (https://www.sqlite.org/optoverview.html#flattening, rule 17) and still lets conditions through;
-- CROSS JOIN keeps the tables in the order written (https://www.sqlite.org/optoverview.html#manual_control_of_query_plans_using_cross_join).

CREATE VIEW as_of (cluster_id, snapshot_id) AS
SELECT c.id, (SELECT s.id FROM snapshot s WHERE s.cluster_id = c.id AND s.stub = 0 ORDER BY s.taken_at DESC LIMIT 1)
FROM cluster c
UNION ALL
SELECT NULL, NULL WHERE 0;

CREATE VIEW snapshots AS
SELECT
    c.name AS cluster,
    s.id AS snapshot,
    strftime('%Y-%m-%dT%H:%M:%SZ', s.taken_at, 'unixepoch') AS taken_at,
    t.value AS source,
    NOT EXISTS (
        SELECT 1 FROM coverage_version v
        WHERE v.cluster_id = s.cluster_id AND v.from_snapshot <= s.id
            AND (v.until_snapshot IS NULL OR v.until_snapshot > s.id) AND v.outcome_id IN (2, 3)
    ) AS complete,
    s.workloads,
    s.containers,
    s.image_streams,
    s.istags,
    s.changes,
    CASE WHEN s.seal IS NOT NULL THEN lower(hex(s.seal)) END AS seal
FROM as_of a
JOIN cluster c ON c.id = a.cluster_id
JOIN snapshot s ON s.cluster_id = c.id AND s.id <= a.snapshot_id AND s.stub = 0
JOIN text t ON t.id = s.source_id;

CREATE VIEW coverage AS
SELECT
    c.name AS cluster,
    s.id AS snapshot,
    strftime('%Y-%m-%dT%H:%M:%SZ', s.taken_at, 'unixepoch') AS taken_at,
    k.name AS kind,
    n.name AS namespace,
    o.name AS outcome,
    v.objects,
    m.value AS message
FROM as_of a
JOIN cluster c ON c.id = a.cluster_id
JOIN snapshot s ON s.cluster_id = c.id AND s.id <= a.snapshot_id AND s.stub = 0
JOIN coverage_version v ON v.cluster_id = c.id AND v.from_snapshot <= s.id
    AND (v.until_snapshot IS NULL OR v.until_snapshot > s.id)
JOIN kind k ON k.id = v.kind_id
JOIN outcome o ON o.id = v.outcome_id
LEFT JOIN namespace n ON n.id = v.namespace_id
LEFT JOIN text m ON m.id = v.message_id;

CREATE VIEW workloads AS
SELECT
    c.name AS cluster,
    n.name AS namespace,
    k.name AS kind,
    w.name,
    u.value AS uid,
    v.replicas,
    r.value AS resolve_names,
    g.value AS triggers,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.created_at, 'unixepoch') AS created_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    CAST(NULL AS TEXT) AS seen_until
FROM as_of a
CROSS JOIN cluster c ON c.id = a.cluster_id
CROSS JOIN namespace n ON n.cluster_id = c.id
CROSS JOIN workload w ON w.namespace_id = n.id
CROSS JOIN workload_version v ON v.workload_id = w.id
    AND v.from_snapshot = (
        SELECT max(x.from_snapshot) FROM workload_version x WHERE x.workload_id = w.id AND x.from_snapshot <= a.snapshot_id)
JOIN snapshot f ON f.id = v.from_snapshot
JOIN kind k ON k.id = w.kind_id
LEFT JOIN text u ON u.id = v.uid_id
LEFT JOIN text r ON r.id = v.resolve_names_id
LEFT JOIN text g ON g.id = v.triggers_id
WHERE v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id;

CREATE VIEW workloads_history AS
SELECT
    c.name AS cluster,
    n.name AS namespace,
    k.name AS kind,
    w.name,
    u.value AS uid,
    v.replicas,
    r.value AS resolve_names,
    g.value AS triggers,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.created_at, 'unixepoch') AS created_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until
FROM workload w
JOIN namespace n ON n.id = w.namespace_id
JOIN cluster c ON c.id = n.cluster_id
JOIN kind k ON k.id = w.kind_id
JOIN workload_version v ON v.workload_id = w.id
JOIN snapshot f ON f.id = v.from_snapshot
LEFT JOIN snapshot e ON e.id = v.until_snapshot
LEFT JOIN text u ON u.id = v.uid_id
LEFT JOIN text r ON r.id = v.resolve_names_id
LEFT JOIN text g ON g.id = v.triggers_id;

CREATE VIEW image_streams AS
SELECT
    c.name AS cluster,
    n.name AS namespace,
    i.name,
    u.value AS uid,
    v.lookup_local,
    coalesce(x.value, coalesce(h.host || '/', '') || p.path || coalesce(':' || r.tag, '')) AS repository,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.created_at, 'unixepoch') AS created_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    CAST(NULL AS TEXT) AS seen_until
FROM as_of a
CROSS JOIN cluster c ON c.id = a.cluster_id
CROSS JOIN namespace n ON n.cluster_id = c.id
CROSS JOIN image_stream i ON i.namespace_id = n.id
CROSS JOIN image_stream_version v ON v.image_stream_id = i.id
    AND v.from_snapshot = (
        SELECT max(y.from_snapshot) FROM image_stream_version y
        WHERE y.image_stream_id = i.id AND y.from_snapshot <= a.snapshot_id)
JOIN snapshot f ON f.id = v.from_snapshot
LEFT JOIN text u ON u.id = v.uid_id
LEFT JOIN reference r ON r.id = v.repository_id
LEFT JOIN repository p ON p.id = r.repository_id
LEFT JOIN registry h ON h.id = p.registry_id
LEFT JOIN text x ON x.id = r.text_id
WHERE v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id;

CREATE VIEW image_streams_history AS
SELECT
    c.name AS cluster,
    n.name AS namespace,
    i.name,
    u.value AS uid,
    v.lookup_local,
    coalesce(x.value, coalesce(h.host || '/', '') || p.path || coalesce(':' || r.tag, '')) AS repository,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.created_at, 'unixepoch') AS created_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until
FROM image_stream i
JOIN namespace n ON n.id = i.namespace_id
JOIN cluster c ON c.id = n.cluster_id
JOIN image_stream_version v ON v.image_stream_id = i.id
JOIN snapshot f ON f.id = v.from_snapshot
LEFT JOIN snapshot e ON e.id = v.until_snapshot
LEFT JOIN text u ON u.id = v.uid_id
LEFT JOIN reference r ON r.id = v.repository_id
LEFT JOIN repository p ON p.id = r.repository_id
LEFT JOIN registry h ON h.id = p.registry_id
LEFT JOIN text x ON x.id = r.text_id;

-- Tags: the row every question about a tag starts from. standing = 1: one row a tag that stands at as_of; 0: every interval.
CREATE VIEW istag_case_ AS
SELECT
    1 AS standing, c.id AS cluster_id, c.name AS cluster, n.name AS namespace, i.name AS image_stream, t.tag, v.istag_id,
    v.from_snapshot, v.until_snapshot, v.digest_id, v.image_id, v.source_id, v.changed_at, v.import_error_id,
    v.import_error_since
FROM as_of a
CROSS JOIN cluster c ON c.id = a.cluster_id
CROSS JOIN namespace n ON n.cluster_id = c.id
CROSS JOIN image_stream i ON i.namespace_id = n.id
CROSS JOIN istag t ON t.image_stream_id = i.id
CROSS JOIN istag_version v ON v.istag_id = t.id
    AND v.from_snapshot = (
        SELECT max(x.from_snapshot) FROM istag_version x WHERE x.istag_id = t.id AND x.from_snapshot <= a.snapshot_id)
WHERE v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id
UNION ALL
SELECT
    0, c.id, c.name, n.name, i.name, t.tag, v.istag_id, v.from_snapshot, v.until_snapshot, v.digest_id, v.image_id,
    v.source_id, v.changed_at, v.import_error_id, v.import_error_since
FROM istag_version v
JOIN istag t ON t.id = v.istag_id
JOIN image_stream i ON i.id = t.image_stream_id
JOIN namespace n ON n.id = i.namespace_id
JOIN cluster c ON c.id = n.cluster_id;

CREATE VIEW istag_row_ AS
SELECT
    b.standing,
    b.cluster,
    b.namespace,
    b.image_stream || ':' || b.tag AS istag,
    b.image_stream,
    b.tag,
    CASE typeof(d.value) WHEN 'blob' THEN 'sha256:' || lower(hex(d.value)) ELSE d.value END AS digest,
    coalesce(ix.value,
        coalesce(ih.host || '/', '') || ip.path || coalesce(':' || ir.tag, '')
        || CASE WHEN ir.digest_id IS NULL THEN '' ELSE '@'
            || CASE typeof(ie.value) WHEN 'blob' THEN 'sha256:' || lower(hex(ie.value)) ELSE ie.value END END) AS image,
    s.from_kind,
    coalesce(sn.value, sx.value,
        coalesce(sh.host || '/', '') || sp.path || coalesce(':' || sr.tag, '')
        || CASE WHEN sr.digest_id IS NULL THEN '' ELSE '@'
            || CASE typeof(se.value) WHEN 'blob' THEN 'sha256:' || lower(hex(se.value)) ELSE se.value END END) AS from_name,
    s.scheduled,
    s.reference_policy,
    s.reference_only,
    strftime('%Y-%m-%dT%H:%M:%SZ', b.changed_at, 'unixepoch') AS changed_at,
    m.value AS import_error,
    strftime('%Y-%m-%dT%H:%M:%SZ', b.import_error_since, 'unixepoch') AS import_error_since,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until,
    b.istag_id,
    b.from_snapshot,
    b.until_snapshot
FROM istag_case_ b
JOIN tag_source s ON s.id = b.source_id
JOIN snapshot f ON f.id = b.from_snapshot
LEFT JOIN snapshot e ON b.standing = 0 AND e.id = b.until_snapshot
LEFT JOIN digest d ON d.id = b.digest_id
LEFT JOIN reference ir ON ir.id = b.image_id
LEFT JOIN repository ip ON ip.id = ir.repository_id
LEFT JOIN registry ih ON ih.id = ip.registry_id
LEFT JOIN digest ie ON ie.id = ir.digest_id
LEFT JOIN text ix ON ix.id = ir.text_id
LEFT JOIN reference sr ON sr.id = s.from_reference_id
LEFT JOIN repository sp ON sp.id = sr.repository_id
LEFT JOIN registry sh ON sh.id = sp.registry_id
LEFT JOIN digest se ON se.id = sr.digest_id
LEFT JOIN text sx ON sx.id = sr.text_id
LEFT JOIN text sn ON sn.id = s.from_name_id
LEFT JOIN text m ON m.id = b.import_error_id;

CREATE VIEW istags AS
SELECT
    cluster, namespace, istag, image_stream, tag, digest, image, from_kind, from_name, scheduled, reference_policy,
    changed_at, import_error, import_error_since, seen_from, seen_until
FROM istag_row_
WHERE standing = 1;

CREATE VIEW istags_history AS
SELECT
    cluster, namespace, istag, image_stream, tag, digest, image, from_kind, from_name, scheduled, reference_policy,
    changed_at, import_error, import_error_since, seen_from, seen_until
FROM istag_row_
WHERE standing = 0;

-- … with the tag's number, so that one tag's history costs no more than its own rows.
CREATE VIEW digest_change_ AS
SELECT
    x.istag_id,
    x.new_id,
    x.by_snapshot,
    c.name AS cluster,
    n.name AS namespace,
    i.name || ':' || t.tag AS istag,
    strftime('%Y-%m-%dT%H:%M:%SZ', x.changed_at, 'unixepoch') AS changed_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', sa.taken_at, 'unixepoch') AS seen_after,
    strftime('%Y-%m-%dT%H:%M:%SZ', sb.taken_at, 'unixepoch') AS seen_by,
    CASE typeof(o.value) WHEN 'blob' THEN 'sha256:' || lower(hex(o.value)) ELSE o.value END AS old_digest,
    CASE typeof(d.value) WHEN 'blob' THEN 'sha256:' || lower(hex(d.value)) ELSE d.value END AS new_digest
FROM (
    -- What the cluster told of itself: each entry of a tag's history that differs from the one before it, as far as was known.
    SELECT
        r.istag_id, r.created_at AS changed_at, r.after_snapshot, r.first_snapshot AS by_snapshot,
        (SELECT p.digest_id FROM revision p
            WHERE p.istag_id = r.istag_id AND p.sequence < r.sequence AND p.line = r.line
                AND p.first_snapshot <= a.snapshot_id
            ORDER BY p.sequence DESC LIMIT 1) AS old_id,
        r.digest_id AS new_id
    FROM revision r
    JOIN snapshot s ON s.id = r.first_snapshot
    JOIN as_of a ON a.cluster_id = s.cluster_id
    UNION ALL
    -- What only we saw: a tag that pointed somewhere and was gone, or pointed nowhere, at a later look. It was still there at
    -- the last look that could have missed it.
    SELECT
        v.istag_id, NULL,
        coalesce((
            SELECT s.id
            FROM istag t
            JOIN image_stream i ON i.id = t.image_stream_id
            JOIN namespace n ON n.id = i.namespace_id
            JOIN snapshot s ON +s.cluster_id = n.cluster_id AND s.id > v.from_snapshot AND s.id < v.until_snapshot
            WHERE t.id = v.istag_id AND EXISTS (
                SELECT 1 FROM coverage_version l
                WHERE l.cluster_id = n.cluster_id AND l.kind_id IN (6, 7) AND l.outcome_id = 1
                    AND (l.namespace_id IS NULL OR l.namespace_id = n.id) AND l.from_snapshot <= s.id
                    AND (l.until_snapshot IS NULL OR l.until_snapshot > s.id))
            ORDER BY s.id DESC LIMIT 1), v.from_snapshot),
        v.until_snapshot, v.digest_id, NULL
    FROM istag_version v
    WHERE v.until_snapshot IS NOT NULL AND v.digest_id IS NOT NULL
        AND NOT EXISTS (
            SELECT 1 FROM istag_version w
            WHERE w.istag_id = v.istag_id AND w.from_snapshot = v.until_snapshot
                AND (w.digest_id IS NOT NULL OR w.image_id IS NOT NULL OR w.changed_at IS NOT NULL))
) x
JOIN istag t ON t.id = x.istag_id
JOIN image_stream i ON i.id = t.image_stream_id
JOIN namespace n ON n.id = i.namespace_id
JOIN cluster c ON c.id = n.cluster_id
JOIN as_of a ON a.cluster_id = c.id AND x.by_snapshot <= a.snapshot_id
JOIN snapshot sb ON sb.id = x.by_snapshot
LEFT JOIN snapshot sa ON sa.id = x.after_snapshot
LEFT JOIN digest o ON o.id = x.old_id
LEFT JOIN digest d ON d.id = x.new_id
WHERE x.old_id IS NOT x.new_id;

CREATE VIEW digest_changes AS
SELECT cluster, namespace, istag, changed_at, seen_after, seen_by, old_digest, new_digest FROM digest_change_;

-- Containers. snapshot_id is the snapshot to judge by: as_of where standing = 1, else the last one of the interval.
CREATE VIEW container_case_ AS
SELECT
    1 AS standing, c.id AS cluster_id, c.name AS cluster, n.id AS namespace_id, n.name AS namespace, k.name AS kind,
    w.id AS workload_id, w.name, b.name AS container, b.init, v.position, v.from_snapshot, v.until_snapshot, v.reference_id,
    v.trigger_istag_id, a.snapshot_id
FROM as_of a
CROSS JOIN cluster c ON c.id = a.cluster_id
CROSS JOIN namespace n ON n.cluster_id = c.id
CROSS JOIN workload w ON w.namespace_id = n.id
CROSS JOIN kind k ON k.id = w.kind_id
CROSS JOIN container b ON b.workload_id = w.id
CROSS JOIN container_version v ON v.container_id = b.id
    AND v.from_snapshot = (
        SELECT max(x.from_snapshot) FROM container_version x
        WHERE x.container_id = b.id AND x.from_snapshot <= a.snapshot_id)
WHERE v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id
UNION ALL
SELECT
    0, c.id, c.name, n.id, n.name, k.name, w.id, w.name, b.name, b.init, v.position, v.from_snapshot, v.until_snapshot,
    v.reference_id, v.trigger_istag_id,
    -- Backwards from the end of the interval: the first step nearly always hits.
    (SELECT s.id FROM snapshot s
        WHERE +s.cluster_id = c.id AND s.id < coalesce(v.until_snapshot, 9223372036854775807)
        ORDER BY s.id DESC LIMIT 1)
FROM container_version v
JOIN container b ON b.id = v.container_id
JOIN workload w ON w.id = b.workload_id
JOIN kind k ON k.id = w.kind_id
JOIN namespace n ON n.id = w.namespace_id
JOIN cluster c ON c.id = n.cluster_id;

-- … with the reference's parts and its form.
CREATE VIEW container_form_ AS
SELECT
    b.*,
    h.host AS registry, p.path AS repository, r.tag, r.digest_id, coalesce(r.canonical_id, r.id) AS canonical_id,
    CASE typeof(d.value) WHEN 'blob' THEN 'sha256:' || lower(hex(d.value)) ELSE d.value END AS digest,
    x.value AS invalid_text,
    CASE
        WHEN r.text_id IS NOT NULL THEN 'invalid'
        WHEN r.digest_id IS NOT NULL THEN 'digest'
        WHEN p.registry_id IS NULL AND instr(p.path, '/') = 0 THEN 'short'
        WHEN q.registry_id IS NOT NULL THEN 'long-internal'
        ELSE 'long-external'
    END AS form
FROM container_case_ b
JOIN reference r ON r.id = b.reference_id
LEFT JOIN repository p ON p.id = r.repository_id
LEFT JOIN registry h ON h.id = p.registry_id
LEFT JOIN digest d ON d.id = r.digest_id
LEFT JOIN text x ON x.id = r.text_id
LEFT JOIN internal_registry q
    ON q.cluster_id = b.cluster_id AND q.registry_id = p.registry_id AND q.from_snapshot <= b.snapshot_id
UNION ALL
SELECT
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL
WHERE 0;

-- … with the tag it is tied to, by the first of the ties that holds. named_*: the tag the text or the trigger names, which need
-- not exist; istag_id: the tag where one is known.
CREATE VIEW container_tie_ AS
SELECT
    b.*,
    CASE
        WHEN b.trigger_istag_id IS NOT NULL THEN b.trigger_istag_id
        WHEN b.form = 'long-internal' THEN (
            SELECT t.id FROM namespace n
            JOIN image_stream i ON i.namespace_id = n.id AND i.name = substr(b.repository, instr(b.repository, '/') + 1)
            JOIN istag t ON t.image_stream_id = i.id AND t.tag = coalesce(b.tag, 'latest')
            WHERE n.cluster_id = b.cluster_id AND n.name = substr(b.repository, 1, instr(b.repository, '/') - 1))
        WHEN b.form = 'short' THEN (
            SELECT t.id FROM image_stream i
            JOIN istag t ON t.image_stream_id = i.id AND t.tag = coalesce(b.tag, 'latest')
            JOIN istag_version v ON v.istag_id = t.id
                AND v.from_snapshot = (
                    SELECT max(y.from_snapshot) FROM istag_version y
                    WHERE y.istag_id = t.id AND y.from_snapshot <= b.snapshot_id)
            WHERE i.namespace_id = b.namespace_id AND i.name = b.repository
                AND (v.until_snapshot IS NULL OR v.until_snapshot > b.snapshot_id))
        WHEN b.form = 'digest' THEN (
            SELECT q.istag_id FROM (
                SELECT
                    r.istag_id, r.created_at, n.name AS namespace, i.name AS stream, t.tag,
                    b.repository = n.name || '/' || i.name AND EXISTS (
                        SELECT 1 FROM internal_registry g JOIN registry h ON h.id = g.registry_id
                        WHERE g.cluster_id = b.cluster_id AND h.host = b.registry AND g.from_snapshot <= b.snapshot_id)
                        AS is_named,
                    n.id = b.namespace_id AS is_own,
                    v.digest_id IS b.digest_id AS is_current
                FROM revision r
                CROSS JOIN istag t ON t.id = r.istag_id
                CROSS JOIN image_stream i ON i.id = t.image_stream_id
                CROSS JOIN namespace n ON n.id = i.namespace_id AND n.cluster_id = b.cluster_id
                CROSS JOIN istag_version v ON v.istag_id = t.id
                    AND v.from_snapshot = (
                        SELECT max(y.from_snapshot) FROM istag_version y
                        WHERE y.istag_id = t.id AND y.from_snapshot <= b.snapshot_id)
                WHERE r.digest_id = b.digest_id AND r.first_snapshot <= b.snapshot_id
                    AND (v.until_snapshot IS NULL OR v.until_snapshot > b.snapshot_id)
            ) q
            ORDER BY q.is_named DESC, q.is_own DESC, q.is_current DESC, q.created_at DESC, q.namespace, q.stream, q.tag
            LIMIT 1)
        WHEN b.form = 'long-external' THEN (
            SELECT q.istag_id FROM (
                SELECT
                    u.istag_id, n.name AS namespace, i.name AS stream, t.tag, s.scheduled,
                    n.id = b.namespace_id AS is_own,
                    v.digest_id IS NOT NULL AS has_image
                FROM tag_source s
                CROSS JOIN tag_source_use u ON u.source_id = s.id
                CROSS JOIN istag t ON t.id = u.istag_id
                CROSS JOIN image_stream i ON i.id = t.image_stream_id
                CROSS JOIN namespace n ON n.id = i.namespace_id AND n.cluster_id = b.cluster_id
                CROSS JOIN istag_version v ON v.istag_id = t.id AND v.source_id = s.id
                    AND v.from_snapshot = (
                        SELECT max(y.from_snapshot) FROM istag_version y
                        WHERE y.istag_id = t.id AND y.from_snapshot <= b.snapshot_id)
                WHERE s.from_reference_id IN (
                        SELECT b.canonical_id
                        UNION ALL
                        SELECT e.id FROM reference e WHERE e.canonical_id = b.canonical_id)
                    AND (v.until_snapshot IS NULL OR v.until_snapshot > b.snapshot_id)
            ) q
            ORDER BY q.is_own DESC, q.has_image DESC, q.scheduled DESC, q.namespace, q.stream, q.tag
            LIMIT 1)
    END AS istag_id
FROM container_form_ b
UNION ALL
SELECT
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL
WHERE 0;

-- … beside where that tag points.
CREATE VIEW container_beside_ AS
SELECT
    b.*,
    CASE
        WHEN b.trigger_istag_id IS NOT NULL THEN 'trigger'
        WHEN b.form = 'long-internal' AND b.repository LIKE '%_/_%' AND b.repository NOT LIKE '%/%/%' THEN 'internal'
        WHEN b.istag_id IS NULL THEN NULL
        WHEN b.form = 'long-external' THEN 'from'
        ELSE b.form
    END AS tie,
    coalesce(n.name, CASE WHEN b.form = 'long-internal' AND b.repository LIKE '%_/_%' AND b.repository NOT LIKE '%/%/%'
        THEN substr(b.repository, 1, instr(b.repository, '/') - 1) END) AS istag_namespace,
    coalesce(i.name || ':' || t.tag,
        CASE WHEN b.form = 'long-internal' AND b.repository LIKE '%_/_%' AND b.repository NOT LIKE '%/%/%'
            THEN substr(b.repository, instr(b.repository, '/') + 1) || ':' || coalesce(b.tag, 'latest') END) AS istag,
    v.istag_id IS NOT NULL AS istag_stands,
    -- A trigger ties whatever the container runs, so its tag may never have pointed there.
    b.trigger_istag_id IS NULL OR b.form = 'digest' AND v.digest_id IS b.digest_id OR EXISTS (
        SELECT 1 FROM revision r
        WHERE r.istag_id = b.istag_id AND r.digest_id = b.digest_id AND r.first_snapshot <= b.snapshot_id) AS was_there,
    v.digest_id AS istag_digest_id,
    CASE typeof(d.value) WHEN 'blob' THEN 'sha256:' || lower(hex(d.value)) ELSE d.value END AS istag_digest
FROM container_tie_ b
LEFT JOIN istag t ON t.id = b.istag_id
LEFT JOIN image_stream i ON i.id = t.image_stream_id
LEFT JOIN namespace n ON n.id = i.namespace_id
LEFT JOIN istag_version v ON v.istag_id = b.istag_id
    AND v.from_snapshot = (
        SELECT max(y.from_snapshot) FROM istag_version y WHERE y.istag_id = b.istag_id AND y.from_snapshot <= b.snapshot_id)
    AND (v.until_snapshot IS NULL OR v.until_snapshot > b.snapshot_id)
LEFT JOIN digest d ON d.id = v.digest_id
UNION ALL
SELECT
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
WHERE 0;

CREATE VIEW container_row_ AS
SELECT
    b.standing,
    b.cluster,
    b.namespace,
    b.kind,
    b.name,
    b.container,
    b.init,
    b.position,
    coalesce(b.invalid_text,
        coalesce(b.registry || '/', '') || b.repository || coalesce(':' || b.tag, '') || coalesce('@' || b.digest, '')) AS image,
    b.form,
    b.registry,
    b.repository,
    b.tag,
    b.digest,
    b.istag_namespace,
    b.istag,
    b.tie,
    b.istag_digest,
    CASE
        WHEN b.form = 'short' OR b.form = 'invalid' AND b.tie IS NOT NULL THEN 'unresolved'
        WHEN b.form IN ('long-internal', 'long-external') THEN 'floating'
        WHEN b.form = 'invalid' OR b.istag_stands = 0 THEN 'unmanaged'
        WHEN b.istag_digest_id IS b.digest_id THEN 'current'
        WHEN b.was_there THEN 'stale'
        ELSE 'unmanaged'
    END AS verdict,
    CASE
        WHEN b.form = 'invalid' THEN
            CASE
                WHEN b.tie IS NULL THEN 'not an image reference'
                WHEN b.istag_stands THEN 'its trigger has not written an image yet'
                ELSE 'its trigger waits for istag ' || b.istag_namespace || '/' || b.istag || ', which does not exist'
            END
        WHEN b.form = 'short' THEN
            CASE
                WHEN NOT EXISTS (
                    SELECT 1 FROM image_stream i JOIN image_stream_version v ON v.image_stream_id = i.id
                    WHERE i.namespace_id = b.namespace_id AND i.name = b.repository AND v.from_snapshot <= b.snapshot_id
                        AND (v.until_snapshot IS NULL OR v.until_snapshot > b.snapshot_id))
                    THEN 'no image stream ' || b.repository || ' in ' || b.namespace
                WHEN NOT EXISTS (
                    SELECT 1 FROM image_stream i JOIN istag t ON t.image_stream_id = i.id
                    JOIN istag_version v ON v.istag_id = t.id
                    WHERE i.namespace_id = b.namespace_id AND i.name = b.repository AND t.tag = coalesce(b.tag, 'latest')
                        AND v.from_snapshot <= b.snapshot_id
                        AND (v.until_snapshot IS NULL OR v.until_snapshot > b.snapshot_id))
                    THEN 'image stream ' || b.repository || ' has no tag ' || coalesce(b.tag, 'latest')
                WHEN EXISTS (
                    SELECT 1 FROM image_stream i JOIN image_stream_version v ON v.image_stream_id = i.id
                    WHERE i.namespace_id = b.namespace_id AND i.name = b.repository AND v.from_snapshot <= b.snapshot_id
                        AND (v.until_snapshot IS NULL OR v.until_snapshot > b.snapshot_id) AND v.lookup_local = 1)
                    OR EXISTS (
                        SELECT 1 FROM workload_version v
                        WHERE v.workload_id = b.workload_id AND v.from_snapshot <= b.snapshot_id
                            AND (v.until_snapshot IS NULL OR v.until_snapshot > b.snapshot_id)
                            AND v.resolve_names_id IS NOT NULL)
                    THEN 'lookup was switched on later and the object never written again'
                ELSE 'no lookup: neither the image stream nor the pod template asks for it'
            END
        WHEN b.form IN ('long-internal', 'long-external') THEN
            CASE
                WHEN b.tie IS NULL THEN 'no istag follows this reference'
                WHEN b.istag_stands = 0 THEN 'istag ' || b.istag_namespace || '/' || b.istag || ' does not exist'
                WHEN b.istag_digest IS NULL
                    THEN 'istag ' || b.istag_namespace || '/' || b.istag || ' points to no image that could pin it'
                ELSE 'istag ' || b.istag_namespace || '/' || b.istag || ' would pin it'
            END
        WHEN b.tie IS NULL THEN 'no istag ever pointed to this digest'
        WHEN b.istag_stands = 0 THEN 'istag ' || b.istag_namespace || '/' || b.istag || ' does not exist'
        WHEN b.istag_digest_id IS b.digest_id THEN 'istag ' || b.istag_namespace || '/' || b.istag || ' points to it'
        WHEN NOT b.was_there
            THEN 'its trigger''s istag ' || b.istag_namespace || '/' || b.istag || ' never pointed to this digest'
        WHEN b.istag_digest IS NULL THEN 'istag ' || b.istag_namespace || '/' || b.istag || ' points to nothing now'
        ELSE 'istag ' || b.istag_namespace || '/' || b.istag || ' points to ' || b.istag_digest || ' now'
    END AS reason,
    CASE WHEN b.form = 'digest' AND b.istag_stands AND b.istag_digest_id IS NOT b.digest_id THEN (
        -- The entry that followed the digest's last one. A tag copied from another stream keeps the source's time, which may
        -- be too early to be true; then the time of our look stands in.
        SELECT strftime('%Y-%m-%dT%H:%M:%SZ',
            CASE WHEN y.created_at IS NULL OR y.created_at < x.created_at
                THEN (SELECT s.taken_at FROM snapshot s WHERE s.id = y.first_snapshot) ELSE y.created_at END, 'unixepoch')
        FROM revision x JOIN revision y ON y.istag_id = x.istag_id AND y.sequence > x.sequence
        WHERE x.istag_id = b.istag_id AND y.first_snapshot <= b.snapshot_id
            AND x.sequence = (
                SELECT max(z.sequence) FROM revision z
                WHERE z.istag_id = b.istag_id AND z.digest_id = b.digest_id AND z.first_snapshot <= b.snapshot_id)
        ORDER BY y.sequence LIMIT 1)
    END AS stale_since,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until,
    b.reference_id,
    b.digest_id,
    b.workload_id,
    b.istag_id,
    b.from_snapshot,
    b.until_snapshot
FROM container_beside_ b
JOIN snapshot f ON f.id = b.from_snapshot
LEFT JOIN snapshot e ON b.standing = 0 AND e.id = b.until_snapshot;

CREATE VIEW containers AS
SELECT
    cluster, namespace, kind, name, container, init, image, form, registry, repository, tag, digest, istag_namespace, istag,
    tie, istag_digest, verdict, reason, stale_since, seen_from, seen_until
FROM container_row_
WHERE standing = 1;

CREATE VIEW containers_history AS
SELECT
    cluster, namespace, kind, name, container, init, image, form, registry, repository, tag, digest, istag_namespace, istag,
    tie, seen_from, seen_until
FROM container_row_
WHERE standing = 0;

-- Where a digest was seen: at a tag, in a container, or told of in a tag's history (stands = 0: only told of).
CREATE VIEW sighting_ (digest_id, from_snapshot, until_snapshot, stands) AS
SELECT v.digest_id, v.from_snapshot, v.until_snapshot, 1 FROM istag_version v WHERE v.digest_id IS NOT NULL
UNION ALL
SELECT r.digest_id, v.from_snapshot, v.until_snapshot, 1
FROM container_version v JOIN reference r ON r.id = v.reference_id
WHERE r.digest_id IS NOT NULL
UNION ALL
SELECT digest_id, first_snapshot, first_snapshot, 0 FROM revision WHERE digest_id IS NOT NULL
UNION ALL
SELECT digest_id, first_snapshot, first_snapshot, 0 FROM first_sighting
UNION ALL
SELECT digest_id, last_snapshot, last_snapshot, 0 FROM first_sighting;

CREATE VIEW image_row_ AS
SELECT
    g.digest_id,
    min(s.taken_at) AS first_seen,
    max((
        SELECT l.taken_at FROM snapshot l
        WHERE l.id = CASE
            WHEN g.stands = 0 THEN g.from_snapshot
            WHEN g.until_snapshot IS NULL OR g.until_snapshot > a.snapshot_id THEN a.snapshot_id
            ELSE (SELECT max(p.id) FROM snapshot p WHERE p.cluster_id = s.cluster_id AND p.id < g.until_snapshot)
        END)) AS last_seen,
    max(g.stands AND (g.until_snapshot IS NULL OR g.until_snapshot > a.snapshot_id)) AS standing
FROM sighting_ g
JOIN snapshot s ON s.id = g.from_snapshot
JOIN as_of a ON a.cluster_id = s.cluster_id AND g.from_snapshot <= a.snapshot_id
GROUP BY g.digest_id;

CREATE VIEW images_history AS
SELECT
    CASE typeof(d.value) WHEN 'blob' THEN 'sha256:' || lower(hex(d.value)) ELSE d.value END AS digest,
    strftime('%Y-%m-%dT%H:%M:%SZ', m.created_at, 'unixepoch') AS created_at,
    m.size,
    m.architecture,
    m.os,
    l.value AS labels,
    strftime('%Y-%m-%dT%H:%M:%SZ', g.first_seen, 'unixepoch') AS first_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', g.last_seen, 'unixepoch') AS last_seen
FROM image_row_ g
JOIN digest d ON d.id = g.digest_id
LEFT JOIN image m ON m.digest_id = g.digest_id
LEFT JOIN text l ON l.id = m.labels_id;

CREATE VIEW images AS
SELECT
    CASE typeof(d.value) WHEN 'blob' THEN 'sha256:' || lower(hex(d.value)) ELSE d.value END AS digest,
    strftime('%Y-%m-%dT%H:%M:%SZ', m.created_at, 'unixepoch') AS created_at,
    m.size,
    m.architecture,
    m.os,
    l.value AS labels,
    strftime('%Y-%m-%dT%H:%M:%SZ', g.first_seen, 'unixepoch') AS first_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', g.last_seen, 'unixepoch') AS last_seen
FROM image_row_ g
JOIN digest d ON d.id = g.digest_id
LEFT JOIN image m ON m.digest_id = g.digest_id
LEFT JOIN text l ON l.id = m.labels_id
WHERE g.standing = 1;
