-- The steps on the way to the contract's views, which the next script makes of them: names ending in _ are nobody's to rely on.
--
-- A plain view shows what stands at `as_of`, which is each cluster's newest snapshot. To show another instant, the reader makes
-- a temporary table `as_of` and temporary copies of all other views, which then read that table instead; nothing else changes.
-- A state at an instant is the newest that had begun: asked for by ORDER BY and LIMIT, which SQLite answers with less work than max().
--
-- The unary + in a join says which way it is to be followed: from clusters to their objects, not back; before a cluster's name, that the
-- instant is known before its objects' states are looked up, whichever cluster is asked for. What few questions ask
-- for is looked up by a query in its column, which costs nothing where the column is not asked for.

-- DISTINCT, so that it is found once a question and not once a row.
CREATE VIEW as_of (cluster_id, snapshot_id) AS
SELECT DISTINCT c.id, (SELECT s.id FROM snapshot s WHERE s.cluster_id = c.id AND s.stub = 0 ORDER BY s.taken_at DESC LIMIT 1)
FROM cluster c;

CREATE VIEW digest_ (id, text) AS
SELECT id, CASE typeof(value) WHEN 'blob' THEN 'sha256:' || lower(hex(value)) ELSE value END FROM digest;

-- pulled_from, canonical: where it is pulled from and its full spelling, with all that Docker leaves unsaid, as
-- ImageReference.Parts.canonical has it; NULL for what nothing would pull.
CREATE VIEW reference_ (id, text, registry, repository, tag, digest_id, digest, pulled_from, canonical) AS SELECT
    r.id,
    coalesce(x.value, coalesce(h.host || '/', '') || p.path || coalesce(':' || r.tag, '') || coalesce('@' || d.text, '')),
    h.host, p.path, r.tag, r.digest_id, d.text,
    CASE WHEN p.id IS NULL THEN NULL WHEN h.host IS NULL OR h.host = 'index.docker.io' THEN 'docker.io' ELSE h.host END,
    CASE WHEN h.host IS NULL OR h.host = 'index.docker.io' THEN 'docker.io' ELSE h.host END
        || iif(instr(p.path, '/') = 0 AND coalesce(h.host, 'docker.io') IN ('docker.io', 'index.docker.io'), '/library/', '/')
        || p.path || coalesce('@' || d.text, ':' || coalesce(r.tag, 'latest'))
FROM reference r
LEFT JOIN repository p ON p.id = r.repository_id LEFT JOIN registry h ON h.id = p.registry_id
LEFT JOIN digest_ d ON d.id = r.digest_id LEFT JOIN text x ON x.id = r.text_id;

-- Whether a reference names a digest, told without putting its text together: in a text that is none, as it stands there.
CREATE VIEW pinned_ (id, is_pinned) AS
SELECT r.id, r.digest_id IS NOT NULL OR instr(coalesce(x.value, ''), '@') > 0 FROM reference r LEFT JOIN text x ON x.id = r.text_id;

CREATE VIEW namespace_ (id, cluster_id, cluster, name) AS
SELECT n.id, c.id, c.name, n.name FROM cluster c JOIN namespace n ON n.cluster_id = c.id;

-- Whoever asks for its name alone pays for no namespace: https://www.sqlite.org/optoverview.html#the_omit_left_join_optimization.
CREATE VIEW tag_ (id, cluster_id, cluster, namespace, name) AS
SELECT t.id, n.cluster_id, c.name, n.name, i.name || ':' || t.tag
FROM istag t JOIN image_stream i ON i.id = t.image_stream_id
LEFT JOIN namespace n ON n.id = i.namespace_id LEFT JOIN cluster c ON c.id = n.cluster_id;

-- A container's states with the parts of their images.
CREATE VIEW state_ AS SELECT
    v.container_id, v.from_snapshot, v.until_snapshot, v.position, v.reference_id, r.text AS image, r.registry, r.repository,
    r.tag, r.digest, r.digest_id, r.canonical, r.pulled_from, (SELECT value FROM text WHERE id = v.set_by_id) AS set_by,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.set_at, 'unixepoch') AS set_at
