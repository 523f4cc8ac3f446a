public import Model
public import Record
internal import SQLite

/// A snapshot that took much of what stood of a kind for gone.
public struct MassDeletion: Sendable, Equatable {
    /// The snapshot's number.
    public let snapshot: Int64
    /// When it was taken.
    public let takenAt: Instant
    /// How much of which kind.
    public let loss: Deletions.Loss

    package init(snapshot: Int64, takenAt: Instant, loss: Deletions.Loss) {
        self.snapshot = snapshot
        self.takenAt = takenAt
        self.loss = loss
    }
}

extension RecordReader {
    /// The snapshots of a cluster that took much for gone, oldest first; within a period, or all up to the instant asked about.
    public func massDeletions(of cluster: String, in period: ReportPeriod?) throws -> [MassDeletion] {
        try rows(
            """
            SELECT s.id, s.taken_at, k.name, m.stood, m.gone
            FROM as_of a JOIN cluster c ON c.id = a.cluster_id AND c.name = ?1
            JOIN mass_deletion m JOIN snapshot s ON s.id = m.snapshot_id AND s.cluster_id = c.id AND s.id <= a.snapshot_id
            JOIN kind k ON k.id = m.kind_id
            WHERE s.stub = 0 ORDER BY s.taken_at, k.id
            """, [.text(cluster)]
        ).compactMap { row in
            guard let kind = row[2].text.flatMap({ ObjectKind(title: $0) }), let takenAt = Instant(row[1].integer) else {
                return nil
            }
            guard period?.contains(takenAt) ?? true else { return nil }
            return MassDeletion(
                snapshot: row[0].integer ?? 0, takenAt: takenAt,
                loss: Deletions.Loss(kind: kind, stood: Int(row[3].integer ?? 0), gone: Int(row[4].integer ?? 0)))
        }
    }
}

extension MassDeletion {
    /// What a reader must know of it.
    func note(_ cluster: String) -> Note {
        .massDeletion(
            cluster: cluster, snapshot: snapshot, at: takenAt, kind: loss.kind.resourceTitle, stood: loss.stood, gone: loss.gone)
    }
}
