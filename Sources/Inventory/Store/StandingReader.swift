internal import SQLite

/// Reads what stands of one cluster at its newest snapshot, once a recording.
struct StandingReader {
    private let connection: Connection
    private let clusterID: Value
    private let reader: ReferenceReader

    init(_ connection: Connection, cluster clusterID: Int64) {
        self.connection = connection
        self.clusterID = .integer(clusterID)
        reader = ReferenceReader(connection)
    }

    func read() throws -> StandingState {
        var state = StandingState()
        try readCoverage(into: &state)
        try readWorkloads(into: &state)
        try readContainers(into: &state)
        try readImageStreams(into: &state)
        try readImageStreamTags(into: &state)
        return state
    }

    private func each(_ sql: String, _ body: (Statement) throws -> Void) throws {
        let statement = try connection.prepare(sql)
        try statement.bind([clusterID])
        while try statement.step() { try body(statement) }
    }

    private func readCoverage(into state: inout StandingState) throws {
        let outcomes = Dictionary(uniqueKeysWithValues: Coverage.Outcome.allCases.map { ($0.code, $0) })
        try each(
            """
            SELECT v.kind_id, n.name, v.outcome_id, v.objects, v.message_id
            FROM coverage_version v LEFT JOIN namespace n ON n.id = v.namespace_id
            WHERE v.cluster_id = ?1 AND v.until_snapshot IS NULL
            """
        ) { row in
            guard let kind = row.integer(at: 0).flatMap(ObjectKind.init(code:)),
                let outcome = row.integer(at: 2).flatMap({ outcomes[$0] })
            else { return }
            let entry = Coverage(
                kind: kind, namespace: row.text(at: 1), outcome: outcome, objects: row.integer(at: 3) ?? 0,
                message: try reader.text(row.integer(at: 4)))
            state.coverage[entry.scope] = entry
        }
    }

    private func readWorkloads(into state: inout StandingState) throws {
        try each(
            """
            SELECT n.name, w.kind_id, w.name, v.uid_id, v.replicas, v.resolve_names_id, v.triggers_id, v.created_at
            FROM workload_version v CROSS JOIN workload w ON w.id = v.workload_id JOIN namespace n ON n.id = w.namespace_id
            WHERE v.until_snapshot IS NULL AND n.cluster_id = ?1
            """
        ) { row in
            guard let id = workloadID(row, at: 0) else { return }
            state.workloads[id] = Workload.State(
                uid: try reader.text(row.integer(at: 3)), replicas: row.integer(at: 4),
                resolveNames: try reader.text(row.integer(at: 5)), triggers: try reader.text(row.integer(at: 6)),
                createdAt: Instant(row.integer(at: 7)))
        }
    }

    private func readContainers(into state: inout StandingState) throws {
        try each(
            """
            SELECT n.name, w.kind_id, w.name, b.init, b.name, v.reference_id, v.position, tn.name, ti.name, t.tag
            FROM container_version v CROSS JOIN container b ON b.id = v.container_id JOIN workload w ON w.id = b.workload_id
            JOIN namespace n ON n.id = w.namespace_id
            LEFT JOIN istag t ON t.id = v.trigger_istag_id
            LEFT JOIN image_stream ti ON ti.id = t.image_stream_id
            LEFT JOIN namespace tn ON tn.id = ti.namespace_id
            WHERE v.until_snapshot IS NULL AND n.cluster_id = ?1
            """
        ) { row in
            guard let workload = workloadID(row, at: 0) else { return }
            let id = Container.ID(workload: workload, isInit: row.integer(at: 3) == 1, name: row.text(at: 4) ?? "")
            var trigger: ImageStreamTag.ID?
            if let namespace = row.text(at: 7), let stream = row.text(at: 8), let tag = row.text(at: 9) {
                trigger = ImageStreamTag.ID(namespace: namespace, stream: stream, tag: tag)
            }
            state.containers[id] = Container.State(
                image: try reader.reference(row.integer(at: 5)) ?? "", trigger: trigger,
                position: row.integer(at: 6) ?? 0)
        }
    }

    private func readImageStreams(into state: inout StandingState) throws {
        try each(
            """
            SELECT n.name, i.name, v.uid_id, v.lookup_local, v.repository_id, v.public_repository_id, v.created_at
            FROM image_stream_version v CROSS JOIN image_stream i ON i.id = v.image_stream_id
            JOIN namespace n ON n.id = i.namespace_id
            WHERE v.until_snapshot IS NULL AND n.cluster_id = ?1
            """
        ) { row in
            let id = ImageStream.ID(namespace: row.text(at: 0) ?? "", name: row.text(at: 1) ?? "")
            state.imageStreams[id] = ImageStream(
                id: id, uid: try reader.text(row.integer(at: 2)), lookupLocal: row.integer(at: 3) == 1,
                repository: try reader.reference(row.integer(at: 4)),
                publicRepository: try reader.reference(row.integer(at: 5)), createdAt: Instant(row.integer(at: 6)))
        }
    }

    private func readImageStreamTags(into state: inout StandingState) throws {
        let sources = try readSources()
        try each(
            """
            SELECT n.name, i.name, t.tag, v.digest_id, v.image_id, v.changed_at, v.source_id, v.import_error_id,
                v.import_error_since
            FROM istag_version v CROSS JOIN istag t ON t.id = v.istag_id JOIN image_stream i ON i.id = t.image_stream_id
            JOIN namespace n ON n.id = i.namespace_id
            WHERE v.until_snapshot IS NULL AND n.cluster_id = ?1
            """
        ) { row in
            let id = ImageStreamTag.ID(
                namespace: row.text(at: 0) ?? "", stream: row.text(at: 1) ?? "", tag: row.text(at: 2) ?? "")
            let revision = ImageStreamTag.Revision(
                createdAt: Instant(row.integer(at: 5)), digest: try reader.digest(row.integer(at: 3)),
                image: try reader.reference(row.integer(at: 4)))
            let isKnown = revision.createdAt != nil || revision.digest != nil || revision.image != nil
            state.imageStreamTags[id] = ImageStreamTag.State(
                current: isKnown ? revision : nil, source: row.integer(at: 6).flatMap { sources[$0] } ?? .init(),
                importError: try reader.text(row.integer(at: 7)), importErrorSince: Instant(row.integer(at: 8)))
        }
    }

    private func readSources() throws -> [Int64: ImageStreamTag.Source] {
        var sources: [Int64: ImageStreamTag.Source] = [:]
        let statement = try connection.prepare(
            "SELECT id, from_kind, from_reference_id, from_name_id, scheduled, reference_policy, reference_only FROM tag_source"
        )
        while try statement.step() {
            let name = try reader.reference(statement.integer(at: 2)) ?? reader.text(statement.integer(at: 3))
            sources[statement.integer(at: 0) ?? 0] = ImageStreamTag.Source(
                kind: statement.text(at: 1), name: name, isScheduled: statement.integer(at: 4) == 1,
                referencePolicy: statement.text(at: 5), isReferenceOnly: statement.integer(at: 6) == 1)
        }
        return sources
    }

    private func workloadID(_ row: Statement, at column: Int32) -> Workload.ID? {
        guard let kind = row.integer(at: column + 1).flatMap(ObjectKind.init(code:)) else { return nil }
        return Workload.ID(namespace: row.text(at: column) ?? "", kind: kind, name: row.text(at: column + 2) ?? "")
    }
}
