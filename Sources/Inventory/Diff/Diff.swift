/// What a snapshot changes of what stood. Pure: no clock, no file, the same answer for the same input in any order.
public struct Diff: Sendable, Equatable {
    /// The changes, ordered by kind and name.
    public let changes: [Change]

    /// Compares what stands with what a snapshot shows.
    ///
    /// An object that the snapshot does not show is closed only where its kind and namespace were covered completely. Forbidden,
    /// failed, absent and never asked leave it standing.
    public init(from standing: StandingState, to snapshot: Snapshot) {
        let looked = Looked(snapshot.coverage)
        let workloads = Dictionary(snapshot.workloads.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let streams = Dictionary(snapshot.imageStreams.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let tags = Dictionary(
            snapshot.imageStreamTags.map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
        let coverage = Dictionary(snapshot.coverage.map { ($0.scope, $0) }, uniquingKeysWith: { first, _ in first })

        changes =
            Diff.compare(standing.coverage, coverage, make: Change.coverage) { _, _ in true }
            + Diff.compare(standing.workloads, workloads.mapValues(\.state), make: Change.workload) { id, _ in
                looked.completely(at: id.kind, in: id.namespace)
            }
            + Diff.compare(standing.containers, Diff.containers(of: workloads.values), make: Change.container) {
                id, _ in
                // A workload that was seen was seen with all its containers.
                workloads[id.workload] != nil || looked.completely(at: id.workload.kind, in: id.workload.namespace)
            }
            + Diff.compare(standing.imageStreams, streams, make: Change.imageStream) { id, _ in
                looked.completely(at: .imageStream, in: id.namespace)
            }
            + Diff.compare(standing.imageStreamTags, tags, make: Change.imageStreamTag) { id, state in
                looked.completely(at: .imageStream, in: id.stream.namespace)
                    // A list of ImageStreamTags never shows a tag that points nowhere, so its silence says nothing of one.
                    || state.current?.digest != nil
                        && looked.completely(at: .imageStreamTag, in: id.stream.namespace)
            }
    }

    private static func containers(of workloads: some Sequence<Workload>) -> [Container.ID: Container.State] {
        var states: [Container.ID: Container.State] = [:]
        for workload in workloads {
            for (position, container) in workload.containers.enumerated() {
                let id = Container.ID(workload: workload.id, isInit: container.isInit, name: container.name)
                states[id] = Container.State(
                    image: container.image, trigger: container.trigger, position: Int64(position))
            }
        }
        return states
    }

    /// Opened and changed objects in the order of their names, then the closed ones.
    private static func compare<ID: Hashable & Sendable, State: Equatable>(
        _ standing: [ID: State], _ seen: [ID: State], make: (ID, State?, State?) -> Change,
        isAbsenceDeletion: (ID, State) -> Bool
    ) -> [Change] where ID: Comparable {
        var changed: [(ID, State?, State?)] = []
        for (id, state) in seen where standing[id] != state { changed.append((id, standing[id], state)) }
        for (id, state) in standing where seen[id] == nil && isAbsenceDeletion(id, state) {
            changed.append((id, state, nil))
        }
        return changed.sorted { $0.0 < $1.0 }.map { make($0.0, $0.1, $0.2) }
    }
}

/// What a snapshot's coverage allows to conclude.
private struct Looked {
    private var everywhere: Set<ObjectKind> = []
    private var somewhere: Set<Coverage.Scope> = []

    init(_ coverage: [Coverage]) {
        for entry in coverage where entry.outcome == .complete {
            if entry.namespace == nil { everywhere.insert(entry.kind) } else { somewhere.insert(entry.scope) }
        }
    }

    func completely(at kind: ObjectKind, in namespace: String) -> Bool {
        everywhere.contains(kind) || somewhere.contains(Coverage.Scope(kind: kind, namespace: namespace))
    }
}

extension Coverage.Scope: Comparable {
    /// Orders by kind and namespace, all namespaces first.
    public static func < (left: Coverage.Scope, right: Coverage.Scope) -> Bool {
        (left.kind, left.namespace ?? "") < (right.kind, right.namespace ?? "")
    }
}
