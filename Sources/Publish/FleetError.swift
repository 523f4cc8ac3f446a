public import Model

/// Why something was not published, or not asked; what the fleet and the record held before is untouched.
public enum FleetError: Error, Sendable, CustomStringConvertible {
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

    /// What happened, to which cluster, and what to do.
    public var description: String {
        switch self {
        case .newer(let server, let version, let known):
            "\(server): the schema isinventory was made by a newer isinventory (\(version); this one knows \(known)). Nothing was "
                + "changed. Use the newer program."
        case .noSchema(let server):
            "\(server): nothing was published here yet: there is no schema isinventory. `isinventory publish --to …`, as the "
                + "database's owner, makes it."
        case .unknownRole(let server, let role):
            "\(server): there is no role \(role). Make it first: CREATE ROLE … LOGIN PASSWORD …. Nothing was changed."
        case .olderCopy(let server, let path, let cluster, let here, let there):
            "cluster \(cluster): \(path) is an older copy: its newest snapshot was taken at \(here), and \(server) has what was "
                + "recorded until \(there). Nothing was written. Publish the file that has it all; where that is lost, "
                + "`isinventory publish --fetch \(cluster) FILE` makes a record of what is there, to go on from."
        case .fork(let server, let path, let cluster, let common, let there):
            "cluster \(cluster): what \(server) has was not recorded by \(path): "
                + (common.map { "the two part after \($0)" } ?? "the two have no snapshot in common")
                + "; the newest there was taken at "
                + "\(there). Nothing was written. If this is another cluster, record it under another name; if this file is an older copy "
                + "that went on by itself, publish the one that was published before; if this file is the one to believe, "
                + "`isinventory publish --replace \(cluster)` throws away what is there."
        case .prunedAway(let server, let path, let cluster, let there):
            "cluster \(cluster): \(path) no longer has the snapshot of \(there), the newest that \(server) has: it was pruned before it "
                + "was continued there, or another record has the cluster's name. Nothing was written. If this file is the one to "
                + "believe, `isinventory publish --replace \(cluster)` throws away what is there; to keep it, "
                + "`isinventory publish --fetch \(cluster) FILE` first."
        case .anotherCluster(let server, let path, let cluster):
            "cluster \(cluster): \(server) has another cluster under this name than \(path): their uids differ. Nothing was written. "
                + "Record one of them under another name (--cluster)."
        case .changed(let server, let cluster, let table):
            "cluster \(cluster): table isinventory.\(table) of \(server) does not hold what was published: somebody changed it. Nothing "
                + "was written. `isinventory verify --db postgresql://… --cluster \(cluster)` says what does not hold, and "
                + "`isinventory publish --replace \(cluster)` publishes it anew."
        case .needsCluster(let server, let clusters):
            "\(server): this is asked of one cluster at a time: say which with --cluster. There are \(FleetError.listed(clusters))."
        case .unknownCluster(let server, let name, let known):
            "\(server): there is no cluster \(name)"
                + (known.isEmpty ? "; nothing is published yet" : ". There are \(FleetError.listed(known))") + "."
        case .empty(let server): "\(server): nothing is published yet."
        }
    }

    private static func listed(_ names: [String]) -> String {
        names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
    }
}
