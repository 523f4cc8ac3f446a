internal import Judging
internal import Model
package import SQLite

/// Writes rows of ``PublishedTable``s into a file.
package final class ReplicaWriter {
    private let connection: Connection
    private let interner: Interner
    private var snapshots: [Int64: Int64] = [:]
    private var kinds: [String: ObjectKind] = [:]
    private var written = 0

    init(_ connection: Connection) throws {
        self.connection = connection
        interner = try Interner(connection, cluster: 1)
    }

    /// - Parameter row: The values of ``PublishedTable/told``, in that order.
    package func open(_ row: [Value], in table: PublishedTable) throws {
        let row = Row(row, of: table.told)
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
        let row = Row(Array(row.dropLast()), of: table.keys)
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
        let row = Row(row, of: PublishedTable.podCounts.columns)
        try connection.run(
            """
            UPDATE running_version SET pods = ?5
            WHERE container_id = ?1 AND naming = ?2 AND digest_id = ?3 AND from_snapshot = ?4 AND pods IS NOT ?5
            """, .integer(try interner.container(container(row))), row["naming"],
            .integer(try interner.digest(row.text("run"))), try snapshot(row["seen_from"]), row["pods"])
    }
}

// What each table's rows are in the file.
extension ReplicaWriter {
    private func openKind(_ row: Row) throws {
        let kind = ObjectKind(group: row.text("api_group"), name: row.text("api_name"), resource: row["resource"].text)
        kinds[row.text("kind")] = kind
        _ = try interner.kind(kind)
    }

    private func openSnapshot(_ row: Row) throws {
        var values: [String: Value] = [
            "id": row["snapshot"], "cluster_id": .integer(1), "taken_at": row["taken_at"],
            "source_id": try interner.text(row["source"].text), "seal": row.bytes("seal"), "signer_id": try signer(row),
            "signature": row.bytes("signature"), "stub": row["stub"], "followed": row["followed"],
        ]
        for count in ["workloads", "containers", "image_streams", "istags", "changes"] { values[count] = row[count] }
        try insert("snapshot", values)
        if let takenAt = row["taken_at"].integer { snapshots[takenAt] = row["snapshot"].integer }
    }

    private func openCut(_ row: Row) throws {
        var values: [String: Value] = [
            "id": row["number"], "cluster_id": .integer(1), "kept": row.bytes("kept"), "seal": row.bytes("seal"),
            "signer_id": try signer(row), "signature": row.bytes("signature"),
        ]
        for column in ["cut_at", "removed_from", "kept_from", "after", "snapshots", "states"] { values[column] = row[column] }
        try insert("cut", values)
    }

    private func openCoverage(_ row: Row) throws {
        try insert(
            "coverage_version",
            [
                "cluster_id": .integer(1), "kind_id": kind(row), "namespace_id": namespace(row),
                "from_snapshot": snapshot(row["seen_from"]),
                "until_snapshot": snapshot(row["seen_until"]),
                "outcome_id": connection.row("SELECT id FROM outcome WHERE name = ?1", row["outcome"])?[0] ?? .null,
                "objects": row["objects"], "message_id": interner.text(row["message"].text),
            ])
    }

    private func openWorkload(_ row: Row) throws {
        try insert(
            "workload_version",
            interval(row).merging([
                "workload_id": .integer(interner.workload(workload(row))), "uid_id": interner.text(row["uid"].text),
                "replicas": row["replicas"], "resolve_names_id": interner.text(row["resolve_names"].text),
                "triggers_id": interner.text(row["triggers"].text), "created_at": row["created_at"],
            ]) { _, new in new })
    }

    private func openContainer(_ row: Row) throws {
        try insert(
            "container_version",
            interval(row).merging([
                "container_id": .integer(interner.container(container(row))),
                "reference_id": interner.reference(row["image"].text), "position": row["position"],
                "set_by_id": interner.text(row["set_by"].text), "set_at": row["set_at"],
                "trigger_istag_id": otherTag(row, "trigger"),
            ]) { _, new in new })
    }

