internal import Judging
package import Model
internal import SQLite

/// A record file made of what a fleet keeps of one cluster: asked and verified as any other, never recorded into.
///
/// Rows get numbers of their own, but snapshots keep theirs. What the fleet does not keep since it follows from the rest (the parts of
/// references, which tags ever followed a source) is made anew here, as a recording makes it.
package final class Replica {
    package let path: String
    private let store: RecordWriter

    /// Opens the file, making it where there is none.
    package init(path: String) throws {
        self.path = path
        store = try RecordWriter(path: path, busyTimeout: 120_000)
    }

    /// The rules that this program judges by.
    package static var rules: Int64 { Judging.rules }

    /// Where the file's chain ends; nil while it is empty.
    package func chainEnd() throws -> ChainEnd? {
        try StoreError.naming(path) {
            guard let cluster = try store.connection.row("SELECT id FROM cluster")?[0].integer else { return nil }
            return try store.connection.chainEnd(of: cluster)
        }
    }

    /// Adds to the file, all or nothing.
    ///
    /// - Parameter body: Is given where the file's chain ends, read after no other process can write any more.
    package func write(_ cluster: PublishedCluster, _ body: (ReplicaWriter, ChainEnd?) throws -> Void) throws {
        try StoreError.naming(path) {
            let connection = store.connection
            try connection.transaction {
                try connection.run(
                    """
                    INSERT INTO cluster (id, name, uid, version_id, infrastructure, rules) VALUES (1, ?1, ?2, ?3, ?4, ?5)
                    ON CONFLICT (id) DO UPDATE SET uid = ?2, version_id = ?3, infrastructure = ?4
                    """, .text(cluster.name), .optional(cluster.uid), .optional(cluster.versionID),
                    .optional(cluster.infrastructure), .integer(cluster.rules))
                try body(ReplicaWriter(connection), try connection.chainEnd(of: 1))
            }
        }
    }
}

extension Value {
    fileprivate static func optional(_ text: String?) -> Value { text.map(Value.text) ?? .null }
}

/// What a fleet keeps contradicts itself: a row names what is not there.
package enum ReplicaError: Error {
    /// A table that this program does not know.
    case unknownTable(String)
    /// A row of a table whose rows never end is said to have ended.
    case endless(table: String)
    /// No snapshot was taken when a row says.
    case noSnapshot(at: Instant)
    /// A row names a kind that is not told.
    case unknownKind(String)
}
