/// The views of the fleet's schema, with the names and columns of a record file's, and for each plain view a function that shows it as
/// it stood.
///
/// Names that end in _ are steps on the way, not part of the contract.
enum FleetViews {
    /// What stands; as text in which `{now H}` says of the table called H which of its rows do, `{also H}` the same of a table beside one
    /// of which that is said, and `{known H.column}` that its row was known already.
    private struct Plain {
        let name: String
        let sql: String

        var view: String {
            "CREATE VIEW isinventory.\(name) AS \(filled { row, _ in "\(row).seen_until IS NULL" } known: { _ in "true" } at: { $0 })"
        }

        /// Not as fast on engines that do not take the body of a function into the query that calls it.
        var function: String {
            let body = filled { row, isFirst in
                let isKept =
                    " AND EXISTS (SELECT 1 FROM isinventory.cluster k_ WHERE k_.cluster = \(row).cluster AND k_.first_taken_at <= t)"
                return "\(row).seen_from <= t AND (\(row).seen_until > t OR \(row).seen_until IS NULL)" + (isFirst ? isKept : "")
            } known: { column in
                let table = column.prefix { $0 != "." }
                return "\(column) <= t AND EXISTS (SELECT 1 FROM isinventory.cluster k_ WHERE k_.cluster = \(table).cluster "
                    + "AND k_.first_taken_at <= t)"
            } at: {
                "\($0)_at(t)"
            }
            // Of the view's own type: a list of columns would lose how they sort, and with it the indexes.
            return """
                CREATE FUNCTION isinventory.\(name)_at(t timestamptz) RETURNS SETOF isinventory.\(name) LANGUAGE sql STABLE AS
                $$ \(body) $$
                """
        }

