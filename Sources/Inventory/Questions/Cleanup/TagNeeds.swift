internal import Model
internal import Record
internal import SQLite
internal import Texts

/// All that needs tags of one cluster, and all its tags.
struct TagNeeds {
    private struct Tag {
        let id: Int64
        let name: ClusterTag
        let stream: String
        let tag: String
        /// What it points to now; nil where it stands no more or points nowhere.
        var digest: String?
        var digestID: Int64?
        var size: Int64?
        var changedAt: Instant?
        var seenFrom: Int64?
        /// Everything it ever pointed to.
        var digests: Set<Int64> = []
    }

    /// Who needs something, from which snapshot until which.
    private struct Use {
        var who: LastUser
        let until: Int64?
        let end: Instant?
    }

    private let record: RecordReader
    private let window: CleanupWindow
    private let first: Int64
    private var tags: [Int64: Tag] = [:]
    private var byDigest: [Int64: [Int64]] = [:]
    private var byPlace: [ImageStreamTag.ID: [Int64]] = [:]
    private var bySource: [String: [Int64]] = [:]
    /// Tags that are needed within the window.
    private var needed: Set<Int64> = []
    private var last: [Int64: Use] = [:]

    init(_ record: RecordReader, _ window: CleanupWindow) throws {
        self.record = record
        self.window = window
        first =
            try record.rows(
                """
                SELECT s.id FROM snapshot s JOIN cluster c ON c.id = s.cluster_id
                WHERE c.name = ?1 AND s.stub = 0 AND s.followed = 0 AND s.taken_at <= ?2 ORDER BY s.taken_at DESC LIMIT 1
                """, [.text(window.cluster), .integer(window.from.secondsSince1970)]
            ).first?[0].integer ?? window.snapshot
        try readTags()
        try readContainers()
        try readTriggers()
        try readRunning()
        try follow()
    }

    // MARK: Tags

    private mutating func readTags() throws {
        let rows = try record.rows(
            """
            SELECT t.id, n.name, i.name, t.tag, v.from_snapshot, v.until_snapshot, d.text, v.changed_at, m.size, s.from_kind, r.canonical,
                v.digest_id
            FROM cluster c JOIN namespace n ON n.cluster_id = c.id JOIN image_stream i ON i.namespace_id = n.id
            JOIN istag t ON t.image_stream_id = i.id
            LEFT JOIN istag_version v ON v.istag_id = t.id AND v.from_snapshot <= ?2
            LEFT JOIN digest_ d ON d.id = v.digest_id LEFT JOIN image m ON m.digest_id = v.digest_id
            LEFT JOIN tag_source s ON s.id = v.source_id LEFT JOIN reference_ r ON r.id = s.from_reference_id
            WHERE c.name = ?1
            """, [.text(window.cluster), .integer(window.snapshot)])
        for row in rows {
            guard let id = row[0].integer else { continue }
            let (namespace, stream, tag) = (row[1].text ?? "", row[2].text ?? "", row[3].text ?? "")
            var known =
                tags[id]
                ?? Tag(
                    id: id, name: ClusterTag(cluster: window.cluster, namespace: namespace, istag: "\(stream):\(tag)"),
                    stream: stream, tag: tag)
            if tags[id] == nil {
                byPlace[ImageStreamTag.ID(namespace: namespace, stream: stream, tag: tag), default: []].append(id)
            }
            if let digest = row[11].integer { known.digests.insert(digest) }
            let isStanding = row[4].integer != nil && row[5].integer.map { $0 > window.snapshot } ?? true
            if isStanding, let digest = row[6].text {
                known.digest = digest
                known.digestID = row[11].integer
                known.size = row[8].integer
                known.changedAt = Instant(row[7].integer)
            }
            known.seenFrom = [known.seenFrom, row[4].integer].compactMap(\.self).min()
            if let source = row[10].text, row[9].text == "DockerImage" { bySource[source, default: []].append(id) }
            tags[id] = known
        }
        for row in try record.rows(
            """
            SELECT r.istag_id, r.digest_id FROM revision r JOIN istag t ON t.id = r.istag_id
            JOIN image_stream i ON i.id = t.image_stream_id JOIN namespace n ON n.id = i.namespace_id JOIN cluster c ON c.id = n.cluster_id
            WHERE c.name = ?1 AND r.digest_id IS NOT NULL
            """, [.text(window.cluster)])
        {
            if let id = row[0].integer, let digest = row[1].integer { tags[id]?.digests.insert(digest) }
        }
        for tag in tags.values { for digest in tag.digests { byDigest[digest, default: []].append(tag.id) } }
    }

    // MARK: Who needs them

