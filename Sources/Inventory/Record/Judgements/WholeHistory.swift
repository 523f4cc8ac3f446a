internal import Judging
internal import Model
internal import SQLite

/// All that a cluster's containers are judged by, over all of its record, read into memory once: for whoever judges the whole past.
final class WholeHistory: Surroundings {
    /// A stretch of snapshots.
    struct Span {
        let from: Int64
        let until: Int64?

        func holds(_ snapshot: Int64) -> Bool { from <= snapshot && until.map { snapshot < $0 } ?? true }
    }

    private struct Tag {
        let id: ImageStreamTag.ID
        var states: [(span: Span, state: StandingTag)] = []
        /// In the order of their sequence.
        var revisions: [Revision] = []
        /// The earliest snapshot that told of a revision or of any behind it.
        var knownFrom: [Int64] = []
    }

    private struct Revision {
        let sequence: Int64
        let digest: Int64?
        let firstSnapshot: Int64
        let arrival: Arrival
    }

    /// The snapshot that is judged by.
    var snapshot: Int64 = 0

    private let reader: ReferenceReader
    private let hosts: [(host: String, from: Int64)]
    private let allHosts: Set<String>
    private var streams: [ImageStream.ID: [(span: Span, isLookedUp: Bool)]] = [:]
    private var tags: [Int64: Tag] = [:]
    private var tagNumbers: [ImageStreamTag.ID: Int64] = [:]
    private var importing: [String: Set<Int64>] = [:]
    private var digestNumbers: [String: Int64] = [:]
    private var placesOf: [Int64: [(tag: Int64, index: Int)]] = [:]
    private var resolving: [Int64: [Span]] = [:]

    init(_ connection: Connection, cluster: Int64, _ reader: ReferenceReader) throws {
        self.reader = reader
        hosts = try connection.rows(
            """
            SELECT h.host, q.from_snapshot FROM internal_registry q JOIN registry h ON h.id = q.registry_id WHERE q.cluster_id = ?1
            """, .integer(cluster)
        ).map { ($0[0].text ?? "", $0[1].integer ?? 0) }
        allHosts = Set(hosts.map(\.host))
        try readStreams(connection, cluster)
        try readTags(connection, cluster)
        try readRevisions(connection, cluster)
        try readWorkloads(connection, cluster)
    }

    private func each(_ connection: Connection, _ sql: String, _ cluster: Int64, _ body: (Statement) throws -> Void) throws {
        let statement = try connection.prepare(sql)
        try statement.bind([.integer(cluster)])
        while try statement.step() { try body(statement) }
    }

    private func readStreams(_ connection: Connection, _ cluster: Int64) throws {
        let sql = """
            SELECT n.name, i.name, v.from_snapshot, v.until_snapshot, v.lookup_local FROM namespace n
            JOIN image_stream i ON i.namespace_id = n.id JOIN image_stream_version v ON v.image_stream_id = i.id
            WHERE n.cluster_id = ?1 ORDER BY v.image_stream_id, v.from_snapshot
            """
        try each(connection, sql, cluster) { row in
            let id = ImageStream.ID(namespace: row.text(at: 0) ?? "", name: row.text(at: 1) ?? "")
            streams[id, default: []].append(
                (Span(from: row.integer(at: 2) ?? 0, until: row.integer(at: 3)), row.integer(at: 4) == 1))
        }
    }

