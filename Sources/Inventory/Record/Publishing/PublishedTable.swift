/// One table of what a fleet keeps of a cluster: the record's rows by names and times, never by row numbers.
///
/// A list of these is all that publishing knows of the record: the fleet's tables are made by it, a file's rows are read by it, and a
/// replica is written by it. Every table has the column `cluster` before those listed, and its key is `cluster` and the key columns.
package struct PublishedTable: Sendable {
    /// A column beside `cluster`.
    package struct Column: Sendable {
        /// What its values are.
        package enum Kind: Sendable {
            case text, integer
            /// Seconds since 1970 in the file.
            case time
        }

        package let name: String
        package let kind: Kind
        package let isKey: Bool
        /// What it is over ``PublishedTable/source``; nil where it follows from the image.
        let sql: String?
        /// Whether it follows from the image.
        package var isDerived: Bool { sql == nil }

        init(_ name: String, _ kind: Kind = .text, _ sql: String?, key: Bool = false) {
            self.name = name
            self.kind = kind
            self.sql = sql
            isKey = key
        }

        static func key(_ name: String, _ kind: Kind = .text, _ sql: String) -> Column { Column(name, kind, sql, key: true) }
    }

    /// Its name in the fleet's schema.
    package let name: String
    /// Its columns, the key's first; what follows from others last.
    package let columns: [Column]
    /// Whether rows end: then `seen_from` is of the key, `seen_until` is a column, and NULL there is open.
    package var isInterval: Bool { until != nil }
    /// Whether the same row may be told again, as kinds are.
    package var isRepeated = false

    /// Where rows come from in the file; `v` is the table of states.
    let source: String
    /// The cluster's number, the snapshot that brought a row, and the one that ended it.
    let cluster: String
    let since: String
    let until: String?

    init(
        _ name: String, from source: String, cluster: String = "n.cluster_id", since: String = "v.from_snapshot",
        until: String? = nil, isRepeated: Bool = false, _ columns: [Column]
    ) {
        self.name = name
        self.source = source
        self.cluster = cluster
        self.since = since
        self.until = until
        self.isRepeated = isRepeated
        self.columns = columns
    }

    /// The columns that are read from the file and written to a replica.
    package var told: [Column] { columns.filter { $0.sql != nil } }
    /// The columns that follow from the image of a container or of its Pods.
    package var derived: [Column] { columns.filter { $0.sql == nil } }
    package var keys: [Column] { columns.filter(\.isKey) }
    /// When the snapshot was taken that brought a row; nil for what is told again each time.
    package var sinceColumn: String? {
        ["after", "seen_by", "seen_from", "taken_at", "first_seen"].first { name in columns.contains { $0.name == name } }
    }

    /// ?1 is the cluster, ?2 the newest snapshot that was told already, ?3 the newest to tell.
    package var opened: String {
        """
        SELECT \(told.compactMap(\.sql).joined(separator: ", ")) FROM \(source)
        WHERE \(cluster) = ?1 AND \(since) > ?2 AND \(since) <= ?3
        """
    }

    /// Key and end of what was told as open and has ended since.
    package var closed: String? {
        until.map { until in
            """
            SELECT \(keys.compactMap(\.sql).joined(separator: ", ")), (SELECT taken_at FROM snapshot WHERE id = \(until)) FROM \(source)
            WHERE \(cluster) = ?1 AND \(since) <= ?2 AND \(until) > ?2 AND \(until) <= ?3
            """
        }
    }
}

extension PublishedTable {
    private static let began = Column.key("seen_from", .time, "(SELECT taken_at FROM snapshot WHERE id = v.from_snapshot)")
    private static let ended = Column(
        "seen_until", .time, "(SELECT taken_at FROM snapshot WHERE id = v.until_snapshot AND id <= ?3)")

    private static func text(_ column: String) -> String { "(SELECT value FROM text WHERE id = \(column))" }
    private static func reference(_ column: String) -> String { "(SELECT text FROM reference_ WHERE id = \(column))" }
    /// Where a tag's image is pulled from.
    private static let pulledImage = "\(reference("v.image_id")) || iif(v.at_digest, '@' || \(digest("v.digest_id")), '')"
    private static func digest(_ column: String) -> String { "(SELECT text FROM digest_ WHERE id = \(column))" }
    private static func takenAt(_ column: String) -> String { "(SELECT taken_at FROM snapshot WHERE id = \(column))" }
    private static func hexadecimal(_ column: String) -> String {
        "CASE WHEN \(column) IS NOT NULL THEN lower(hex(\(column))) END"
    }

