internal import SQLite

extension RecordReader {
    /// Which of some digests the record knows the content of.
    public func knownImages(among digests: Set<String>) throws -> Set<String> {
        try StoreError.naming(path) {
            try digests.filter { digest in
                try connection.row(
                    """
                    SELECT 1 FROM digest d JOIN image i ON i.digest_id = d.id
                    WHERE substr(d.value, -4) = substr(?1, -4) AND d.value = ?1
                    """, DigestValue.value(of: digest)) != nil
            }
        }
    }
}
