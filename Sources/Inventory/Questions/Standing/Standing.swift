public import Record
public import SQLite

extension QuestionEngine {
    /// What stands: the rows of a plain view, now or at this reader's instant.
    ///
    /// - Parameters:
    ///   - isNarrow: Whether the answer is for a table, which leaves out most wide columns: they are empty then, since each costs a
    ///     look-up a row.
    ///   - isAlone: Whether nobody else asks meanwhile, so that a second reader of the file may take a half of the work.
    /// - Throws: ``QuestionError`` where a cluster, namespace or name asked for is not in the record.
    public func standing(
        _ view: View, _ filter: Filter = Filter(), isNarrow: Bool = false, isAlone: Bool = false
    ) throws -> Answer {
        // The view counts all of a cluster; some of its namespaces can only be counted anew.
        if view == .registries, !filter.namespaces.isEmpty { return try registries(filter).without("images") }
        let names = Set(view.columns.map(\.name))
        let nameColumn = view.nameColumn
        let condition = filter.condition(over: names, name: nameColumn)
        let columns = isNarrow ? view.narrowColumnList : view.columnList
        let halves = try isAlone ? (self as? RecordReader)?.halves(of: view, filter) : nil
        var answer = try halves?.answer(condition, columns) ?? answer(from: view, condition, columns: columns)
        answer.names = answer.rows.map { view.objectName(of: $0) }
        try refuseUnknown(filter, view: view, found: answer, nameColumn: nameColumn)
        answer.notes = try notes(on: view, filter, isEmpty: answer.rows.isEmpty)
        return answer
    }

    /// The rows of a view under a condition, in the view's order.
    ///
    /// - Parameters:
    ///   - source: What is asked in the view's stead, where a condition needs a column that is not of the contract.
    ///   - order: Another order than the view's own.
    ///   - part: Which of the rows, in SQL.
    ///   - columns: What is read of them, where it is not every column.
    func answer(
        from view: View, _ condition: Filter.Condition, source: String? = nil, order: String? = nil, part: String = "",
        columns: String? = nil
    ) throws -> Answer {
        let columns = columns ?? view.columnList
        let rows = try cells(
            "SELECT \(columns) FROM \(source ?? view.orderedSource)\(condition.clause) ORDER BY \(order ?? view.order)\(part)",
            condition.values)
        return Answer(columns: view.answerColumns, rows: rows)
    }
}

extension RecordReader {
    /// The rows that some SQL answers, as cells; neighbouring rows share the texts they have in common.
    public func cells(_ sql: String, _ values: [Value] = []) throws -> [[Answer.Cell]] {
        try StoreError.naming(path) {
            let statement = try connection.cached(sql)
            try statement.bind(values)
            defer { statement.reset() }
            let columns = 0..<statement.columnCount
            var last = columns.map { _ in "" }
            var rows: [[Answer.Cell]] = []
            while try statement.step() {
                rows.append(
                    columns.map { column in
                        guard statement.isText(at: column) else { return Answer.Cell(statement.value(at: column)) }
                        last[Int(column)] = statement.text(at: column, orSame: last[Int(column)])
                        return .text(last[Int(column)])
                    })
            }
            return rows
        }
    }
}

extension View {
    /// What has the view's columns and those it is ordered by: the order of containers in their pod template is no column of the
    /// contract, so the row behind the view is asked.
    var orderedSource: String {
        ["containers": "container_", "containers_history": "container_history_"][name] ?? name
    }

    /// The columns with NULL in the place of those that no table shows. The cluster is shown where there are several.
    var narrowColumnList: String {
        columns.map { column in
            let isNeeded = !column.isWide || ["cluster", "init"].contains(column.name)
            return isNeeded ? (column.name == "references" ? "\"references\"" : column.name) : "NULL"
        }.joined(separator: ", ")
    }

    /// The column that `oc get KIND NAME` would match; a view's history has the same.
    var nameColumn: String {
        switch name.hasSuffix("_history") ? String(name.dropLast("_history".count)) : name {
        case "istags", "digest_changes": "istag"
        case "images": "digest"
        case "snapshots", "coverage": "snapshot"
        case "registries": "registry"
        default: "name"
        }
    }

    /// What `-o name` prints for one of its rows: `deployment/web`, `imagestreamtag/web:1.0`.
    func objectName(of row: [Answer.Cell]) -> String {
        func text(_ column: String) -> String {
            guard let index = columns.firstIndex(where: { $0.name == column }) else { return "" }
            return row[index].plain
        }
        switch name {
        case "workloads": return "\(text("kind").lowercased())/\(text("name"))"
        case "containers", "verdicts", "running": return "\(text("kind").lowercased())/\(text("name"))/\(text("container"))"
        case "image_streams": return "imagestream/\(text("name"))"
        case "istags": return "imagestreamtag/\(text("istag"))"
        case "images": return "image/\(text("digest"))"
        case "snapshots": return "snapshot/\(text("taken_at"))"
        default: return text(nameColumn)
        }
    }
}

extension Answer.Cell {
    /// A cell of what SQLite answered; a blob, which no view has, is told by its size.
    public init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .integer(let number): self = .integer(number)
        case .real(let number): self = .real(number)
        case .text(let text): self = .text(text)
        case .blob(let bytes): self = .text("<\(bytes.count) bytes>")
        }
    }

    /// The cell as text, empty where there is nothing.
    public var plain: String {
        switch self {
        case .null: ""
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let truth): truth ? "1" : "0"
        case .real(let number): String(number)
        }
    }
}
