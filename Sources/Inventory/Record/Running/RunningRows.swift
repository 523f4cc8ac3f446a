internal import Model
internal import SQLite

/// Reads and writes what stands beside the states of what Pods run: which names belong to one image, and in how many Pods it runs.
struct RunningRows {
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

    /// Every other name of an image: of an index its platforms' manifests, of a manifest its index and its local ID. As far as earlier looks
    /// learnt them, so that what a snapshot changes does not hang on the order in which its parts come.
    func names(of image: RunningImage.ID) throws -> Set<RunningDiff.ImageName> {
        guard image.naming != .other, let number = try interner.known(digest: image.name) else { return [] }
        let rows = try connection.rows(
            """
            WITH known AS (SELECT * FROM image_part WHERE first_snapshot < ?2)
            SELECT d.value, p.local FROM known p JOIN digest d ON d.id = p.part_id WHERE p.digest_id = ?1
            UNION SELECT d.value, 0 FROM known p JOIN digest d ON d.id = p.digest_id WHERE p.part_id = ?1
            UNION SELECT d.value, 1 FROM known p JOIN known q ON q.digest_id = p.part_id AND q.local = 1
                JOIN digest d ON d.id = q.part_id WHERE p.digest_id = ?1
            UNION SELECT d.value, 0 FROM known p JOIN known q ON q.part_id = p.digest_id AND p.local = 1
                JOIN digest d ON d.id = q.digest_id WHERE p.part_id = ?1
            """, .integer(number), snapshot)
        return Set(
            rows.compactMap { row in
                guard let name = DigestValue.text(of: row[0]) else { return nil }
                return RunningDiff.ImageName(naming: row[1].integer == 1 ? .local : .pulled, name: name)
            })
    }

    /// Keeps what images say of their names, and what was learnt of them; it is never unlearnt.
    func learn(_ images: [Image]) throws {
        for image in images {
            for manifest in image.manifests { try learn(image.digest, manifest, isLocal: false) }
            if let localID = image.localID { try learn(image.digest, localID, isLocal: true) }
        }
    }

    /// Keeps that two names are one image's.
    func learn(_ digest: String, _ part: String, isLocal: Bool) throws {
        guard digest != part else { return }
        let isNew = try connection.row(
            """
            INSERT OR IGNORE INTO image_part (digest_id, part_id, local, first_snapshot) VALUES (?1, ?2, ?3, ?4) RETURNING 1
            """, .integer(try interner.digest(digest)), .integer(try interner.digest(part)), .integer(isLocal ? 1 : 0), snapshot)
        guard isNew != nil else { return }
        try facts.note(
            .opened(.imagePart) {
                $0.append(digest)
                $0.append(part)
                if isLocal {
                    $0.append("local")
                    $0.append(true)
                }
            })
    }

    /// Overwrites in how many Pods something runs, which is no change.
    func write(_ counts: [(id: RunningImage.ID, pods: Int64)]) throws {
        for (id, pods) in counts { try write(pods, of: id) }
    }

    private func write(_ pods: Int64, of id: RunningImage.ID) throws {
        try connection.run(
            """
            UPDATE running_version INDEXED BY running_version_standing SET pods = ?4
            WHERE container_id = ?1 AND naming = ?2 AND digest_id = ?3 AND until_snapshot IS NULL
            """, .integer(try interner.container(id.container)), .integer(id.naming.rawValue),
            .integer(try interner.digest(id.name)), .integer(pods))
    }

    /// The same for what begins.
    func writeCounts(of changes: [Change]) throws {
        for case .running(let id, _, let after?) in changes { try write(after.pods, of: id) }
    }
}
