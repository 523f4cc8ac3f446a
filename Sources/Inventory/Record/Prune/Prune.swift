public import Model
internal import SQLite

/// What pruning took, or would take, from one cluster.
public struct Pruned: Sendable, Equatable {
    /// The cluster's name.
    public let cluster: String
    /// When the oldest snapshot that goes was taken.
    public let removedFrom: Instant
    /// When the oldest snapshot that stays was taken: every answer for then and later stays as it is.
    public let keptFrom: Instant
    /// Snapshots that go.
    public let snapshots: Int64
    /// States of objects that go, having ended before.
    public let states: Int64
    /// The cut's seal, in hexadecimal.
    public let seal: String
}

/// What pruning did, or would do.
public struct Pruning: Sendable {
    /// What goes, by cluster; a cluster that has nothing older is not among them.
    public var cuts: [Pruned] = []
    /// The file's size before, in bytes.
    public var sizeBefore: Int64 = 0
    /// The file's size after, in bytes; as far as can be told where nothing was done.
    public var sizeAfter: Int64 = 0
}

/// What went wrong once the cut was made.
public enum PruneError: Error, Sendable {
    /// The old stretch is gone and the cut sealed, but the file is as large as before.
    case notGivenBack(path: String, reason: SQLiteReason)
}

extension RecordWriter {
    /// Cuts off what was recorded before an instant, seals the cut, and gives the space back.
    ///
    /// - Parameters:
    ///   - instant: Every answer for this instant and later stays as it is.
    ///   - now: When the cut is made.
    ///   - isDone: Whether to do it; otherwise it is only tried, and taken back.
    public func prune(keepingSince instant: Instant, at now: Instant = .now, done isDone: Bool) throws -> Pruning {
        try StoreError.naming(path) {
            var pruning = Pruning()
            pruning.sizeBefore = try size()
            try connection.execute("PRAGMA foreign_keys = OFF")
            defer { try? connection.execute("PRAGMA foreign_keys = ON") }
            do {
                try connection.transaction {
                    for (id, name) in try clusters() {
                        if let cut = try cut(id, name, keepingSince: instant, at: now) { pruning.cuts.append(cut) }
                    }
                    pruning.sizeAfter = try size()
                    guard isDone else { throw Tried() }
                    try refuseBroken()
                }
            } catch is Tried {
                return pruning
            }
            // Sweeps free pages out of the middle of the file; a kill in between loses nothing and the next prune does it.
            do {
                try connection.execute("VACUUM")
                try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            } catch let error as SQLiteError {
                throw PruneError.notGivenBack(path: path, reason: SQLiteReason(error))
            }
            pruning.sizeAfter = try size()
            return pruning
        }
    }

    /// Bytes the file's content takes, without free pages.
    public func size() throws -> Int64 {
        try connection.integer("PRAGMA page_size")
            * (connection.integer("PRAGMA page_count") - connection.integer("PRAGMA freelist_count"))
    }

    private func clusters() throws -> [(Int64, String)] {
        try connection.rows("SELECT id, name FROM cluster ORDER BY name").compactMap { row in
            row[0].integer.map { ($0, row[1].text ?? "") }
        }
    }

    private func cut(_ cluster: Int64, _ name: String, keepingSince instant: Instant, at now: Instant) throws -> Pruned? {
        let row = try connection.row(
            """
            SELECT max(id), count(*), min(taken_at), max(taken_at) FROM snapshot
            WHERE cluster_id = ?1 AND stub = 0 AND taken_at <= ?2
            """, .integer(cluster), .integer(instant.secondsSince1970))
        // The newest of them shows how things stood at the instant; it and all after it stay.
        guard let row, let first = row[0].integer, let count = row[1].integer, count > 1,
            let oldest = row[2].integer, let keptFrom = row[3].integer
        else { return nil }
        let states = try Pruner(connection, cluster: cluster, keepingFrom: first).remove()
        let newest = try connection.integer("SELECT max(taken_at) FROM snapshot WHERE cluster_id = ?1", .integer(cluster))
        let snapshots = try ChainSnapshot.all(connection)
        let names = try EncodedNames(connection, .whole(connection))
        let scan = try FactScan(connection, names, snapshots)
        let base = snapshots.filter { $0.clusterID == cluster && $0.id <= first }
        let earlier = try Cut.all(connection).filter { $0.clusterID == cluster }
        let cut = Cut(
            clusterID: cluster, cutAt: now.secondsSince1970, removedFrom: oldest, keptFrom: keptFrom, after: newest,
            snapshots: count - 1, states: states, kept: KeptState(base[...], scan.facts, earlier[...]).hash.bytes)
        let seal = try write(cut, name)
        return Pruned(
            cluster: name, removedFrom: Instant(secondsSince1970: oldest), keptFrom: Instant(secondsSince1970: keptFrom),
            snapshots: count - 1, states: states, seal: seal.hex)
    }

    private func write(_ cut: Cut, _ cluster: String) throws -> SealHash {
        let sealer = Sealer(connection, signingKey: signingKey)
        let seal = cut.seal(after: try sealer.newestSeal(of: cut.clusterID, before: .max), cluster: cluster)
        try connection.run(
            """
            INSERT INTO cut
                (cluster_id, cut_at, removed_from, kept_from, after, snapshots, states, kept, seal, signer_id, signature)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, .integer(cut.clusterID), .integer(cut.cutAt), .integer(cut.removedFrom), .integer(cut.keptFrom),
            .integer(cut.after), .integer(cut.snapshots), .integer(cut.states), .blob(cut.kept), .blob(seal.bytes),
            try sealer.signerID(), try sealer.signature(of: seal))
        return seal
    }

    /// The last look before anything is final: what is left must verify by itself.
    private func refuseBroken() throws {
        var verifier = Verifier(connection)
        try verifier.run { try FileFindings(connection) }
        guard verifier.result.holds else {
            throw VerificationFailure(path: path, findings: verifier.result.findings)
        }
    }
}

/// Takes a trial back.
private struct Tried: Error {}
