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
            clusterID, .text(namespaces.only ?? namespaces.after.map { "\($0)\0" } ?? ""),
            (namespaces.only ?? namespaces.through).map(Value.text) ?? .blob([]),
        ]
        var state = StandingState()
        state.workloads = try workloads(bounds)
        state.imageStreams = try imageStreams(bounds).orderedByName
        state.imageStreamTags = try imageStreamTags(bounds).orderedByName
        state.running = try running(bounds)
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
        var entries: [Coverage.Scope: Coverage] = [:]
        try each(StandingSQL.coverage, [clusterID]) { row in
            guard let kind = row.integer(at: 0).flatMap({ kinds[$0] }) else { return }
            var entry = Coverage(kind: kind, namespace: row.text(at: 1), outcome: .complete, objects: 0)
            row.fill(&entry, from: 2)
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
            guard let kind = row.integer(at: 2).flatMap({ kinds[$0] }) else { return }
            let id = Workload.ID(namespace: namespace.read(row, at: 1), kind: kind, name: row.text(at: 3) ?? "")
            var workload = StandingState.KnownWorkload(id: id, state: .blank)
            row.fill(&workload.state, from: 4)
            numbers.append(row.integer(at: 0) ?? 0)
            workloads.append(workload)
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
            var container = StandingState.KnownContainer(
                isInit: row.integer(at: 1) == 1, name: row.text(at: 2) ?? "", state: .blank)
            row.fill(&container.state, from: 3)
            workloads[current].containers.append(container)
        }
    }

    private func running(_ bounds: [Value]) throws -> [StandingState.KnownRunning] {
        // A record without Pods need not look through all of its containers.
        guard try connection.row("SELECT 1 FROM running_version LIMIT 1") != nil else { return [] }
        var running: [StandingState.KnownRunning] = []
        var namespace = RepeatedText()
        var name = RepeatedText()
        let kinds = try kinds()
        try each(StandingSQL.running, bounds) { row in
            guard let kind = row.integer(at: 1).flatMap({ kinds[$0] }),
                let naming = row.integer(at: 5).flatMap(RunningImage.Naming.init(rawValue:))
            else { return }
            let workload = Workload.ID(namespace: namespace.read(row, at: 0), kind: kind, name: name.read(row, at: 2))
            let container = Container.ID(workload: workload, isInit: row.integer(at: 3) == 1, name: row.text(at: 4) ?? "")
            var found = StandingState.KnownRunning(
                id: RunningImage.ID(container: container, naming: naming, name: row.digest(at: 6) ?? ""), state: .blank)
            row.fill(&found.state, from: 8)
            found.state.pods = row.integer(at: 7) ?? 0
            running.append(found)
        }
        return running.orderedByName
    }

    private func imageStreams(_ bounds: [Value]) throws -> [ImageStream] {
        var streams: [ImageStream] = []
        var namespace = RepeatedText()
        try each(StandingSQL.imageStreams, bounds) { row in
            var found = ImageStream(id: ImageStream.ID(namespace: namespace.read(row, at: 0), name: row.text(at: 1) ?? ""))
            row.fill(&found, from: 2)
            streams.append(found)
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
            var found = StandingState.KnownTag(id: id, state: .blank)
            row.fill(&found.state, from: 3)
            tags.append(found)
        }
        return tags
    }
}

extension Statement {
    /// Fills an object's fields from the columns that its table's ``StateTable/selected`` asked for.
    fileprivate func fill(_ object: inout some FieldList, from column: Int32) {
        var fields = RowFields(self, from: column)
        object.fields(&fields)
    }
}
