internal import Record

/// The fleet's schema, `isinventory`: a table for each ``PublishedTable``, the heads of the chains, and the views.
///
/// Nothing that engines lack which speak PostgreSQL's protocol: two plain columns of time, B-trees, `cluster` first in every key. No range
/// types, no GiST, no triggers, no sequences. What is text sorts by its bytes, as in a record file.
enum FleetSchema {
    /// Raised with each change to what is below; what a fleet has then is brought up to date by the next `publish`.
    static let version = 1

    static let tables: [String] =
        [
            """
            CREATE TABLE isinventory.cluster (
                cluster text COLLATE "C" NOT NULL PRIMARY KEY,
                uid text, version_id text, infrastructure text, rules bigint,
                head_taken_at timestamptz, head_seal text, cuts bigint NOT NULL DEFAULT 0, last_cut text,
                first_taken_at timestamptz, published_at timestamptz, pods_at timestamptz, snapshots bigint, incomplete bigint,
                changes bigint, usual_seconds bigint, workloads bigint, containers bigint, image_streams bigint, istags bigint)
            """,
            """
            CREATE TABLE isinventory.writer (
                cluster text COLLATE "C" NOT NULL, role text COLLATE "C" NOT NULL, PRIMARY KEY (cluster, role))
            """,
            """
            CREATE TABLE isinventory.gap (
                cluster text COLLATE "C" NOT NULL, gap_from timestamptz NOT NULL, gap_to timestamptz NOT NULL,
                PRIMARY KEY (cluster, gap_from))
            """,
        ] + PublishedTable.all.map(create) + indexes

    /// The tables that a writer writes its clusters' rows in.
    private static let written = ["cluster", "gap"] + PublishedTable.all.map(\.name)

    private static func create(_ table: PublishedTable) -> String {
        let columns = table.columns.map { "\(quoted($0.name)) \($0.type)\($0.isKey ? " NOT NULL" : "")" }
        let key = (["cluster"] + table.keys.map(\.name)).map(quoted).joined(separator: ", ")
        return """
            CREATE TABLE isinventory.\(table.name) (
                cluster text COLLATE "C" NOT NULL, \(columns.joined(separator: ", ")), PRIMARY KEY (\(key)))
            """
    }

    /// Two of the columns' names are words of SQL.
    static func quoted(_ name: String) -> String { "\"\(name)\"" }

    private static let indexes =
        PublishedTable.all.filter(\.isInterval).map { table in
            // What Pods run is looked up by its container, and stands in the index itself.
            let keys = table.name == PublishedTable.running.name ? table.keys.filter { $0.kind != .time } : [table.keys[0]]
            let columns = (["cluster"] + keys.map(\.name)).joined(separator: ", ")
            return "CREATE INDEX \(table.name)_standing ON isinventory.\(table.name) (\(columns)) WHERE seen_until IS NULL"
        }
        + compared.flatMap { table in
            [
                "CREATE INDEX \(table)_began ON isinventory.\(table) (cluster, seen_from)",
                "CREATE INDEX \(table)_ended ON isinventory.\(table) (cluster, seen_until) WHERE seen_until IS NOT NULL",
            ]
        } + [
            "CREATE INDEX container_history_digest ON isinventory.container_history (digest, cluster) WHERE digest IS NOT NULL",
            "CREATE INDEX container_history_canonical ON isinventory.container_history (canonical, cluster)",
            "CREATE INDEX istag_history_digest ON isinventory.istag_history (digest, cluster) WHERE digest IS NOT NULL",
            "CREATE INDEX verdict_history_istag ON isinventory.verdict_history (istag_stream, istag_tag, cluster) WHERE istag_tag IS NOT NULL",
            "CREATE INDEX verdict_history_stale ON isinventory.verdict_history (cluster, seen_from) WHERE verdict = 'stale'",
            "CREATE INDEX workload_history_kind ON isinventory.workload_history (cluster, kind)",
            """
            CREATE INDEX coverage_history_lacking ON isinventory.coverage_history (cluster, kind)
            WHERE outcome IN ('forbidden', 'failed')
            """,
            "CREATE INDEX workload_history_name ON isinventory.workload_history (name, kind, cluster)",
            "CREATE INDEX container_history_name ON isinventory.container_history (name, kind, cluster)",
            "CREATE INDEX image_stream_history_name ON isinventory.image_stream_history (name, cluster)",
            "CREATE INDEX pod_history_name ON isinventory.pod_history (name, kind, cluster)",
            "CREATE INDEX pod_history_kind ON isinventory.pod_history (cluster, kind)",
            "CREATE INDEX pod_history_run ON isinventory.pod_history (run, cluster)",
            "CREATE INDEX pod_history_canonical ON isinventory.pod_history (canonical, cluster)",
            "CREATE INDEX istag_history_name ON isinventory.istag_history (image_stream, tag, cluster)",
            "CREATE INDEX revision_name ON isinventory.revision (image_stream, tag, cluster)",
            """
            CREATE INDEX container_history_trigger ON isinventory.container_history (trigger_stream, trigger_tag, cluster)
            WHERE trigger_tag IS NOT NULL
            """,
            "CREATE INDEX image_part_digest ON isinventory.image_part (digest)",
            "CREATE INDEX image_part_part ON isinventory.image_part (part)",
            "CREATE INDEX first_sighting_digest ON isinventory.first_sighting (digest)",
            "CREATE INDEX revision_digest ON isinventory.revision (digest, cluster) WHERE digest IS NOT NULL",
            "CREATE INDEX image_digest ON isinventory.image (digest)",
            """
            CREATE INDEX verdict_history_at ON isinventory.verdict_history (cluster, seen_from, seen_until, verdict)
            WHERE substr(name, 1, 2) <> '//'
            """,
        ]

    /// What `diff` looks for changes in.
    private static let compared = ["workload_history", "container_history", "image_stream_history", "istag_history"]

    /// A writer writes what it is entered for, and nothing else; the owner of the tables writes all.
    static let rowSecurity: [String] = written.flatMap { table in
        [
            "ALTER TABLE isinventory.\(table) ENABLE ROW LEVEL SECURITY",
            "CREATE POLICY reads ON isinventory.\(table) FOR SELECT USING (true)",
            """
            CREATE POLICY writes ON isinventory.\(table) FOR ALL
            USING (cluster IN (SELECT w.cluster FROM isinventory.writer w WHERE w.role = current_user))
            WITH CHECK (cluster IN (SELECT w.cluster FROM isinventory.writer w WHERE w.role = current_user))
            """,
        ]
    }

    static let reader = "isinventory_reader"
    static let writer = "isinventory_writer"

    static let grants: [String] =
        [
            "GRANT USAGE ON SCHEMA isinventory TO \(reader), \(writer)",
            "GRANT SELECT ON ALL TABLES IN SCHEMA isinventory TO \(reader), \(writer)",
        ]
        + written.map { "GRANT INSERT, UPDATE, DELETE ON isinventory.\($0) TO \(writer)" }

    /// Where Citus is, a cluster's rows lie together on one node.
    static let distribution: [String] =
        ["SELECT create_distributed_table('isinventory.cluster', 'cluster')"]
        + written.dropFirst().map {
            "SELECT create_distributed_table('isinventory.\($0)', 'cluster', colocate_with => 'isinventory.cluster')"
        } + ["SELECT create_reference_table('isinventory.writer')"]
}

extension PublishedTable.Column {
    var type: String {
        switch kind {
        case .text: "text COLLATE \"C\""
        case .integer: "bigint"
        case .time: "timestamptz"
        }
    }
}
