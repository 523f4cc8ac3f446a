internal import Model
internal import SQLite

/// A field that the file's first tables did not have, as the views show it.
package struct LaterField: Sendable {
    /// What its values are.
    package enum Form: Sendable {
        case text, integer, boolean, time, digest
    }

    /// The view's column.
    package let name: String
    /// What its values are.
    package let form: Form
    /// What they mean.
    package let meaning: String

    /// The fields that were added to workloads' states.
    package static let ofWorkloads = StateTable.workload.later

    /// The fields that were added to image streams' states.
    package static let ofImageStreams = StateTable.imageStream.later
}

extension StateTable {
    /// The fields that the table did not have at first, in the order of the object's list.
    var later: [LaterField] {
        columns.filter { $0.since > 0 }.map { LaterField(name: $0.field, form: $0.form, meaning: $0.meaning) }
    }
}

/// The steps that bring a file up to date: the scripts in `migrations/`, and of each field that came later the step that adds its column.
enum SchemaSteps {
    /// - Parameters:
    ///   - scripts: The scripts; a name begins with the version it leads to.
    ///   - tables: The tables whose columns come from field lists.
    static func steps(_ scripts: [Migrator.Step], _ tables: [StateTable] = StateTable.all) -> [Migrator.Step] {
        let scripts = scripts.map { Migrator.Step(name: $0.name, sql: filled($0.sql, tables)) }
        var steps = scripts.map { (version: Int($0.name.prefix { $0.isNumber }) ?? 0, step: $0) }
        for table in tables {
            for column in table.columns where column.since > 0 {
                let alter = "ALTER TABLE \(table.name) ADD COLUMN \(column.name) \(column.declaration);"
                let views = scripts.flatMap { script in Self.views(of: table, in: script.sql) }
                steps.append(
                    (
                        column.since,
                        Migrator.Step(name: "\(table.name).\(column.name)", sql: ([alter] + views).joined(separator: "\n"))
                    ))
            }
        }
        return steps.sorted { $0.version < $1.version }.map(\.step)
    }

    /// A script whose marks `/*later TABLE*/` are followed by the columns that came later.
    private static func filled(_ script: String, _ tables: [StateTable]) -> String {
        tables.reduce(script) { script, table in
            let columns = table.columns.filter { $0.since > 0 }.map { " \($0.shown) AS \($0.field)," }
            return columns.isEmpty ? script : script.replacing(mark(of: table), with: mark(of: table) + columns.joined())
        }
    }

    private static func mark(of table: StateTable) -> String { "/*later \(table.name)*/" }

    /// The views that show a table's later columns, made anew.
    private static func views(of table: StateTable, in script: String) -> [String] {
        script.split(separator: "CREATE VIEW ").dropFirst().compactMap { text in
            guard text.contains(mark(of: table)), let end = text.firstRange(of: ";\n") else { return nil }
            let name = text.prefix { !$0.isWhitespace }
            return "DROP VIEW IF EXISTS \(name);\nCREATE VIEW \(text[..<end.lowerBound]);"
        }
    }
}
