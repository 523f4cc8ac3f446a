internal import Model
internal import SQLite
internal import Texts

/// Keeps what the cluster tells of its tags' past, also from before the first look.
struct HistoryWriter {
    private let connection: Connection
    private let interner: Interner
    private let clusterID: Value
    private let snapshot: Int64
    private let reader: ReferenceReader
    private let facts: FactAccumulator
    private let due: DueContainers

    init(
        _ connection: Connection, _ interner: Interner, cluster clusterID: Int64, snapshot: Int64, facts: FactAccumulator,
        due: DueContainers
    ) {
        self.connection = connection
        self.interner = interner
        self.clusterID = .integer(clusterID)
        self.snapshot = snapshot
        self.facts = facts
        self.due = due
        reader = ReferenceReader(connection)
    }

    /// - Parameters:
    ///   - standing: The tags that stood in the same namespaces.
    ///   - coverage: What the look before this one looked at.
    /// - Returns: How many entries of which tags could not be kept.
    func write(
        _ seen: [ImageStreamTag], standing: [StandingState.KnownTag], coverage: [Coverage.Scope: Coverage], changes: [Change]
    ) throws -> [ImageStreamTag.ID: Int] {
        var unplaced: [ImageStreamTag.ID: Int] = [:]
        var lastLooks = Remembered<Int64?>()
        for (tag, current) in candidates(seen.orderedByName, standing, coverage, changes) where !tag.revisions.isEmpty {
            let lastLook = try lastLooks.value(of: tag.id.stream.namespace) { try self.lastLook(at: $0) }
            let lost = try learn(tag, begins: current == nil, lastLook: lastLook)
            if lost > 0 { unplaced[tag.id] = lost }
        }
        return unplaced
    }

    /// The tags that may have something new to tell, each with where it pointed.
    private func candidates(
        _ tags: [ImageStreamTag], _ standing: [StandingState.KnownTag], _ coverage: [Coverage.Scope: Coverage],
        _ changes: [Change]
    ) -> [(ImageStreamTag, ImageStreamTag.Revision?)] {
        let moved: [(ImageStreamTag, ImageStreamTag.Revision?)] = changes.compactMap { change in
            guard case .imageStreamTag(let id, let before, let after?) = change, before?.current != after.current,
                let place = tags.place(of: id).found
            else { return nil }
            return (tags[place], before?.current)
        }
        let isAllKnown = coverage[Coverage.Scope(kind: .imageStream, namespace: nil)]?.outcome == .complete
        guard !isAllKnown else { return moved }
        var isKnown = Remembered<Bool>()
        var others: [(ImageStreamTag, ImageStreamTag.Revision?)] = []
        forEachPair(standing, tags) { known, place in
            guard let place, tags[place].revisions.count > 1 else { return }
            let current = known.flatMap { standing[$0].state.current }
            guard current == tags[place].state.current else { return }
            if !isKnown.value(of: tags[place].id.stream.namespace, { isHistoryKnown(at: $0, coverage) }) {
                others.append((tags[place], current))
            }
        }
        return moved + others
    }

    /// Whether the look before told the whole history: streams do, ImageStreamTags tell only where the tag points.
    private func isHistoryKnown(at namespace: String, _ coverage: [Coverage.Scope: Coverage]) -> Bool {
        [nil, namespace].contains {
            coverage[Coverage.Scope(kind: .imageStream, namespace: $0)]?.outcome == .complete
        }
    }

    private func learn(_ tag: ImageStreamTag, begins: Bool, lastLook: Int64?) throws -> Int {
        let tagNumber = try interner.imageStreamTag(tag.id)
        let number = Value.integer(tagNumber)
        let beginning = try beginning(of: tag.revisions, number)
        let known = try known(number, from: beginning)
        var history = TagHistory(known)
        // A look that saw not all, but this tag, did not see the newer entry there either.
        let lastTold = try connection.row(
            "SELECT max(first_snapshot) FROM revision WHERE istag_id = ?1 AND sequence >= ?2", number, beginning)?[0].integer
        let after = [lastLook, lastTold].compactMap(\.self).max()
        let learnt = history.learn(tag.revisions, begins: begins)
        let newest = known.last?.sequence
        for entry in learnt {
            // A look that shows only where a tag points says nothing of when an older entry came.
            let isNewer = newest.map { entry.sequence > $0 } ?? true
            let lookedIn = isNewer ? after.map(Value.integer) ?? .null : .null
            try connection.run(
                StateTable.revision.insert,
                [number, .integer(entry.sequence), .integer(entry.line), lookedIn, .integer(snapshot)]
                    + RowValues(interner, of: entry.revision).values)
            let lookedAt = Instant(try connection.row("SELECT taken_at FROM snapshot WHERE id = ?1", lookedIn)?[0].integer)
            try facts.note(
                .opened(.revision) {
                    $0.append(tag.id)
                    $0.append(entry.sequence)
                    $0.append(entry, after: lookedAt)
                })
            try due.noteRevision(of: tagNumber, sequence: entry.sequence)
        }
        return history.unplaced
    }

