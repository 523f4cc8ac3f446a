public import Model

/// Why something was not published, or not asked; what the fleet and the record held before is untouched.
///
/// What people are told of it is written in `Sources/Words/Fleet`.
public enum FleetError: Error, Sendable {
    /// A newer isinventory made the schema.
    case newer(server: String, version: Int, known: Int)
    /// There is no schema yet.
    case noSchema(server: String)
    /// There is no such role.
    case unknownRole(server: String, role: String)
    /// The file is an older copy of what is published.
    case olderCopy(server: String, path: String, cluster: String, here: Instant, there: Instant)
    /// What is published was not recorded by this file.
    case fork(server: String, path: String, cluster: String, common: Instant?, there: Instant)
    /// The file no longer has the snapshot that is the newest published one.
    case prunedAway(server: String, path: String, cluster: String, there: Instant)
    /// Another record's cluster is meant by the name.
    case anotherCluster(server: String, path: String, cluster: String)
    /// What stands there is not what was published.
    case changed(server: String, cluster: String, table: String)
    /// A question that is answered a cluster at a time.
    case needsCluster(server: String, clusters: [String])
    /// There is no such cluster.
    case unknownCluster(server: String, name: String, known: [String])
    /// Nothing is published yet.
    case empty(server: String)
    /// The folder for copies of clusters belongs to somebody else.
    case cacheOfAnother(path: String)
    /// An address is none that libpq can read.
    case noAddress
}
