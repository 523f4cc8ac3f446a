internal import SQLite

extension Store {
    /// Compares which cluster a name stood for with the one that was seen under it.
    ///
    /// - Parameter uid: The uid of the cluster's namespace `kube-system`, which lives as long as the cluster.
    /// - Returns: Other names the same cluster has in the file.
    /// - Throws: ``StoreError/anotherCluster(cluster:known:seen:)`` where the name is another cluster's.
    public func recognize(_ cluster: String, uid: String) throws -> [String] {
        try StoreError.naming(path) {
            let known = try connection.row("SELECT uid FROM cluster WHERE name = ?1 AND uid IS NOT NULL", .text(cluster))
            if let known = known?[0].text, known != uid {
                throw StoreError.anotherCluster(cluster: cluster, known: known, seen: uid)
            }
            return try connection.rows(
                "SELECT name FROM cluster WHERE uid = ?1 AND name <> ?2 ORDER BY name", [.text(uid), .text(cluster)]
            ).compactMap { $0[0].text }
        }
    }

    /// Keeps which cluster a name stands for from now on; nothing happens where the record has no such name.
    public func identify(_ cluster: String, uid: String) throws {
        try StoreError.naming(path) {
            try connection.run(
                "UPDATE cluster SET uid = ?2 WHERE name = ?1 AND uid IS NOT ?2", .text(cluster), .text(uid))
        }
    }
}

extension RecordReader {
    /// Which of some digests the record knows the content of.
    public func knownImages(among digests: Set<String>) throws -> Set<String> {
        try StoreError.naming(path) {
            try digests.filter { digest in
                try connection.row(
                    """
                    SELECT 1 FROM digest d JOIN image i ON i.digest_id = d.id
                    WHERE substr(d.value, 1, 8) = substr(?1, 1, 8) AND d.value = ?1
                    """, DigestValue.value(of: digest)) != nil
            }
        }
    }
}
