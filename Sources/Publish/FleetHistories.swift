/// The views of what was, and what all views of a fleet know digests by.
extension FleetViews {
    static let sighting = """
        CREATE VIEW isinventory.sighting_ AS
        SELECT cluster, digest, seen_from, seen_until, 1 AS stands FROM isinventory.istag_history WHERE digest IS NOT NULL
        UNION ALL SELECT cluster, digest, seen_from, seen_until, 1 FROM isinventory.container_history h
        WHERE digest IS NOT NULL AND \(isWorkload("h"))
        UNION ALL SELECT cluster, run, seen_from, seen_until, 1 FROM isinventory.pod_history WHERE naming = 0
        UNION ALL SELECT cluster, digest, seen_by, seen_by, 0 FROM isinventory.revision WHERE digest IS NOT NULL
        UNION ALL SELECT cluster, digest, first_seen, first_seen, 0 FROM isinventory.first_sighting
        UNION ALL SELECT cluster, digest, last_seen, last_seen, 0 FROM isinventory.first_sighting
        """

    /// Which names are one image's, as a cluster learnt them: `one_image_` of a record file.
    static let oneImage = """
        CREATE VIEW isinventory.one_image_ AS
        SELECT cluster, digest AS digest_id, part AS other_id FROM isinventory.image_part
        UNION ALL SELECT cluster, part, digest FROM isinventory.image_part
        UNION ALL SELECT a.cluster, a.digest, b.part FROM isinventory.image_part a
            JOIN isinventory.image_part b ON b.cluster = a.cluster AND b.digest = a.part
        UNION ALL SELECT a.cluster, b.part, a.digest FROM isinventory.image_part a
            JOIN isinventory.image_part b ON b.cluster = a.cluster AND b.digest = a.part
        UNION ALL SELECT a.cluster, a.part, b.part FROM isinventory.image_part a
            JOIN isinventory.image_part b ON b.cluster = a.cluster AND b.digest = a.digest AND b.part <> a.part
        """

    /// Every digest that was ever told, by whatever it is told of.
    static let knownDigests = """
        CREATE VIEW isinventory.digest_ AS
        SELECT digest AS text FROM isinventory.sighting_
        UNION ALL SELECT run FROM isinventory.pod_history
        UNION ALL SELECT digest FROM isinventory.image_part
        UNION ALL SELECT part FROM isinventory.image_part
        UNION ALL SELECT digest FROM isinventory.image
        """

    static let histories = [
        """
        CREATE VIEW isinventory.workloads_history AS
        SELECT cluster, namespace, kind, name, uid, replicas, resolve_names, triggers, created_at, seen_from, seen_until
        FROM isinventory.workload_history h WHERE \(isWorkload("h"))
        """,
        """
        CREATE VIEW isinventory.image_streams_history AS
        SELECT cluster, namespace, name, uid, lookup_local, repository, created_at, seen_from, seen_until
        FROM isinventory.image_stream_history
        """,
        """
        CREATE VIEW isinventory.istags_history AS
        SELECT cluster, namespace, image_stream || ':' || tag AS istag, image_stream, tag, digest, image, from_kind, from_name,
            scheduled, reference_policy, changed_at, import_error, import_error_since, seen_from, seen_until
        FROM isinventory.istag_history
        """,
        """
        CREATE VIEW isinventory.container_history_ AS
        SELECT h.cluster, h.namespace, h.kind, h.name, h.container, h.init, \(image), \(tie), h.canonical, h.pulled_from,
            h.set_by, h.set_at, h.seen_from, h.seen_until, h.position, j.istag_stream, j.istag_tag, h.digest AS digest_id,
            CAST(extract(epoch FROM h.seen_from) AS bigint) AS began, CAST(extract(epoch FROM h.seen_until) AS bigint) AS ended
        FROM isinventory.container_history h
        JOIN isinventory.verdict_history j ON \(same("j", "h", containerKey)) AND j.seen_from = (
            SELECT max(x.seen_from) FROM isinventory.verdict_history x
            WHERE \(same("x", "h", containerKey)) AND x.seen_from < coalesce(h.seen_until, 'infinity'))
        WHERE \(isWorkload("h"))
        """,
        """
        CREATE VIEW isinventory.containers_history AS
        SELECT cluster, \(container), image, form, registry, repository, tag, digest, istag_namespace, istag, tie, canonical,
            pulled_from, set_by, set_at, seen_from, seen_until
        FROM isinventory.container_history_
        """,
        """
        CREATE VIEW isinventory.running_history_ AS
        SELECT h.cluster, h.namespace, h.kind, h.name, h.container, h.init, h.image, h.pulled_id AS digest, h.local_id AS image_id,
            h.started_at, h.seen_from, h.seen_until, h.naming, h.name_id, h.canonical
        FROM isinventory.ran_ h
        """,
        """
        CREATE VIEW isinventory.running_history AS
        SELECT cluster, \(container), image, digest, image_id, started_at, seen_from, seen_until FROM isinventory.running_history_
        """,
        """
        CREATE VIEW isinventory.verdicts_history AS
        SELECT j.cluster, j.namespace, j.kind, j.name, j.container, j.init, h.image, \(tie), j.istag_digest, j.verdict, j.reason,
            j.stale_since, j.seen_from, j.seen_until
        FROM isinventory.verdict_history j
        JOIN isinventory.container_history h ON \(same("h", "j", containerKey)) AND h.seen_from = j.state_from
        WHERE \(isWorkload("j"))
        """,
        """
        CREATE VIEW isinventory.images_history AS
        SELECT digest, created_at, size, architecture, os, labels, first_seen, last_seen FROM isinventory.image_
        """,
    ]
}