    /// CROSS JOIN, from the states to their names: a round of publishing asks for a few of many.
    private static let toWorkload = """
        CROSS JOIN workload w ON w.id = v.workload_id CROSS JOIN kind k ON k.id = w.kind_id
        CROSS JOIN namespace n ON n.id = w.namespace_id
        """
    private static let toContainer = """
        CROSS JOIN container b ON b.id = v.container_id CROSS JOIN workload w ON w.id = b.workload_id
        CROSS JOIN kind k ON k.id = w.kind_id CROSS JOIN namespace n ON n.id = w.namespace_id
        """
    private static let toTag = """
        CROSS JOIN istag t ON t.id = v.istag_id CROSS JOIN image_stream i ON i.id = t.image_stream_id
        CROSS JOIN namespace n ON n.id = i.namespace_id
        """
    private static let workloadNames: [Column] = [
        .key("namespace", "n.name"), .key("kind", "k.name"), .key("name", "w.name"),
    ]
    private static let containerNames: [Column] =
        workloadNames + [.key("container", "b.name"), .key("init", .integer, "b.init")]
    private static let tagNames: [Column] = [
        .key("namespace", "n.name"), .key("image_stream", "i.name"), .key("tag", "t.tag"),
    ]
    /// A tag that another row names.
    private static func tag(_ prefix: String, _ column: String) -> [Column] {
        let parts = [("namespace", "n.name"), ("stream", "i.name"), ("tag", "t.tag")]
        return parts.map { name, sql in
            Column(
                "\(prefix)_\(name)", .text,
                """
                (SELECT \(sql) FROM istag t JOIN image_stream i ON i.id = t.image_stream_id
                JOIN namespace n ON n.id = i.namespace_id WHERE t.id = \(column))
                """)
        }
    }

    /// Every table, in the order in which a replica can be written.
    package static let all: [PublishedTable] = [
        kind, snapshot, cut, massDeletion, coverage, followed, workload, container, imageStream, imageStreamTag, revision,
        internalRegistry, image, imagePart, firstSighting, verdict, running,
    ]

    static let kind = PublishedTable(
        "kind", from: "kind v", cluster: "?1", since: "?3", isRepeated: true,
        [
            .key("kind", "v.name"), Column("api_group", .text, "v.api_group"), Column("api_name", .text, "v.api_name"),
            Column("resource", .text, "v.resource"),
        ])

    static let snapshot = PublishedTable(
        "snapshot", from: "snapshot v LEFT JOIN signer g ON g.id = v.signer_id", cluster: "v.cluster_id", since: "v.id",
        [
            .key("taken_at", .time, "v.taken_at"), Column("snapshot", .integer, "v.id"),
            Column("source", .text, text("v.source_id")),
            Column(
                "complete", .integer,
                """
                v.followed = 0 AND NOT EXISTS (
                    SELECT 1 FROM coverage_version l
                    WHERE l.cluster_id = v.cluster_id AND l.from_snapshot <= v.id
                        AND (l.until_snapshot IS NULL OR l.until_snapshot > v.id) AND l.outcome_id IN (2, 3))
                """),
            Column("workloads", .integer, "v.workloads"), Column("containers", .integer, "v.containers"),
            Column("image_streams", .integer, "v.image_streams"), Column("istags", .integer, "v.istags"),
            Column("changes", .integer, "v.changes"), Column("seal", .text, hexadecimal("v.seal")),
            Column("signer", .text, hexadecimal("g.public_key")), Column("signature", .text, hexadecimal("v.signature")),
            Column("stub", .integer, "v.stub"), Column("followed", .integer, "v.followed"),
        ])

    static let cut = PublishedTable(
        "cut", from: "cut v LEFT JOIN signer g ON g.id = v.signer_id", cluster: "v.cluster_id",
        since: """
            coalesce(
                (SELECT s.id FROM snapshot s WHERE s.cluster_id = v.cluster_id AND s.taken_at = v.after),
                (SELECT min(s.id) FROM snapshot s WHERE s.cluster_id = v.cluster_id))
            """,
        [
            .key("seal", .text, hexadecimal("v.seal")), Column("number", .integer, "v.id"), Column("cut_at", .time, "v.cut_at"),
            Column("removed_from", .time, "v.removed_from"), Column("kept_from", .time, "v.kept_from"),
            Column("after", .time, "v.after"), Column("snapshots", .integer, "v.snapshots"),
            Column("states", .integer, "v.states"), Column("kept", .text, hexadecimal("v.kept")),
            Column("signer", .text, hexadecimal("g.public_key")), Column("signature", .text, hexadecimal("v.signature")),
        ])

