public import Model
public import Record
internal import SQLite

/// When a cluster was looked at before, for a collector that is started again.
public struct LooksBefore: Sendable, Equatable {
    /// The newest snapshot, whatever it covered.
    public let newest: Instant
    /// The newest snapshot for which somebody looked: no watch told it.
    public let newestLook: Instant?
    /// The newest snapshot in which all that was asked for was answered; nil where there was none.
    public let newestComplete: Instant?
}

extension RecordReader {
    /// When a cluster was looked at before; nil where it never was.
    public func looksBefore(of cluster: String) throws -> LooksBefore? {
        let row = try rows(
            """
            SELECT max(taken_at),
                (SELECT taken_at FROM snapshots WHERE cluster = ?1 AND complete = 1 ORDER BY snapshot DESC LIMIT 1),
                (SELECT max(s.taken_at) FROM snapshot s JOIN cluster c ON c.id = s.cluster_id AND c.name = ?1
                    WHERE s.stub = 0 AND s.followed = 0)
            FROM snapshots WHERE cluster = ?1
            """, [.text(cluster)]
        ).first
        guard let newest = row?[0].text.flatMap({ Instant($0) }) else { return nil }
        return LooksBefore(
            newest: newest, newestLook: Instant(row?[2].integer), newestComplete: row?[1].text.flatMap { Instant($0) })
    }
}
