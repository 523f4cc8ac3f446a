internal import Model
internal import Record
internal import SQLite

/// Writes what a stretch of snapshots changed in one table: into a temporary table by COPY, which row-level security does not allow into
/// the table itself, and from there as a set.
struct TableWriter {
    private let connection: Connection
    private let file: SQLite.Connection
    private let cluster: PublishedCluster
    private let table: PublishedTable

    init(_ connection: Connection, _ file: SQLite.Connection, _ cluster: PublishedCluster, _ table: PublishedTable) {
        self.connection = connection
        self.file = file
        self.cluster = cluster
        self.table = table
    }

    /// - Returns: How many rows were written or ended.
    func write(after: Int64, through: Int64) throws -> Int {
        let bounds: [Value] = [.integer(cluster.number), .integer(after), .integer(through)]
        // First what ends: its key may begin anew at the same instant in no other row than its own.
        return try end(bounds) + open(bounds)
    }

    private func end(_ bounds: [Value]) throws -> Int {
        guard let closed = table.closed, bounds[1] != .integer(0) else { return 0 }
        let columns = table.keys + table.columns.filter { $0.name == "seen_until" }
        let stage = "\(table.name)_end"
        let count = try copy(closed, bounds, columns, into: stage)
        guard count > 0 else { return 0 }
        let same = (["cluster"] + table.keys.map(\.name)).map(FleetSchema.quoted).map { "t.\($0) = s.\($0)" }
        let ended = try connection.run(
            """
            UPDATE isinventory.\(table.name) t SET seen_until = s.seen_until FROM pg_temp.\(stage) s
            WHERE t.cluster = $1 AND \(same.joined(separator: " AND ")) AND t.seen_until IS NULL
            """, [PlainText.written(cluster.name)])
        try require(ended, count)
        return count
    }

    private func open(_ bounds: [Value]) throws -> Int {
        let stage = "\(table.name)_new"
        let columns = table.told + table.derived
        let count = try copy(table.opened, bounds, columns, into: stage)
        guard count > 0 else { return 0 }
        let names = (["cluster"] + columns.map(\.name)).map(FleetSchema.quoted).joined(separator: ", ")
        let written = try connection.run(
            "INSERT INTO isinventory.\(table.name) (\(names)) SELECT \(names) FROM pg_temp.\(stage)"
                + (table.isRepeated ? " ON CONFLICT DO NOTHING" : ""))
        if table.isRepeated { return written }
        try require(written, count)
        return count
    }

    private func require(_ found: Int, _ wanted: Int) throws {
        guard found == wanted else {
            throw FleetError.changed(server: connection.server, cluster: cluster.name, table: table.name)
        }
    }

    /// Copies what some SQL over the file answers.
    private func copy(_ sql: String, _ bounds: [Value], _ columns: [PublishedTable.Column], into stage: String) throws -> Int {
        let statement = try file.cached(sql)
        try statement.bind(bounds)
        defer { statement.reset() }
        // Most tables have nothing new most of the time.
        guard try statement.step() else { return 0 }
        let definitions = columns.map { "\(FleetSchema.quoted($0.name)) \($0.type)" }.joined(separator: ", ")
        try connection.run(
            "CREATE TEMP TABLE IF NOT EXISTS \(stage) (cluster text COLLATE \"C\", \(definitions)) ON COMMIT DELETE ROWS")
        // One transaction may write several stretches.
        try connection.run("DELETE FROM pg_temp.\(stage)")
        var count = 0
        let name = PlainText.written(cluster.name)
        let derived = columns.filter(\.isDerived).map(\.name)
        let imagePlace = derived.isEmpty ? nil : columns.firstIndex { $0.name == "image" }
        try connection.copy(into: "pg_temp.\(stage)", columns: (["cluster"] + columns.map(\.name)).map(FleetSchema.quoted)) {
            writer in
            repeat {
                let row = statement.row
                var values: [String?] = [name]
                for (value, column) in zip(row, columns) { values.append(text(value, column.kind)) }
                if let imagePlace {
                    let parts = parts(of: row[imagePlace].text ?? "")
                    values += derived.map { parts[$0] ?? nil }
                }
                try writer.row(values)
                count += 1
            } while try statement.step()
        }
        // Without it the server takes a temporary table for small.
        if count > 1000 { try connection.run("ANALYZE pg_temp.\(stage)") }
        return count
    }

    private func text(_ value: Value, _ kind: PublishedTable.Column.Kind) -> String? {
        switch value {
        case .null: nil
        case .integer(let number):
            kind == .time ? Instant(secondsSince1970: number).description : String(number)
        case .text(let text): PlainText.written(text)
        case .real(let number): String(number)
        case .blob: nil
        }
    }

    /// What follows from an image, by the columns' names.
    private func parts(of image: String) -> [String: String?] {
        guard let parts = ImageReference(image).parts else { return [:] }
        let canonical = ImageReference(parts.canonical).parts
        return [
            "registry": parts.registry, "repository": parts.path, "tag": parts.tag, "digest": parts.digest,
            "canonical": parts.canonical, "pulled_from": canonical?.registry,
        ]
    }
}

extension TableWriter {
    /// Brings up to date in how many Pods runs what stands; true as of the file's newest snapshot.
    static func writePodCounts(_ connection: Connection, _ file: SQLite.Connection, _ cluster: PublishedCluster) throws {
        let writer = TableWriter(connection, file, cluster, .running)
        let (columns, sql) = PublishedTable.podCounts
        let stage = "pod_counts"
        guard try writer.copy(sql, [.integer(cluster.number)], columns, into: stage) > 0 else { return }
        let same = (["cluster"] + columns.filter(\.isKey).map(\.name)).map(FleetSchema.quoted).map { "t.\($0) = s.\($0)" }
        try connection.run(
            """
            UPDATE isinventory.\(PublishedTable.running.name) t SET pods = s.pods FROM pg_temp.\(stage) s
            WHERE t.cluster = $1 AND \(same.joined(separator: " AND ")) AND t.pods IS DISTINCT FROM s.pods
            """, [PlainText.written(cluster.name)])
    }
}
