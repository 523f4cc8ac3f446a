internal import Model
package import SQLite

/// Writes rows of ``PublishedTable``s into a file.
package final class ReplicaWriter {
    let connection: Connection
    let interner: Interner
    var snapshots: [Int64: Int64] = [:]
    var kinds: [String: ObjectKind] = [:]
    private var written = 0

    init(_ connection: Connection) throws {
        self.connection = connection
        interner = try Interner(connection, cluster: 1)
    }

    /// - Parameter row: The values of ``PublishedTable/told``, in that order.
    package func open(_ row: [Value], in table: PublishedTable) throws {
        let row = ReplicaRow(row, of: table.told)
        switch table.name {
        case "kind": try openKind(row)
        case "snapshot": try openSnapshot(row)
        case "cut": try openCut(row)
        case "mass_deletion":
            try insert(
                "mass_deletion",
                ["snapshot_id": snapshot(row["taken_at"]), "kind_id": kind(row), "stood": row["stood"], "gone": row["gone"]])
        case "coverage_history": try openCoverage(row)
        case "followed":
            try insert(
                "followed",
                [
                    "cluster_id": .integer(1), "snapshot_id": snapshot(row["taken_at"]), "kind_id": kind(row),
                    "namespace_id": namespace(row),
                    "outcome_id": connection.row("SELECT id FROM outcome WHERE name = ?1", row["outcome"])?[0] ?? .null,
                    "objects": row["objects"], "message_id": interner.text(row["message"].text),
                ])
        case "workload_history": try openWorkload(row)
        case "container_history": try openContainer(row)
        case "image_stream_history": try openStream(row)
        case "istag_history": try openTag(row)
        case "revision": try openRevision(row)
        case "internal_registry":
            try insert(
                "internal_registry",
                [
                    "cluster_id": .integer(1), "registry_id": .integer(interner.registry(row.text("registry"))),
                    "from_snapshot": snapshot(row["seen_from"]),
                ])
        case "image": try openImage(row)
        case "first_sighting":
            try insert(
                "first_sighting",
                [
                    "digest_id": interner.digest(row["digest"].text), "first_snapshot": snapshot(row["first_seen"]),
                    "last_snapshot": snapshot(row["last_seen"]),
                ])
        case "image_part":
            try insert(
                "image_part",
                [
                    "digest_id": interner.digest(row["digest"].text), "part_id": interner.digest(row["part"].text),
                    "local": row["local"], "first_snapshot": snapshot(row["seen_from"]),
                ])
        case "verdict_history": try openVerdict(row)
        case "pod_history": try openRunning(row)
        default: throw ReplicaError.unknownTable(table.name)
        }
        written += 1
        if written.isMultiple(of: 1024) { interner.forgetMuch() }
    }

    /// - Parameter row: The values of ``PublishedTable/keys``, and the end.
    package func close(_ row: [Value], in table: PublishedTable) throws {
        let end = try snapshot(row[row.count - 1])
        let row = ReplicaRow(Array(row.dropLast()), of: table.keys)
        let from = try snapshot(row["seen_from"])
        let (states, object, number): (String, String, Int64)
        switch table.name {
        case "coverage_history":
            try connection.run(
                """
                UPDATE coverage_version SET until_snapshot = ?4
                WHERE cluster_id = 1 AND kind_id = ?1 AND namespace_id IS ?2 AND from_snapshot = ?3
                """, try kind(row), try namespace(row), from, end)
            return
        case "pod_history":
            try connection.run(
                """
                UPDATE running_version SET until_snapshot = ?5
                WHERE container_id = ?1 AND naming = ?2 AND digest_id = ?3 AND from_snapshot = ?4
                """, .integer(try interner.container(container(row))), row["naming"], try interner.digest(row["run"].text), from,
                end)
            return
        case "workload_history":
            (states, object, number) = ("workload_version", "workload_id", try interner.workload(workload(row)))
        case "container_history":
            (states, object, number) = ("container_version", "container_id", try interner.container(container(row)))
        case "verdict_history": (states, object, number) = ("judgement", "container_id", try interner.container(container(row)))
        case "image_stream_history":
            (states, object, number) = ("image_stream_version", "image_stream_id", try interner.imageStream(stream(row, "name")))
        case "istag_history": (states, object, number) = ("istag_version", "istag_id", try interner.imageStreamTag(tag(row)))
        default: throw ReplicaError.endless(table: table.name)
        }
        try connection.run(
            "UPDATE \(states) SET until_snapshot = ?3 WHERE \(object) = ?1 AND from_snapshot = ?2", .integer(number), from, end)
    }

    /// - Parameter row: The values of ``PublishedTable/podCounts``.
    package func countPods(_ row: [Value]) throws {
        let row = ReplicaRow(row, of: PublishedTable.podCounts.columns)
        try connection.run(
            """
            UPDATE running_version SET pods = ?5
            WHERE container_id = ?1 AND naming = ?2 AND digest_id = ?3 AND from_snapshot = ?4 AND pods IS NOT ?5
            """, .integer(try interner.container(container(row))), row["naming"],
            .integer(try interner.digest(row.text("run"))), try snapshot(row["seen_from"]), row["pods"])
    }
}

