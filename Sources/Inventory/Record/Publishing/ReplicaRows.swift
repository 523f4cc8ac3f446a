internal import Model
internal import SQLite

/// A row whose values are found by their columns' names.
struct ReplicaRow {
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

// What each table's rows are in the file.
extension ReplicaWriter {
    func openKind(_ row: ReplicaRow) throws {
        let kind = ObjectKind(group: row.text("api_group"), name: row.text("api_name"), resource: row["resource"].text)
        kinds[row.text("kind")] = kind
        _ = try interner.kind(kind)
    }

    func openSnapshot(_ row: ReplicaRow) throws {
        var values: [String: Value] = [
            "id": row["snapshot"], "cluster_id": .integer(1), "taken_at": row["taken_at"],
            "source_id": try interner.text(row["source"].text), "seal": row.bytes("seal"), "signer_id": try signer(row),
            "signature": row.bytes("signature"), "stub": row["stub"], "followed": row["followed"],
        ]
        for count in ["workloads", "containers", "image_streams", "istags", "changes"] { values[count] = row[count] }
        try insert("snapshot", values)
        if let takenAt = row["taken_at"].integer { snapshots[takenAt] = row["snapshot"].integer }
    }

    func openCut(_ row: ReplicaRow) throws {
        var values: [String: Value] = [
            "id": row["number"], "cluster_id": .integer(1), "kept": row.bytes("kept"), "seal": row.bytes("seal"),
            "signer_id": try signer(row), "signature": row.bytes("signature"),
        ]
        for column in ["cut_at", "removed_from", "kept_from", "after", "snapshots", "states"] { values[column] = row[column] }
        try insert("cut", values)
    }

    func openCoverage(_ row: ReplicaRow) throws {
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

    func openWorkload(_ row: ReplicaRow) throws {
        try insert(
            "workload_version",
            interval(row).merging([
                "workload_id": .integer(interner.workload(workload(row))), "uid_id": interner.text(row["uid"].text),
                "replicas": row["replicas"], "resolve_names_id": interner.text(row["resolve_names"].text),
                "triggers_id": interner.text(row["triggers"].text), "created_at": row["created_at"],
            ]) { _, new in new })
    }

    func openContainer(_ row: ReplicaRow) throws {
        try insert(
            "container_version",
            interval(row).merging([
                "container_id": .integer(interner.container(container(row))),
                "reference_id": interner.reference(row["image"].text), "position": row["position"],
                "set_by_id": interner.text(row["set_by"].text), "set_at": row["set_at"],
                "trigger_istag_id": otherTag(row, "trigger"),
            ]) { _, new in new })
    }

    func openStream(_ row: ReplicaRow) throws {
        try insert(
            "image_stream_version",
            interval(row).merging([
                "image_stream_id": .integer(interner.imageStream(stream(row, "name"))), "uid_id": interner.text(row["uid"].text),
                "lookup_local": row["lookup_local"], "repository_id": interner.reference(row["repository"].text),
                "public_repository_id": interner.reference(row["public_repository"].text), "created_at": row["created_at"],
            ]) { _, new in new })
    }

    func openTag(_ row: ReplicaRow) throws {
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

    func openRevision(_ row: ReplicaRow) throws {
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

    func openImage(_ row: ReplicaRow) throws {
        try insert(
            "image",
            [
                "digest_id": interner.digest(row["digest"].text), "created_at": row["created_at"], "size": row["size"],
                "architecture_id": interner.text(row["architecture"].text), "os_id": interner.text(row["os"].text),
                "labels_id": interner.text(row["labels"].text), "first_snapshot": snapshot(row["seen_from"]),
            ])
    }

    func openRunning(_ row: ReplicaRow) throws {
        try insert(
            "running_version",
            interval(row).merging([
                "container_id": .integer(interner.container(container(row))), "naming": row["naming"],
                "digest_id": interner.digest(row["run"].text), "reference_id": interner.reference(row["image"].text),
                "started_at": row["started_at"], "pods": row["pods"],
            ]) { _, new in new })
    }

    func openVerdict(_ row: ReplicaRow) throws {
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
