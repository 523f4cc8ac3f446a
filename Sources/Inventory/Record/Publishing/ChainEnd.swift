package import Model
internal import SQLite

/// Where a cluster's chain of seals ends: what publishing goes on from.
package struct ChainEnd: Sendable, Equatable {
    /// When the newest snapshot was taken.
    package let takenAt: Instant
    /// Its seal, 64 hexadecimal digits.
    package let seal: String
    /// How often `prune` cut the cluster's record, and the seal of the last cut.
    package let cuts: Int64
    package let lastCut: String?
    /// By which rules its containers are judged.
    package let rules: Int64

    package init(takenAt: Instant, seal: String, cuts: Int64, lastCut: String?, rules: Int64) {
        self.takenAt = takenAt
        self.seal = seal
        self.cuts = cuts
        self.lastCut = lastCut
        self.rules = rules
    }

    /// Whether both were cut alike and are judged by the same rules, so that the longer one is the shorter one with more.
    package func isKept(like other: ChainEnd) -> Bool { cuts == other.cuts && lastCut == other.lastCut && rules == other.rules }
}

/// A cluster of a file, to be published.
package struct PublishedCluster: Sendable {
    package let number: Int64
    package let name: String
    /// What tells it from another of its name; `cluster` has the same columns.
    package let uid: String?
    package let versionID: String?
    package let infrastructure: String?
    package let rules: Int64

    package init(number: Int64, name: String, uid: String?, versionID: String?, infrastructure: String?, rules: Int64) {
        self.number = number
        self.name = name
        self.uid = uid
        self.versionID = versionID
        self.infrastructure = infrastructure
        self.rules = rules
    }
}

extension RecordReader {
    /// The clusters of which something was recorded.
    package func publishedClusters() throws -> [PublishedCluster] {
        try rows(
            """
            SELECT c.id, c.name, c.uid, c.version_id, c.infrastructure, c.rules FROM cluster c
            WHERE EXISTS (SELECT 1 FROM snapshot s WHERE s.cluster_id = c.id) ORDER BY c.name
            """
        ).map { row in
            PublishedCluster(
                number: row[0].integer ?? 0, name: row[1].text ?? "", uid: row[2].text, versionID: row[3].text,
                infrastructure: row[4].text, rules: row[5].integer ?? 0)
        }
    }

    /// Where the chain of a cluster ends.
    package func chainEnd(of cluster: PublishedCluster) throws -> ChainEnd? { try connection.chainEnd(of: cluster.number) }

    /// The number and the seal of the snapshot taken at an instant, stubs included.
    package func snapshot(of cluster: PublishedCluster, takenAt: Instant) throws -> (number: Int64, seal: String)? {
        let row = try rows(
            "SELECT id, lower(hex(seal)) FROM snapshot WHERE cluster_id = ?1 AND taken_at = ?2",
            [.integer(cluster.number), .integer(takenAt.secondsSince1970)]
        ).first
        return row.map { ($0[0].integer ?? 0, $0[1].text ?? "") }
    }
}

extension Connection {
    func chainEnd(of cluster: Int64) throws -> ChainEnd? {
        let row = try row(
            """
            SELECT s.taken_at, lower(hex(s.seal)), (SELECT count(*) FROM cut c WHERE c.cluster_id = s.cluster_id),
                (SELECT lower(hex(c.seal)) FROM cut c WHERE c.cluster_id = s.cluster_id ORDER BY c.id DESC LIMIT 1),
                (SELECT rules FROM cluster WHERE id = s.cluster_id)
            FROM snapshot s WHERE s.cluster_id = ?1 ORDER BY s.taken_at DESC LIMIT 1
            """, .integer(cluster))
        guard let row, let takenAt = Instant(row[0].integer) else { return nil }
        return ChainEnd(
            takenAt: takenAt, seal: row[1].text ?? "", cuts: row[2].integer ?? 0, lastCut: row[3].text, rules: row[4].integer ?? 0
        )
    }
}
