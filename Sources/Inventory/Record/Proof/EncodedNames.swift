internal import SQLite

/// Everything that rows name by number, read once in a seal's encoding.
struct EncodedNames {
    /// A column that names a row of another table.
    enum Table: Int, CaseIterable {
        case text, digest, registry, reference, namespace, kind, outcome, imageStream, istag, source, workload, container
        case snapshot
    }

    private var tables = [EncodedTable](repeating: EncodedTable(), count: Table.allCases.count)

    subscript(table: Table) -> EncodedTable { tables[table.rawValue] }

    /// - Parameter reader: One that has read every reference.
    init(_ connection: Connection, _ reader: ReferenceReader) throws {
        try loadValues(connection, reader)
        try loadPlaces(connection)
        try load(
            .istag, connection, "SELECT t.id, s.id, t.tag FROM istag t JOIN image_stream s ON s.id = t.image_stream_id",
            within: .imageStream)
        try load(
            .workload, connection,
            "SELECT w.id, w.namespace_id, k.qualified, w.name FROM workload w JOIN kind k ON k.id = w.kind_id", within: .namespace
        )
        try load(.container, connection, "SELECT id, workload_id, init, name FROM container", within: .workload)
        try loadSources(connection)
    }

    private mutating func loadValues(_ connection: Connection, _ reader: ReferenceReader) throws {
        try load(.text, connection, "SELECT id, NULL, value FROM text")
        try load(.registry, connection, "SELECT id, NULL, host FROM registry")
        try load(.kind, connection, "SELECT id, NULL, qualified FROM kind")
        try load(.outcome, connection, "SELECT id, NULL, name FROM outcome")
        try load(.snapshot, connection, "SELECT id, NULL, taken_at FROM snapshot")
        try each(connection, "SELECT id, value FROM digest") { id, row in
            let text = DigestValue.text(of: row.value(at: 1))
            tables[Table.digest.rawValue].add(id) { $0.append(text) }
        }
        try each(connection, "SELECT id FROM reference") { id, _ in
            let text = try reader.reference(id)
            tables[Table.reference.rawValue].add(id) { $0.append(text) }
        }
    }

    private mutating func loadPlaces(_ connection: Connection) throws {
        try each(connection, "SELECT id, cluster_id, name FROM namespace") { id, row in
            tables[Table.namespace.rawValue].add(id, cluster: row.integer(at: 1) ?? 0) { $0.append(column: 2, of: row) }
        }
        try load(.imageStream, connection, "SELECT id, namespace_id, name FROM image_stream", within: .namespace)
    }

    /// What tags follow, each field with its name.
    private mutating func loadSources(_ connection: Connection) throws {
        let columns = StateTable.source.columns
        let names = columns.flatMap(\.names).joined(separator: ", ")
        var fields = SealedFields()
        try each(connection, "SELECT id, \(names) FROM tag_source") { id, row in
            fields.clear()
            var place: Int32 = 1
            for column in columns {
                append(column, at: place, of: row, to: &fields)
                place += Int32(column.names.count)
            }
            tables[Table.source.rawValue].add(id) { $0.append(encoded: fields.bytes) }
        }
    }

    private func append(_ column: StateTable.Column, at place: Int32, of row: Statement, to fields: inout SealedFields) {
        if column.content == .sourceName {
            let reference = row.integer(at: place).map { self[.reference][$0] }
            guard let name = reference ?? row.integer(at: place + 1).map({ self[.text][$0] }) else { return }
            fields.append(column.field)
            fields.append(name)
        } else if !row.isNull(at: place), column.content != .flag || row.integer(at: place) != 0 {
            fields.append(column.field)
            fields.append(column: place, of: row)
        }
    }

    /// Reads a table's number, the row it belongs to, and its own columns from the third on.
    private mutating func load(_ table: Table, _ connection: Connection, _ sql: String, within parent: Table? = nil) throws {
        try each(connection, sql) { id, row in
            let owner = row.integer(at: 1) ?? 0
            let cluster = parent.flatMap { self[$0].cluster(of: owner) } ?? 0
            let prefix = parent.map { self[$0][owner] }
            tables[table.rawValue].add(id, cluster: cluster) { fields in
                if let prefix { fields.append(prefix) }
                for column in 2..<row.columnCount { fields.append(column: column, of: row) }
            }
        }
    }

    private func each(_ connection: Connection, _ sql: String, _ body: (Int64, Statement) throws -> Void) throws {
        let statement = try connection.prepare(sql)
        while try statement.step() { try body(statement.integer(at: 0) ?? 0, statement) }
    }
}
