internal import Model
internal import SQLite

/// A snapshot's own row, as a seal and a verifier see it.
struct ChainSnapshot {
    let id: Int64
    let clusterID: Int64
    var header: SealedHeader
    let seal: [UInt8]?
    let signer: [UInt8]?
    let signature: [UInt8]?
    /// Cut off, and kept only as what others name.
    let isStub: Bool

    /// Every snapshot of the file, a cluster's after another's, each in the order of its chain.
    static func all(_ connection: Connection) throws -> [ChainSnapshot] {
        let statement = try connection.prepare(
            """
            SELECT s.id, s.cluster_id, c.name, s.taken_at, t.value, s.workloads, s.containers, s.image_streams, s.istags,
                s.changes, s.seal, g.public_key, s.signature, s.stub
            FROM snapshot s LEFT JOIN cluster c ON c.id = s.cluster_id LEFT JOIN text t ON t.id = s.source_id
            LEFT JOIN signer g ON g.id = s.signer_id ORDER BY c.name, s.cluster_id, s.id
            """)
        var snapshots: [ChainSnapshot] = []
        while try statement.step() {
            let counts = (5...9).map { statement.integer(at: $0) ?? 0 }
            snapshots.append(
                ChainSnapshot(
                    id: statement.integer(at: 0) ?? 0, clusterID: statement.integer(at: 1) ?? 0,
                    header: SealedHeader(
                        previous: nil, cluster: statement.text(at: 2) ?? "", takenAt: statement.integer(at: 3) ?? 0,
                        source: statement.text(at: 4) ?? "", workloads: counts[0], containers: counts[1],
                        imageStreams: counts[2], istags: counts[3], changes: counts[4]),
                    seal: statement.value(at: 10).blob, signer: statement.value(at: 11).blob,
                    signature: statement.value(at: 12).blob, isStub: statement.integer(at: 13) != 0))
        }
        return snapshots
    }

    /// What findings call it.
    var entry: ChainEntry {
        .snapshot(cluster: header.cluster, number: id, takenAt: Instant(secondsSince1970: header.takenAt))
    }
}
