public import Model
public import Record
internal import SQLite

/// A look that showed something first, of which the one before it is asked.
public struct LookLimit: Sendable {
    /// When it was.
    public let instant: Instant
    /// The kind of what it showed.
    public let kind: String
    /// The cluster that was looked at.
    public let cluster: String
    /// The namespace of what it showed.
    public let namespace: String
}

extension RecordReader {
    /// Each by itself: in a file that costs no more.
    public func looks(before looks: [LookLimit]) throws -> [Instant?] {
        var known = LastLooks(self)
        return try looks.map { look in
            try known.before(look.instant, kind: look.kind, cluster: look.cluster, namespace: look.namespace)
        }
    }
}

/// Answers, and remembers, when a kind was last seen whole before an instant.
struct LastLooks {
    private struct Key: Hashable {
        let instant: Instant
        let kind: String
        let cluster: String
        let namespace: String
    }

    private let record: RecordReader
    private var known: [Key: Instant?] = [:]

    init(_ record: RecordReader) { self.record = record }

    mutating func before(_ instant: Instant, kind: String, cluster: String, namespace: String) throws -> Instant? {
        let key = Key(instant: instant, kind: kind, cluster: cluster, namespace: namespace)
        if let answer = known[key] { return answer }
        let row = try record.rows(
            """
            SELECT max((
                -- The newest look of each stretch, by the index: a record may hold tens of thousands.
                SELECT s.taken_at FROM snapshot s
                WHERE s.cluster_id = c.id AND s.followed = 0 AND s.taken_at < min(?4, coalesce(e.taken_at, ?4))
                ORDER BY s.taken_at DESC LIMIT 1))
            FROM cluster c
            JOIN coverage_version v ON v.cluster_id = c.id AND v.outcome_id = 1
            JOIN kind k ON k.id = v.kind_id AND k.name = ?2
            JOIN snapshot f ON f.id = v.from_snapshot AND f.taken_at < ?4
            LEFT JOIN snapshot e ON e.id = v.until_snapshot
            LEFT JOIN namespace n ON n.id = v.namespace_id
            WHERE c.name = ?1 AND (n.name IS NULL OR n.name = ?3)
            """, [.text(cluster), .text(kind), .text(namespace), .integer(instant.secondsSince1970)]
        ).first
        let answer = Instant(row?[0].integer)
        known[key] = answer
        return answer
    }
}
