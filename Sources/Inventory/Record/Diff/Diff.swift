public import Model
internal import Texts

/// What a snapshot changes of what stood. Pure: no clock, no file, the same answer for the same input in any order.
public struct Diff: Sendable, Equatable {
    /// The changes, ordered by kind and name.
    public let changes: [Change]

    /// Compares what stands with what a snapshot shows.
    ///
    /// An object that the snapshot does not show is closed only where its kind and namespace were covered completely, or its
    /// namespace does not exist. Forbidden, failed, an API that is absent and never asked leave it standing.
    public init(from standing: StandingState, to snapshot: Snapshot) {
        let objects = Diff(from: standing, to: snapshot.wholePart, looked: CoverageIndex(snapshot.coverage))
        changes = Diff.coverage(standing.coverage, snapshot.coverage) + objects.changes
    }

    /// Compares the objects that stand in some namespaces with those that a snapshot shows there.
    init(from standing: StandingState, to part: SnapshotPart, looked: CoverageIndex) {
        let (workloads, containers) = Diff.workloads(standing.workloads, part.workloads, looked)
        changes =
            workloads + containers + Diff.streams(standing.imageStreams, part.imageStreams, looked)
            + Diff.tags(standing.imageStreamTags, part.imageStreamTags, looked)
    }

    /// What changed of what was looked at.
    static func coverage(_ standing: [Coverage.Scope: Coverage], _ seen: [Coverage]) -> [Change] {
        let seen = Dictionary(seen.map { ($0.scope, $0) }, uniquingKeysWith: { first, _ in first })
        return Set(standing.keys).union(seen.keys).sorted().compactMap { scope in
            standing[scope] == seen[scope] ? nil : .coverage(scope, before: standing[scope], after: seen[scope])
        }
    }

    private static func workloads(
        _ standing: [StandingState.KnownWorkload], _ seen: [Workload], _ looked: CoverageIndex
    ) -> (workloads: [Change], containers: [Change]) {
        var changes: (workloads: [Change], containers: [Change]) = ([], [])
        let seen = seen.orderedByName
        forEachPair(standing, seen) { known, place in
            if let known, let place, standing[known].isUnchanged(in: seen[place]) { return }
            let known = known.map { standing[$0] }
            let workload = place.map { seen[$0] }
            guard let id = workload?.id ?? known?.id else { return }
            guard workload != nil || looked.isGone(id) else { return }
            let state = workload?.state
            if known?.state != state { changes.workloads.append(.workload(id, before: known?.state, after: state)) }
            // A workload that was seen was seen with all its containers.
            changes.containers += containers(of: id, known?.containers ?? [], workload?.containers ?? [])
        }
        return changes
    }

    private static func streams(_ standing: [ImageStream], _ seen: [ImageStream], _ looked: CoverageIndex) -> [Change] {
        var changes: [Change] = []
        let seen = seen.orderedByName
        forEachPair(standing, seen) { known, place in
            if let known, let place, standing[known] == seen[place] { return }
            let known = known.map { standing[$0] }
            let stream = place.map { seen[$0] }
            guard let id = stream?.id ?? known?.id else { return }
            guard stream != nil || looked.isGone(id) else { return }
            changes.append(.imageStream(id, before: known, after: stream))
        }
        return changes
    }

    private static func tags(
        _ standing: [StandingState.KnownTag], _ seen: [ImageStreamTag], _ looked: CoverageIndex
    ) -> [Change] {
        var changes: [Change] = []
        let seen = seen.orderedByName
        forEachPair(standing, seen) { known, place in
            if let known, let place, standing[known].isUnchanged(in: seen[place]) { return }
            let known = known.map { standing[$0] }
            let tag = place.map { seen[$0] }
            guard let id = tag?.id ?? known?.id else { return }
            let state = tag?.state.continuing(known?.state)
            if let state, state == known?.state { return }
            let isTold =
                tag != nil || looked.isWholeKnown(id.stream)
                // A list of ImageStreamTags never shows a tag that points nowhere, so its silence says nothing of one.
                || known?.state.current?.digest != nil
                    && looked.completely(at: .imageStreamTag, in: id.stream.namespace)
            if isTold { changes.append(.imageStreamTag(id, before: known?.state, after: state)) }
        }
        return changes
    }
}

/// What a snapshot's coverage allows to conclude.
struct CoverageIndex {
    private var everywhere: Set<ObjectKind> = []
    private var somewhere: Set<Coverage.Scope> = []
    /// What was told of by itself to be deleted.
    private var gone: Set<Workload.ID> = []
    private var goneStreams: Set<ImageStream.ID> = []
    /// Owners of which all was told that their Pods run.
    private var toldOwners: Set<Workload.ID> = []
    /// Streams that were told of by themselves, with all their tags.
    private var toldStreams: Set<ImageStream.ID> = []

    init(_ coverage: [Coverage]) {
        for entry in coverage where entry.isExhaustive {
            if entry.namespace == nil { everywhere.insert(entry.kind) } else { somewhere.insert(entry.scope) }
        }
    }

    /// What a part of a followed snapshot allows to conclude: of the objects that it tells of, and of nothing else.
    init(followed part: SnapshotPart) {
        for object in part.gone {
            if object.kind == .imageStream {
                goneStreams.insert(ImageStream.ID(namespace: object.namespace, name: object.name))
            } else {
                gone.insert(Workload.ID(namespace: object.namespace, kind: object.kind, name: object.name))
            }
        }
        toldOwners = Set(part.toldOwners)
        toldStreams = Set(part.imageStreams.map(\.id))
    }

    /// Whether a workload that was not seen is gone.
    func isGone(_ id: Workload.ID) -> Bool { completely(at: id.kind, in: id.namespace) || gone.contains(id) }

    /// Whether all is known that an owner's Pods run.
    func isRunningKnown(of owner: Workload.ID) -> Bool {
        completely(at: .pod, in: owner.namespace) || toldOwners.contains(owner)
    }

    /// Whether a stream that was not seen is gone.
    func isGone(_ id: ImageStream.ID) -> Bool { completely(at: .imageStream, in: id.namespace) || goneStreams.contains(id) }

    /// Whether all of a stream's tags are known, if only that there are none.
    func isWholeKnown(_ id: ImageStream.ID) -> Bool { isGone(id) || toldStreams.contains(id) }

    func completely(at kind: ObjectKind, in namespace: String) -> Bool {
        everywhere.contains(kind) || somewhere.contains(Coverage.Scope(kind: kind, namespace: namespace))
    }
}

extension Coverage.Scope: Comparable {
    /// Orders by kind and namespace, all namespaces first.
    public static func < (left: Coverage.Scope, right: Coverage.Scope) -> Bool {
        if left.kind != right.kind { return left.kind < right.kind }
        return (left.namespace ?? "").isBefore(right.namespace ?? "") ?? false
    }
}
