public import Model
public import Record
internal import SQLite

/// A tag that nothing needs any more.
public struct CleanupCandidate: Sendable, Equatable {
    /// The tag.
    public let tag: ClusterTag
    /// What it points to.
    public let digest: String
    /// The image's size in bytes; nil where it is not known.
    public let size: Int64?
    /// What of that no tag shares that stays; nil where the size is not known.
    public let freed: Int64?
    /// Who needed it last, `Deployment/web in shop`; nil where nothing ever did, by this record.
    public let lastNeededBy: String?
    /// Until when; nil where nothing ever did.
    public let lastNeededAt: Instant?
    /// `no-longer-needed` or `never-needed`.
    public var reason: String { lastNeededBy == nil ? "never-needed" : "no-longer-needed" }
    /// The command that would remove it.
    public var command: String { "oc -n \(ShellWord.quoted(tag.namespace)) tag -d \(ShellWord.quoted(tag.istag))" }
}

/// Which tags may go: those that nothing needs, where everything that could need one was looked at.
///
/// It counts as OpenShift's own pruner does and more: workloads of every kind, the ReplicaSets and ReplicationControllers that are kept
/// for rollback, Jobs, Pods, Builds and BuildConfigs, triggers, and the tags that follow a needed one, by a chain of any length. A
/// reference needs each tag it may mean: each whose history has its digest, wherever; the one it names in the internal registry; the one
/// of its own namespace that has its last component and its tag; each that imports it.
public struct Cleanup: Sendable {
    /// What may go, by cluster, namespace and name.
    public let candidates: [CleanupCandidate]
    /// The same as rows.
    public let answer: Answer

    /// Asks a record.
    ///
    /// - Parameters:
    ///   - record: The record, as it stands or stood.
    ///   - filter: Which clusters' and namespaces' tags.
    ///   - unusedFor: For how long nothing may have needed them, in seconds, and we must have been looking all that time.
    public init(in record: RecordReader, _ filter: Filter = Filter(), unusedFor: Int64 = 0) throws {
        try record.refuseUnknownPlaces(filter)
        var candidates: [CleanupCandidate] = []
        var notes: [String] = []
        for standing in try record.clusters() where filter.cluster == nil || filter.cluster == standing.cluster {
            guard let snapshot = standing.snapshot, let takenAt = standing.takenAt else {
                notes += try record.notes(on: .istags, Filter(cluster: standing.cluster), isEmpty: false)
                continue
            }
            let window = CleanupWindow(
                cluster: standing.cluster, snapshot: snapshot, takenAt: takenAt, from: takenAt.advanced(by: -unusedFor))
            let doubts = try record.doubts(window)
            guard doubts.isEmpty else {
                notes += doubts.map { "cluster \(standing.cluster): no tag is called unused: \($0)" }
                continue
            }
            candidates += try Needs(record, window).candidates(filter)
        }
        self.candidates = candidates.sorted { $0.tag < $1.tag }
        if candidates.isEmpty, notes.isEmpty { notes.append("every tag\(filter.place.map { " in \($0)" } ?? "") is needed") }
        if candidates.contains(where: { $0.freed != nil }) {
            notes.append(
                "freed is at most that much: images share layers; the registry's pruner frees it, not the removal of the tag")
        }
        answer = Cleanup.answer(self.candidates, notes: notes)
    }

    private static func answer(_ candidates: [CleanupCandidate], notes: [String]) -> Answer {
        Answer(
            columns: [
                .init("cluster", isWide: true), .init("namespace"), .init("istag"), .init("digest", .digest),
                .init("size", .integer),
                .init("freed", .integer), .init("last_needed_by"), .init("last_needed_at", .time), .init("reason"),
                .init("command", isWide: true),
            ],
            rows: candidates.map {
                [
                    .text($0.tag.cluster), .text($0.tag.namespace), .text($0.tag.istag), .text($0.digest),
                    $0.size.map(Answer.Cell.integer) ?? .null, $0.freed.map(Answer.Cell.integer) ?? .null,
                    $0.lastNeededBy.map(Answer.Cell.text) ?? .null,
                    ($0.lastNeededAt?.description).map(Answer.Cell.text) ?? .null, .text($0.reason), .text($0.command),
                ]
            },
            names: candidates.map { "imagestreamtag/\($0.tag.istag)" }, notes: notes)
    }

