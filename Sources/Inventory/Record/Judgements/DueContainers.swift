internal import Judging
internal import Model
internal import SQLite

/// Which containers a snapshot may have made mean something else, found by reverse indexes from what it changed. They wait in a
/// table of the connection's temporary database, since a cluster's first snapshot may have hundreds of thousands.
final class DueContainers {
    private let connection: Connection
    private let clusterID: Value
    private let interner: Interner
    /// Whether every container of the cluster is due: then none is looked for.
    private(set) var areAll: Bool
    private var tagsLookedAt = 0

    /// Beyond so many tags, judging all costs less than finding out whom they concern.
    private static let mostTags = 5_000

    /// - Parameter isFirst: Whether it is the cluster's first snapshot, so that all containers are new.
    init(_ connection: Connection, cluster clusterID: Int64, _ interner: Interner, isFirst: Bool) throws {
        self.connection = connection
        self.clusterID = .integer(clusterID)
        self.interner = interner
        areAll = isFirst
        try connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS due (container_id INTEGER PRIMARY KEY) STRICT; DELETE FROM temp.due")
    }

    /// Notes whom a change concerns that was written already.
    func note(_ change: Change) throws {
        guard !areAll else { return }
        switch change {
        case .coverage, .running: break
        case .container(let id, _, _): try add("SELECT ?1", .integer(try interner.container(id)))
        case .workload(let id, let before, let after):
            guard (before?.resolveNames == nil) != (after?.resolveNames == nil) else { return }
            try add("SELECT id FROM container WHERE workload_id = ?1", .integer(try interner.workload(id)))
        case .imageStream(let id, let before, let after):
            guard before?.lookupLocal != after?.lookupLocal else { return }
            try addShortNames(of: id, tag: nil)
        case .imageStreamTag(let id, let before, let after): try note(id, before, after)
        }
    }

    private func note(_ id: ImageStreamTag.ID, _ before: ImageStreamTag.State?, _ after: ImageStreamTag.State?) throws {
        let isSame = before?.source == after?.source && (before == nil) == (after == nil)
        guard !isSame || before?.current?.digest != after?.current?.digest else { return }
        tagsLookedAt += 1
        guard tagsLookedAt <= DueContainers.mostTags else {
            areAll = true
            return
        }
        let number = Value.integer(try interner.imageStreamTag(id))
        try add("SELECT container_id FROM judgement WHERE istag_id = ?1 AND until_snapshot IS NULL", number)
        if (before == nil) != (after == nil) { try addShortNames(of: id.stream, tag: id.tag) }
        // Of several tags that import a reference, one that points to an image goes first.
        if !isSame || (before?.current?.digest == nil) != (after?.current?.digest == nil) {
            for source in [before?.source, after?.source] { try addReferences(to: source) }
        }
        if !isSame {
            try addRunning(
                "SELECT id FROM reference WHERE digest_id IN (SELECT digest_id FROM revision WHERE istag_id = ?1)", number)
        }
    }

    /// Notes whom a new entry of a tag's history concerns: who runs its digest, and who runs the one it follows.
    func noteRevision(of tag: Int64, sequence: Int64) throws {
        guard !areAll else { return }
        try addRunning(
            """
            SELECT id FROM reference WHERE digest_id IN (
                SELECT digest_id FROM (
                    SELECT digest_id FROM revision WHERE istag_id = ?1 AND sequence <= ?2 ORDER BY sequence DESC LIMIT 2))
            """, .integer(tag), .integer(sequence))
    }

    /// Notes whom a host concerns that turned out to be the cluster's own registry.
    func noteRegistry(_ registry: Int64) throws {
        guard !areAll else { return }
        try addRunning(
            "SELECT id FROM reference WHERE repository_id IN (SELECT id FROM repository WHERE registry_id = ?1)",
            .integer(registry))
    }

    /// Short names of a namespace that name a stream, or one tag of it.
    private func addShortNames(of stream: ImageStream.ID, tag: String?) throws {
        try add(
            """
            SELECT v.container_id FROM repository p
            JOIN reference r ON r.repository_id = p.id AND r.digest_id IS NULL
            JOIN container_version v ON v.reference_id = r.id AND v.until_snapshot IS NULL
            JOIN container b ON b.id = v.container_id
            JOIN workload w ON w.id = b.workload_id AND w.namespace_id = ?1
            WHERE p.fingerprint = ?2 AND p.registry_id IS NULL AND p.path = ?3 AND (?4 IS NULL OR coalesce(r.tag, 'latest') = ?4)
            """, .integer(try interner.namespace(stream.namespace)), .integer(fingerprint(of: stream.name)), .text(stream.name),
            tag.map(Value.text) ?? .null)
    }

    /// Who writes a reference that pulls what a tag imports, in any spelling.
    private func addReferences(to source: ImageStreamTag.Source?) throws {
        guard let source, source.kind == "DockerImage", let name = source.name,
            let parts = ImageReference(name).parts, parts.digest == nil
        else { return }
        let canonical = Value.integer(try interner.reference(parts.canonical))
        try addRunning("SELECT ?1 UNION ALL SELECT id FROM reference WHERE canonical_id = ?1", canonical)
    }

    private func addRunning(_ references: String, _ values: Value...) throws {
        try add(
            """
            SELECT v.container_id FROM container_version v
            WHERE v.reference_id IN (\(references)) AND v.until_snapshot IS NULL
            """, values)
    }

    private func add(_ containers: String, _ values: Value...) throws { try add(containers, values) }

    private func add(_ containers: String, _ values: [Value]) throws {
        let statement = try connection.cached("INSERT OR IGNORE INTO temp.due (container_id) \(containers)")
        try statement.bind(values)
        defer { statement.reset() }
        _ = try statement.step()
    }

    /// The numbers of some due containers behind another, in their order; none where that was the last.
    func next(after container: Int64, most: Int) throws -> [Int64] {
        let due = areAll ? "container b" : "temp.due d JOIN container b ON b.id = +d.container_id"
        let place = areAll ? "b.id" : "d.container_id"
        // Clusters share references, so some of those that run one may be another cluster's.
        let statement = try connection.cached(
            """
            SELECT \(place) FROM \(due) JOIN workload w ON w.id = +b.workload_id JOIN namespace n ON n.id = +w.namespace_id
            WHERE \(place) > ?1 AND +n.cluster_id = ?3 ORDER BY \(place) LIMIT ?2
            """)
        try statement.bind([.integer(container), .integer(Int64(most)), clusterID])
        defer { statement.reset() }
        var numbers: [Int64] = []
        while try statement.step() { numbers.append(statement.integer(at: 0) ?? 0) }
        return numbers
    }
}
