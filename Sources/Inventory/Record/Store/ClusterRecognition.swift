public import Model
internal import SQLite

extension RecordWriter {
    /// Compares which cluster a name stood for with the one that was seen under it.
    ///
    /// - Returns: Other names the same cluster has in the file.
    /// - Throws: ``StoreError/anotherCluster(cluster:mark:known:seen:)`` where the name is another cluster's.
    public func recognize(_ cluster: String, _ identity: ClusterIdentity) throws -> [String] {
        try StoreError.naming(path) {
            let known = try knownIdentity(cluster)
            if let (mark, seen, known) = identity.difference(from: known) {
                throw StoreError.anotherCluster(cluster: cluster, mark: mark, known: known, seen: seen)
            }
            return try connection.rows(
                """
                SELECT name FROM cluster
                WHERE (uid = ?1 OR version_id = ?2 OR infrastructure = ?3) AND name <> ?4 ORDER BY name
                """, identity.values + [.text(cluster)]
            ).compactMap { $0[0].text }
        }
    }

    /// Compares by the uid of the cluster's namespace `kube-system` alone.
    public func recognize(_ cluster: String, uid: String) throws -> [String] {
        try recognize(cluster, ClusterIdentity(uid: uid))
    }

    /// Keeps which cluster a name stands for from now on; nothing happens where the record has no such name.
    ///
    /// - Parameter anew: Whether the cluster was installed anew, so that what was known of it no longer holds.
    public func identify(_ cluster: String, _ identity: ClusterIdentity, anew: Bool = false) throws {
        try StoreError.naming(path) {
            let known = try knownIdentity(cluster)
            let identity = anew ? identity : identity.merged(with: known)
            guard identity != known else { return }
            let values = identity.values
            try connection.run(
                "UPDATE cluster SET uid = ?1, version_id = ?2, infrastructure = ?3 WHERE name = ?4", values[0], values[1],
                values[2], .text(cluster))
        }
    }

    /// Keeps the uid of the cluster's namespace `kube-system`.
    public func identify(_ cluster: String, uid: String) throws {
        try identify(cluster, ClusterIdentity(uid: uid))
    }

    private func knownIdentity(_ cluster: String) throws -> ClusterIdentity {
        let row = try connection.row("SELECT uid, version_id, infrastructure FROM cluster WHERE name = ?1", .text(cluster))
        return ClusterIdentity(uid: row?[0].text, clusterID: row?[1].text, infrastructure: row?[2].text)
    }
}

extension ClusterIdentity {
    /// As the file keeps them.
    fileprivate var values: [Value] { [uid, clusterID, infrastructure].map { $0.map(Value.text) ?? .null } }
}
