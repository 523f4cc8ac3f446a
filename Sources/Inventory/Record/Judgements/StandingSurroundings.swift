internal import Judging
internal import Model
internal import SQLite
internal import Texts

/// What stands and is known as of the snapshot that is being recorded, asked of the file where a container needs it.
///
/// It lives for one recording, behind all that was written of the snapshot.
final class StandingSurroundings: Surroundings {
    let internalRegistries: Set<String>
    private let connection: Connection
    private let clusterID: Value
    private let references: ReferenceReader
    /// A record without streams, such as one of another kind of cluster, need not be asked about each container.
    private let hasStreams: Bool
    private let hasTags: Bool
    private var lookups: [ImageStream.ID: Bool?] = [:]
    private var numbers: [ImageStreamTag.ID: Int64?] = [:]
    private var tags: [Int64: StandingTag?] = [:]
    private var known: [ExactText: [Place]] = [:]
    private var importing: [ExactText: [StandingTag]] = [:]

    init(_ connection: Connection, cluster clusterID: Int64) throws {
        self.connection = connection
        self.clusterID = .integer(clusterID)
        references = ReferenceReader(connection)
        internalRegistries = Set(
            try connection.rows(
                "SELECT h.host FROM internal_registry q JOIN registry h ON h.id = q.registry_id WHERE q.cluster_id = ?1",
                self.clusterID
            ).compactMap { $0[0].text })
        hasStreams = try connection.row("SELECT 1 FROM image_stream LIMIT 1") != nil
        hasTags = try connection.row("SELECT 1 FROM istag_version LIMIT 1") != nil
    }

    /// Forgets what it remembers once that is much; it is all in the file.
    func forgetMuch() {
        guard lookups.count + numbers.count + tags.count + known.count + importing.count > StandingSurroundings.most else {
            return
        }
        lookups = [:]
        numbers = [:]
        tags = [:]
        known = [:]
        importing = [:]
        references.forget()
    }

    /// As many answers are remembered: some 4 MiB.
    private static let most = 10_000

    func lookup(of stream: ImageStream.ID) throws -> Bool? {
        guard hasStreams else { return nil }
        if let known = lookups[stream] { return known }
        let row = try connection.row(
            """
            SELECT v.lookup_local FROM namespace n
            JOIN image_stream i ON i.namespace_id = n.id AND i.name = ?3
            JOIN image_stream_version v ON v.image_stream_id = i.id AND v.until_snapshot IS NULL
                AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM image_stream_version x WHERE x.image_stream_id = i.id)
            WHERE n.cluster_id = ?1 AND n.name = ?2
            """, clusterID, .text(stream.namespace), .text(stream.name))
        let answer = row.map { $0[0].integer == 1 }
        lookups[stream] = .some(answer)
        return answer
    }

    func standing(_ tag: ImageStreamTag.ID) throws -> StandingTag? {
        guard hasTags else { return nil }
        if let number = numbers[tag] { return try number.flatMap { try self.tag($0) } }
        let row = try connection.row(
            """
            SELECT t.id FROM namespace n
            JOIN image_stream i ON i.namespace_id = n.id AND i.name = ?3
            JOIN istag t ON t.image_stream_id = i.id AND t.tag = ?4
            WHERE n.cluster_id = ?1 AND n.name = ?2
            """, clusterID, .text(tag.stream.namespace), .text(tag.stream.name), .text(tag.tag))
        let number = row?[0].integer
        numbers[tag] = .some(number)
        return try number.flatMap { try self.tag($0) }
    }

    func places(of digest: String) throws -> [Place] {
        guard hasTags else { return [] }
        let key = ExactText(digest)
        if let places = known[key] { return places }
        let rows = try connection.rows(
            """
            SELECT r.istag_id, r.sequence, r.created_at, ra.taken_at, rs.taken_at, x.created_at, xa.taken_at, xs.taken_at
            FROM digest d
            JOIN revision r ON r.digest_id = d.id
            JOIN snapshot rs ON rs.id = r.first_snapshot AND rs.cluster_id = ?1
            LEFT JOIN snapshot ra ON ra.id = r.after_snapshot
            LEFT JOIN revision x ON x.istag_id = r.istag_id AND x.sequence = (
                SELECT y.sequence FROM revision y WHERE y.istag_id = r.istag_id AND y.sequence > r.sequence
                ORDER BY y.sequence LIMIT 1)
            LEFT JOIN snapshot xs ON xs.id = x.first_snapshot
            LEFT JOIN snapshot xa ON xa.id = x.after_snapshot
            WHERE substr(d.value, -4) = substr(?2, -4) AND d.value = ?2
            """, clusterID, DigestValue.value(of: digest))
        let places = try rows.compactMap { row -> Place? in
            guard let tag = try row[0].integer.flatMap({ try self.tag($0) }),
                let entry = Arrival(created: row[2], after: row[3], first: row[4])
            else { return nil }
            return Place(
                tag: tag, entry: entry, next: Arrival(created: row[5], after: row[6], first: row[7]),
                sequence: row[1].integer ?? 0)
        }
        known[key] = places
        return places
    }

