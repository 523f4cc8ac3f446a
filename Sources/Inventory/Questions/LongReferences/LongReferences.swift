public import Model
public import Record
internal import SQLite
internal import Texts

/// A container that names a repository by tag, past the image streams, and the commands that would end it.
public struct LongReference: Sendable, Equatable {
    /// The cluster's name.
    public let cluster: String
    /// The workload.
    public let workload: Workload.ID
    /// The container's name.
    public let container: String
    /// Whether it is an init container.
    public let isInit: Bool
    /// The reference as it stands.
    public let image: String
    /// `long-internal` or `long-external`.
    public let form: ImageReference.Form
    /// The tag it is tied to, `NAMESPACE/STREAM:TAG`.
    public let istag: String?
    /// Since when this container has had long references without a break, by our looks.
    public fileprivate(set) var since: Instant?
    /// What would end it, in order.
    public fileprivate(set) var remedy: [RemedyStep] = []
    private let tied: ImageStreamTag.ID?
    /// Whether a trigger ties it.
    private let isTriggered: Bool

    /// The container.
    var id: ContainerID { ContainerID(cluster: cluster, workload: workload, container: container, isInit: isInit) }
}

/// Every long reference that stands, and since when.
public struct LongReferences: Sendable {
    /// One a container, by namespace, kind and name.
    public let references: [LongReference]
    /// What the reader must know beside them.
    public let notes: [Note]

    /// Asks a record who still uses long references.
    ///
    /// - Parameter isAlone: Whether nobody else asks meanwhile, so that a second reader of the file may take a half of the work.
    public init(in record: any QuestionEngine, _ filter: Filter = Filter(), isAlone: Bool = false) throws {
        try record.refuseUnknownPlaces(filter)
        // What is proposed for one workload depends on what is proposed for its neighbours, so all of a namespace's are read, also
        // where only some are asked for: each answer proposes the same.
        let place = Filter(cluster: filter.cluster, namespaces: filter.namespaces)
        var condition = place.condition(over: ["cluster", "namespace"], name: "")
        condition.add(LongForm.condition)
        let beside = isAlone ? (record as? RecordReader).flatMap(ReaderBeside.init) : nil
        let past = beside.map { beside in SideTask { try beside.open().longReferenceRuns(place) } }
        defer { past?.finish() }
        let containers = try ContainerRow.standing(in: record, where: condition, isBrief: true)
        var all = LongReference.standing(filter, runs: [], containers: containers)
        try LongReference.propose(for: &all, in: record, beside)
        let since = try LongReference.begins(past?.outcome() ?? record.longReferenceRuns(place))
        references = all.filter { filter.asks(for: $0.workload) }.map { reference in
            var reference = reference
            reference.since = since[reference.id]
            return reference
        }
        notes =
            try record.notes(on: .containers, filter, isEmpty: false)
            + (references.isEmpty ? [.none(.longReferences, filter.place, at: nil)] : [])
    }

    /// How many long references stand in a namespace.
    public struct Count: Sendable, Equatable {
        /// The cluster's name.
        public let cluster: String
        /// The namespace.
        public let namespace: String
        /// How many.
        public let count: Int64
    }

    /// A part of them for who leafs through them: of a cluster's all, only the namespaces that it lies in are read.
    ///
    /// - Parameters:
    ///   - counts: How many there are in each namespace, as ``RecordReader/longReferenceCounts(_:)`` tells.
    ///   - offset: How many to leave out at the beginning.
    ///   - limit: How many there are to be at most.
    ///   - states: The states in memory, where there are such.
    public init(
        in record: RecordReader, _ filter: Filter, counts: [Count], offset: Int, limit: Int, states: KeptStates? = nil
    ) throws {
        try record.refuseUnknownPlaces(filter)
        let streams = try ImageStreamIndex(record, resolvesNames: states?.resolvesNames ?? true)
        var (skipped, left, found) = (offset, limit, [LongReference]())
        for place in counts {
            guard left > 0 else { break }
            guard skipped < place.count else {
                skipped -= Int(place.count)
                continue
            }
            let own = Filter(cluster: place.cluster, namespaces: [place.namespace])
            var condition = own.condition(over: ["cluster", "namespace"], name: "")
            condition.add(LongForm.condition)
            // What is proposed for one depends on what was proposed for those before it.
            let rows = try ContainerRow.standing(in: record, where: condition, isBrief: true, most: skipped + left)
            let names = Set(rows.dropFirst(skipped).map(\.id.workload.name))
            let since = try Dictionary(
                record.longReferenceRuns(own, names: names.count > 200 ? [] : names.sorted()).map { ($0.id, $0.since) }
            ) { _, last in last }
            let part = try rows.compactMap { row -> LongReference? in
                guard var reference = LongReference(row, since: since[row.id]) else { return nil }
                reference.remedy = try reference.proposal(streams)
                return reference
            }.dropFirst(skipped).prefix(left)
            found += part
            left -= part.count
            skipped = 0
        }
        references = found
        notes =
            try record.notes(on: .containers, filter, isEmpty: false)
            + (counts.isEmpty ? [.none(.longReferences, filter.place, at: nil)] : [])
    }

    /// Reads what ``answer`` wrote, where another program asked.
    public init(_ answer: Answer) {
        references = answer.rows.compactMap(LongReference.init)
        notes = answer.notes
    }
}