FROM container_version v JOIN reference_ r ON r.id = v.reference_id;

-- The snapshots for which somebody looked, and no watch told them.
CREATE VIEW look_ AS SELECT
    c.name AS cluster, s.id AS snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', s.taken_at, 'unixepoch') AS taken_at, s.taken_at AS taken
FROM as_of a JOIN cluster c ON c.id = a.cluster_id
JOIN snapshot s ON s.cluster_id = c.id AND s.id <= a.snapshot_id AND s.stub = 0 AND s.followed = 0;

-- Of each cluster the newest of them.
CREATE VIEW last_look_ AS SELECT
    c.name AS cluster, s.id AS snapshot, strftime('%Y-%m-%dT%H:%M:%SZ', s.taken_at, 'unixepoch') AS taken_at
FROM as_of a JOIN cluster c ON c.id = a.cluster_id
JOIN snapshot s ON s.id = (
    SELECT l.id FROM snapshot l WHERE +l.cluster_id = a.cluster_id AND l.id <= a.snapshot_id AND l.stub = 0 AND l.followed = 0
    ORDER BY l.id DESC LIMIT 1);

-- Tags, with what questions need beside the contract's columns.
CREATE VIEW istag_ AS SELECT
    +n.cluster AS cluster, n.name AS namespace, i.name || ':' || t.tag AS istag, i.name AS image_stream, t.tag,
    (SELECT text FROM digest_ WHERE id = v.digest_id) AS digest,
    (SELECT text FROM reference_ WHERE id = v.image_id)
        || iif(v.at_digest, '@' || (SELECT text FROM digest_ WHERE id = v.digest_id), '') AS image, s.from_kind,
    coalesce(
        (SELECT text FROM reference_ WHERE id = s.from_reference_id), (SELECT value FROM text WHERE id = s.from_name_id)
    ) AS from_name,
    s.scheduled, s.reference_policy, s.reference_only,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.changed_at, 'unixepoch') AS changed_at,
    (SELECT value FROM text WHERE id = v.import_error_id) AS import_error,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.import_error_since, 'unixepoch') AS import_error_since,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from, CAST(NULL AS TEXT) AS seen_until,
    v.istag_id, v.digest_id, v.from_snapshot, v.until_snapshot, f.taken_at AS began, v.changed_at AS moved,
    v.import_error_since AS failing_since, (SELECT is_pinned FROM pinned_ WHERE id = s.from_reference_id) AS is_pinned
FROM as_of a JOIN namespace_ n ON n.cluster_id = +a.cluster_id
JOIN image_stream i ON i.namespace_id = +n.id
JOIN istag t ON t.image_stream_id = +i.id
JOIN istag_version v ON v.istag_id = +t.id AND (v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id)
    AND v.from_snapshot = (
        SELECT x.from_snapshot FROM istag_version x WHERE x.istag_id = t.id AND x.from_snapshot <= a.snapshot_id
        ORDER BY x.from_snapshot DESC LIMIT 1)
JOIN tag_source s ON s.id = v.source_id JOIN snapshot f ON f.id = v.from_snapshot;

CREATE VIEW istag_history_ AS SELECT
    n.cluster, n.name AS namespace, i.name || ':' || t.tag AS istag, i.name AS image_stream, t.tag,
    (SELECT text FROM digest_ WHERE id = v.digest_id) AS digest,
    (SELECT text FROM reference_ WHERE id = v.image_id)
        || iif(v.at_digest, '@' || (SELECT text FROM digest_ WHERE id = v.digest_id), '') AS image, s.from_kind,
    coalesce(
        (SELECT text FROM reference_ WHERE id = s.from_reference_id), (SELECT value FROM text WHERE id = s.from_name_id)
    ) AS from_name,
    s.scheduled, s.reference_policy, s.reference_only,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.changed_at, 'unixepoch') AS changed_at,
    (SELECT value FROM text WHERE id = v.import_error_id) AS import_error,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.import_error_since, 'unixepoch') AS import_error_since,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until, v.istag_id, v.digest_id, v.from_snapshot,
    v.until_snapshot, f.taken_at AS began, e.taken_at AS ended,
    (SELECT is_pinned FROM pinned_ WHERE id = s.from_reference_id) AS is_pinned
