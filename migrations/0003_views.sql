-- The contract: what admins, auditors and every format see. docs/schema.md tells each column's meaning.
--
-- A plain view shows what stands at `as_of`, its history all that ever was. A mark `later` is followed by the columns of fields that
-- were added after the first version, which stand in the objects' field lists alone.

CREATE VIEW snapshots AS SELECT
    c.name AS cluster, s.id AS snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', s.taken_at, 'unixepoch') AS taken_at,
    t.value AS source,
    s.followed = 0 AND NOT EXISTS (
        SELECT 1 FROM coverage_version v
        WHERE v.cluster_id = s.cluster_id AND v.from_snapshot <= s.id
            AND (v.until_snapshot IS NULL OR v.until_snapshot > s.id) AND v.outcome_id IN (2, 3)
    ) AS complete,
    s.workloads, s.containers, s.image_streams, s.istags, s.changes,
    CASE WHEN s.seal IS NOT NULL THEN lower(hex(s.seal)) END AS seal
FROM as_of a JOIN cluster c ON c.id = a.cluster_id
JOIN snapshot s ON s.cluster_id = c.id AND s.id <= a.snapshot_id AND s.stub = 0
JOIN text t ON t.id = s.source_id;

CREATE VIEW coverage AS SELECT
    c.name AS cluster, s.id AS snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', s.taken_at, 'unixepoch') AS taken_at,
    k.name AS kind, n.name AS namespace, o.name AS outcome, v.objects, m.value AS message
FROM as_of a JOIN cluster c ON c.id = a.cluster_id
JOIN snapshot s ON s.cluster_id = c.id AND s.id <= a.snapshot_id AND s.stub = 0 AND s.followed = 0
JOIN coverage_version v ON v.cluster_id = c.id AND v.from_snapshot <= s.id
    AND (v.until_snapshot IS NULL OR v.until_snapshot > s.id)
JOIN kind k ON k.id = v.kind_id JOIN outcome o ON o.id = v.outcome_id
LEFT JOIN namespace n ON n.id = v.namespace_id LEFT JOIN text m ON m.id = v.message_id
UNION ALL SELECT
    c.name, s.id, strftime('%Y-%m-%dT%H:%M:%SZ', s.taken_at, 'unixepoch'), k.name, n.name, o.name, v.objects, m.value
FROM as_of a JOIN cluster c ON c.id = a.cluster_id
JOIN snapshot s ON s.cluster_id = c.id AND s.id <= a.snapshot_id AND s.stub = 0 AND s.followed = 1
JOIN followed v ON v.snapshot_id = s.id
JOIN kind k ON k.id = v.kind_id JOIN outcome o ON o.id = v.outcome_id
LEFT JOIN namespace n ON n.id = v.namespace_id LEFT JOIN text m ON m.id = v.message_id;

CREATE VIEW workloads AS SELECT
    +n.cluster AS cluster, n.name AS namespace, k.name AS kind, w.name,
    (SELECT value FROM text WHERE id = v.uid_id) AS uid, v.replicas,
    (SELECT value FROM text WHERE id = v.resolve_names_id) AS resolve_names,
    (SELECT value FROM text WHERE id = v.triggers_id) AS triggers,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.created_at, 'unixepoch') AS created_at, /*later workload_version*/
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from, CAST(NULL AS TEXT) AS seen_until
FROM as_of a JOIN namespace_ n ON n.cluster_id = +a.cluster_id
JOIN workload w ON w.namespace_id = +n.id AND substr(w.name, 1, 2) <> '//'
JOIN workload_version v ON v.workload_id = +w.id AND (v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id)
    AND v.from_snapshot = (
        SELECT x.from_snapshot FROM workload_version x WHERE x.workload_id = w.id AND x.from_snapshot <= a.snapshot_id
        ORDER BY x.from_snapshot DESC LIMIT 1)
JOIN kind k ON k.id = w.kind_id JOIN snapshot f ON f.id = v.from_snapshot;

CREATE VIEW workloads_history AS SELECT
    n.cluster, n.name AS namespace, k.name AS kind, w.name,
    (SELECT value FROM text WHERE id = v.uid_id) AS uid, v.replicas,
    (SELECT value FROM text WHERE id = v.resolve_names_id) AS resolve_names,
    (SELECT value FROM text WHERE id = v.triggers_id) AS triggers,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.created_at, 'unixepoch') AS created_at, /*later workload_version*/
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until
FROM namespace_ n JOIN workload w ON w.namespace_id = n.id AND substr(w.name, 1, 2) <> '//'
JOIN workload_version v ON v.workload_id = w.id
JOIN kind k ON k.id = w.kind_id JOIN snapshot f ON f.id = v.from_snapshot
LEFT JOIN snapshot e ON e.id = v.until_snapshot;