    private func openStream(_ row: Row) throws {
        try insert(
            "image_stream_version",
            interval(row).merging([
                "image_stream_id": .integer(interner.imageStream(stream(row, "name"))), "uid_id": interner.text(row["uid"].text),
                "lookup_local": row["lookup_local"], "repository_id": interner.reference(row["repository"].text),
                "public_repository_id": interner.reference(row["public_repository"].text), "created_at": row["created_at"],
            ]) { _, new in new })
    }

    private func openTag(_ row: Row) throws {
        let number = Value.integer(try interner.imageStreamTag(tag(row)))
        let image = try interner.image(row["image"].text, at: row["digest"].text)
        let source = Value.integer(
            try interner.source(
                ImageStreamTag.Source(
                    kind: row["from_kind"].text, name: row["from_name"].text, isScheduled: row["scheduled"] == .integer(1),
                    referencePolicy: row["reference_policy"].text, isReferenceOnly: row["reference_only"] == .integer(1))))
        try insert(
            "istag_version",
            interval(row).merging([
                "istag_id": number, "digest_id": interner.digest(row["digest"].text),
                "image_id": image.reference, "at_digest": image.isAtDigest, "source_id": source, "changed_at": row["changed_at"],
                "import_error_id": interner.text(row["import_error"].text), "import_error_since": row["import_error_since"],
            ]) { _, new in new })
        try connection.run("INSERT OR IGNORE INTO tag_source_use (source_id, istag_id) VALUES (?1, ?2)", source, number)
    }

    private func openRevision(_ row: Row) throws {
        let image = try interner.image(row["image"].text, at: row["digest"].text)
        try insert(
            "revision",
            [
                "istag_id": .integer(interner.imageStreamTag(tag(row))), "sequence": row["sequence"],
                "digest_id": interner.digest(row["digest"].text), "image_id": image.reference, "at_digest": image.isAtDigest,
                "created_at": row["created_at"], "line": row["line"], "after_snapshot": snapshot(row["seen_after"]),
                "first_snapshot": snapshot(row["seen_by"]),
            ])
    }

    private func openImage(_ row: Row) throws {
        try insert(
            "image",
            [
                "digest_id": interner.digest(row["digest"].text), "created_at": row["created_at"], "size": row["size"],
                "architecture_id": interner.text(row["architecture"].text), "os_id": interner.text(row["os"].text),
                "labels_id": interner.text(row["labels"].text), "first_snapshot": snapshot(row["seen_from"]),
            ])
    }

    private func openRunning(_ row: Row) throws {
        try insert(
            "running_version",
            interval(row).merging([
                "container_id": .integer(interner.container(container(row))), "naming": row["naming"],
                "digest_id": interner.digest(row["run"].text), "reference_id": interner.reference(row["image"].text),
                "started_at": row["started_at"], "pods": row["pods"],
            ]) { _, new in new })
    }

    private func openVerdict(_ row: Row) throws {
        let meaning = [row["form"], row["tie"], row["verdict"], row["reason"]]
        let known = try connection.rows(
            "SELECT id FROM meaning WHERE form = ?1 AND tie IS ?2 AND verdict = ?3 AND reason = ?4", meaning
        ).first?[0]
        if known == nil {
            try insert("meaning", ["form": meaning[0], "tie": meaning[1], "verdict": meaning[2], "reason": meaning[3]])
        }
        let number = known ?? .integer(connection.lastInsertedRow)
        try insert(
            "judgement",
            interval(row).merging([
                "container_id": .integer(interner.container(container(row))),
                "state_from": row["state_from"] == row["seen_from"] ? .null : snapshot(row["state_from"]), "meaning_id": number,
                "istag_id": otherTag(row, "istag"), "istag_digest_id": interner.digest(row["istag_digest"].text),
                "stale_since": row["stale_since"],
            ]) { _, new in new })
    }
}