    static let massDeletion = PublishedTable(
        "mass_deletion",
        from: "mass_deletion v CROSS JOIN snapshot s ON s.id = v.snapshot_id CROSS JOIN kind k ON k.id = v.kind_id",
        cluster: "s.cluster_id", since: "v.snapshot_id",
        [
            .key("taken_at", .time, "s.taken_at"), .key("kind", "k.name"), Column("stood", .integer, "v.stood"),
            Column("gone", .integer, "v.gone"),
        ])

    /// Here and in its key the namespace of all namespaces is empty, since a key's columns are never NULL.
    static let coverage = PublishedTable(
        "coverage_history",
        from: "coverage_version v CROSS JOIN kind k ON k.id = v.kind_id LEFT JOIN namespace n ON n.id = v.namespace_id",
        cluster: "v.cluster_id", until: "v.until_snapshot",
        [
            .key("kind", "k.name"), .key("namespace", "coalesce(n.name, '')"), began, ended,
            Column("outcome", .text, "(SELECT name FROM outcome WHERE id = v.outcome_id)"),
            Column("objects", .integer, "v.objects"), Column("message", .text, text("v.message_id")),
        ])

    /// Of what a followed snapshot knows. The namespace of all namespaces is empty, as in ``coverage``.
    static let followed = PublishedTable(
        "followed",
        from: """
            followed v CROSS JOIN snapshot s ON s.id = v.snapshot_id CROSS JOIN kind k ON k.id = v.kind_id
            LEFT JOIN namespace n ON n.id = v.namespace_id
            """, cluster: "v.cluster_id", since: "v.snapshot_id",
        [
            .key("taken_at", .time, "s.taken_at"), .key("kind", "k.name"), .key("namespace", "coalesce(n.name, '')"),
            .key("outcome", "(SELECT name FROM outcome WHERE id = v.outcome_id)"), Column("objects", .integer, "v.objects"),
            Column("message", .text, text("v.message_id")),
        ])

    static let workload = PublishedTable(
        "workload_history", from: "workload_version v \(toWorkload)", until: "v.until_snapshot",
        workloadNames + [
            began, ended, Column("uid", .text, text("v.uid_id")), Column("replicas", .integer, "v.replicas"),
            Column("resolve_names", .text, text("v.resolve_names_id")), Column("triggers", .text, text("v.triggers_id")),
            Column("created_at", .time, "v.created_at"),
        ])

    static let container = PublishedTable(
        "container_history", from: "container_version v \(toContainer)", until: "v.until_snapshot",
        containerNames + [
            began, ended, Column("image", .text, reference("v.reference_id")), Column("position", .integer, "v.position"),
            Column("set_by", .text, text("v.set_by_id")), Column("set_at", .time, "v.set_at"),
        ]
            + tag("trigger", "v.trigger_istag_id")
            + ["registry", "repository", "tag", "digest", "canonical", "pulled_from"].map { Column($0, .text, nil) })

    static let imageStream = PublishedTable(
        "image_stream_history",
        from: """
            image_stream_version v CROSS JOIN image_stream i ON i.id = v.image_stream_id
            CROSS JOIN namespace n ON n.id = i.namespace_id
            """, until: "v.until_snapshot",
        [
            .key("namespace", "n.name"), .key("name", "i.name"), began, ended, Column("uid", .text, text("v.uid_id")),
            Column("lookup_local", .integer, "v.lookup_local"), Column("repository", .text, reference("v.repository_id")),
            Column("public_repository", .text, reference("v.public_repository_id")), Column("created_at", .time, "v.created_at"),
        ])

    static let imageStreamTag = PublishedTable(
        "istag_history", from: "istag_version v \(toTag) CROSS JOIN tag_source s ON s.id = v.source_id",
        until: "v.until_snapshot",
        tagNames + [
            began, ended, Column("digest", .text, digest("v.digest_id")), Column("image", .text, pulledImage),
            Column("from_kind", .text, "s.from_kind"),
            Column("from_name", .text, "coalesce(\(reference("s.from_reference_id")), \(text("s.from_name_id")))"),
            Column("scheduled", .integer, "s.scheduled"), Column("reference_policy", .text, "s.reference_policy"),
            Column("reference_only", .integer, "s.reference_only"), Column("changed_at", .time, "v.changed_at"),
            Column("import_error", .text, text("v.import_error_id")),
            Column("import_error_since", .time, "v.import_error_since"),
        ])

