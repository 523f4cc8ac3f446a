internal import SQLite

/// SQLite's own checks, and whether the tables are the ones this program makes.
struct Structure {
    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    func findings() throws -> [Finding] { try damage() + schema() + foreignKeys() }

    /// https://www.sqlite.org/pragma.html#pragma_integrity_check: every page, every index, every constraint.
    private func damage() throws -> [Finding] {
        try connection.rows("PRAGMA integrity_check(20)").compactMap { row in
            guard let text = row.first?.text, text != "ok" else { return nil }
            return .damage(.reported(.said(text)))
        }
    }

    /// Answers are read through views: one that was rewritten lies about rows that all hold.
    private func schema() throws -> [Finding] {
        let fresh = try Connection(path: ":memory:", mode: .create)
        try RecordWriter.migrator.migrate(fresh)
        let query = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'"
        let changed = Set(try connection.rows(query)).symmetricDifference(try fresh.rows(query))
        return Set(changed.map { "\($0[0].text ?? "") \($0[1].text ?? "")" }).sorted().map {
            .invariant(.schema($0))
        }
    }

    /// https://www.sqlite.org/pragma.html#pragma_foreign_key_check
    private func foreignKeys() throws -> [Finding] {
        var counts: [[String]: Int] = [:]
        for row in try connection.rows("PRAGMA foreign_key_check") {
            counts[[row[0].text ?? "?", row[2].text ?? "?"], default: 0] += 1
        }
        return counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { .invariant(.dangling(table: $0.key[0], named: $0.key[1], rows: $0.value)) }
    }
}
