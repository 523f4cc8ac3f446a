extension View {
    /// Every view, twins after their originals.
    public static let all: [View] = contract.flatMap { view in [view] + (view.history.map { [$0] } ?? []) }

    /// The view of a name.
    public static func named(_ name: String) -> View? { all.first { $0.name == name } }

    /// The twin that shows every interval.
    public var history: View? {
        guard let atInstantOnly else { return nil }
        let columns = columns.filter { !atInstantOnly.contains($0.name) }
        // What stands stands once; its intervals are told apart by their beginnings.
        let isByBeginning = columns.contains { $0.name == "seen_from" } && !order.hasSuffix("seen_from")
        return View(
            name: "\(name)_history", summary: "\(summary) Every interval it ever had.", columns: columns,
            order: isByBeginning ? "\(order), seen_from" : order, atInstantOnly: nil)
    }
}

extension View {
    /// What views and columns there are and what they mean, a row a column; nil is all views.
    public static func documentation(of name: String?) throws -> Answer {
        var views = all
        if let name {
            guard let view = named(name) else {
                throw QuestionError.notFound(
                    what: .view, name: name, within: nil,
                    suggestions: Suggestion.closest(to: name, among: all.map(\.name)))
            }
            views = [view]
        }
        return Answer(
            columns: [.init("view"), .init("column"), .init("type"), .init("meaning")],
            rows: views.flatMap { view in
                view.columns.map {
                    [.text(view.name), .text($0.name), .text($0.kind.typeName), .text($0.meaning)]
                }
            },
            names: views.flatMap { view in view.columns.map { "\(view.name).\($0.name)" } })
    }

    /// The views alone, a row each.
    public static var list: Answer {
        Answer(
            columns: [.init("view"), .init("columns", .integer), .init("meaning")],
            rows: all.map { [.text($0.name), .integer(Int64($0.columns.count)), .text($0.summary)] }, names: all.map(\.name))
    }

    /// `docs/schema.md`, whole.
    public static var markdown: String {
        var text = """
            # The views

            The tables of a record file are private; these views are the contract. Plain `sqlite3`, Datasette, `isinventory sql`
            and `-o json|csv|yaml` all speak this one vocabulary. Times are ISO 8601 text in UTC, booleans 0 or 1 (true or false
            in JSON and YAML), digests `sha256:…`.

            A plain view shows what stands now, and with `isinventory sql --at TIME` what stood then. Its `_history` twin shows
            every interval, half-open: a state holds from `seen_from` on and no longer at `seen_until`, which is NULL while it
            stands. `seen_*` is when we looked; `changed_at` and `created_at` are the cluster's own clock. The two are never
            mixed.

            This page is written by `isinventory schema`'s own catalogue; a test compares them.

            """
        for view in contract {
            text += "\n## \(view.name)\n\n\(view.summary)"
            if let twin = view.history {
                let missing = view.columns.map(\.name).filter { !twin.columns.map(\.name).contains($0) }
                text += " Twin: `\(twin.name)`"
                text += missing.isEmpty ? ".\n" : ", without \(missing.map { "`\($0)`" }.joined(separator: ", ")).\n"
            } else {
                text += "\n"
            }
            text += "\n| column | type | meaning |\n| --- | --- | --- |\n"
            for column in view.columns {
                text += "| `\(column.name)` | \(column.kind.typeName) | \(column.meaning) |\n"
            }
        }
        return text
    }
}

extension Answer.Column.Kind {
    fileprivate var typeName: String {
        switch self {
        case .text: "text"
        case .integer: "integer"
        case .boolean: "boolean"
        case .time: "time"
        case .digest, .reason: "text"
        }
    }
}
