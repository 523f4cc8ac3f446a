/// What stands, asked of the tables in the order of names. CROSS JOIN keeps the order of the tables as written, and with it the
/// indexes' order of names; of each object only the newest interval is looked at, however many it has. ?1 is the cluster, ?2 and ?3
/// are the first and the last namespace.
enum StandingSQL {
    static let coverage = """
        SELECT v.kind_id, n.name, \(StateTable.coverage.selected)
        FROM coverage_version v LEFT JOIN namespace n ON n.id = v.namespace_id \(StateTable.coverage.joins)
        WHERE v.cluster_id = ?1 AND v.until_snapshot IS NULL
        """

    static let workloads = """
        SELECT w.id, n.name, w.kind_id, w.name, \(StateTable.workload.selected)
        FROM namespace n
        CROSS JOIN workload w ON w.namespace_id = n.id
        CROSS JOIN workload_version v ON v.workload_id = w.id AND v.until_snapshot IS NULL
            AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM workload_version x WHERE x.workload_id = w.id)
        \(StateTable.workload.joins)
        WHERE n.cluster_id = ?1 AND n.name >= ?2 AND n.name <= ?3
        ORDER BY n.name, w.kind_id, w.name
        """

    static let containers = """
        SELECT w.id, b.init, b.name, \(StateTable.container.selected)
        FROM namespace n
        CROSS JOIN workload w ON w.namespace_id = n.id
        CROSS JOIN container b ON b.workload_id = w.id
        CROSS JOIN container_version v ON v.container_id = b.id AND v.until_snapshot IS NULL
            AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM container_version x WHERE x.container_id = b.id)
        \(StateTable.container.joins)
        WHERE n.cluster_id = ?1 AND n.name >= ?2 AND n.name <= ?3
        ORDER BY n.name, w.kind_id, w.name, v.position
        """

    static let imageStreams = """
        SELECT n.name, i.name, \(StateTable.imageStream.selected)
        FROM namespace n
        CROSS JOIN image_stream i ON i.namespace_id = n.id
        CROSS JOIN image_stream_version v ON v.image_stream_id = i.id AND v.until_snapshot IS NULL
            AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM image_stream_version x WHERE x.image_stream_id = i.id)
        \(StateTable.imageStream.joins)
        WHERE n.cluster_id = ?1 AND n.name >= ?2 AND n.name <= ?3
        ORDER BY n.name, i.name
        """

    static let imageStreamTags = """
        SELECT n.name, i.name, t.tag, \(StateTable.istag.selected)
        FROM namespace n
        CROSS JOIN image_stream i ON i.namespace_id = n.id
        CROSS JOIN istag t ON t.image_stream_id = i.id
        CROSS JOIN istag_version v ON v.istag_id = t.id AND v.until_snapshot IS NULL
            AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM istag_version x WHERE x.istag_id = t.id)
        \(StateTable.istag.joins)
        WHERE n.cluster_id = ?1 AND n.name >= ?2 AND n.name <= ?3
        ORDER BY n.name, i.name, t.tag
        """

    static let running = """
        SELECT n.name, w.kind_id, w.name, b.init, b.name, v.naming, d.value, v.pods, \(StateTable.running.selected)
        FROM namespace n
        CROSS JOIN workload w ON w.namespace_id = n.id
        CROSS JOIN container b ON b.workload_id = w.id
        CROSS JOIN running_version v INDEXED BY running_version_standing ON v.container_id = b.id AND v.until_snapshot IS NULL
        CROSS JOIN digest d ON d.id = v.digest_id
        \(StateTable.running.joins)
        WHERE n.cluster_id = ?1 AND n.name >= ?2 AND n.name <= ?3
        ORDER BY n.name, w.kind_id, w.name
        """
}
