/// How much of a cluster is recorded, and what stands of it.
public struct ClusterOverview: Sendable, Equatable {
    let cluster: String
    let snapshots: Int64
    /// When the first and the newest snapshot were taken, as the views write times.
    let first: String?
    let newest: String?
    /// How many looks could not see all.
    let incomplete: Int64?
    let changes: Int64?
    let gaps: [Gap]
    /// Workloads, containers, image streams, istags.
    let standing: [Int64]

    /// Tells what was counted.
    public init(
        cluster: String, snapshots: Int64, first: String?, newest: String?, incomplete: Int64?, changes: Int64?, gaps: [Gap],
        standing: [Int64]
    ) {
        self.cluster = cluster
        self.snapshots = snapshots
        self.first = first
        self.newest = newest
        self.incomplete = incomplete
        self.changes = changes
        self.gaps = gaps
        self.standing = standing
    }

    var cells: [Answer.Cell] {
        func time(_ text: String?) -> Answer.Cell { text.map(Answer.Cell.text) ?? .null }
        func number(_ number: Int64?) -> Answer.Cell { number.map(Answer.Cell.integer) ?? .null }
        return [.text(cluster), .integer(snapshots), time(first), time(newest), number(incomplete), number(changes)]
            + [.integer(Int64(gaps.count))] + standing.map(Answer.Cell.integer)
    }
}
