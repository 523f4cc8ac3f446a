public import Model
internal import Record
internal import SQLite

/// A container of a standing workload whose image changed between two looks.
public struct WorkloadImageChange: Sendable, Equatable {
    /// The container.
    public let id: ContainerID
    /// The last complete look that showed the old image; nil where none looked before.
    public let seenAfter: Instant?
    /// The first snapshot that showed the new one.
    public let seenBy: Instant
    /// The image before; nil where the container was added to its workload.
    public let old: String?
    /// The image since; nil where the container was taken out of its workload.
    public let new: String?
    /// The tag the new image is tied to, with its namespace where that is another.
    public let istag: String?
    /// The field manager that wrote the new image, a program and not a person; nil where no look told of it.
    public let setBy: String?
    /// When that manager last wrote, by the cluster's clock.
    public let setAt: Instant?
}

extension RecordReader {
    /// Image changes of workloads that stand on both sides of the change; a container that comes or goes with its workload
    /// changes nothing of it.
    ///
    /// - Parameter containers: The file's numbers of all in which anything changed since, where they are known.
    func workloadImageChanges(
        _ filter: Filter, after start: Instant, among containers: [Int64]? = nil
    ) throws -> [WorkloadImageChange] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        if let containers { condition.add("container_id", oneOf: containers) }
        let changes = try imageChanges(condition, from: start)
        let moments = try workloadLimits(filter, after: start)
        return changes.compactMap { change in
            guard let kind = ObjectKind(title: change.kind) else { return nil }
            let workload = Workload.ID(namespace: change.namespace, kind: kind, name: change.name)
            let limit = WorkloadLimit(cluster: change.cluster, workload: workload, at: change.seenBy)
            guard change.oldImage != nil && change.newImage != nil || !moments.contains(limit) else { return nil }
            return WorkloadImageChange(
                id: ContainerID(
                    cluster: change.cluster, workload: workload, container: change.container, isInit: change.isInit),
                seenAfter: change.seenAfter, seenBy: change.seenBy, old: change.oldImage, new: change.newImage,
                istag: change.istag, setBy: change.setBy, setAt: change.setAt.flatMap { Instant($0) })
        }
    }

    /// When workloads came or went.
    private func workloadLimits(_ filter: Filter, after start: Instant) throws -> Set<WorkloadLimit> {
        let condition = try condition(filter, onIntervalsAfter: start)
        let rows = try rows(
            """
            SELECT cluster, namespace, kind, name, seen_from, seen_until
            FROM (\(RecordReader.workloadIntervals))\(condition.clause)
            """, condition.values)
        var ends: Set<WorkloadLimit> = []
        var beginnings: Set<WorkloadLimit> = []
        for row in rows {
            guard let kind = row[2].text.flatMap({ ObjectKind(title: $0) }) else { continue }
            let workload = Workload.ID(namespace: row[1].text ?? "", kind: kind, name: row[3].text ?? "")
            func limit(_ time: Value) -> WorkloadLimit? {
                time.text.flatMap { Instant($0) }.map { WorkloadLimit(cluster: row[0].text ?? "", workload: workload, at: $0) }
            }
            if let limit = limit(row[4]) { beginnings.insert(limit) }
            if let limit = limit(row[5]) { ends.insert(limit) }
        }
        // Where one state ends as the next begins, the workload went on.
        return beginnings.symmetricDifference(ends)
    }
}

private struct WorkloadLimit: Hashable {
    let cluster: String
    let workload: Workload.ID
    let at: Instant
}
