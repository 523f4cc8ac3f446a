package import SQLite

/// Seals the snapshot that is being recorded, in its transaction.
struct Sealer {
    private let connection: Connection
    private let signingKey: SigningKey?

    init(_ connection: Connection, signingKey: SigningKey?) {
        self.connection = connection
        self.signingKey = signingKey
    }

    func seal(snapshot number: Int64, cluster clusterID: Int64, _ facts: FactAccumulator) throws -> SealHash {
        let header = try header(of: number, previous: newestSeal(of: clusterID, before: number))
        let seal = try facts.seal(header)
        try connection.run(
            "UPDATE snapshot SET seal = ?1, signer_id = ?2, signature = ?3 WHERE id = ?4", .blob(seal.bytes),
            try signerID(), try signature(of: seal), .integer(number))
        return seal
    }

    func signature(of seal: SealHash) throws -> Value {
        try signingKey.map { .blob(try $0.signature(of: seal.bytes)) } ?? .null
    }

    func signerID() throws -> Value {
        guard let key = signingKey?.publicKey.bytes else { return .null }
        try connection.run("INSERT OR IGNORE INTO signer (public_key) VALUES (?1)", .blob(key))
        return try connection.row("SELECT id FROM signer WHERE public_key = ?1", .blob(key))?[0] ?? .null
    }

    /// The end of the cluster's chain. By time, in whose order a cluster's snapshots are numbered: the index ends there, and by number all
    /// of them would be sorted.
    func newestSeal(of clusterID: Int64, before number: Int64) throws -> [UInt8]? {
        let row = try connection.row(
            """
            SELECT coalesce((
                SELECT c.seal FROM cut c WHERE c.cluster_id = s.cluster_id AND c.after = s.taken_at ORDER BY c.id DESC LIMIT 1
            ), s.seal)
            FROM snapshot s WHERE s.cluster_id = ?1 AND s.id < ?2 ORDER BY s.taken_at DESC LIMIT 1
            """, .integer(clusterID), .integer(number))
        guard let row else { return nil }
        // A snapshot whose seal somebody took away is chained to nothing, and `verify` says so.
        return row[0].blob ?? []
    }

    /// Read back from the file, so that what is sealed is what was written.
    private func header(of number: Int64, previous: [UInt8]?) throws -> SealedHeader {
        let row = try connection.row(
            """
            SELECT c.name, s.taken_at, t.value, s.workloads, s.containers, s.image_streams, s.istags, s.changes
            FROM snapshot s JOIN cluster c ON c.id = s.cluster_id JOIN text t ON t.id = s.source_id WHERE s.id = ?1
            """, .integer(number))
        guard let row else { throw SQLiteError(extendedCode: 1, message: "no snapshot \(number)") }
        let counts = row[3...].map { $0.integer ?? 0 }
        return SealedHeader(
            previous: previous, cluster: row[0].text ?? "", takenAt: row[1].integer ?? 0, source: row[2].text ?? "",
            workloads: counts[0], containers: counts[1], imageStreams: counts[2], istags: counts[3], changes: counts[4])
    }
}

extension Value {
    /// The bytes, or nil where it is none.
    package var blob: [UInt8]? { if case .blob(let bytes) = self { bytes } else { nil } }
}