    private func readTags(_ connection: Connection, _ cluster: Int64) throws {
        let names = """
            SELECT t.id, n.name, i.name, t.tag FROM namespace n
            JOIN image_stream i ON i.namespace_id = n.id JOIN istag t ON t.image_stream_id = i.id WHERE n.cluster_id = ?1
            """
        try each(connection, names, cluster) { row in
            let id = ImageStreamTag.ID(
                namespace: row.text(at: 1) ?? "", stream: row.text(at: 2) ?? "", tag: row.text(at: 3) ?? "")
            guard let number = row.integer(at: 0) else { return }
            tags[number] = Tag(id: id)
            tagNumbers[id] = number
        }
        let states = """
            SELECT v.istag_id, v.from_snapshot, v.until_snapshot, v.digest_id, s.from_kind, s.from_reference_id, s.from_name_id,
                s.scheduled, s.reference_policy, s.reference_only
            FROM namespace n JOIN image_stream i ON i.namespace_id = n.id JOIN istag t ON t.image_stream_id = i.id
            JOIN istag_version v ON v.istag_id = t.id JOIN tag_source s ON s.id = v.source_id
            WHERE n.cluster_id = ?1 ORDER BY v.istag_id, v.from_snapshot
            """
        try each(connection, states, cluster) { row in
            guard let number = row.integer(at: 0), let id = tags[number]?.id else { return }
            let source = ImageStreamTag.Source(
                kind: row.text(at: 4), name: try reader.reference(row.integer(at: 5)) ?? reader.text(row.integer(at: 6)),
                isScheduled: row.integer(at: 7) == 1, referencePolicy: row.text(at: 8), isReferenceOnly: row.integer(at: 9) == 1)
            let state = StandingTag(id: id, digest: try reader.digest(row.integer(at: 3)), source: source)
            tags[number]?.states.append((Span(from: row.integer(at: 1) ?? 0, until: row.integer(at: 2)), state))
            if source.kind == "DockerImage", let parts = source.name.flatMap({ ImageReference($0).parts }), parts.digest == nil {
                importing[parts.canonical, default: []].insert(number)
            }
        }
    }

    private func readRevisions(_ connection: Connection, _ cluster: Int64) throws {
        let sql = """
            SELECT r.istag_id, r.sequence, r.digest_id, r.first_snapshot, r.created_at, a.taken_at, f.taken_at
            FROM revision r JOIN snapshot f ON f.id = r.first_snapshot LEFT JOIN snapshot a ON a.id = r.after_snapshot
            WHERE f.cluster_id = ?1 ORDER BY r.istag_id, r.sequence
            """
        try each(connection, sql, cluster) { row in
            guard let number = row.integer(at: 0), let seenBy = Instant(row.integer(at: 6)),
                let count = tags[number]?.revisions.count
            else { return }
            let arrival = Arrival(createdAt: Instant(row.integer(at: 4)), notBefore: Instant(row.integer(at: 5)), seenBy: seenBy)
            let digest = row.integer(at: 2)
            tags[number]?.revisions.append(
                Revision(
                    sequence: row.integer(at: 1) ?? 0, digest: digest, firstSnapshot: row.integer(at: 3) ?? 0, arrival: arrival))
            guard let digest else { return }
            placesOf[digest, default: []].append((number, count))
            if let text = try reader.digest(digest) { digestNumbers[text] = digest }
        }
        for number in Array(tags.keys) {
            guard let revisions = tags[number]?.revisions, !revisions.isEmpty else { continue }
            var known = revisions.map(\.firstSnapshot)
            for index in known.indices.dropLast().reversed() { known[index] = min(known[index], known[index + 1]) }
            tags[number]?.knownFrom = known
        }
    }

    private func readWorkloads(_ connection: Connection, _ cluster: Int64) throws {
        let sql = """
            SELECT v.workload_id, v.from_snapshot, v.until_snapshot FROM namespace n JOIN workload w ON w.namespace_id = n.id
            JOIN workload_version v ON v.workload_id = w.id WHERE n.cluster_id = ?1 AND v.resolve_names_id IS NOT NULL
            """
        try each(connection, sql, cluster) { row in
            resolving[row.integer(at: 0) ?? 0, default: []].append(
                Span(from: row.integer(at: 1) ?? 0, until: row.integer(at: 2)))
        }
    }

    // MARK: As of the snapshot

    var internalRegistries: Set<String> {
        hosts.allSatisfy { $0.from <= snapshot } ? allHosts : Set(hosts.filter { $0.from <= snapshot }.map(\.host))
    }

    func isResolving(_ workload: Int64) -> Bool { resolving[workload]?.contains { $0.holds(snapshot) } ?? false }

    func lookup(of stream: ImageStream.ID) throws -> Bool? {
        streams[stream]?.last { $0.span.holds(snapshot) }?.isLookedUp
    }

    func number(of tag: ImageStreamTag.ID) -> Int64? { tagNumbers[tag] }

    func name(of tag: Int64) -> ImageStreamTag.ID? { tags[tag]?.id }

    func standing(_ tag: ImageStreamTag.ID) throws -> StandingTag? { number(of: tag).flatMap(standing) }