    private mutating func readContainers() throws {
        let rows = try record.rows(
            """
            SELECT n.name, k.name, w.name, v.from_snapshot, v.until_snapshot, e.taken_at, coalesce(r.canonical, r.text), r.digest_id, v.trigger_istag_id
            FROM cluster c JOIN namespace n ON n.cluster_id = c.id JOIN workload w ON w.namespace_id = n.id
            JOIN kind k ON k.id = w.kind_id JOIN container b ON b.workload_id = w.id
            JOIN container_version v ON v.container_id = b.id AND v.from_snapshot <= ?2
            JOIN reference_ r ON r.id = v.reference_id LEFT JOIN snapshot e ON e.id = v.until_snapshot
            WHERE c.name = ?1
            """, [.text(window.cluster), .integer(window.snapshot)])
        for row in rows {
            let namespace = row[0].text ?? ""
            let use = self.use(namespace, row[1].text ?? "", row[2].text ?? "", row[3...5])
            if let digest = row[7].integer { need(byDigest[digest] ?? [], use) }
            if let trigger = row[8].integer { need([trigger], use) }
            if let reference = row[6].text { need(meant(by: reference, in: namespace), use) }
        }
    }

    /// The tags that a reference names or may come to mean. Whatever host stands before NAMESPACE/NAME may be a route to the internal
    /// registry that the record has not learnt of.
    private func meant(by canonical: String, in namespace: String) -> [Int64] {
        guard let parts = ImageReference(canonical).parts else { return perhapsMeant(by: canonical, in: namespace) }
        var found = bySource[canonical] ?? []
        let components = parts.path.split(separator: "/").map(String.init)
        // By digest it is the content that counts.
        guard let name = components.last, parts.digest == nil else { return found }
        let tag = parts.tag ?? "latest"
        found += byPlace[ImageStreamTag.ID(namespace: namespace, stream: name, tag: tag)] ?? []
        if components.count == 2 {
            found += byPlace[ImageStreamTag.ID(namespace: components[0], stream: name, tag: tag)] ?? []
        }
        return found
    }

    /// All tags of the streams that a text may name which is no valid reference, by its last two names: a stream's own name may be so long
    /// that none can be written, and yet a BuildConfig is made from it; and who wrote the text meant something.
    private func perhapsMeant(by text: String, in namespace: String) -> [Int64] {
        let names = text.prefix { $0 != "@" }.split(separator: "/")
        guard let last = names.last, let name = last.split(separator: ":").first.map(String.init) else { return [] }
        let place = names.dropLast().last.map(String.init)
        return tags.values.filter { tag in
            tag.stream == name && (tag.name.namespace == namespace || tag.name.namespace == place)
        }.map(\.id)
    }

    /// Triggers name tags also where they are paused, or where nobody can follow them: who wrote them meant something.
    private mutating func readTriggers() throws {
        let rows = try record.rows(
            """
            SELECT n.name, k.name, w.name, v.from_snapshot, v.until_snapshot, e.taken_at, json_valid(x.value), x.value
            FROM cluster c JOIN namespace n ON n.cluster_id = c.id JOIN workload w ON w.namespace_id = n.id
            JOIN kind k ON k.id = w.kind_id JOIN workload_version v ON v.workload_id = w.id AND v.from_snapshot <= ?2
            JOIN text x ON x.id = v.triggers_id LEFT JOIN snapshot e ON e.id = v.until_snapshot
            WHERE c.name = ?1
            """, [.text(window.cluster), .integer(window.snapshot)])
        for row in rows {
            let namespace = row[0].text ?? ""
            let use = self.use(namespace, row[1].text ?? "", row[2].text ?? "", row[3...5])
            guard row[6].integer == 1, let text = row[7].text else {
                // Nobody can tell what it means, so it may mean any tag of its namespace.
                need(tags.values.filter { $0.name.namespace.hasSameBytes(as: namespace) }.map(\.id), use)
                continue
            }
            for named in try record.rows(
                """
                SELECT CASE type WHEN 'object' THEN json_extract(value, '$.name') END,
                    CASE type WHEN 'object' THEN json_extract(value, '$.namespace') END
                FROM json_tree(?1) WHERE key = 'from'
                """, [.text(text)])
            {
                guard let name = named[0].text, let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { continue }
                let place = named[1].text.flatMap { $0.isEmpty ? nil : $0 } ?? namespace
                let (stream, tag) = (String(name[..<colon]), String(name[name.utf8.index(after: colon)...]))
                need(byPlace[ImageStreamTag.ID(namespace: place, stream: stream, tag: tag)] ?? [], use)
            }
        }
    }

