internal import Model
internal import SQLite

/// Writes changes as intervals: closes the standing one, opens the next.
struct VersionWriter {
    private let connection: Connection
    private let interner: Interner
    private let snapshot: Value
    private let ledger: Ledger

    init(_ connection: Connection, _ interner: Interner, snapshot: Int64, ledger: Ledger) {
        self.connection = connection
        self.interner = interner
        self.snapshot = .integer(snapshot)
        self.ledger = ledger
    }

    func write(_ change: Change, _ clusterID: Int64) throws {
        switch change {
        case .coverage(let scope, let before, let after):
            let namespace = try scope.namespace.map { Value.integer(try interner.namespace($0)) } ?? .null
            let key: [Value] = [.integer(clusterID), .integer(try interner.kind(scope.kind)), namespace]
            if before != nil { try closeCoverage(key, scope) }
            guard let after else { return }
            try open(after, key)
            try ledger.note(
                .opened(.coverage) {
                    $0.append(scope); $0.append(after)
                })
        case .workload(let id, let before, let after):
            let number = Value.integer(try interner.workload(id))
            if before != nil { try close("workload_version", "workload_id", number, .workload) { $0.append(id) } }
            guard let after else { return }
            try open(after, number)
            try ledger.note(
                .opened(.workload) {
                    $0.append(id); $0.append(after)
                })
        case .container(let id, let before, let after):
            let number = Value.integer(try interner.container(id))
            if before != nil { try close("container_version", "container_id", number, .container) { $0.append(id) } }
            guard let after else { return }
            try open(after, number)
            try ledger.note(
                .opened(.container) {
                    $0.append(id); $0.append(after)
                })
        case .imageStream(let id, let before, let after):
            let number = Value.integer(try interner.imageStream(id))
            if before != nil {
                try close("image_stream_version", "image_stream_id", number, .imageStream) { $0.append(id) }
            }
            guard let after else { return }
            try open(after, number)
            try ledger.note(
                .opened(.imageStream) {
                    $0.append(id); $0.append(after)
                })
        case .imageStreamTag(let id, let before, let after):
            let number = Value.integer(try interner.imageStreamTag(id))
            if before != nil { try close("istag_version", "istag_id", number, .istag) { $0.append(id) } }
            guard let after else { return }
            try open(after, number)
            try ledger.note(
                .opened(.istag) {
                    $0.append(id); $0.append(after)
                })
        }
    }

    /// Keeps what was learnt of images that nothing was known of yet; the content behind a digest never changes.
    func write(_ images: [Image]) throws {
        for image in images {
            let digest = Value.integer(try interner.digest(image.digest))
            guard try connection.row("SELECT 1 FROM image WHERE digest_id = ?1", digest) == nil else { continue }
            try connection.run(
                """
                INSERT INTO image (digest_id, created_at, size, architecture, os, labels_id, first_snapshot)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                """, digest, seconds(image.createdAt), image.size.map(Value.integer) ?? .null,
                image.architecture.map(Value.text) ?? .null, image.os.map(Value.text) ?? .null,
                image.labels.isEmpty ? .null : try interner.text(JSONText.object(image.labels)), snapshot)
            try ledger.note(.opened(.image) { $0.append(image) })
        }
    }

    /// Only names of our own tables and columns ever come here. By the index of what stands: by its key every state that the object ever
    /// had would be walked over.
    private func close(
        _ table: String, _ column: String, _ number: Value, _ kind: Fact.Kind, _ name: (inout SealedFields) -> Void
    ) throws {
        let began = try connection.row(
            """
            UPDATE \(table) INDEXED BY \(table)_standing SET until_snapshot = ?1
            WHERE \(column) = ?2 AND until_snapshot IS NULL
            RETURNING (SELECT s.taken_at FROM snapshot s WHERE s.id = from_snapshot)
            """, snapshot, number)
        if let began { try ledger.note(.closed(kind, from: Instant(began[0].integer), name)) }
    }

    private func closeCoverage(_ key: [Value], _ scope: Coverage.Scope) throws {
        let began = try connection.row(
            """
            UPDATE coverage_version INDEXED BY coverage_version_standing SET until_snapshot = ?1
            WHERE cluster_id = ?2 AND kind_id = ?3 AND namespace_id IS ?4 AND until_snapshot IS NULL
            RETURNING (SELECT s.taken_at FROM snapshot s WHERE s.id = from_snapshot)
            """, snapshot, key[0], key[1], key[2])
        if let began { try ledger.note(.closed(.coverage, from: Instant(began[0].integer)) { $0.append(scope) }) }
    }

    private func open(_ state: Coverage, _ key: [Value]) throws {
        try connection.run(
            """
            INSERT INTO coverage_version
                (cluster_id, kind_id, namespace_id, from_snapshot, outcome_id, objects, message_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, key[0], key[1], key[2], snapshot, .integer(state.outcome.code), .integer(state.objects),
            try interner.text(state.message))
    }

    private func open(_ state: Workload.State, _ number: Value) throws {
        try connection.run(
            """
            INSERT INTO workload_version
                (workload_id, from_snapshot, uid_id, replicas, resolve_names_id, triggers_id, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, number, snapshot, try interner.text(state.uid), state.replicas.map(Value.integer) ?? .null,
            try interner.text(state.resolveNames), try interner.text(state.triggers), seconds(state.createdAt))
    }

    private func open(_ state: Container.State, _ number: Value) throws {
        let trigger = try state.trigger.map { Value.integer(try interner.imageStreamTag($0)) } ?? .null
        try connection.run(
            """
            INSERT INTO container_version (container_id, from_snapshot, reference_id, position, trigger_istag_id)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """, number, snapshot, .integer(try interner.reference(state.image)), .integer(state.position), trigger)
    }

    private func open(_ state: ImageStream, _ number: Value) throws {
        try connection.run(
            """
            INSERT INTO image_stream_version
                (image_stream_id, from_snapshot, uid_id, lookup_local, repository_id, public_repository_id, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """, number, snapshot, try interner.text(state.uid), .integer(state.lookupLocal ? 1 : 0),
            try interner.reference(state.repository), try interner.reference(state.publicRepository),
            seconds(state.createdAt))
    }

    private func open(_ state: ImageStreamTag.State, _ number: Value) throws {
        let source = Value.integer(try interner.source(state.source))
        try connection.run(
            """
            INSERT INTO istag_version
                (istag_id, from_snapshot, digest_id, image_id, source_id, changed_at, import_error_id, import_error_since)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """, number, snapshot, try interner.digest(state.current?.digest),
            try interner.reference(state.current?.image),
            source, seconds(state.current?.createdAt), try interner.text(state.importError),
            seconds(state.importErrorSince))
        guard state.source.name != nil else { return }
        try connection.run(
            "INSERT OR IGNORE INTO tag_source_use (source_id, istag_id) VALUES (?1, ?2)", source, number)
    }
}

/// An instant as the file keeps it.
func seconds(_ instant: Instant?) -> Value { instant.map { .integer($0.secondsSince1970) } ?? .null }
