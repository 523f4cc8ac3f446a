package import SQLite

/// The temporary copies of the file's views that a look back needs, made as statements name them.
///
/// A temporary name hides the file's own, https://www.sqlite.org/lang_naming.html, so a copy reads the copies of what it names: with a view,
/// all that it names is made. Most questions need a third of them, and making them all takes as long as answering many a question.
package final class ViewCopies {
    private var missing: [String: String]

    /// Learns of the file's views, but of `as_of`, which has a temporary table in its stead.
    init(of connection: Connection) throws {
        let views = try connection.rows("SELECT name, sql FROM main.sqlite_schema WHERE type = 'view' AND name <> 'as_of'")
        missing = Dictionary(views.compactMap { row in row[0].text.flatMap { name in row[1].text.map { (name, $0) } } }) { $1 }
    }

    /// Makes all that are missing, for statements that are not known yet.
    package func makeAll(in connection: Connection) throws { try make(missing.keys.sorted(), in: connection) }

    /// Makes those that a statement names, and what they name.
    package func make(for sql: String, in connection: Connection) throws {
        guard !missing.isEmpty else { return }
        try make(names(in: sql), in: connection)
    }

    private func make(_ names: [String], in connection: Connection) throws {
        guard !names.isEmpty else { return }
        let isQueryOnly = try connection.integer("PRAGMA query_only") == 1
        if isQueryOnly { try connection.execute("PRAGMA query_only = 0") }
        defer { if isQueryOnly { try? connection.execute("PRAGMA query_only = 1") } }
        var names = names
        while let name = names.popLast() {
            guard let sql = missing.removeValue(forKey: name) else { continue }
            names += self.names(in: sql)
            try connection.execute("CREATE TEMP VIEW " + sql.dropFirst("CREATE VIEW ".count))
        }
    }

    /// The missing views whose names stand in some SQL as words of their own, in whatever case. A word may be a column's or stand in a text:
    /// then a copy is made that is not needed.
    private func names(in sql: String) -> [String] {
        sql.utf8.split { !($0 >= 0x80 || $0 == UInt8(ascii: "_") || $0.isLetterOrDigit) }
            .compactMap { word in
                let name = String(decoding: word.map { $0.isUpperCase ? $0 | 0x20 : $0 }, as: UTF8.self)
                return missing[name] == nil ? nil : name
            }
    }
}

extension UInt8 {
    fileprivate var isUpperCase: Bool { self >= 0x41 && self <= 0x5A }
    fileprivate var isLetterOrDigit: Bool { isUpperCase || self >= 0x61 && self <= 0x7A || self >= 0x30 && self <= 0x39 }
}