// What rows name.
extension ReplicaWriter {
    private func interval(_ row: Row) throws -> [String: Value] {
        ["from_snapshot": try snapshot(row["seen_from"]), "until_snapshot": try snapshot(row["seen_until"])]
    }

    private func snapshot(_ takenAt: Value) throws -> Value {
        guard let seconds = takenAt.integer else { return .null }
        if let known = snapshots[seconds] { return .integer(known) }
        guard
            let known = try connection.row("SELECT id FROM snapshot WHERE cluster_id = 1 AND taken_at = ?1", takenAt)?[0].integer
        else { throw ReplicaError.noSnapshot(at: Instant(secondsSince1970: seconds)) }
        snapshots[seconds] = known
        return .integer(known)
    }

    private func kind(_ row: Row) throws -> Value { .integer(try interner.kind(objectKind(row))) }

    private func objectKind(_ row: Row) throws -> ObjectKind {
        guard let kind = kinds[row.text("kind")] else { throw ReplicaError.unknownKind(row.text("kind")) }
        return kind
    }

    private func namespace(_ row: Row) throws -> Value {
        row.text("namespace").isEmpty ? .null : .integer(try interner.namespace(row.text("namespace")))
    }

    private func workload(_ row: Row) throws -> Workload.ID {
        Workload.ID(namespace: row.text("namespace"), kind: try objectKind(row), name: row.text("name"))
    }

    private func container(_ row: Row) throws -> Container.ID {
        Container.ID(workload: try workload(row), isInit: row["init"] == .integer(1), name: row.text("container"))
    }

    private func stream(_ row: Row, _ name: String) -> ImageStream.ID {
        ImageStream.ID(namespace: row.text("namespace"), name: row.text(name))
    }

    private func tag(_ row: Row) -> ImageStreamTag.ID {
        ImageStreamTag.ID(stream: stream(row, "image_stream"), tag: row.text("tag"))
    }

    private func otherTag(_ row: Row, _ prefix: String) throws -> Value {
        guard let namespace = row["\(prefix)_namespace"].text else { return .null }
        return .integer(
            try interner.imageStreamTag(
                ImageStreamTag.ID(namespace: namespace, stream: row.text("\(prefix)_stream"), tag: row.text("\(prefix)_tag"))))
    }

    private func signer(_ row: Row) throws -> Value {
        let key = row.bytes("signer")
        guard key != .null else { return .null }
        try connection.run("INSERT OR IGNORE INTO signer (public_key) VALUES (?1)", key)
        return try connection.row("SELECT id FROM signer WHERE public_key = ?1", key)?[0] ?? .null
    }

    private func insert(_ table: String, _ values: [String: Value]) throws {
        let columns = values.keys.sorted()
        let places = columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let statement = try connection.cached("INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))")
        try statement.bind(columns.map { values[$0] ?? .null })
        defer { statement.reset() }
        _ = try statement.step()
    }
}

/// A row whose values are found by their columns' names.
private struct Row {
    private let values: [Value]
    private let columns: [PublishedTable.Column]

    init(_ values: [Value], of columns: [PublishedTable.Column]) {
        self.values = values
        self.columns = columns
    }

    subscript(_ name: String) -> Value {
        guard let place = columns.firstIndex(where: { $0.name == name }), place < values.count else { return .null }
        return values[place]
    }

    func text(_ name: String) -> String { self[name].text ?? "" }

    /// Hexadecimal digits as the bytes they tell.
    func bytes(_ name: String) -> Value {
        guard let digits = self[name].text?.utf8 else { return .null }
        let numbers = digits.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        return .blob(stride(from: 0, to: numbers.count - 1, by: 2).map { UInt8(numbers[$0] << 4 | numbers[$0 + 1]) })
    }
}
