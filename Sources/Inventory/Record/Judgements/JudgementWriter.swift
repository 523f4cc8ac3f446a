internal import Judging
internal import Model
internal import SQLite

/// Judges the containers that a snapshot may have made mean something else, and writes what changed as intervals. Derived, so no
/// seal is over it.
struct JudgementWriter {
    private let connection: Connection
    private let clusterID: Int64
    private let snapshot: Int64
    private let interner: Interner

    init(_ connection: Connection, cluster clusterID: Int64, snapshot: Int64, _ interner: Interner) {
        self.connection = connection
        self.clusterID = clusterID
        self.snapshot = snapshot
        self.interner = interner
    }

    /// As many containers are read before the first of them is written.
    private static let batch = 1_000

    /// Judges who is due, behind all else that was written of the snapshot.
    func write(_ due: DueContainers) throws {
        guard try !isFirst() else { return try writeFirst() }
        guard var containers = try first(due) else { return }
        let surroundings = try StandingSurroundings(connection, cluster: clusterID)
        let rows = JudgementRows(connection, interner)
        while let last = containers.last {
            for container in try containers.map(read) {
                try write(container, surroundings, rows)
                surroundings.forgetMuch()
            }
            interner.forgetMuch()
            containers = try due.next(after: last, most: JudgementWriter.batch)
        }
    }

    /// Whether nothing was ever recorded of the cluster before.
    private func isFirst() throws -> Bool {
        try connection.row(
            "SELECT 1 FROM snapshot WHERE cluster_id = ?1 AND id <> ?2 LIMIT 1", .integer(clusterID), .integer(snapshot)) == nil
    }

    /// The same where nothing was judged before: the containers are read one behind another instead of each by itself.
    private func writeFirst() throws {
        let surroundings = try StandingSurroundings(connection, cluster: clusterID)
        let rows = JudgementRows(connection, interner)
        var last = Int64.min
        while true {
            let containers = try readFirst(after: last)
            guard let end = containers.last else { return }
            for container in containers {
                try write(container, surroundings, rows)
                surroundings.forgetMuch()
            }
            interner.forgetMuch()
            last = end.number
        }
    }

    private func readFirst(after last: Int64) throws -> [DueContainer] {
        let statement = try connection.cached(DueContainer.firstSQL)
        try statement.bind([
            .integer(last), .integer(clusterID), .integer(snapshot), .integer(Int64(JudgementWriter.batch)),
        ])
        defer { statement.reset() }
        var containers: [DueContainer] = []
        containers.reserveCapacity(JudgementWriter.batch)
        while try statement.step() { containers.append(container(statement.integer(at: 17) ?? 0, statement)) }
        return containers
    }

    private func first(_ due: DueContainers) throws -> [Int64]? {
        let containers = try due.next(after: .min, most: JudgementWriter.batch)
        return containers.isEmpty ? nil : containers
    }

    private func write(_ container: DueContainer, _ surroundings: StandingSurroundings, _ rows: JudgementRows) throws {
        var row: JudgementRow?
        if let standing = container.standing { row = try rows.row(of: Judging.judge(standing, in: surroundings)) }
        if let before = container.before {
            // Each state of a container is judged by itself: its image is part of what is judged.
            if container.state < snapshot, row == before { return }
            try rows.close(container.number, until: snapshot)
        }
        if let row { try rows.open(row, of: container.number, state: container.state, from: snapshot) }
    }

    private func read(_ number: Int64) throws -> DueContainer {
        let statement = try connection.cached(DueContainer.sql)
        try statement.bind([.integer(number)])
        defer { statement.reset() }
        return try statement.step() ? container(number, statement) : DueContainer(number: number)
    }

