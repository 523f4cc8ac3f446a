internal import Model
public import Publish

extension FleetError: CustomStringConvertible {
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
        case .cacheOfAnother(let path):
            "\(path): it belongs to somebody else. XDG_CACHE_HOME names another place for copies of clusters."
        case .noAddress:
            "--to, --db: this is no address that libpq can read. Write postgresql://USER@HOST:PORT/DATABASE?sslmode=verify-full; "
                + "characters such as @ : / in its parts are written as %40 %3A %2F, and passwords best stand in ~/.pgpass"
        }
    }

    private static func listed(_ names: [String]) -> String {
        names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
    }
}

extension PostgreSQLError: CustomStringConvertible {
    /// What happened, where, and what to do where that is known.
    public var description: String { "\(server): \(message.isEmpty ? "the connection was lost" : message)\(advice)" }

    private var advice: String {
        switch state {
        case nil: ". Nothing that was not finished stands there; try again once it can be reached."
        case "42501", "28000", "28P01":
            ". docs/fleet.md has the roles that may write and read; `isinventory publish --init` makes them, as the database's owner."
        case "3F000", "42P01": ". `isinventory publish --init`, as the database's owner, makes the schema."
        case "53300":
            ". All the connections it takes are taken (max_connections), or all it takes of this user; nothing was changed. Try again "
                + "later, or let it take more: docs/fleet.md."
        case "57014": ". It was stopped since it took too long; nothing was changed."
        case "55P03": ". Another publisher of this cluster is at work; nothing was changed, try again."
        default: ""
        }
    }
}

extension FleetSetup.Note {
    /// What whoever prepared a fleet should know.
    public var sentence: String {
        switch self {
        case .distributed: "Citus is here: the tables are distributed by cluster"
        case .noRoles(let reader, let writer):
            "this user may make no roles: let an administrator say CREATE ROLE \(reader); CREATE ROLE \(writer); and run "
                + "`isinventory publish --init` again"
        }
    }
}

extension Replacement {
    /// Why all that was there was replaced.
    public var words: String {
        switch self {
        case .askedFor: "asked for"
        case .otherRules: "its containers are judged by other rules"
        case .pruned: "it was pruned"
        }
    }
}