    /// What Pods really run, by whichever of an image's names: its index, a platform's manifest, or its local ID.
    private mutating func readRunning() throws {
        var others: [Int64: [Int64]] = [:]
        for row in try record.rows("SELECT digest_id, other_id FROM one_image_") {
            if let name = row[0].integer, let other = row[1].integer { others[name, default: []].append(other) }
        }
        let rows = try record.rows(
            """
            SELECT n.name, k.name, w.name, v.from_snapshot, v.until_snapshot, e.taken_at, coalesce(r.canonical, r.text), v.digest_id
            FROM cluster c JOIN namespace n ON n.cluster_id = c.id JOIN workload w ON w.namespace_id = n.id
            JOIN kind k ON k.id = w.kind_id JOIN container b ON b.workload_id = w.id
            JOIN running_version v ON v.container_id = b.id AND v.from_snapshot <= ?2
            JOIN reference_ r ON r.id = v.reference_id LEFT JOIN snapshot e ON e.id = v.until_snapshot
            WHERE c.name = ?1
            """, [.text(window.cluster), .integer(window.snapshot)])
        for row in rows {
            let namespace = row[0].text ?? ""
            var use = self.use(namespace, row[1].text ?? "", row[2].text ?? "", row[3...5])
            use.who.isByPods = true
            if let name = row[7].integer {
                for name in [name] + (others[name] ?? []) { need(byDigest[name] ?? [], use) }
            }
            if let reference = row[6].text { need(meant(by: reference, in: namespace), use) }
        }
    }

    private func use(_ namespace: String, _ kind: String, _ name: String, _ span: ArraySlice<Value>) -> Use {
        let values = Array(span)
        // What an owner's objects need is no object of its own: a ReplicaSet of Deployment/web.
        let owner = Workload.ID.neededOwner(in: name)
        let isKept = owner.map { !$0.hasPrefix("\(kind)/") } ?? false
        let who = LastUser(object: owner ?? "\(kind)/\(name)", keptKind: isKept ? kind : nil, namespace: namespace)
        return Use(who: who, until: values[1].integer, end: Instant(values[2].integer))
    }

    private mutating func need(_ tags: [Int64], _ use: Use) {
        // Half-open: what ended with the look at the window's beginning was no longer there.
        let isWithin = use.until.map { $0 > first } ?? true
        for tag in tags {
            if isWithin { needed.insert(tag) }
            guard let end = use.end, end <= window.takenAt else { continue }
            if last[tag]?.end.map({ $0 < end }) ?? true { last[tag] = use }
        }
    }

    /// What a needed tag follows is needed, and so on.
    private mutating func follow() throws {
        var followed: [Int64: [Int64]] = [:]
        let within = """
            (SELECT * FROM istag_history_
            WHERE from_snapshot <= \(window.snapshot) AND (until_snapshot IS NULL OR until_snapshot > \(first)))
            """
        for row in try record.rows(FollowedTags.pairs(of: within)) {
            if let follower = row[0].integer, let source = row[1].integer { followed[follower, default: []].append(source) }
        }
        // A tag may also import another from the internal registry.
        for (source, followers) in bySource {
            let sources = meant(by: source, in: "").filter { id in !(bySource[source] ?? []).contains(id) }
            for follower in followers { followed[follower, default: []] += sources }
        }
        var open = Array(needed)
        while let tag = open.popLast() {
            for source in followed[tag] ?? [] where needed.insert(source).inserted { open.append(source) }
        }
    }

    // MARK: What is left

    /// A tag as young as this may just be about to be used; OpenShift's pruner spares it too.
    private static let youngest: Int64 = 3_600

    func candidates(_ filter: Filter) throws -> [CleanupCandidate] {
        let youngest = min(window.from, window.takenAt.advanced(by: -Self.youngest))
        let going = tags.values.filter { tag in
            guard tag.digest != nil, !needed.contains(tag.id) else { return false }
            guard filter.includes(namespace: tag.name.namespace) else { return false }
            // It stood all the while, and pointed where it does.
            return tag.seenFrom.map { $0 <= first } ?? false && tag.changedAt.map { $0 <= youngest } ?? true
        }.sorted { $0.name < $1.name }
        let leaving = Set(going.map(\.id))
        let kept = Set(tags.values.filter { $0.digest != nil && !leaving.contains($0.id) }.flatMap(\.digests))
        var freed: Set<Int64> = []
        return going.map { tag in
            let isShared = tag.digestID.map { kept.contains($0) || !freed.insert($0).inserted } ?? true
            return CleanupCandidate(
                tag: tag.name, digest: tag.digest ?? "", size: tag.size, freed: tag.size.map { isShared ? 0 : $0 },
                lastNeededBy: last[tag.id]?.who, lastNeededAt: last[tag.id]?.end)
        }
    }
}