FROM namespace_ n JOIN image_stream i ON i.namespace_id = n.id
JOIN istag t ON t.image_stream_id = i.id
JOIN istag_version v ON v.istag_id = t.id
JOIN tag_source s ON s.id = v.source_id JOIN snapshot f ON f.id = v.from_snapshot
LEFT JOIN snapshot e ON e.id = v.until_snapshot;

-- … with the tag's number, so that one tag's history costs no more than its own rows.
CREATE VIEW digest_change_ AS SELECT
    x.istag_id, x.new_id, x.by_snapshot, t.cluster, t.namespace, t.name AS istag,
    x.changed_at AS changed, strftime('%Y-%m-%dT%H:%M:%SZ', x.changed_at, 'unixepoch') AS changed_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', sa.taken_at, 'unixepoch') AS seen_after,
    strftime('%Y-%m-%dT%H:%M:%SZ', sb.taken_at, 'unixepoch') AS seen_by,
    (SELECT text FROM digest_ WHERE id = x.old_id) AS old_digest,
    (SELECT text FROM digest_ WHERE id = x.new_id) AS new_digest
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
            JOIN snapshot s ON +s.cluster_id = n.cluster_id AND s.id > v.from_snapshot AND s.id < v.until_snapshot AND s.followed = 0
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
JOIN tag_ t ON t.id = x.istag_id
JOIN as_of a ON a.cluster_id = t.cluster_id AND x.by_snapshot <= a.snapshot_id
LEFT JOIN snapshot sb ON sb.id = x.by_snapshot LEFT JOIN snapshot sa ON sa.id = x.after_snapshot
WHERE x.old_id IS NOT x.new_id;

-- Which names are one image's: of an index and its platforms' manifests, of a manifest and its local ID, each way.
CREATE VIEW one_image_ (digest_id, other_id) AS
SELECT digest_id, part_id FROM image_part
UNION ALL SELECT part_id, digest_id FROM image_part
UNION ALL SELECT a.digest_id, b.part_id FROM image_part a JOIN image_part b ON b.digest_id = a.part_id
UNION ALL SELECT b.part_id, a.digest_id FROM image_part b JOIN image_part a ON a.part_id = b.digest_id
UNION ALL SELECT a.part_id, b.part_id FROM image_part a JOIN image_part b ON b.digest_id = a.digest_id AND b.part_id <> a.part_id;

-- What Pods ran, with the digest where only the local ID was told, and the other way round, as far as was ever learnt.
CREATE VIEW ran_ AS SELECT
    v.container_id, v.naming, v.digest_id AS name_id, v.from_snapshot, v.until_snapshot, v.reference_id, v.started_at, v.pods,
    CASE v.naming WHEN 0 THEN v.digest_id WHEN 1 THEN (
        SELECT min(p.digest_id) FROM image_part p WHERE p.part_id = v.digest_id AND p.local = 1) END AS pulled_id,
    CASE v.naming WHEN 0 THEN (
        SELECT min(p.part_id) FROM image_part p WHERE p.digest_id = v.digest_id AND p.local = 1) ELSE v.digest_id END AS local_id
FROM running_version v;