    func importers(of canonical: String) throws -> [StandingTag] {
        guard hasTags else { return [] }
        let key = ExactText(canonical)
        if let tags = importing[key] { return tags }
        var tags: [StandingTag] = []
        if let reference = try canonicalReference(canonical) {
            tags = try connection.rows(
                """
                SELECT DISTINCT u.istag_id FROM tag_source s
                JOIN tag_source_use u ON u.source_id = s.id
                JOIN istag t ON t.id = u.istag_id
                JOIN image_stream i ON i.id = t.image_stream_id
                JOIN namespace n ON n.id = i.namespace_id AND n.cluster_id = ?1
                WHERE s.from_kind = 'DockerImage' AND s.from_reference_id IN (
                    SELECT ?2 UNION ALL SELECT e.id FROM reference e WHERE e.canonical_id = ?2)
                """, clusterID, .integer(reference)
            ).compactMap { row in try row[0].integer.flatMap { try self.tag($0) } }
                // A tag that followed it once may follow another by now.
                .filter { $0.imports(canonical) }
        }
        importing[key] = tags
        return tags
    }

    /// The number of a reference by tag in its full spelling; nil where no tag and no container ever wrote it.
    private func canonicalReference(_ canonical: String) throws -> Int64? {
        guard let parts = ImageReference(canonical).parts else { return nil }
        return try connection.row(
            """
            SELECT r.id FROM repository p JOIN registry h ON h.id = p.registry_id
            JOIN reference r ON r.repository_id = p.id AND r.tag = ?4 AND r.digest_id IS NULL
            WHERE p.fingerprint = ?1 AND h.host = ?2 AND p.path = ?3
            """, .integer(fingerprint(of: parts.registry.map { "\($0)/\(parts.path)" } ?? parts.path)),
            .text(parts.registry ?? ""), .text(parts.path), .text(parts.tag ?? ""))?[0].integer
    }

    private func tag(_ number: Int64) throws -> StandingTag? {
        if let known = tags[number] { return known }
        let row = try connection.row(
            """
            SELECT n.name, i.name, t.tag, v.digest_id, s.from_kind, s.from_reference_id, s.from_name_id, s.scheduled,
                s.reference_policy, s.reference_only
            FROM istag t
            JOIN istag_version v ON v.istag_id = t.id AND v.until_snapshot IS NULL
                AND v.from_snapshot = (SELECT max(x.from_snapshot) FROM istag_version x WHERE x.istag_id = t.id)
            JOIN tag_source s ON s.id = v.source_id
            JOIN image_stream i ON i.id = t.image_stream_id
            JOIN namespace n ON n.id = i.namespace_id
            WHERE t.id = ?1
            """, .integer(number))
        let tag = try row.map { row in
            StandingTag(
                id: ImageStreamTag.ID(namespace: row[0].text ?? "", stream: row[1].text ?? "", tag: row[2].text ?? ""),
                digest: try references.digest(row[3].integer),
                source: ImageStreamTag.Source(
                    kind: row[4].text, name: try references.reference(row[5].integer) ?? references.text(row[6].integer),
                    isScheduled: row[7].integer == 1, referencePolicy: row[8].text, isReferenceOnly: row[9].integer == 1))
        }
        tags[number] = .some(tag)
        return tag
    }
}

extension Arrival {
    /// From a revision's times as the file keeps them; nil where there is no revision.
    init?(created: Value, after: Value, first: Value) {
        guard let seenBy = Instant(first.integer) else { return nil }
        self.init(createdAt: Instant(created.integer), notBefore: Instant(after.integer), seenBy: seenBy)
    }
}