        private func filled(_ now: (String, Bool) -> String, known: (String) -> String, at view: (String) -> String) -> String {
            var text = ""
            var rest = sql[...]
            while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
                text += rest[..<open]
                let words = rest[rest.index(after: open)..<close].split(separator: " ").map(String.init)
                switch words[0] {
                case "now": text += now(words[1], true)
                case "also": text += now(words[1], false)
                case "known": text += known(words[1])
                default: text += "isinventory." + view(words[1])
                }
                rest = rest[rest.index(after: close)...]
            }
            return text + rest
        }
    }

    /// A digest and a local ID are one image's two names, as far as its cluster ever learnt; of several the first.
    private static let ran = """
        SELECT h.cluster, h.namespace, h.kind, h.name, h.container, h.init, h.naming, h.run AS name_id, h.seen_from, h.seen_until,
            h.image, h.canonical, h.started_at, h.pods, CASE h.naming WHEN 0 THEN h.run WHEN 1 THEN (
                SELECT min(p.digest) FROM isinventory.image_part p WHERE p.cluster = h.cluster AND p.part = h.run AND p.local = 1)
            END AS pulled_id,
            CASE h.naming WHEN 0 THEN (
                SELECT min(p.part) FROM isinventory.image_part p WHERE p.cluster = h.cluster AND p.digest = h.run AND p.local = 1)
            ELSE h.run END AS local_id
        FROM isinventory.pod_history h
        """

    /// Whether a container's Pods run what its image pins, or else what its tag points to: `runs_` of a record file, to the letter.
    ///
    /// - Parameter expected: The digest that should run.
    private static func runs(expected: String, of container: String) -> String {
        """
        CASE
            -- Of most containers one image runs, and to find that costs less than to look for two that differ.
            WHEN (
                SELECT count(*) FROM isinventory.pod_history v WHERE \(same("v", container, containerKey)) AND {also v}
            ) > 1 AND EXISTS (
                SELECT 1 FROM isinventory.ran_ v JOIN isinventory.ran_ w ON \(same("w", "v", containerKey)) AND w.naming < 2
                    AND (w.naming = v.naming AND w.name_id > v.name_id
                        OR w.naming > v.naming AND (v.local_id IS NOT NULL OR w.pulled_id IS NOT NULL))
                WHERE \(same("v", container, containerKey)) AND {also v} AND {also w} AND NOT EXISTS (
                    SELECT 1 FROM isinventory.one_image_ o
                    WHERE o.cluster = v.cluster AND o.digest_id = v.name_id AND o.other_id = w.name_id)
            ) THEN 'mixed'
            ELSE (
                SELECT CASE max(
                    CASE
                        WHEN v.name_id = \(expected) THEN 1
                        WHEN EXISTS (
                            SELECT 1 FROM isinventory.one_image_ o
                            WHERE o.cluster = v.cluster AND o.digest_id = v.name_id AND o.other_id = \(expected)) THEN 1
                        WHEN v.naming = 0 OR v.pulled_id IS NOT NULL THEN 2
                        WHEN v.naming = 1 AND EXISTS (
                            SELECT 1 FROM isinventory.image_part p
                            WHERE p.cluster = v.cluster AND p.digest = \(expected) AND p.local = 1) THEN 2
                    END) WHEN 1 THEN 'same' WHEN 2 THEN 'differs' END
                FROM isinventory.ran_ v
                WHERE \(same("v", container, containerKey)) AND {also v} AND \(expected) IS NOT NULL)
        END
        """
    }

    private static let never = "CAST(NULL AS timestamptz) AS seen_until"
    static let container = "namespace, kind, name, container, init"

    static func same(_ a: String, _ b: String, _ columns: [String]) -> String {
        (["cluster"] + columns).map { "\(a).\($0) = \(b).\($0)" }.joined(separator: " AND ")
    }

    /// What stands for images that are needed beside those of workloads has a name that begins with two slashes, and only `cleanup` asks for it.
    static func isWorkload(_ row: String) -> String { "substr(\(row).name, 1, 2) <> '//'" }

    static let containerKey = ["namespace", "kind", "name", "container", "init"]
    private static let tagKey = ["namespace", "image_stream", "tag"]

    /// The parts of an image that `containers` and its twins show.
    static let image = "h.image, j.form, h.registry, h.repository, h.tag, h.digest"
    static let tie = """
        j.istag_namespace, j.istag_stream || ':' || j.istag_tag AS istag, j.tie
        """

    private static let plain: [Plain] = [
        Plain(
            name: "snapshots",
            sql: """
                SELECT s.cluster, s.snapshot, s.taken_at, s.source, s.complete, s.workloads, s.containers, s.image_streams, s.istags,
                    s.changes, s.seal
                FROM isinventory.snapshot s WHERE s.stub = 0 AND {known s.taken_at}
                """),
        Plain(
            name: "look_",
            sql: """
                SELECT s.cluster, s.snapshot, s.taken_at, CAST(extract(epoch FROM s.taken_at) AS bigint) AS taken
                FROM isinventory.snapshot s WHERE s.stub = 0 AND s.followed = 0 AND {known s.taken_at}
                """),
        Plain(
            name: "last_look_",
            sql: """
                SELECT DISTINCT ON (s.cluster) s.cluster, s.snapshot, s.taken_at FROM isinventory.snapshot s
                WHERE s.stub = 0 AND s.followed = 0 AND {known s.taken_at} ORDER BY s.cluster, s.taken_at DESC
                """),
        Plain(
            name: "coverage",
            sql: """
                SELECT s.cluster, s.snapshot, s.taken_at, h.kind, nullif(h.namespace, '') AS namespace, h.outcome, h.objects, h.message
                FROM isinventory.snapshot s JOIN isinventory.coverage_history h ON h.cluster = s.cluster
                    AND h.seen_from <= s.taken_at AND (h.seen_until IS NULL OR h.seen_until > s.taken_at)
                WHERE s.stub = 0 AND s.followed = 0 AND {known s.taken_at}
                UNION ALL
                SELECT s.cluster, s.snapshot, s.taken_at, h.kind, nullif(h.namespace, ''), h.outcome, h.objects, h.message
                FROM isinventory.snapshot s JOIN isinventory.followed h ON h.cluster = s.cluster AND h.taken_at = s.taken_at
                WHERE s.stub = 0 AND {known s.taken_at}
                """),
        Plain(
            name: "workloads",
            sql: """
                SELECT h.cluster, h.namespace, h.kind, h.name, h.uid, h.replicas, h.resolve_names, h.triggers, h.created_at,
                    h.seen_from, \(never)
                FROM isinventory.workload_history h WHERE {now h} AND \(isWorkload("h"))
                """),
        Plain(
            name: "container_",
            sql: """
                SELECT j.cluster, j.namespace, j.kind, j.name, j.container, j.init, \(image), \(tie), j.istag_digest, j.verdict,
                    j.reason, j.stale_since, h.canonical, h.pulled_from, h.set_by, h.set_at,
                    \(runs(expected: "coalesce(h.digest, j.istag_digest)", of: "j")) AS runs, h.seen_from, \(never), h.position,
                    j.namespace || '/' || j.kind || '/' || j.name AS workload_id, j.istag_stream, j.istag_tag,
                    j.istag_digest AS istag_digest_id, h.trigger_namespace,
                    h.trigger_stream || ':' || h.trigger_tag AS trigger_istag
                FROM isinventory.verdict_history j
                JOIN isinventory.container_history h ON \(same("h", "j", containerKey)) AND h.seen_from = j.state_from
                WHERE {now j} AND \(isWorkload("j"))
                """),
        Plain(
            name: "container_trigger_",
            sql: """
                SELECT c.cluster, c.namespace, c.kind, c.name, c.registry, c.repository, c.tag, c.form, c.trigger_namespace,
                    c.trigger_istag
                FROM {view container_} c
                """),
        Plain(
            name: "containers",
            sql: """
                SELECT c.cluster, c.namespace, c.kind, c.name, c.container, c.init, c.image, c.form, c.registry, c.repository, c.tag,
                    c.digest, c.istag_namespace, c.istag, c.tie, c.istag_digest, c.verdict, c.reason, c.stale_since, c.canonical,
                    c.pulled_from, c.set_by, c.set_at, c.runs, c.seen_from, c.seen_until
                FROM {view container_} c
                """),
        // In how many Pods is known as of the newest snapshot alone, once all of it is published.
        Plain(
            name: "running_",
            sql: """
                SELECT h.cluster, h.namespace, h.kind, h.name, h.container, h.init, h.image, h.pulled_id AS digest,
                    h.local_id AS image_id, (
                        SELECT h.pods FROM isinventory.cluster k
                        WHERE k.cluster = h.cluster AND k.pods_at = k.head_taken_at AND {known k.head_taken_at}) AS pods,
                    h.started_at, h.seen_from, \(never), h.naming, h.name_id, h.pulled_id
                FROM isinventory.ran_ h WHERE {now h}
                """),
        Plain(
            name: "running",
            sql: """
                SELECT r.cluster, r.namespace, r.kind, r.name, r.container, r.init, r.image, r.digest, r.image_id, r.pods,
                    r.started_at, r.seen_from, r.seen_until
                FROM {view running_} r
                """),
        Plain(
            name: "verdicts",
            sql: """
                SELECT j.cluster, j.namespace, j.kind, j.name, j.container, j.init, h.image, j.istag_namespace,
                    j.istag_stream || ':' || j.istag_tag AS istag, j.tie, j.istag_digest, j.verdict, j.reason, j.stale_since,
                    j.seen_from, \(never)
                FROM isinventory.verdict_history j
                JOIN isinventory.container_history h ON \(same("h", "j", containerKey)) AND h.seen_from = j.state_from
                WHERE {now j} AND \(isWorkload("j"))
                """),
        Plain(
            name: "judged_",
            sql: """
                SELECT j.cluster, j.namespace, j.kind, j.name, j.container, j.init, j.verdict, j.istag_digest, j.istag_namespace,
                    j.istag_stream, j.istag_tag
                FROM isinventory.verdict_history j WHERE {now j} AND \(isWorkload("j"))
                """
        ),
        // How many containers are judged how, over all clusters: out of one index.
        Plain(
            name: "headline",
            sql: """
                SELECT j.cluster, j.verdict, count(*) AS containers FROM isinventory.verdict_history j
                WHERE {now j} AND \(isWorkload("j")) GROUP BY j.cluster, j.verdict
                """),
        Plain(
            name: "registries",
            sql: """
                SELECT c.cluster, c.pulled_from AS registry, count(DISTINCT c.workload_id) AS workloads, count(*) AS containers,
                    count(DISTINCT c.namespace) AS namespaces, count(DISTINCT c.canonical) AS "references"
                FROM {view container_} c WHERE c.pulled_from IS NOT NULL GROUP BY c.cluster, c.pulled_from
                """),
        Plain(
            name: "image_streams",
            sql: """
                SELECT h.cluster, h.namespace, h.name, h.uid, h.lookup_local, h.repository, h.created_at, h.seen_from, \(never)
                FROM isinventory.image_stream_history h WHERE {now h}
                """),
        Plain(
            name: "istag_",
            sql: """
                SELECT h.cluster, h.namespace, h.image_stream || ':' || h.tag AS istag, h.image_stream, h.tag, h.digest, h.image,
                    h.from_kind, h.from_name, h.scheduled, h.reference_policy, h.changed_at, h.import_error, h.import_error_since,
                    h.seen_from, \(never), h.reference_only
                FROM isinventory.istag_history h WHERE {now h}
                """),
        Plain(
            name: "istags",
            sql: """
                SELECT h.cluster, h.namespace, h.istag, h.image_stream, h.tag, h.digest, h.image, h.from_kind, h.from_name,
                    h.scheduled, h.reference_policy, h.changed_at, h.import_error, h.import_error_since, h.seen_from, h.seen_until
                FROM {view istag_} h
                """),
        Plain(
            name: "tag_revision_",
            sql: """
                SELECT r.cluster, r.namespace, r.image_stream, r.tag, r.sequence, r.digest AS digest_id, r.created_at AS changed_at
                FROM isinventory.revision r WHERE {known r.seen_by}
                """),
        Plain(
            name: "digest_change_",
            sql: """
                SELECT x.cluster, x.namespace, x.image_stream || ':' || x.tag AS istag, x.changed_at, x.seen_after, x.seen_by,
                    x.old_digest, x.new_digest, x.image_stream, x.tag
                FROM (
                    SELECT r.cluster, r.namespace, r.image_stream, r.tag, r.created_at AS changed_at, r.seen_after, r.seen_by, (
                            SELECT p.digest FROM isinventory.revision p
                            WHERE \(same("p", "r", tagKey)) AND p.sequence < r.sequence AND p.line = r.line AND {known p.seen_by}
                            ORDER BY p.sequence DESC LIMIT 1) AS old_digest,
                        r.digest AS new_digest
                    FROM isinventory.revision r WHERE {known r.seen_by}
                    UNION ALL
                    SELECT v.cluster, v.namespace, v.image_stream, v.tag, NULL, coalesce((
                            SELECT max(s.taken_at) FROM isinventory.snapshot s
                            JOIN isinventory.coverage_history l ON l.cluster = s.cluster AND l.kind IN ('ImageStream', 'ImageStreamTag')
                                AND l.outcome = 'complete' AND l.namespace IN ('', v.namespace) AND l.seen_from <= s.taken_at
                                AND (l.seen_until IS NULL OR l.seen_until > s.taken_at)
                            WHERE s.cluster = v.cluster AND s.followed = 0 AND s.taken_at > v.seen_from AND s.taken_at < v.seen_until), v.seen_from),
                        v.seen_until, v.digest, NULL
                    FROM isinventory.istag_history v
                    WHERE v.seen_until IS NOT NULL AND v.digest IS NOT NULL AND {known v.seen_until} AND NOT EXISTS (
                        SELECT 1 FROM isinventory.istag_history w
                        WHERE \(same("w", "v", tagKey)) AND w.seen_from = v.seen_until
                            AND (w.digest IS NOT NULL OR w.image IS NOT NULL OR w.changed_at IS NOT NULL))
                ) x
                WHERE x.old_digest IS DISTINCT FROM x.new_digest
                """),
        Plain(
            name: "digest_changes",
            sql: """
                SELECT x.cluster, x.namespace, x.istag, x.changed_at, x.seen_after, x.seen_by, x.old_digest, x.new_digest
                FROM {view digest_change_} x
                """),
        Plain(
            name: "as_of_",
            sql: """
                SELECT s.cluster, max(s.taken_at) AS taken_at FROM isinventory.snapshot s
                WHERE s.stub = 0 AND {known s.taken_at} GROUP BY s.cluster
                """),
        Plain(
            name: "image_",
            sql: """
                SELECT g.digest, m.created_at, m.size, m.architecture, m.os, m.labels, g.first_seen, g.last_seen, g.standing
                FROM (
                    SELECT x.digest, min(x.seen_from) AS first_seen, max(CASE
                            WHEN x.stands = 0 THEN x.seen_from
                            WHEN x.seen_until IS NULL OR x.seen_until > a.taken_at THEN a.taken_at
                            ELSE (SELECT max(p.taken_at) FROM isinventory.snapshot p
                                WHERE p.cluster = x.cluster AND p.taken_at < x.seen_until) END) AS last_seen,
                        max(CASE WHEN x.stands = 1 AND (x.seen_until IS NULL OR x.seen_until > a.taken_at) THEN 1 ELSE 0 END)
                            AS standing
                    FROM isinventory.sighting_ x
                    JOIN {view as_of_} a ON a.cluster = x.cluster AND x.seen_from <= a.taken_at
                    GROUP BY x.digest) g
                LEFT JOIN isinventory.image m ON m.digest = g.digest AND m.cluster = (
                    SELECT i.cluster FROM isinventory.image i WHERE i.digest = g.digest ORDER BY i.seen_from, i.cluster LIMIT 1)
                """),
        Plain(
            name: "images",
            sql: """
                SELECT i.digest, i.created_at, i.size, i.architecture, i.os, i.labels, i.first_seen, i.last_seen
                FROM {view image_} i WHERE i.standing = 1
                """),
        Plain(
            name: "mass_deletion_",
            sql: """
                SELECT m.cluster, s.snapshot, m.taken_at, m.kind, m.stood, m.gone
                FROM isinventory.mass_deletion m
                JOIN isinventory.snapshot s ON s.cluster = m.cluster AND s.taken_at = m.taken_at AND s.stub = 0
                WHERE {known m.taken_at}
                """),
    ]

    /// The plain views that show another instant by a function of their own.
    static let timed: [String] = plain.map(\.name)

    /// Lets several of the server's processes work at one question of all clusters; engines that do not know the word do without.
    static let parallel = timed.map { "ALTER FUNCTION isinventory.\($0)_at(timestamptz) PARALLEL SAFE" }

    /// Made in this order.
    static let views: [String] =
        [sighting, "CREATE VIEW isinventory.ran_ AS \(ran)", oneImage, knownDigests] + plain.map(\.view) + histories
        + plain.map(\.function)
}