CREATE VIEW image_streams AS SELECT
    +n.cluster AS cluster, n.name AS namespace, i.name, (SELECT value FROM text WHERE id = v.uid_id) AS uid,
    v.lookup_local, (SELECT text FROM reference_ WHERE id = v.repository_id) AS repository,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.created_at, 'unixepoch') AS created_at, /*later image_stream_version*/
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from, CAST(NULL AS TEXT) AS seen_until
FROM as_of a JOIN namespace_ n ON n.cluster_id = +a.cluster_id
JOIN image_stream i ON i.namespace_id = +n.id
JOIN image_stream_version v ON v.image_stream_id = +i.id AND (v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id)
    AND v.from_snapshot = (
        SELECT x.from_snapshot FROM image_stream_version x WHERE x.image_stream_id = i.id AND x.from_snapshot <= a.snapshot_id
        ORDER BY x.from_snapshot DESC LIMIT 1)
JOIN snapshot f ON f.id = v.from_snapshot;

CREATE VIEW image_streams_history AS SELECT
    n.cluster, n.name AS namespace, i.name, (SELECT value FROM text WHERE id = v.uid_id) AS uid,
    v.lookup_local, (SELECT text FROM reference_ WHERE id = v.repository_id) AS repository,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.created_at, 'unixepoch') AS created_at, /*later image_stream_version*/
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until
FROM namespace_ n JOIN image_stream i ON i.namespace_id = n.id
JOIN image_stream_version v ON v.image_stream_id = i.id
JOIN snapshot f ON f.id = v.from_snapshot LEFT JOIN snapshot e ON e.id = v.until_snapshot;

CREATE VIEW istags AS SELECT
    cluster, namespace, istag, image_stream, tag, digest, image, from_kind, from_name, scheduled, reference_policy,
    changed_at, import_error, import_error_since, seen_from, seen_until
FROM istag_;

CREATE VIEW istags_history AS SELECT
    cluster, namespace, istag, image_stream, tag, digest, image, from_kind, from_name, scheduled, reference_policy,
    changed_at, import_error, import_error_since, seen_from, seen_until
FROM istag_history_;

CREATE VIEW digest_changes AS
SELECT cluster, namespace, istag, changed_at, seen_after, seen_by, old_digest, new_digest FROM digest_change_;

CREATE VIEW running AS SELECT
    cluster, namespace, kind, name, container, init, image, digest, image_id, pods, started_at, seen_from, seen_until
FROM running_;

CREATE VIEW running_history AS SELECT
    cluster, namespace, kind, name, container, init, image, digest, image_id, started_at, seen_from, seen_until
FROM running_history_;

CREATE VIEW containers AS SELECT
    cluster, namespace, kind, name, container, init,
    (SELECT s.image FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) AS image, form,
    (SELECT s.registry FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) AS registry,
    (SELECT s.repository FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) AS repository,
    (SELECT s.tag FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) AS tag,
    (SELECT s.digest FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) AS digest,
    istag_namespace, istag, tie, istag_digest, verdict, reason, stale_since,
    (SELECT s.canonical FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) AS canonical,
    (SELECT s.pulled_from FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from)
        AS pulled_from,
    (SELECT s.set_by FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) AS set_by,
    (SELECT s.set_at FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) AS set_at,
    (SELECT u.runs FROM runs_ u WHERE u.container_id = j.container_id AND u.judged_from = j.judged_from AND u.at = j.shown_by) AS runs,
    (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') FROM snapshot f WHERE f.id = j.state_from) AS seen_from,
    seen_until
FROM judged_ j;

CREATE VIEW verdicts AS SELECT
    cluster, namespace, kind, name, container, init,
    (SELECT s.image FROM state_ s WHERE s.container_id = j.container_id AND s.from_snapshot = j.state_from) AS image,
    istag_namespace, istag, tie, istag_digest, verdict, reason, stale_since,
    (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') FROM snapshot f WHERE f.id = j.judged_from) AS seen_from,
    seen_until
FROM judged_ j;

CREATE VIEW containers_history AS SELECT
    cluster, namespace, kind, name, container, init, image, form, registry, repository, tag, digest, istag_namespace, istag,
    tie, canonical, pulled_from, set_by, set_at, seen_from, seen_until
FROM container_history_;

-- Which registries the standing containers' references pull from; what nothing would pull is from none.
CREATE VIEW registries AS SELECT
    cluster, pulled_from AS registry, count(DISTINCT workload_id) AS workloads, count(*) AS containers,
    count(DISTINCT namespace) AS namespaces, count(DISTINCT canonical) AS "references"
FROM container_ WHERE pulled_from IS NOT NULL GROUP BY cluster, pulled_from;

CREATE VIEW verdicts_history AS SELECT
    cluster, namespace, kind, name, container, init, image, istag_namespace, istag, tie, istag_digest, verdict, reason,
    stale_since, seen_from, seen_until
FROM verdict_history_;

CREATE VIEW images AS
SELECT digest, created_at, size, architecture, os, labels, first_seen, last_seen FROM image_ WHERE standing = 1;

CREATE VIEW images_history AS
SELECT digest, created_at, size, architecture, os, labels, first_seen, last_seen FROM image_;
