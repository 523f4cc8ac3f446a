/// What stands, asked of the tables in the order of names. CROSS JOIN keeps the order of the tables as written, and with it the
/// indexes' order of names; of each object only the newest interval is looked at, however many it has. ?1 is the cluster, ?2 and ?3
/// are the first and the last namespace.
enum StandingSQL {
    static let coverage = """
        SELECT v.kind_id, n.name, v.outcome_id, v.objects, m.value
        FROM coverage_version v LEFT JOIN namespace n ON n.id = v.namespace_id LEFT JOIN text m ON m.id = v.message_id
        WHERE v.cluster_id = ?1 AND v.until_snapshot IS NULL
        """

    static let workloads = """
        SELECT w.id, n.name, n.id, w.kind_id, w.name, u.value, v.replicas, r.value, g.value, v.created_at
        FROM namespace n
        CROSS JOIN workload w ON w.namespace_id = n.id
        CROSS JOIN workload_version v ON v.workload_id = w.id AND v.until_snapshot IS NULL
            AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM workload_version x WHERE x.workload_id = w.id)
        LEFT JOIN text u ON u.id = v.uid_id
        LEFT JOIN text r ON r.id = v.resolve_names_id
        LEFT JOIN text g ON g.id = v.triggers_id
        WHERE n.cluster_id = ?1 AND n.name >= ?2 AND n.name <= ?3
        ORDER BY n.name, w.kind_id, w.name
        """

    static let containers = """
        SELECT w.id, b.init, b.name, v.position, tn.name, ti.name, t.tag, \(reference("r"))
        FROM namespace n
        CROSS JOIN workload w ON w.namespace_id = n.id
        CROSS JOIN container b ON b.workload_id = w.id
        CROSS JOIN container_version v ON v.container_id = b.id AND v.until_snapshot IS NULL
            AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM container_version x WHERE x.container_id = b.id)
        \(joins("r", on: "v.reference_id"))
        LEFT JOIN istag t ON t.id = v.trigger_istag_id
        LEFT JOIN image_stream ti ON ti.id = t.image_stream_id
        LEFT JOIN namespace tn ON tn.id = ti.namespace_id
        WHERE n.cluster_id = ?1 AND n.name >= ?2 AND n.name <= ?3
        ORDER BY n.name, w.kind_id, w.name, v.position
        """

    static let imageStreams = """
        SELECT n.name, i.name, u.value, v.lookup_local, v.created_at, \(reference("r")), \(reference("q"))
        FROM namespace n
        CROSS JOIN image_stream i ON i.namespace_id = n.id
        CROSS JOIN image_stream_version v ON v.image_stream_id = i.id AND v.until_snapshot IS NULL
            AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM image_stream_version x WHERE x.image_stream_id = i.id)
        LEFT JOIN text u ON u.id = v.uid_id
        \(joins("r", on: "v.repository_id"))
        \(joins("q", on: "v.public_repository_id"))
        WHERE n.cluster_id = ?1 AND n.name >= ?2 AND n.name <= ?3
        ORDER BY n.name, i.name
        """

    static let imageStreamTags = """
        SELECT
            n.name, i.name, t.tag, d.value, v.changed_at, e.value, v.import_error_since, s.from_kind, s.scheduled,
            s.reference_policy, s.reference_only, \(reference("r")), \(reference("f")), fn.value
        FROM namespace n
        CROSS JOIN image_stream i ON i.namespace_id = n.id
        CROSS JOIN istag t ON t.image_stream_id = i.id
        CROSS JOIN istag_version v ON v.istag_id = t.id AND v.until_snapshot IS NULL
            AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM istag_version x WHERE x.istag_id = t.id)
        CROSS JOIN tag_source s ON s.id = v.source_id
        LEFT JOIN digest d ON d.id = v.digest_id
        LEFT JOIN text e ON e.id = v.import_error_id
        \(joins("r", on: "v.image_id"))
        \(joins("f", on: "s.from_reference_id"))
        LEFT JOIN text fn ON fn.id = s.from_name_id
        WHERE n.cluster_id = ?1 AND n.name >= ?2 AND n.name <= ?3
        ORDER BY n.name, i.name, t.tag
        """

    /// The five columns that ``Statement/reference(at:)`` puts together.
    private static func reference(_ name: String) -> String {
        "\(name)_t.value, \(name)_h.host, \(name)_p.path, \(name).tag, \(name)_d.value"
    }

    private static func joins(_ name: String, on column: String) -> String {
        """
        LEFT JOIN reference \(name) ON \(name).id = \(column)
        LEFT JOIN repository \(name)_p ON \(name)_p.id = \(name).repository_id
        LEFT JOIN registry \(name)_h ON \(name)_h.id = \(name)_p.registry_id
        LEFT JOIN digest \(name)_d ON \(name)_d.id = \(name).digest_id
        LEFT JOIN text \(name)_t ON \(name)_t.id = \(name).text_id
        """
    }
}
