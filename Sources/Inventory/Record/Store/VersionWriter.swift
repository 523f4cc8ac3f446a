internal import Model
internal import SQLite

/// Writes changes as intervals: closes the standing one, opens the next.
struct VersionWriter {
    private let connection: Connection
    private let interner: Interner
    private let snapshot: Value
    private let facts: FactAccumulator

    init(_ connection: Connection, _ interner: Interner, snapshot: Int64, facts: FactAccumulator) {
        self.connection = connection
        self.interner = interner
        self.snapshot = .integer(snapshot)
        self.facts = facts
    }

    func write(_ change: Change, _ clusterID: Int64) throws {
        switch change {
        case .coverage(let scope, let before, let after):
            let namespace = try scope.namespace.map { Value.integer(try interner.namespace($0)) } ?? .null
            let key: [Value] = [.integer(clusterID), .integer(try interner.kind(scope.kind)), namespace]
            try write(.coverage, .coverage, key, from: before, to: after) { $0.append(scope) }
        case .workload(let id, let before, let after):
            let key = [Value.integer(try interner.workload(id))]
            try write(.workload, .workload, key, from: before, to: after) { $0.append(id) }
        case .container(let id, let before, let after):
            let key = [Value.integer(try interner.container(id))]
            try write(.container, .container, key, from: before, to: after) { $0.append(id) }
        case .imageStream(let id, let before, let after):
            let key = [Value.integer(try interner.imageStream(id))]
            try write(.imageStream, .imageStream, key, from: before, to: after) { $0.append(id) }
        case .imageStreamTag(let id, let before, let after):
            let number = Value.integer(try interner.imageStreamTag(id))
            try write(.istag, .istag, [number], from: before, to: after) { $0.append(id) }
            if let after, after.source.name != nil { try noteUse(of: after.source, by: number) }
        case .running(let id, let before, let after):
            let key: [Value] = [
                .integer(try interner.container(id.container)), .integer(id.naming.rawValue),
                .integer(try interner.digest(id.name)),
            ]
            try write(.running, .running, key, from: before, to: after) {
                $0.append(id.container)
                $0.append(id.naming.rawValue)
                $0.append(id.name)
            }
        }
    }

    /// Closes what stood, opens what stands from now on, and notes both as facts.
    func write<Object: FieldList>(
        _ kind: Fact.Kind, _ table: StateTable, _ key: [Value], from before: Object?, to after: Object?,
        _ name: (inout SealedFields) -> Void
    ) throws {
        if before != nil { try close(table, key, kind, name) }
        guard let after else { return }
        try connection.runLater(table.insert, key + [snapshot] + RowValues(interner, of: after).values)
        try facts.note(
            .opened(kind) {
                name(&$0)
                $0.append(after)
            })
    }

    private func noteUse(of source: ImageStreamTag.Source, by tag: Value) throws {
        try connection.run(
            "INSERT OR IGNORE INTO tag_source_use (source_id, istag_id) VALUES (?1, ?2)", .integer(try interner.source(source)),
            tag)
    }

    /// Keeps what was learnt of images that nothing was known of yet; the content behind a digest never changes.
    func write(_ images: [Image]) throws {
        for image in images {
            let digest = Value.integer(try interner.digest(image.digest))
            guard try connection.row("SELECT 1 FROM image WHERE digest_id = ?1", digest) == nil else { continue }
            try connection.run(StateTable.image.insert, [digest, snapshot] + RowValues(interner, of: image).values)
            try facts.note(
                .opened(.image) {
                    $0.append(image.digest)
                    $0.append(image)
                })
        }
    }

    /// By the index of what stands: by its key every state that the object ever had would be walked over.
    private func close(
        _ table: StateTable, _ key: [Value], _ kind: Fact.Kind, _ name: (inout SealedFields) -> Void
    ) throws {
        if let began = try connection.row(table.close, [snapshot] + key) {
            try facts.note(.closed(kind, from: Instant(began[0].integer), name))
        }
    }
}

/// An instant as the file keeps it.
func seconds(_ instant: Instant?) -> Value { instant.map { .integer($0.secondsSince1970) } ?? .null }
