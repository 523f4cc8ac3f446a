public import Model
public import Record
internal import SQLite
internal import Texts

/// When a record's clusters were looked at, and what each snapshot is proven by: what a ruler over all of its time is drawn of, and
/// what says whether two answers are about the same state.
public struct SnapshotLog: Sendable {
    /// One snapshot.
    public struct Entry: Sendable, Equatable {
        /// Its number in the file.
        public let number: Int64
        /// When it was taken.
        public let takenAt: Instant
        /// Objects it opened, changed or closed.
        public let changes: Int64
        /// The hash that chains it to all before it, in hexadecimal; nil where it is not sealed.
        public let seal: String?
    }

    /// One cluster's snapshots.
    public struct Cluster: Sendable {
        /// The cluster's name.
        public let name: String
        /// Its snapshots, oldest first.
        public let entries: [Entry]
        /// Stretches in which it was not looked at although it usually is.
        public let gaps: [Gap]

        /// The newest snapshot at or before an instant; nil where there is none. Without an instant, the newest.
        public func entry(at instant: Instant?) -> Entry? {
            guard let instant else { return entries.last }
            let after = firstAfter(instant)
            return after > 0 ? entries[after - 1] : nil
        }

        /// The place of the first snapshot after an instant, which may be the end.
        public func firstAfter(_ instant: Instant) -> Int {
            var (low, high) = (0, entries.count)
            while low < high {
                let middle = (low + high) / 2
                if entries[middle].takenAt <= instant { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    /// The clusters, by name.
    public let clusters: [Cluster]

    /// Of no record.
    public static let empty = SnapshotLog(clusters: [])

    private init(clusters: [Cluster]) { self.clusters = clusters }

    /// Reads what a record says of its snapshots.
    public init(_ record: RecordReader) throws {
        var entries: [ExactText: [Entry]] = [:]
        let rows = try record.rows(
            """
            SELECT c.name, s.id, s.taken_at, s.changes, lower(hex(s.seal)), s.seal IS NULL
            FROM snapshot s JOIN cluster c ON c.id = s.cluster_id WHERE s.stub = 0 ORDER BY s.taken_at, s.id
            """)
        for row in rows {
            guard let name = row[0].text, let number = row[1].integer, let time = row[2].integer else { continue }
            entries[ExactText(name), default: []].append(
                Entry(
                    number: number, takenAt: Instant(secondsSince1970: time), changes: row[3].integer ?? 0,
                    seal: row[5].integer == 1 ? nil : row[4].text))
        }
        let names = try record.rows("SELECT name FROM cluster ORDER BY name").compactMap { $0[0].text }
        clusters = names.map { name in
            let own = entries[ExactText(name)] ?? []
            return Cluster(name: name, entries: own, gaps: Gap.all(of: name, own.map(\.takenAt)))
        }
    }

    /// The clusters that a question is about: all, or the one it names.
    public func asked(_ name: String?) -> [Cluster] { clusters.filter { name == nil || name == $0.name } }
}

extension RecordReader {
    /// Stretches in which a kind was asked for in a namespace and not, or not wholly, answered; without an end while it is so.
    public func unseen(_ kind: ObjectKind, namespace: String, cluster: String?) throws -> [(from: Instant, to: Instant?)] {
        try rows(
            """
            SELECT f.taken_at, e.taken_at FROM coverage_version v
            JOIN kind k ON k.id = v.kind_id AND k.name = ?1
            JOIN cluster c ON c.id = v.cluster_id AND (?3 IS NULL OR c.name = ?3)
            LEFT JOIN namespace n ON n.id = v.namespace_id
            JOIN snapshot f ON f.id = v.from_snapshot LEFT JOIN snapshot e ON e.id = v.until_snapshot
            WHERE v.outcome_id IN (2, 3) AND (n.name IS NULL OR n.name = ?2) ORDER BY 1
            """, [.text(kind.title), .text(namespace), cluster.map(Value.text) ?? .null]
        ).compactMap { row in Instant(row[0].integer).map { ($0, Instant(row[1].integer)) } }
    }
}

/// A stretch in which a kind's looks had one outcome.
public struct CoverageStretch: Sendable, Equatable {
    /// The kind.
    public let kind: String
    /// The namespace looked in; nil is all of them.
    public let namespace: String?
    /// `complete`, `forbidden`, `failed`, `absent`.
    public let outcome: String
    /// The first snapshot that found it so.
    public let from: Instant
    /// The first that no longer did; nil while it is so.
    public let to: Instant?
    /// What the source said where it was not complete.
    public let message: String?
}

extension RecordReader {
    /// How each kind's looks fared over the whole record, by kind and namespace.
    public func coverageStretches(_ cluster: String?) throws -> [CoverageStretch] {
        try rows(
            """
            SELECT k.name, n.name, o.name, f.taken_at, e.taken_at, m.value FROM coverage_version v
            JOIN kind k ON k.id = v.kind_id JOIN outcome o ON o.id = v.outcome_id
            JOIN cluster c ON c.id = v.cluster_id AND (?1 IS NULL OR c.name = ?1)
            JOIN snapshot f ON f.id = v.from_snapshot LEFT JOIN snapshot e ON e.id = v.until_snapshot
            LEFT JOIN namespace n ON n.id = v.namespace_id LEFT JOIN text m ON m.id = v.message_id
            ORDER BY n.name IS NOT NULL, k.id, n.name, f.taken_at LIMIT 5000
            """, [cluster.map(Value.text) ?? .null]
        ).compactMap { row in
            guard let kind = row[0].text, let outcome = row[2].text, let from = Instant(row[3].integer) else { return nil }
            return CoverageStretch(
                kind: kind, namespace: row[1].text, outcome: outcome, from: from, to: Instant(row[4].integer),
                message: row[5].text)
        }
    }
}