    static let revision = PublishedTable(
        "revision", from: "revision v \(toTag)", since: "v.first_snapshot",
        tagNames + [
            .key("sequence", .integer, "v.sequence"), Column("digest", .text, digest("v.digest_id")),
            Column("image", .text, pulledImage), Column("created_at", .time, "v.created_at"),
            Column("line", .integer, "v.line"), Column("seen_after", .time, takenAt("v.after_snapshot")),
            Column("seen_by", .time, takenAt("v.first_snapshot")),
        ])

    static let internalRegistry = PublishedTable(
        "internal_registry", from: "internal_registry v", cluster: "v.cluster_id",
        [
            .key("registry", "(SELECT host FROM registry WHERE id = v.registry_id)"),
            Column("seen_from", .time, takenAt("v.from_snapshot")),
        ])

    static let image = PublishedTable(
        "image", from: "image v CROSS JOIN snapshot s ON s.id = v.first_snapshot", cluster: "s.cluster_id",
        since: "v.first_snapshot",
        [
            .key("digest", digest("v.digest_id")), Column("seen_from", .time, "s.taken_at"),
            Column("created_at", .time, "v.created_at"), Column("size", .integer, "v.size"),
            Column("architecture", .text, text("v.architecture_id")), Column("os", .text, text("v.os_id")),
            Column("labels", .text, text("v.labels_id")),
        ])

    static let imagePart = PublishedTable(
        "image_part", from: "image_part v CROSS JOIN snapshot s ON s.id = v.first_snapshot", cluster: "s.cluster_id",
        since: "v.first_snapshot",
        [
            .key("digest", digest("v.digest_id")), .key("part", digest("v.part_id")), Column("seen_from", .time, "s.taken_at"),
            Column("local", .integer, "v.local"),
        ])

    /// What Pods run. In how many, which a record overwrites with each look, is told as it is, and anew by ``podCounts``.
    package static let running = PublishedTable(
        "pod_history", from: "running_version v \(toContainer)", until: "v.until_snapshot",
        containerNames + [
            .key("naming", .integer, "v.naming"), .key("run", digest("v.digest_id")), began, ended,
            Column("image", .text, reference("v.reference_id")), Column("started_at", .time, "v.started_at"),
            Column("pods", .integer, "v.pods"), Column("canonical", .text, nil),
        ])

    /// In how many Pods runs what stands: ?1 is the cluster. The columns are the key of what Pods run, and `pods`.
    package static let podCounts = (
        columns: running.keys + [Column("pods", .integer, "v.pods")],
        sql: """
        SELECT \((running.keys.compactMap(\.sql) + ["v.pods"]).joined(separator: ", ")) FROM \(running.source)
        WHERE n.cluster_id = ?1 AND v.until_snapshot IS NULL
        """
    )

    static let firstSighting = PublishedTable(
        "first_sighting", from: "first_sighting v CROSS JOIN snapshot s ON s.id = v.first_snapshot", cluster: "s.cluster_id",
        since: "v.first_snapshot",
        [
            .key("digest", digest("v.digest_id")), .key("first_seen", .time, "s.taken_at"),
            Column("last_seen", .time, takenAt("v.last_snapshot")),
        ])

    static let verdict = PublishedTable(
        "verdict_history", from: "judgement v \(toContainer) CROSS JOIN meaning m ON m.id = v.meaning_id",
        until: "v.until_snapshot",
        containerNames + [
            began, ended, Column("state_from", .time, takenAt("coalesce(v.state_from, v.from_snapshot)")),
            Column("form", .text, "m.form"), Column("tie", .text, "m.tie"), Column("verdict", .text, "m.verdict"),
            Column("reason", .text, "m.reason"),
        ] + tag("istag", "v.istag_id") + [
            Column("istag_digest", .text, digest("v.istag_digest_id")), Column("stale_since", .time, "v.stale_since"),
        ])
}

extension PublishedTable.Column {
    fileprivate static func key(_ name: String, _ sql: String) -> Self { key(name, .text, sql) }
}