    /// The commands as a script to look over, each under its evidence.
    public var script: String {
        guard !candidates.isEmpty else { return "" }
        var lines = [
            "#!/bin/sh",
            "# Tags that nothing in the record needs any more. Look it over before you run it: `oc tag -d` forgets a tag's history.",
            "set -e",
        ]
        for candidate in candidates {
            let size = candidate.freed.map { ", \($0) bytes of its own" } ?? ""
            let last =
                candidate.lastNeededBy.map { "last needed by \($0) until \(candidate.lastNeededAt?.description ?? "")" }
                ?? "never needed as long as was looked"
            lines += [
                "", "# \(candidate.tag.cluster) \(candidate.tag.namespace)/\(candidate.tag.istag) \(candidate.digest)",
                "# \(last)\(size)",
                candidate.command,
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// The stretch of one cluster's time in which nothing may have needed a tag: from the look at its beginning until a snapshot.
private struct CleanupWindow {
    let cluster: String
    let snapshot: Int64
    let takenAt: Instant
    let from: Instant
}

extension RecordReader {
    /// Why it cannot be known that nothing needs a tag; empty where it can.
    fileprivate func doubts(_ window: CleanupWindow) throws -> [String] {
        let looks = try rows(
            """
            SELECT s.id, s.taken_at FROM snapshot s JOIN cluster c ON c.id = s.cluster_id
            WHERE c.name = ?1 AND s.stub = 0 AND s.id <= ?2 ORDER BY s.taken_at
            """, [.text(window.cluster), .integer(window.snapshot)]
        ).compactMap { row in row[0].integer.flatMap { id in Instant(row[1].integer).map { (id: id, at: $0) } } }
        guard let start = looks.lastIndex(where: { $0.at <= window.from }) else {
            return ["the record does not reach back to \(window.from); it begins \(looks.first?.at.description ?? "later")"]
        }
        let within = looks[start...]
        var doubts: [String] = []
        let distances = zip(within, within.dropFirst()).map { $1.at.secondsSince1970 - $0.at.secondsSince1970 }
        let usual = distances.sorted().dropFirst(distances.count / 2).first ?? 0
        if let gap = zip(within, within.dropFirst()).first(where: { left, right in
            let distance = right.at.secondsSince1970 - left.at.secondsSince1970
            return distance > 86_400 && distance > 3 * usual
        }) {
            doubts.append("nobody looked from \(gap.0.at) to \(gap.1.at)")
        }
        let others = try kindsOfWorkloads().filter { Kinds.builtIn[$0] == nil }
        for kind in Kinds.builtIn.all.map(\.kind) + others where kind != .imageStreamTag {
            // From the first to the last look each must lie in a stretch that saw the kind in all namespaces, or found no such API.
            let stretches = try rows(
                """
                SELECT v.from_snapshot, v.until_snapshot, o.name, v.namespace_id, m.value FROM coverage_version v
                JOIN cluster c ON c.id = v.cluster_id JOIN kind k ON k.id = v.kind_id JOIN outcome o ON o.id = v.outcome_id
                LEFT JOIN text m ON m.id = v.message_id
                WHERE c.name = ?1 AND k.name = ?2
                """, [.text(window.cluster), .text(kind.title)])
            let failed = within.last { look in
                !stretches.contains { row in
                    row[3] == .null && (row[2].text == "complete" || row[2].text == "absent")
                        && (row[0].integer ?? .max) <= look.id && (row[1].integer.map { $0 > look.id } ?? true)
                }
            }
            guard let failed else { continue }
            let told = stretches.first { row in
                (row[0].integer ?? .max) <= failed.id && (row[1].integer.map { $0 > failed.id } ?? true)
            }
            doubts.append(doubt(kind, told, at: failed.at))
        }
        return doubts
    }

    private func doubt(_ kind: ObjectKind, _ told: [Value]?, at instant: Instant) -> String {
        let right = "the right to list \(kind.resource)\(kind.group.isEmpty ? "" : ".\(kind.group)") in all namespaces"
        guard let told else { return "\(kind.resourceTitle) were not asked for at \(instant); it needs \(right)" }
        switch told[2].text {
        case "forbidden": return "\(kind.resourceTitle) were forbidden at \(instant); it needs \(right)"
        case "failed": return "\(kind.resourceTitle) could not be read at \(instant)\(told[4].text.map { ": \($0)" } ?? "")"
        default: return "\(kind.resourceTitle) were looked at in some namespaces only at \(instant); it needs \(right)"
        }
    }
}

/// All that needs tags of one cluster, and all its tags.
private struct Needs {
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
        let who: String
        let from: Int64
        let until: Int64?
        let end: Instant?
    }

    private let record: RecordReader
    private let window: CleanupWindow
    private let first: Int64
    private var tags: [Int64: Tag] = [:]
    private var byDigest: [Int64: [Int64]] = [:]
    private var byPlace: [[String]: [Int64]] = [:]
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
                WHERE c.name = ?1 AND s.stub = 0 AND s.taken_at <= ?2 ORDER BY s.taken_at DESC LIMIT 1
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
            if tags[id] == nil { byPlace[[namespace, stream, tag], default: []].append(id) }
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
            SELECT n.name, k.name, w.name, v.from_snapshot, v.until_snapshot, e.taken_at, r.canonical, r.digest_id, v.trigger_istag_id
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
            if let canonical = row[6].text { need(meant(by: canonical, in: namespace), use) }
        }
    }

    /// The tags that a reference names or may come to mean. Whatever host stands before NAMESPACE/NAME may be a route to the internal
    /// registry that the record has not learnt of.
    private func meant(by canonical: String, in namespace: String) -> [Int64] {
        guard let parts = ImageReference(canonical).parts else { return [] }
        var found = bySource[canonical] ?? []
        let components = parts.path.split(separator: "/").map(String.init)
        // By digest it is the content that counts.
        guard let name = components.last, parts.digest == nil else { return found }
        let tag = parts.tag ?? "latest"
        found += byPlace[[namespace, name, tag]] ?? []
        if components.count == 2 { found += byPlace[[components[0], name, tag]] ?? [] }
        return found
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
                need(tags.values.filter { $0.name.namespace == namespace }.map(\.id), use)
                continue
            }
            for named in try record.rows(
                """
                SELECT CASE type WHEN 'object' THEN json_extract(value, '$.name') END,
                    CASE type WHEN 'object' THEN json_extract(value, '$.namespace') END
                FROM json_tree(?1) WHERE key = 'from'
                """, [.text(text)])
            {
                guard let name = named[0].text, let colon = name.firstIndex(of: ":") else { continue }
                let place = named[1].text.flatMap { $0.isEmpty ? nil : $0 } ?? namespace
                need(byPlace[[place, String(name[..<colon]), String(name[name.index(after: colon)...])]] ?? [], use)
            }
        }
    }

    /// What Pods really run, where the record has it.
    private mutating func readRunning() throws {
        guard try !record.rows("SELECT 1 FROM sqlite_schema WHERE type = 'view' AND name = 'running_history'").isEmpty else {
            return
        }
        let numbers = Dictionary(
            try record.rows("SELECT text, id FROM digest_").compactMap { row in
                row[0].text.flatMap { text in row[1].integer.map { (text, $0) } }
            },
            uniquingKeysWith: { first, _ in first })
        let rows = try record.rows(
            "SELECT namespace, kind, name, digest, image, seen_from, seen_until FROM running_history WHERE cluster = ?1",
            [.text(window.cluster)])
        for row in rows {
            guard let began = row[5].text.flatMap({ Instant($0) }), began <= window.takenAt else { continue }
            let end = row[6].text.flatMap { Instant($0) }
            let isOpen = end.map { $0 > window.takenAt } ?? true
            let reaches = isOpen || end.map { $0 > window.from } ?? true
            let use = Use(
                who: "Pods of \(row[1].text ?? "")/\(row[2].text ?? "") in \(row[0].text ?? "")", from: 0,
                until: reaches ? nil : 0, end: end)
            if let digest = row[3].text.flatMap({ numbers[$0] }) { need(byDigest[digest] ?? [], use) }
            if let canonical = row[4].text.flatMap({ ImageReference($0).parts })?.canonical {
                need(meant(by: canonical, in: row[0].text ?? ""), use)
            }
        }
    }

    private func use(_ namespace: String, _ kind: String, _ name: String, _ span: ArraySlice<Value>) -> Use {
        let values = Array(span)
        let parts = name.split(separator: "/", maxSplits: 1)
        let what =
            parts.count < 2
            ? "\(kind)/\(name)" : parts[0] == kind ? name : "a \(kind) of \(name)"
        return Use(
            who: "\(what) in \(namespace)", from: values[0].integer ?? 0, until: values[1].integer,
            end: Instant(values[2].integer))
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
            guard filter.namespaces.isEmpty || filter.namespaces.contains(tag.name.namespace) else { return false }
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
