/// Makes the fleet's schema, and says who may write what.
public struct FleetSetup {
    /// What there is to know beside.
    public enum Note: Sendable, Hashable {
        /// The server is Citus, and the tables are distributed by cluster.
        case distributed
        /// The user may make no roles, which are to be these.
        case noRoles(reader: String, writer: String)
    }

    private let connection: Connection

    /// Works by a connection of the database's owner.
    public init(_ connection: Connection) { self.connection = connection }

    /// The schema a server has; nil where it has none.
    func version() throws -> Int? {
        guard
            try connection.rows(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = 'isinventory' AND table_name = 'schema_version'"
            ).first != nil
        else { return nil }
        return try connection.rows("SELECT max(version) FROM isinventory.schema_version").first?.first?.flatMap(Int.init)
    }

    /// Makes the schema where there is none, and brings an older one up to date.
    ///
    /// - Returns: What there is to know beside.
    @discardableResult
    public func prepare() throws -> [Note] {
        if let version = try version() {
            guard version <= FleetSchema.version else {
                throw FleetError.newer(server: connection.server, version: version, known: FleetSchema.version)
            }
            if version == FleetSchema.version { return [] }
        }
        return try connection.transaction {
            // Two that begin at once make it one after the other; an engine without such locks has the second one fail and try again.
            try connection.run("SELECT pg_advisory_xact_lock(1769172334)")
            guard try version() == nil else { return [] }
            try connection.run("CREATE SCHEMA IF NOT EXISTS isinventory")
            for statement in FleetSchema.tables { try connection.run(statement) }
            var notes: [Note] = []
            if try connection.rows("SELECT 1 FROM pg_extension WHERE extname = 'citus'").first != nil {
                for statement in FleetSchema.distribution { try connection.run(statement) }
                notes.append(.distributed)
            }
            for statement in FleetViews.views { try connection.run(statement) }
            try connection.attempting("parallel", orWithout: ["42601", "0A000"]) {
                for statement in FleetViews.parallel { try connection.run(statement) }
            }
            for statement in FleetSchema.rowSecurity { try connection.run(statement) }
            try connection.run(
                "CREATE TABLE isinventory.schema_version (version bigint NOT NULL PRIMARY KEY, made_at timestamptz NOT NULL)")
            try connection.run("INSERT INTO isinventory.schema_version VALUES (\(FleetSchema.version), now())")
            notes += try makeRoles()
            return notes
        }
    }

    private func makeRoles() throws -> [Note] {
        for role in [FleetSchema.reader, FleetSchema.writer]
        where try connection.rows("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]).isEmpty {
            guard
                try connection.rows("SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolcreaterole OR rolsuper)").first
                    != nil
            else {
                return [.noRoles(reader: FleetSchema.reader, writer: FleetSchema.writer)]
            }
            // Roles are the whole server's, and another database's fleet may be made meanwhile.
            try connection.attempting("role", orWithout: ["42710", "23505"]) { try connection.run("CREATE ROLE \(role) NOLOGIN") }
        }
        try grant()
        return []
    }

    private func grant() throws { for statement in FleetSchema.grants { try connection.run(statement) } }

    /// Lets a role write one cluster, and read all.
    public func allow(role: String, cluster: String) throws {
        try connection.transaction {
            guard try connection.rows("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]).first != nil else {
                throw FleetError.unknownRole(server: connection.server, role: role)
            }
            _ = try makeRoles()
            try connection.run("GRANT \(FleetSchema.writer) TO \(quotedRole(role))")
            try connection.run(
                "INSERT INTO isinventory.writer (cluster, role) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                [PlainText.written(cluster), role])
        }
    }

    private func quotedRole(_ role: String) -> String { "\"\(role.replacing("\"", with: "\"\""))\"" }
}