CREATE VIEW running_ AS SELECT
    +n.cluster AS cluster, n.name AS namespace, k.name AS kind, w.name, b.name AS container, b.init,
    (SELECT text FROM reference_ WHERE id = v.reference_id) AS image,
    (SELECT text FROM digest_ WHERE id = v.pulled_id) AS digest, (SELECT text FROM digest_ WHERE id = v.local_id) AS image_id,
    -- Of the newest look alone: a count is not kept of the past.
    CASE WHEN a.snapshot_id = (
        SELECT s.id FROM snapshot s WHERE s.cluster_id = n.cluster_id ORDER BY s.taken_at DESC LIMIT 1) THEN v.pods END AS pods,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.started_at, 'unixepoch') AS started_at,
    (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') FROM snapshot f WHERE f.id = v.from_snapshot) AS seen_from,
    CAST(NULL AS TEXT) AS seen_until, w.id AS workload_id, b.id AS container_id, v.naming, v.name_id, v.pulled_id, v.local_id
FROM as_of a JOIN namespace_ n ON n.cluster_id = +a.cluster_id
JOIN workload w ON w.namespace_id = +n.id
JOIN container b ON b.workload_id = +w.id
JOIN ran_ v ON v.container_id = +b.id AND v.from_snapshot <= a.snapshot_id
    AND (v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id)
JOIN kind k ON k.id = w.kind_id;

CREATE VIEW running_history_ AS SELECT
    n.cluster, n.name AS namespace, k.name AS kind, w.name, b.name AS container, b.init,
    (SELECT text FROM reference_ WHERE id = v.reference_id) AS image,
    (SELECT text FROM digest_ WHERE id = v.pulled_id) AS digest, (SELECT text FROM digest_ WHERE id = v.local_id) AS image_id,
    strftime('%Y-%m-%dT%H:%M:%SZ', v.started_at, 'unixepoch') AS started_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until, w.id AS workload_id, b.id AS container_id, v.naming,
    v.name_id, v.reference_id, v.from_snapshot, v.until_snapshot, f.taken_at AS began, e.taken_at AS ended
FROM namespace_ n JOIN workload w ON w.namespace_id = n.id
JOIN container b ON b.workload_id = w.id
JOIN ran_ v ON v.container_id = b.id
JOIN kind k ON k.id = w.kind_id JOIN snapshot f ON f.id = v.from_snapshot LEFT JOIN snapshot e ON e.id = v.until_snapshot;

-- Containers that stand, with how they are judged: from judged_from on, in the state that began with state_from.
CREATE VIEW judged_ AS SELECT
    +n.cluster AS cluster, n.name AS namespace, k.name AS kind, w.name, b.name AS container, b.init, m.form, m.tie, m.verdict, m.reason,
    (SELECT o.namespace FROM tag_ o WHERE o.id = j.istag_id) AS istag_namespace,
    (SELECT o.name FROM tag_ o WHERE o.id = j.istag_id) AS istag,
    (SELECT text FROM digest_ WHERE id = j.istag_digest_id) AS istag_digest,
    strftime('%Y-%m-%dT%H:%M:%SZ', j.stale_since, 'unixepoch') AS stale_since, CAST(NULL AS TEXT) AS seen_until,
    b.workload_id, b.id AS container_id, j.istag_id, j.from_snapshot AS judged_from,
    coalesce(j.state_from, j.from_snapshot) AS state_from, j.istag_digest_id, a.snapshot_id AS shown_by
FROM as_of a JOIN namespace_ n ON n.cluster_id = +a.cluster_id
JOIN workload w ON w.namespace_id = +n.id AND substr(w.name, 1, 2) <> '//'
JOIN container b ON b.workload_id = +w.id
JOIN judgement j ON (j.until_snapshot IS NULL OR j.until_snapshot > a.snapshot_id) AND j.rowid = (
    SELECT x.rowid FROM judgement x WHERE x.container_id = b.id AND x.from_snapshot <= a.snapshot_id
    ORDER BY x.from_snapshot DESC LIMIT 1)
JOIN meaning m ON m.id = j.meaning_id JOIN kind k ON k.id = w.kind_id;

-- Whether a container's Pods run what its image pins, or else what its tag points to; asked of one container at a time. Names that nothing
-- tells to be one image's or two's, such as a local ID beside a digest, say nothing.
CREATE VIEW runs_ AS SELECT
    x.container_id, x.judged_from, x.at, x.expected_id, x.is_pinned,
    CASE
        WHEN EXISTS (
            SELECT 1 FROM ran_ v JOIN ran_ w ON w.container_id = v.container_id AND w.naming < 2
                AND (w.naming = v.naming AND w.name_id > v.name_id
                    OR w.naming > v.naming AND (v.local_id IS NOT NULL OR w.pulled_id IS NOT NULL))
            WHERE v.container_id = x.container_id AND v.from_snapshot <= x.at AND (v.until_snapshot IS NULL OR v.until_snapshot > x.at)
                AND w.from_snapshot <= x.at AND (w.until_snapshot IS NULL OR w.until_snapshot > x.at)
                AND NOT EXISTS (SELECT 1 FROM one_image_ o WHERE o.digest_id = v.name_id AND o.other_id = w.name_id)
        ) THEN 'mixed'
        ELSE (
            SELECT CASE max(
                CASE
                    WHEN v.name_id = x.expected_id THEN 1
                    WHEN EXISTS (SELECT 1 FROM one_image_ o WHERE o.digest_id = v.name_id AND o.other_id = x.expected_id) THEN 1
                    WHEN v.naming = 0 OR v.pulled_id IS NOT NULL THEN 2
                    WHEN v.naming = 1 AND EXISTS (
                        SELECT 1 FROM image_part p WHERE p.digest_id = x.expected_id AND p.local = 1) THEN 2
                END) WHEN 1 THEN 'same' WHEN 2 THEN 'differs' END
            FROM ran_ v
            WHERE v.container_id = x.container_id AND v.from_snapshot <= x.at AND (v.until_snapshot IS NULL OR v.until_snapshot > x.at)
                AND x.expected_id IS NOT NULL)
    END AS runs
FROM (
    SELECT
        j.container_id, j.from_snapshot AS judged_from, s.id AS at, coalesce(r.digest_id, j.istag_digest_id) AS expected_id,
        r.digest_id IS NOT NULL AS is_pinned
    FROM judgement j JOIN container_version c
        ON c.container_id = j.container_id AND c.from_snapshot = coalesce(j.state_from, j.from_snapshot)
    JOIN reference r ON r.id = c.reference_id JOIN snapshot s
) x;

-- … with their images, for whoever reads most of them: one join costs less than a query a column.
CREATE VIEW container_ AS SELECT
    j.*, s.position, s.image, s.registry, s.repository, s.tag, s.digest, s.reference_id, s.digest_id, s.canonical,
    s.pulled_from, s.set_by, s.set_at,
    (SELECT u.runs FROM runs_ u WHERE u.container_id = j.container_id AND u.judged_from = j.judged_from AND u.at = j.shown_by) AS runs,
    (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') FROM snapshot f WHERE f.id = j.state_from) AS seen_from
FROM judged_ j JOIN state_ s ON s.container_id = j.container_id AND s.from_snapshot = j.state_from;

-- Each state of a container that ever was, judged by its last snapshot.
CREATE VIEW container_history_ AS SELECT
    n.cluster, n.name AS namespace, k.name AS kind, w.name, b.name AS container, b.init, v.position,
    v.image, m.form, v.registry, v.repository, v.tag, v.digest,
    (SELECT o.namespace FROM tag_ o WHERE o.id = j.istag_id) AS istag_namespace,
    (SELECT o.name FROM tag_ o WHERE o.id = j.istag_id) AS istag, m.tie,
    (SELECT text FROM digest_ WHERE id = j.istag_digest_id) AS istag_digest, m.verdict, m.reason,
    strftime('%Y-%m-%dT%H:%M:%SZ', j.stale_since, 'unixepoch') AS stale_since, v.canonical, v.pulled_from, v.set_by, v.set_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until, v.reference_id, v.digest_id, b.workload_id,
    b.id AS container_id, j.istag_id, v.from_snapshot, v.until_snapshot, f.taken_at AS began, e.taken_at AS ended
FROM namespace_ n JOIN workload w ON w.namespace_id = n.id AND substr(w.name, 1, 2) <> '//'
JOIN container b ON b.workload_id = w.id
JOIN state_ v ON v.container_id = b.id
JOIN judgement j ON j.rowid = (
    SELECT x.rowid FROM judgement x
    WHERE x.container_id = v.container_id AND x.from_snapshot < coalesce(v.until_snapshot, 9223372036854775807)
    ORDER BY x.from_snapshot DESC LIMIT 1)
JOIN meaning m ON m.id = j.meaning_id JOIN kind k ON k.id = w.kind_id
JOIN snapshot f ON f.id = v.from_snapshot LEFT JOIN snapshot e ON e.id = v.until_snapshot;

-- Each stretch in which a container was judged alike.
CREATE VIEW verdict_history_ AS SELECT
    n.cluster, n.name AS namespace, k.name AS kind, w.name, b.name AS container, b.init, v.position,
    v.image, m.form, v.registry, v.repository, v.tag, v.digest,
    (SELECT o.namespace FROM tag_ o WHERE o.id = j.istag_id) AS istag_namespace,
    (SELECT o.name FROM tag_ o WHERE o.id = j.istag_id) AS istag, m.tie,
    (SELECT text FROM digest_ WHERE id = j.istag_digest_id) AS istag_digest, m.verdict, m.reason,
    strftime('%Y-%m-%dT%H:%M:%SZ', j.stale_since, 'unixepoch') AS stale_since,
    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until, v.reference_id, v.digest_id, b.workload_id,
    b.id AS container_id, j.istag_id, j.from_snapshot, j.until_snapshot, f.taken_at AS began, e.taken_at AS ended
FROM namespace_ n JOIN workload w ON w.namespace_id = n.id AND substr(w.name, 1, 2) <> '//'
JOIN container b ON b.workload_id = w.id
JOIN judgement j ON j.container_id = b.id
JOIN state_ v ON v.container_id = j.container_id AND v.from_snapshot = coalesce(j.state_from, j.from_snapshot)
JOIN meaning m ON m.id = j.meaning_id JOIN kind k ON k.id = w.kind_id
JOIN snapshot f ON f.id = j.from_snapshot LEFT JOIN snapshot e ON e.id = j.until_snapshot;

-- Where a digest was seen: at a tag, in a container, in Pods, or told of in a tag's history (stands = 0: only told of).
CREATE VIEW sighting_ (digest_id, from_snapshot, until_snapshot, stands) AS
SELECT v.digest_id, v.from_snapshot, v.until_snapshot, 1 FROM istag_version v WHERE v.digest_id IS NOT NULL
UNION ALL
SELECT r.digest_id, v.from_snapshot, v.until_snapshot, 1
FROM container_version v JOIN reference r ON r.id = v.reference_id
JOIN container b ON b.id = v.container_id JOIN workload w ON w.id = b.workload_id
WHERE r.digest_id IS NOT NULL AND substr(w.name, 1, 2) <> '//'
UNION ALL
SELECT v.digest_id, v.from_snapshot, v.until_snapshot, 1 FROM running_version v WHERE v.naming = 0
UNION ALL
SELECT digest_id, first_snapshot, first_snapshot, 0 FROM revision WHERE digest_id IS NOT NULL
UNION ALL
SELECT digest_id, first_snapshot, first_snapshot, 0 FROM first_sighting
UNION ALL
SELECT digest_id, last_snapshot, last_snapshot, 0 FROM first_sighting;

CREATE VIEW image_row_ AS SELECT
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

CREATE VIEW image_ AS SELECT
    d.text AS digest, strftime('%Y-%m-%dT%H:%M:%SZ', m.created_at, 'unixepoch') AS created_at, m.size,
    (SELECT value FROM text WHERE id = m.architecture_id) AS architecture, (SELECT value FROM text WHERE id = m.os_id) AS os,
    (SELECT value FROM text WHERE id = m.labels_id) AS labels,
    strftime('%Y-%m-%dT%H:%M:%SZ', g.first_seen, 'unixepoch') AS first_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', g.last_seen, 'unixepoch') AS last_seen, g.standing
FROM image_row_ g JOIN digest_ d ON d.id = g.digest_id LEFT JOIN image m ON m.digest_id = g.digest_id;
