internal import Model
internal import SQLite

/// Reads what stands of one cluster at its newest snapshot, each kind in one scan that the indexes give in the order of names.
struct StandingReader {
    private let connection: Connection
    private let clusterID: Value

    init(_ connection: Connection, cluster clusterID: Int64) {
        self.connection = connection
        self.clusterID = .integer(clusterID)
    }

    /// The objects that stand in some namespaces.
    func objects(in namespaces: NamespaceRange) throws -> StandingState {
        // A name's successor in the order of bytes is itself and a NUL; any blob comes after any text.
        let bounds: [Value] = [
            clusterID, .text(namespaces.after.map { "\($0)\0" } ?? ""), namespaces.through.map(Value.text) ?? .blob([]),
        ]
        var state = StandingState()
        state.workloads = try workloads(bounds)
        state.imageStreams = try imageStreams(bounds).orderedByName
        state.imageStreamTags = try imageStreamTags(bounds).orderedByName
        return state
    }

    private func each(_ sql: String, _ values: [Value], _ body: (Statement) throws -> Void) throws {
        let statement = try connection.cached(sql)
        try statement.bind(values)
        defer { statement.reset() }
        while try statement.step() { try body(statement) }
    }

    /// The kinds by the file's numbers, of which there are a few.
    private func kinds() throws -> [Int64: ObjectKind] {
        var kinds: [Int64: ObjectKind] = [:]
        try each("SELECT id, api_group, api_name, resource FROM kind", []) { row in
            kinds[row.integer(at: 0) ?? 0] = ObjectKind(
                group: row.text(at: 1) ?? "", name: row.text(at: 2) ?? "", resource: row.text(at: 3))
        }
        return kinds
    }

    /// What the newest snapshot looked at.
    func coverage() throws -> [Coverage.Scope: Coverage] {
        let kinds = try kinds()
        let outcomes = Dictionary(uniqueKeysWithValues: Coverage.Outcome.allCases.map { ($0.code, $0) })
        var entries: [Coverage.Scope: Coverage] = [:]
        try each(StandingSQL.coverage, [clusterID]) { row in
            guard let kind = row.integer(at: 0).flatMap({ kinds[$0] }),
                let outcome = row.integer(at: 2).flatMap({ outcomes[$0] })
            else { return }
            let entry = Coverage(
                kind: kind, namespace: row.text(at: 1), outcome: outcome, objects: row.integer(at: 3) ?? 0,
                message: row.text(at: 4))
            entries[entry.scope] = entry
        }
        return entries
    }

    private func workloads(_ bounds: [Value]) throws -> [StandingState.KnownWorkload] {
        var workloads: [StandingState.KnownWorkload] = []
        var numbers: [Int64] = []
        var namespace = RepeatedText()
        let kinds = try kinds()
        try each(StandingSQL.workloads, bounds) { row in
            guard let kind = row.integer(at: 3).flatMap({ kinds[$0] }) else { return }
            let id = Workload.ID(namespace: namespace.read(row, at: 1), kind: kind, name: row.text(at: 4) ?? "")
            numbers.append(row.integer(at: 0) ?? 0)
            workloads.append(
                StandingState.KnownWorkload(
                    id: id,
                    state: Workload.State(
                        uid: row.text(at: 5), replicas: row.integer(at: 6), resolveNames: row.text(at: 7),
                        triggers: row.text(at: 8), createdAt: Instant(row.integer(at: 9)))))
        }
        try readContainers(of: numbers, bounds, into: &workloads)
        return workloads.orderedByName
    }

    /// Both scans go through the same index, so each container's workload is the last one met or comes after it.
    private func readContainers(
        of numbers: [Int64], _ bounds: [Value], into workloads: inout [StandingState.KnownWorkload]
    ) throws {
        var current = 0
        try each(StandingSQL.containers, bounds) { row in
            let number = row.integer(at: 0) ?? 0
            while current < numbers.count, numbers[current] != number { current += 1 }
            guard current < numbers.count else { return }
            var trigger: ImageStreamTag.ID?
            if let namespace = row.text(at: 4), let stream = row.text(at: 5), let tag = row.text(at: 6) {
                trigger = ImageStreamTag.ID(namespace: namespace, stream: stream, tag: tag)
            }
            workloads[current].containers.append(
                StandingState.KnownContainer(
                    isInit: row.integer(at: 1) == 1, name: row.text(at: 2) ?? "",
                    state: Container.State(
                        image: row.reference(at: 7) ?? "", trigger: trigger, position: row.integer(at: 3) ?? 0)))
        }
    }

    private func imageStreams(_ bounds: [Value]) throws -> [ImageStream] {
        var streams: [ImageStream] = []
        var namespace = RepeatedText()
        try each(StandingSQL.imageStreams, bounds) { row in
            streams.append(
                ImageStream(
                    id: ImageStream.ID(namespace: namespace.read(row, at: 0), name: row.text(at: 1) ?? ""),
                    uid: row.text(at: 2), lookupLocal: row.integer(at: 3) == 1, repository: row.reference(at: 5),
                    publicRepository: row.reference(at: 10), createdAt: Instant(row.integer(at: 4))))
        }
        return streams
    }

    private func imageStreamTags(_ bounds: [Value]) throws -> [StandingState.KnownTag] {
        var tags: [StandingState.KnownTag] = []
        var namespace = RepeatedText()
        var stream = RepeatedText()
        try each(StandingSQL.imageStreamTags, bounds) { row in
            let id = ImageStreamTag.ID(
                namespace: namespace.read(row, at: 0), stream: stream.read(row, at: 1), tag: row.text(at: 2) ?? "")
            let revision = ImageStreamTag.Revision(
                createdAt: Instant(row.integer(at: 4)), digest: row.digest(at: 3), image: row.reference(at: 11))
            let source = ImageStreamTag.Source(
                kind: row.text(at: 7), name: row.reference(at: 16) ?? row.text(at: 21),
                isScheduled: row.integer(at: 8) == 1, referencePolicy: row.text(at: 9),
                isReferenceOnly: row.integer(at: 10) == 1)
            tags.append(
                StandingState.KnownTag(
                    id: id,
                    state: ImageStreamTag.State(
                        current: revision.isKnown ? revision : nil, source: source, importError: row.text(at: 5),
                        importErrorSince: Instant(row.integer(at: 6)))))
        }
        return tags
    }
}