    private func standing(_ number: Int64) -> StandingTag? {
        guard let states = tags[number]?.states else { return nil }
        let place = place(in: states, at: snapshot)
        return place > 0 && states[place - 1].span.holds(snapshot) ? states[place - 1].state : nil
    }

    /// How many of a tag's states had begun.
    private func place(in states: [(span: Span, state: StandingTag)], at snapshot: Int64) -> Int {
        var low = 0
        var high = states.count
        while low < high {
            let middle = (low + high) / 2
            if states[middle].span.from <= snapshot { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func places(of digest: String) throws -> [Place] {
        guard let number = digestNumbers[digest], let known = placesOf[number] else { return [] }
        return known.compactMap { place in
            guard let known = tags[place.tag], known.revisions[place.index].firstSnapshot <= snapshot,
                let tag = standing(place.tag)
            else { return nil }
            let entry = known.revisions[place.index]
            let after = place.index + 1
            let isFollowed = after < known.knownFrom.count && known.knownFrom[after] <= snapshot
            let next = isFollowed ? known.revisions[after...].first { $0.firstSnapshot <= snapshot } : nil
            return Place(tag: tag, entry: entry.arrival, next: next?.arrival, sequence: entry.sequence)
        }
    }

    func importers(of canonical: String) throws -> [StandingTag] {
        (importing[canonical] ?? []).compactMap(standing).filter { $0.imports(canonical) }
    }

    // MARK: When a judgement may change

    /// The snapshots between two that may have made a container mean something else, in their order.
    func turns(of container: JudgedContainer, workload: Int64, after start: Int64, before end: Int64) -> [Int64] {
        var turns = Turns(start: start, end: end)
        resolving[workload]?.forEach { turns.add($0) }
        if let trigger = container.trigger { addStates(of: number(of: trigger), to: &turns) }
        guard let parts = container.image.parts else { return turns.sorted }
        for host in hosts where host.host == parts.registry { turns.add(host.from) }
        if let digest = parts.digest {
            for place in digestNumbers[digest].flatMap({ placesOf[$0] }) ?? [] { add(place, to: &turns) }
            return turns.sorted
        }
        let tag = parts.tag ?? "latest"
        if let named = container.image.imageStream(internalRegistries: allHosts) {
            addStates(of: number(of: ImageStreamTag.ID(stream: named, tag: tag)), to: &turns)
        }
        if parts.registry == nil {
            let stream = ImageStream.ID(namespace: container.namespace, name: parts.path)
            streams[stream]?.forEach { turns.add($0.span) }
            addStates(of: number(of: ImageStreamTag.ID(stream: stream, tag: tag)), to: &turns)
        }
        for number in importing[parts.canonical] ?? [] { addStates(of: number, to: &turns) }
        return turns.sorted
    }

    private struct Turns {
        let start: Int64
        let end: Int64
        private var snapshots: Set<Int64> = []

        init(start: Int64, end: Int64) {
            self.start = start
            self.end = end
        }

        var sorted: [Int64] { snapshots.sorted() }

        mutating func add(_ snapshot: Int64) { if start < snapshot, snapshot < end { snapshots.insert(snapshot) } }

        mutating func add(_ span: Span) {
            add(span.from)
            if let until = span.until { add(until) }
        }
    }

    private func addStates(of number: Int64?, to turns: inout Turns) {
        guard let number, let states = tags[number]?.states else { return }
        var index = max(0, place(in: states, at: turns.start) - 1)
        while index < states.count, states[index].span.from < turns.end {
            turns.add(states[index].span)
            index += 1
        }
    }

    /// A place of a digest in a tag's history: when it, and what follows it, came to be known, and the tag's own states.
    private func add(_ place: (tag: Int64, index: Int), to turns: inout Turns) {
        addStates(of: place.tag, to: &turns)
        guard let tag = tags[place.tag] else { return }
        turns.add(tag.revisions[place.index].firstSnapshot)
        var earliest = Int64.max
        var index = place.index + 1
        // What is known later than something behind it is what follows from then on.
        while index < tag.revisions.count, tag.knownFrom[index] < earliest {
            if tag.revisions[index].firstSnapshot < earliest {
                earliest = tag.revisions[index].firstSnapshot
                turns.add(earliest)
            }
            index += 1
        }
    }
}
