/// The names somebody may write in a statement, as far as its text tells: which views it reads, and by which names it calls them.
struct SQLNames {
    /// What each name that may stand before a dot means: views by their own names, and by those given to them.
    private(set) var views: [String: View] = [:]

    /// Reads whatever stands after FROM and JOIN; the statement need not be whole.
    init(in sql: String) {
        let words = SQLNames.words(of: sql)
        var index = 0
        var isSource = false
        while index < words.count {
            let word = words[index]
            index += 1
            if let view = isSource ? View.named(word.lowercased()) : nil {
                views[view.name] = view
                if index < words.count, words[index].lowercased() == "as" { index += 1 }
                if index < words.count, let name = words[index].first, name.isLetter || name == "_",
                    !SQLNames.keywords.contains(words[index].uppercased())
                {
                    views[words[index].lowercased()] = view
                    index += 1
                }
            }
            // Behind a comma the list of FROM may go on; what is no view there is passed over.
            isSource = ["from", "join"].contains(word.lowercased()) || index < words.count && words[index - 1] == ","
        }
    }

    /// The columns of the views that are named; where none is, of all.
    var columns: [String] { (views.isEmpty ? View.all : Array(views.values)).flatMap(\.columns).map(\.name) }

    /// Names, and commas.
    private static func words(of sql: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in sql {
            if character.isLetter || character.isNumber || character == "_" || character == "." {
                word.append(character)
            } else {
                if !word.isEmpty { words.append(word) }
                word = ""
                if character == "," { words.append(",") }
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// The words of SQL that a question may be made of.
    static let keywords = [
        "ALL", "AND", "AS", "ASC", "BETWEEN", "BY", "CASE", "CAST", "COLLATE", "COUNT", "CROSS", "DESC", "DISTINCT", "ELSE",
        "END",
        "EXCEPT", "EXISTS", "EXPLAIN", "FILTER", "FROM", "FULL", "GLOB", "GROUP", "HAVING", "IN", "INNER", "INTERSECT", "IS",
        "ISNULL",
        "JOIN", "LEFT", "LIKE", "LIMIT", "MATERIALIZED", "NATURAL", "NOT", "NOTNULL", "NULL", "OFFSET", "ON", "OR", "ORDER",
        "OVER",
        "PARTITION", "RECURSIVE", "RIGHT", "SELECT", "THEN", "UNION", "USING", "VALUES", "WHEN", "WHERE", "WINDOW", "WITH",
    ]
}

// MARK: Wrong names

extension SQLQuestion {
    /// What an engine said, and where it knew a name not: which was probably meant.
    package func failure(_ message: String) -> SQLQuestionError { .failed(message, hint(for: message)) }

    private func hint(for message: String) -> SQLHint? {
        if let name = SQLQuestion.name(in: message, after: ["no such table: ", "relation \""]) {
            let meant = SQLQuestion.views(like: name)
            return meant.isEmpty ? .viewsAreListed : .meant(meant)
        }
        guard let name = SQLQuestion.name(in: message, after: ["no such column: ", "column \"", "column "]) else {
            return nil
        }
        let names = SQLNames(in: sql)
        let dot = name.lastIndex(of: ".")
        let column = dot.map { String(name[name.index(after: $0)...]) } ?? name
        let place = dot.map { String(name[..<$0]) }
        let known = place.flatMap { names.views[$0.lowercased()]?.columns.map(\.name) } ?? names.columns
        let meant = SQLQuestion.closest(to: column, among: known).map { (place.map { "\($0)." } ?? "") + $0 }
        if !meant.isEmpty { return .meant(meant) }
        let others = View.all.filter { $0.columns.contains { $0.name == column.lowercased() } }.map(\.name)
        return others.isEmpty ? nil : .columnOf(Array(others.prefix(3)))
    }

    /// The name that an engine complains of, without its quotes.
    private static func name(in message: String, after beginnings: [String]) -> String? {
        for beginning in beginnings {
            guard let range = message.firstRange(of: beginning) else { continue }
            let name = message[range.upperBound...].prefix { !"\" ;".contains($0) }
            if !name.isEmpty { return String(name.hasPrefix("main.") ? name.dropFirst(5) : name) }
        }
        return nil
    }

    /// Views by what people from the cluster's side call what is in them, or by what is spelled alike.
    private static func views(like name: String) -> [String] {
        let others = [
            "pods": "running", "pod": "running", "deployments": "workloads", "deployment": "workloads",
            "imagestreamtags": "istags",
            "is": "image_streams", "registry": "registries", "tags": "istags",
        ]
        if let view = others[name.lowercased()] { return [view] }
        return closest(to: name, among: View.all.map(\.name))
    }

    /// Names that are the same but for case and underscores come alone, before those that are only close.
    private static func closest(to name: String, among known: [String]) -> [String] {
        func bare(_ text: String) -> String { text.lowercased().filter { $0 != "_" } }
        let same = Set(known).filter { bare($0) == bare(name) }.sorted()
        return same.isEmpty ? Suggestion.closest(to: name, among: known) : same
    }
}
