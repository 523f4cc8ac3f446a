/// One table of the file as facts: how to read it, and the fields docs/seal.md gives each of its rows.
struct FactTable {
    /// What a column is in a seal.
    enum Field {
        /// A number, or text as it stands.
        case plain
        /// The row of another table that it names.
        case named(EncodedNames.Table)
    }

    let kind: Fact.Kind
    /// Columns: the cluster or NULL, from, until, then `identity` and `state`. Ordered so that one object's rows follow in time.
    let sql: String
    /// The columns that say which object it is.
    let identity: [Field]
    /// The columns that say in what state.
    let state: [Field]

    /// Every table that holds facts.
    static let all: [FactTable] = [
        FactTable(
            kind: .coverage,
            sql: """
                SELECT cluster_id, from_snapshot, until_snapshot, kind_id, namespace_id, outcome_id, objects, message_id
                FROM coverage_version ORDER BY cluster_id, kind_id, namespace_id, from_snapshot
                """,
            identity: [.named(.kind), .named(.namespace)], state: [.named(.outcome), .plain, .named(.text)]),
        FactTable(
            kind: .workload,
            sql: """
                SELECT NULL, from_snapshot, until_snapshot, workload_id, uid_id, replicas, resolve_names_id, triggers_id, created_at
                FROM workload_version ORDER BY workload_id, from_snapshot
                """,
            identity: [.named(.workload)],
            state: [.named(.text), .plain, .named(.text), .named(.text), .plain]),
        FactTable(
            kind: .container,
            sql: """
                SELECT NULL, from_snapshot, until_snapshot, container_id, reference_id, position, trigger_istag_id
                FROM container_version ORDER BY container_id, from_snapshot
                """,
            identity: [.named(.container)], state: [.named(.reference), .plain, .named(.istag)]),
        FactTable(
            kind: .imageStream,
            sql: """
                SELECT NULL, from_snapshot, until_snapshot, image_stream_id, uid_id, lookup_local, repository_id,
                    public_repository_id, created_at
                FROM image_stream_version ORDER BY image_stream_id, from_snapshot
                """,
            identity: [.named(.imageStream)],
            state: [.named(.text), .plain, .named(.reference), .named(.reference), .plain]),
        FactTable(
            kind: .istag,
            sql: """
                SELECT NULL, from_snapshot, until_snapshot, istag_id, digest_id, image_id, changed_at, source_id,
                    import_error_id, import_error_since
                FROM istag_version ORDER BY istag_id, from_snapshot
                """,
            identity: [.named(.istag)],
            state: [.named(.digest), .named(.reference), .plain, .named(.source), .named(.text), .plain]),
        FactTable(
            kind: .revision,
            sql: """
                SELECT NULL, first_snapshot, NULL, istag_id, sequence, digest_id, image_id, created_at, line, after_snapshot
                FROM revision ORDER BY istag_id, sequence
                """,
            identity: [.named(.istag), .plain],
            state: [.named(.digest), .named(.reference), .plain, .plain, .named(.snapshot)]),
        FactTable(
            kind: .internalRegistry,
            sql: "SELECT cluster_id, from_snapshot, NULL, registry_id FROM internal_registry ORDER BY cluster_id, registry_id",
            identity: [.named(.registry)], state: []),
        FactTable(
            kind: .image,
            sql: """
                SELECT NULL, first_snapshot, NULL, digest_id, created_at, size, architecture, os, labels_id
                FROM image ORDER BY digest_id
                """,
            identity: [.named(.digest)], state: [.plain, .plain, .plain, .plain, .named(.text)]),
        FactTable(
            kind: .firstSighting,
            sql: "SELECT NULL, first_snapshot, NULL, digest_id, last_snapshot FROM first_sighting ORDER BY digest_id",
            identity: [.named(.digest)], state: [.named(.snapshot)]),
    ]
}