    /// Where in a tag's history to begin to read: before each entry that is told again, and some way back. What lies further back orders
    /// nothing of what is told now, and is not read, so that a long history costs no more than a short one.
    private func beginning(of revisions: [ImageStreamTag.Revision], _ number: Value) throws -> Value {
        let back = try connection.rows(
            "SELECT sequence, line FROM revision WHERE istag_id = ?1 ORDER BY sequence DESC LIMIT 64", number)
        guard let last = back.first, var first = back.last?[0].integer else { return .integer(.min) }
        guard back.count == 64 else { return .integer(first) }
        for revision in revisions {
            let same = try connection.row(
                """
                SELECT min(sequence) FROM revision INDEXED BY revision_by_digest
                WHERE istag_id = ?1 AND digest_id IS ?2 AND created_at IS ?3 AND line = ?4
                """, number, try interner.digest(revision.digest), seconds(revision.createdAt), last[1])
            first = min(first, same?[0].integer ?? first)
        }
        let before = try connection.row(
            "SELECT max(sequence) FROM revision WHERE istag_id = ?1 AND sequence < ?2", number, .integer(first))?[0].integer
        return .integer(before ?? first)
    }

    private func known(_ number: Value, from beginning: Value) throws -> [TagHistory.Entry] {
        try connection.rows(
            """
            SELECT sequence, digest_id, image_id, created_at, line, at_digest FROM revision
            WHERE istag_id = ?1 AND sequence >= ?2 ORDER BY sequence
            """, number, beginning
        ).map { row in
            let digest = try reader.digest(row[1].integer)
            let image = ReferenceReader.image(try reader.reference(row[2].integer), isAtDigest: row[5].integer, digest)
            return TagHistory.Entry(
                sequence: row[0].integer ?? 0,
                revision: ImageStreamTag.Revision(createdAt: Instant(row[3].integer), digest: digest, image: image),
                line: row[4].integer ?? 0)
        }
    }

    /// The newest snapshot before this one that covered the namespace's tags completely.
    private func lastLook(at namespace: String) throws -> Int64? {
        let scopes: [Value] = [.null, .integer(try interner.namespace(namespace))]
        return try [ObjectKind.imageStream, .imageStreamTag].flatMap { kind in
            try scopes.compactMap { try lastLook(.integer(interner.kind(kind)), $0) }
        }.max()
    }

    /// The end of the newest stretch of complete looks at a kind in a scope, found from the end of the indexes backwards.
    private func lastLook(_ kind: Value, _ scope: Value) throws -> Int64? {
        let stretch = try connection.row(
            """
            SELECT v.until_snapshot FROM coverage_version v
            WHERE v.cluster_id = ?1 AND v.kind_id = ?2 AND v.namespace_id IS ?3 AND v.outcome_id = 1
            ORDER BY v.from_snapshot DESC LIMIT 1
            """, clusterID, kind, scope)
        guard let stretch else { return nil }
        // A cluster's snapshots are numbered in the order of their times.
        return try connection.row(
            """
            SELECT s.id FROM snapshot s
            WHERE s.cluster_id = ?1 AND s.followed = 0 AND s.taken_at < (SELECT u.taken_at FROM snapshot u WHERE u.id = ?2)
            ORDER BY s.taken_at DESC LIMIT 1
            """, clusterID, .integer(stretch[0].integer ?? snapshot))?[0].integer
    }
}

/// What holds for a namespace, found out once.
private struct Remembered<Value> {
    private var known: [ExactText: Value] = [:]
    private var last: (namespace: String, value: Value)?

    mutating func value(of namespace: String, _ find: (String) throws -> Value) rethrows -> Value {
        // Tags come by namespace.
        if let last, last.namespace.hasSameBytes(as: namespace) { return last.value }
        let value = try known[ExactText(namespace)] ?? find(namespace)
        known[ExactText(namespace)] = value
        last = (namespace, value)
        return value
    }
}