    private func container(_ number: Int64, _ statement: Statement) -> DueContainer {
        var container = DueContainer(number: number)
        if let since = Instant(statement.integer(at: 2)) {
            container.state = statement.integer(at: 1) ?? snapshot
            var trigger: ImageStreamTag.ID?
            if let namespace = statement.text(at: 4), let stream = statement.text(at: 5), let tag = statement.text(at: 6) {
                trigger = ImageStreamTag.ID(namespace: namespace, stream: stream, tag: tag)
            }
            container.standing = JudgedContainer(
                namespace: statement.text(at: 0) ?? "", image: ImageReference(statement.reference(at: 7) ?? ""),
                trigger: trigger, isResolving: statement.integer(at: 3) == 1,
                isVolume: Container.volumeName(of: statement.text(at: 16) ?? "") != nil, since: since)
        }
        if let meaning = statement.integer(at: 12) {
            container.before = JudgementRow(
                meaning: meaning, tag: statement.integer(at: 13), digest: statement.integer(at: 14),
                staleSince: statement.integer(at: 15))
        }
        return container
    }
}

/// A container to be judged, and how it was judged so far.
private struct DueContainer {
    let number: Int64
    /// As it stands; nil where it is gone.
    var standing: JudgedContainer?
    /// The snapshot that state began with.
    var state: Int64 = 0
    var before: JudgementRow?

    init(number: Int64) { self.number = number }

    /// The containers behind ?1 that a cluster's first snapshot ?3 found, ?4 at most, in the order of their numbers, which is how they were written:
    /// nearly all that is read of one stands beside what was read of the last.
    static let firstSQL = """
        SELECT n.name, v.from_snapshot, f.taken_at,
            EXISTS (SELECT 1 FROM workload_version y
                WHERE y.workload_id = w.id AND y.from_snapshot = ?3 AND y.resolve_names_id IS NOT NULL),
            tn.name, ti.name, t.tag, rt.value, rh.host, rp.path, r.tag, rd.value,
            NULL, NULL, NULL, NULL, b.name, b.id
        FROM container b
        CROSS JOIN workload w ON w.id = b.workload_id
        CROSS JOIN namespace n ON n.id = w.namespace_id AND +n.cluster_id = ?2
        CROSS JOIN container_version v ON v.container_id = b.id AND v.from_snapshot = ?3
        CROSS JOIN snapshot f ON f.id = v.from_snapshot
        \(written)
        WHERE b.id > ?1 ORDER BY b.id LIMIT ?4
        """

    /// What a state `v` refers to.
    private static let written = """
        LEFT JOIN reference r ON r.id = v.reference_id
        LEFT JOIN repository rp ON rp.id = r.repository_id
        LEFT JOIN registry rh ON rh.id = rp.registry_id
        LEFT JOIN digest rd ON rd.id = r.digest_id
        LEFT JOIN text rt ON rt.id = r.text_id
        LEFT JOIN istag t ON t.id = v.trigger_istag_id
        LEFT JOIN image_stream ti ON ti.id = t.image_stream_id
        LEFT JOIN namespace tn ON tn.id = ti.namespace_id
        """

    static let sql = """
        SELECT n.name, v.from_snapshot, f.taken_at,
            EXISTS (SELECT 1 FROM workload_version y
                WHERE y.workload_id = w.id AND y.until_snapshot IS NULL AND y.resolve_names_id IS NOT NULL
                    AND y.from_snapshot = (SELECT max(x.from_snapshot) FROM workload_version x WHERE x.workload_id = w.id)),
            tn.name, ti.name, t.tag, rt.value, rh.host, rp.path, r.tag, rd.value,
            j.meaning_id, j.istag_id, j.istag_digest_id, j.stale_since, b.name
        FROM container b
        JOIN workload w ON w.id = b.workload_id
        JOIN namespace n ON n.id = w.namespace_id
        LEFT JOIN container_version v ON v.container_id = b.id AND v.until_snapshot IS NULL
            AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM container_version x WHERE x.container_id = b.id)
        LEFT JOIN snapshot f ON f.id = v.from_snapshot
        \(written)
        LEFT JOIN judgement j ON j.container_id = b.id AND j.until_snapshot IS NULL
            AND j.from_snapshot = (SELECT max(x.from_snapshot) FROM judgement x WHERE x.container_id = b.id)
        WHERE b.id = ?1
        """
}