extension RecordReader {
    /// How many long references stand in each namespace, in the order in which they are told.
    public func longReferenceCounts(_ filter: Filter) throws -> [LongReferences.Count] {
        try refuseUnknownPlaces(filter)
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add(LongForm.condition)
        return try rows(
            "SELECT cluster, namespace, count(*) FROM judged_\(condition.clause) GROUP BY cluster, namespace ORDER BY cluster, namespace",
            condition.values
        ).map { .init(cluster: $0[0].text ?? "", namespace: $0[1].text ?? "", count: $0[2].integer ?? 0) }
    }
}

extension LongReference {
    fileprivate init?(_ cells: [Answer.Cell]) {
        let texts = cells.map(\.plain)
        guard texts.count == 10, let kind = ObjectKind(title: texts[2]), let form = ImageReference.Form(rawValue: texts[6]) else {
            return nil
        }
        cluster = texts[0]
        workload = Workload.ID(namespace: texts[1], kind: kind, name: texts[3])
        container = texts[4]
        isInit = false
        image = texts[5]
        self.form = form
        istag = texts[7].isEmpty ? nil : texts[7]
        since = Instant(texts[8])
        // Lines of a script, in words already; a comment among them is one.
        let lines = texts[9].isEmpty ? [] : texts[9].split(separator: "\n", omittingEmptySubsequences: false)
        remedy = lines.map { .command(String($0)) }
        tied = nil
        isTriggered = false
    }

    /// Those of some namespaces without what would end them, in the containers' order.
    static func standing(_ filter: Filter, runs: [LongReferenceRun], containers: [ContainerRow]) -> [LongReference] {
        let since = begins(runs)
        return containers.lazy.filter { $0.isLong && filter.includes(namespace: $0.id.workload.namespace) }
            .compactMap { LongReference($0, since: since[$0.id]) }
    }

    /// When each container's newest run began, which comes last of its runs.
    fileprivate static func begins(_ runs: [LongReferenceRun]) -> [ContainerID: Instant] {
        Dictionary(runs.lazy.map { ($0.id, $0.since) }) { _, last in last }
    }

    /// Adds what would end each of them. A name depends on who asked for it before in its namespace alone, so with a second reader two
    /// threads think of a half of the namespaces each.
    fileprivate static func propose(
        for all: inout [LongReference], in record: any QuestionEngine, _ beside: ReaderBeside?
    ) throws {
        let places = all.lazy.map { Place($0.cluster, $0.workload.namespace) }
        let middle = beside.flatMap { _ in
            (all.count / 2..<all.count).first { $0 > 0 && places[$0] != places[$0 - 1] }
        }
        let rest = middle.flatMap { middle in
            beside.map { [half = Array(all[middle...])] beside in SideTask { try proposals(for: half, in: beside.open()) } }
        }
        defer { rest?.finish() }
        var steps = try proposals(for: Array(all[..<(middle ?? all.count)]), in: record)
        if let rest { steps += try rest.outcome() }
        for index in all.indices { all[index].remedy = steps[index] }
    }

    private static func proposals(for some: [LongReference], in record: any QuestionEngine) throws -> [[RemedyStep]] {
        let streams = try ImageStreamIndex(record)
        return try some.map { try $0.proposal(streams) }
    }

    /// What would end some of them. The first to ask for a name in a namespace gets it, so those before them there are thought about as well:
    /// each answer proposes the same.
    static func remedies(
        of shown: Set<ContainerID>, among standing: [LongReference], in record: any QuestionEngine
    ) throws -> [ContainerID: [RemedyStep]] {
        guard !shown.isEmpty else { return [:] }
        let streams = try ImageStreamIndex(record)
        let places = Set(shown.map { Place($0.cluster, $0.workload.namespace) })
        var steps: [ContainerID: [RemedyStep]] = [:]
        for reference in standing where places.contains(Place(reference.cluster, reference.workload.namespace)) {
            let proposal = try reference.proposal(streams)
            if shown.contains(reference.id) { steps[reference.id] = proposal }
            if steps.count == shown.count { break }
        }
        return steps
    }

    private struct Place: Hashable {
        let cluster: ExactText
        let namespace: ExactText

        init(_ cluster: String, _ namespace: String) {
            self.cluster = ExactText(cluster)
            self.namespace = ExactText(namespace)
        }
    }

    fileprivate func proposal(_ streams: ImageStreamIndex) throws -> [RemedyStep] {
        try RemedyWriter(streams, cluster: cluster, workload: workload).commands(
            container: container, image: image, form: form, tied: tied, isTriggered: isTriggered)
    }

    fileprivate init?(_ row: ContainerRow, since: Instant?) {
        guard let form = ImageReference.Form(rawValue: row.form) else { return nil }
        cluster = row.id.cluster
        workload = row.id.workload
        container = row.id.container
        isInit = row.id.isInit
        image = row.image
        self.form = form
        self.since = since
        var tied: ImageStreamTag.ID?
        if let tag = row.tag, let colon = tag.istag.firstIndex(of: ":") {
            tied = ImageStreamTag.ID(
                namespace: tag.namespace, stream: String(tag.istag[..<colon]),
                tag: String(tag.istag[tag.istag.index(after: colon)...]))
        }
        self.tied = tied
        istag = tied?.description
        isTriggered = row.tie == "trigger"
    }
}

extension Filter {
    /// Whether a workload is of the kinds and names asked for.
    fileprivate func asks(for workload: Workload.ID) -> Bool {
        (kinds.isEmpty || kinds.contains(workload.kind)) && (names.isEmpty || names.contains(workload.name))
    }
}
