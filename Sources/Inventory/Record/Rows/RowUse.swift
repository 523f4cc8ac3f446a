internal import SQLite

/// Which columns name the rows of a table that is written for their sake alone.
struct RowUse {
    let table: String
    let columns: [(table: String, column: String)]

    /// A query for the numbers that are named.
    var usedIDs: String {
        columns.map { "SELECT \($0.column) FROM \($0.table) WHERE \($0.column) IS NOT NULL" }.joined(separator: " UNION ALL ")
    }

    /// Those tables, each before the ones it names, so that rows nobody names can be swept in this order.
    static let all: [RowUse] = [
        RowUse(table: "signer", columns: [("snapshot", "signer_id"), ("cut", "signer_id")]),
        RowUse(table: "meaning", columns: [("judgement", "meaning_id")]),
        RowUse(table: "container", columns: [("container_version", "container_id"), ("running_version", "container_id")]),
        RowUse(table: "workload", columns: [("workload_version", "workload_id"), ("container", "workload_id")]),
        RowUse(table: "tag_source", columns: [("istag_version", "source_id")]),
        RowUse(
            table: "istag",
            columns: [
                ("istag_version", "istag_id"), ("revision", "istag_id"), ("judgement", "istag_id"),
            ] + numbering(.tag)),
        RowUse(
            table: "image_stream", columns: [("image_stream_version", "image_stream_id"), ("istag", "image_stream_id")]),
        RowUse(
            table: "namespace",
            columns: [
                ("workload", "namespace_id"), ("image_stream", "namespace_id"), ("coverage_version", "namespace_id"),
                ("followed", "namespace_id"),
            ]),
        RowUse(table: "reference", columns: numbering(.reference) + [("reference", "canonical_id")]),
        RowUse(table: "repository", columns: [("reference", "repository_id")]),
        RowUse(table: "registry", columns: [("repository", "registry_id"), ("internal_registry", "registry_id")]),
        RowUse(
            table: "digest",
            columns: numbering(.digest) + [
                ("reference", "digest_id"), ("image", "digest_id"), ("first_sighting", "digest_id"),
                ("judgement", "istag_digest_id"), ("running_version", "digest_id"), ("image_part", "digest_id"),
                ("image_part", "part_id"),
            ]),
        RowUse(
            table: "text", columns: numbering(.text) + [("snapshot", "source_id"), ("reference", "text_id")]),
    ]

    /// The columns of objects' fields that number rows of a table.
    private static func numbering(_ content: StateTable.Content) -> [(table: String, column: String)] {
        StateTable.all.flatMap { table in table.columns(numbering: content).map { (table.name, $0) } }
    }
}

/// Removes interned rows that nothing names any more.
struct RowSweep {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func run() throws {
        for use in RowUse.all {
            // A reference may be named by another one only, so once is not enough.
            while try connection.integer(
                "SELECT count(*) FROM (SELECT id FROM \(use.table) EXCEPT SELECT * FROM (\(use.usedIDs)))") > 0
            {
                try connection.execute("DELETE FROM \(use.table) WHERE id NOT IN (\(use.usedIDs))")
            }
        }
    }
}
