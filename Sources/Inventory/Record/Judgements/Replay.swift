internal import Judging
internal import Model
internal import SQLite

/// Judges every state of a cluster's containers over again, from what the record holds of the streams beside them. It shares the
/// rules with recording and nothing else: not which containers a snapshot concerns, nor how what stands is read.
struct Replay {
    /// A state of a container and how it was to be judged from when on.
    struct State {
        let container: Int64
        /// The snapshot it began with.
        let from: Int64
        let until: Int64?
        let name: Container.ID
        /// The snapshots from which on a judgement holds, until the next or the state's end. The first is where the state begins or,
        /// where that was cut off, the oldest snapshot that is kept whole.
        var judgements: [(from: Int64, judgement: Judgement)] = []
    }

    private let connection: Connection
    private let cluster: Int64
    let history: WholeHistory
    private let reader: ReferenceReader
    /// The oldest snapshot that is kept whole: before it nothing can be judged again.
    let first: Int64

    init(_ connection: Connection, cluster: Int64, _ reader: ReferenceReader) throws {
        self.connection = connection
        self.cluster = cluster
        self.reader = reader
        first = try connection.integer(
            "SELECT coalesce(min(id), 0) FROM snapshot WHERE cluster_id = ?1 AND stub = 0", .integer(cluster))
        history = try WholeHistory(connection, cluster: cluster, reader)
    }

    /// Every state that reaches into what is kept, by container and beginning.
    func each(_ body: (State) throws -> Void) throws {
        let statement = try connection.prepare(
            """
            SELECT v.container_id, v.from_snapshot, v.until_snapshot, f.taken_at, n.name, k.name, w.name, b.init, b.name,
                v.reference_id, v.trigger_istag_id, w.id
            FROM container_version v JOIN snapshot f ON f.id = +v.from_snapshot JOIN container b ON b.id = +v.container_id
            JOIN workload w ON w.id = +b.workload_id JOIN kind k ON k.id = +w.kind_id JOIN namespace n ON n.id = +w.namespace_id
            WHERE +n.cluster_id = ?1 ORDER BY v.container_id, v.from_snapshot
            """)
        try statement.bind([.integer(cluster)])
        while try statement.step() {
            guard let container = statement.integer(at: 0), let from = statement.integer(at: 1),
                let kind = statement.text(at: 5).flatMap({ ObjectKind(title: $0) }), let since = Instant(statement.integer(at: 3))
            else { continue }
            let namespace = statement.text(at: 4) ?? ""
            var state = State(
                container: container, from: from, until: statement.integer(at: 2),
                name: Container.ID(
                    workload: Workload.ID(namespace: namespace, kind: kind, name: statement.text(at: 6) ?? ""),
                    isInit: statement.integer(at: 7) == 1, name: statement.text(at: 8) ?? ""))
            if let until = state.until, until <= first { continue }
            let judged = JudgedContainer(
                namespace: namespace, image: ImageReference(try reader.reference(statement.integer(at: 9)) ?? ""),
                trigger: statement.integer(at: 10).flatMap(history.name), isResolving: false,
                isVolume: Container.volumeName(of: state.name.name) != nil, since: since)
            try judge(judged, workload: statement.integer(at: 11) ?? 0, &state)
            try body(state)
        }
    }

    private func judge(_ container: JudgedContainer, workload: Int64, _ state: inout State) throws {
        let start = max(state.from, first)
        let turns = history.turns(of: container, workload: workload, after: start, before: state.until ?? .max)
        var container = container
        for snapshot in [start] + turns {
            history.snapshot = snapshot
            container.isResolving = history.isResolving(workload)
            let judgement = try Judging.judge(container, in: history)
            if state.judgements.last?.judgement != judgement { state.judgements.append((snapshot, judgement)) }
        }
    }
}
