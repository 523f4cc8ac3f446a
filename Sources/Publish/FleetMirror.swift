internal import Glibc
internal import Model
internal import Record
internal import SQLite
internal import Texts

/// Makes a record file of what a fleet keeps of a cluster, and keeps it up to date.
///
/// Such a file is asked as the collector's own is, by the same SQL, so its answers are the same to the letter; `verify` on it recomputes
/// every seal from what stands in the fleet.
public struct FleetMirror {
    private let connection: Connection

    /// Reads by a connection that may read the schema.
    public init(_ connection: Connection) { self.connection = connection }

    /// The clusters that are published, by name.
    public func clusters() throws -> [String] {
        guard try FleetSetup(connection).version() != nil else { throw FleetError.noSchema(server: connection.server) }
        return try connection.rows(
            "SELECT cluster FROM isinventory.cluster WHERE head_taken_at IS NOT NULL ORDER BY cluster"
        ).compactMap { $0[0].map(PlainText.read) }
    }

    /// Brings the copy of a cluster up to date that is kept in the folder for caches.
    ///
    /// - Parameter cluster: nil where there is only one.
    /// - Returns: The copy's path.
    public func cached(cluster: String?) throws -> String {
        let known = try clusters()
        guard let name = cluster ?? (known.count == 1 ? known.first : nil) else {
            throw known.isEmpty
                ? FleetError.empty(server: connection.server)
                : FleetError.needsCluster(server: connection.server, clusters: known)
        }
        guard known.contains(where: { $0.hasSameBytes(as: name) }) else {
            throw FleetError.unknownCluster(server: connection.server, name: name, known: known)
        }
        let folder = try CacheFolder.path()
        // Names hold what paths do not.
        // Tells one server's clusters from another's of the same name.
        let mark = String("\(connection.server)\0\(name)".fnv1a(), radix: 16)
        let path = "\(folder)/\(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(40))-\(mark).db"
        try update(path, cluster: name)
        return path
    }

    /// Brings the file at a path up to date, making it where there is none; one process after another.
    public func update(_ path: String, cluster: String) throws {
        let lock = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw StoreError.cannotOpen(path: "\(path).lock", reason: String(cString: strerror(errno))) }
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw StoreError.cannotOpen(path: "\(path).lock", reason: String(cString: strerror(errno)))
            }
        }
        if access(path, F_OK) == 0 {
            do {
                return try add(to: path, cluster: cluster)
            } catch is Outdated {
                // What is there was pruned, replaced or judged anew meanwhile.
            } catch is StoreError {
                // A copy is no record: what is wrong with it is mended by making it anew.
            }
        }
        let fresh = "\(path).new"
        for leftover in [fresh, "\(fresh)-wal", "\(fresh)-shm"] { unlink(leftover) }
        try add(to: fresh, cluster: cluster)
        for old in ["\(path)-wal", "\(path)-shm", path] { unlink(old) }
        guard rename(fresh, path) == 0 else { throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno))) }
    }

    private struct Outdated: Error {}

    private func add(to path: String, cluster name: String) throws {
        let replica = try Replica(path: path)
        try connection.transaction("ISOLATION LEVEL REPEATABLE READ READ ONLY") {
            let (cluster, head) = try head(of: name)
            try replica.write(cluster) { writer, end in
                var after: Instant?
                if let end {
                    guard head.rules == Replica.rules, end.isKept(like: head), try isThere(end, name) else { throw Outdated() }
                    after = end.takenAt
                }
                for table in PublishedTable.all { try copy(table, of: name, after: after, to: writer) }
                try copyPodCounts(of: name, to: writer)
            }
        }
    }

    private func head(of name: String) throws -> (PublishedCluster, ChainEnd) {
        let row = try connection.rows(
            """
            SELECT head_taken_at, head_seal, cuts, last_cut, rules, uid, version_id, infrastructure FROM isinventory.cluster
            WHERE cluster = $1
            """, [PlainText.written(name)]
        ).first
        guard let row, let takenAt = row[0].flatMap(FleetTime.instant) else {
            throw FleetError.unknownCluster(server: connection.server, name: name, known: try clusters())
        }
        let rules = row[4].flatMap(Int64.init) ?? 0
        return (
            PublishedCluster(
                number: 1, name: name, uid: row[5].map(PlainText.read), versionID: row[6].map(PlainText.read),
                infrastructure: row[7].map(PlainText.read), rules: rules),
            ChainEnd(takenAt: takenAt, seal: row[1] ?? "", cuts: row[2].flatMap(Int64.init) ?? 0, lastCut: row[3], rules: rules)
        )
    }

    private func isThere(_ end: ChainEnd, _ name: String) throws -> Bool {
        try connection.rows(
            "SELECT 1 FROM isinventory.snapshot WHERE cluster = $1 AND taken_at = $2 AND seal = $3",
            [PlainText.written(name), end.takenAt.description, end.seal]
        ).first != nil
    }

    private func copy(_ table: PublishedTable, of name: String, after: Instant?, to writer: ReplicaWriter) throws {
        let bounds = [PlainText.written(name)] + (after.map { [$0.description] } ?? [])
        func read(_ columns: [PublishedTable.Column], _ condition: String, isBounded: Bool, _ body: ([Value]) throws -> Void)
            throws
        {
            let names = columns.map { FleetSchema.quoted($0.name) }.joined(separator: ", ")
            try connection.each(
                "SELECT \(names) FROM isinventory.\(table.name) WHERE cluster = $1\(condition)\(order(table))",
                isBounded ? bounds : [bounds[0]]
            ) { row in try body(columns.enumerated().map { value(row.text(at: $0), $1.kind) }) }
        }
        let since = after == nil ? nil : table.sinceColumn
        // First what ends, as it was published.
        if since != nil, table.isInterval {
            let columns = table.keys + table.columns.filter { $0.name == "seen_until" }
            try read(columns, " AND seen_from <= $2 AND seen_until > $2", isBounded: true) { try writer.close($0, in: table) }
        }
        try read(table.told, since.map { " AND \($0) > $2" } ?? "", isBounded: since != nil) { try writer.open($0, in: table) }
    }

    /// In how many Pods runs what stands: as the fleet shows it, so nothing where it does not know.
    private func copyPodCounts(of name: String, to writer: ReplicaWriter) throws {
        let (columns, _) = PublishedTable.podCounts
        let names = columns.map {
            $0.isKey ? "h.\(FleetSchema.quoted($0.name))" : "CASE WHEN k.pods_at = k.head_taken_at THEN h.pods END"
        }
        try connection.each(
            """
            SELECT \(names.joined(separator: ", ")) FROM isinventory.\(PublishedTable.running.name) h
            JOIN isinventory.cluster k ON k.cluster = h.cluster WHERE h.cluster = $1 AND h.seen_until IS NULL
            """, [PlainText.written(name)]
        ) { row in try writer.countPods(columns.enumerated().map { value(row.text(at: $0), $1.kind) }) }
    }

    private func order(_ table: PublishedTable) -> String {
        switch table.name {
        case "snapshot": " ORDER BY taken_at"
        case "cut": " ORDER BY number"
        default: ""
        }
    }

    private func value(_ text: String?, _ kind: PublishedTable.Column.Kind) -> Value {
        guard let text else { return .null }
        switch kind {
        case .text: return .text(PlainText.read(text))
        case .integer: return Int64(text).map(Value.integer) ?? .null
        case .time: return FleetTime.instant(text).map { .integer($0.secondsSince1970) } ?? .null
        }
    }
}