// What rows name.
extension ReplicaWriter {
    func interval(_ row: ReplicaRow) throws -> [String: Value] {
        ["from_snapshot": try snapshot(row["seen_from"]), "until_snapshot": try snapshot(row["seen_until"])]
    }

    func snapshot(_ takenAt: Value) throws -> Value {
        guard let seconds = takenAt.integer else { return .null }
        if let known = snapshots[seconds] { return .integer(known) }
        guard
            let known = try connection.row("SELECT id FROM snapshot WHERE cluster_id = 1 AND taken_at = ?1", takenAt)?[0].integer
        else { throw ReplicaError.noSnapshot(at: Instant(secondsSince1970: seconds)) }
        snapshots[seconds] = known
        return .integer(known)
    }

    func kind(_ row: ReplicaRow) throws -> Value { .integer(try interner.kind(objectKind(row))) }

    private func objectKind(_ row: ReplicaRow) throws -> ObjectKind {
        guard let kind = kinds[row.text("kind")] else { throw ReplicaError.unknownKind(row.text("kind")) }
        return kind
    }

    func namespace(_ row: ReplicaRow) throws -> Value {
        row.text("namespace").isEmpty ? .null : .integer(try interner.namespace(row.text("namespace")))
    }

    func workload(_ row: ReplicaRow) throws -> Workload.ID {
        Workload.ID(namespace: row.text("namespace"), kind: try objectKind(row), name: row.text("name"))
    }

    func container(_ row: ReplicaRow) throws -> Container.ID {
        Container.ID(workload: try workload(row), isInit: row["init"] == .integer(1), name: row.text("container"))
    }

    func stream(_ row: ReplicaRow, _ name: String) -> ImageStream.ID {
        ImageStream.ID(namespace: row.text("namespace"), name: row.text(name))
    }

    func tag(_ row: ReplicaRow) -> ImageStreamTag.ID {
        ImageStreamTag.ID(stream: stream(row, "image_stream"), tag: row.text("tag"))
    }

    func otherTag(_ row: ReplicaRow, _ prefix: String) throws -> Value {
        guard let namespace = row["\(prefix)_namespace"].text else { return .null }
        return .integer(
            try interner.imageStreamTag(
                ImageStreamTag.ID(namespace: namespace, stream: row.text("\(prefix)_stream"), tag: row.text("\(prefix)_tag"))))
    }

    func signer(_ row: ReplicaRow) throws -> Value {
        let key = row.bytes("signer")
        guard key != .null else { return .null }
        try connection.run("INSERT OR IGNORE INTO signer (public_key) VALUES (?1)", key)
        return try connection.row("SELECT id FROM signer WHERE public_key = ?1", key)?[0] ?? .null
    }

    func insert(_ table: String, _ values: [String: Value]) throws {
        let columns = values.keys.sorted()
        let places = columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let statement = try connection.cached("INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))")
        try statement.bind(columns.map { values[$0] ?? .null })
        defer { statement.reset() }
        _ = try statement.step()
    }
}
