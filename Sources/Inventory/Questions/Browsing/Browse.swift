internal import Model
public import Record
internal import SQLite

/// A part of a view's rows, for somebody who leafs through them: which, in what order, from where on.
public struct Browse: Sendable, Equatable {
    /// A column and the values that a row may have there.
    public struct Match: Sendable, Equatable {
        /// The column's name.
        public let column: String
        /// The values, any of which will do; nil is where there is none.
        public let values: [String?]

        /// Asks for rows by what they say in a column.
        public init(_ column: String, _ values: [String?]) {
            self.column = column
            self.values = values
        }
    }

    /// The cluster, namespaces, kinds and names, as every question has them.
    public var filter: Filter
    /// What rows must say in columns beside.
    public var matches: [Match]
    /// Text that some name or image of a row must contain, whatever its case.
    public var text: String?
    /// The column that comes first in the order; nil is the view's own order.
    public var sort: String?
    /// Whether that column is told from its end.
    public var isDescending: Bool
    /// Rows to leave out at the beginning.
    public var offset: Int
    /// Rows at most; nil is all.
    public var limit: Int?

    /// Asks for a part of a view.
    public init(
        _ filter: Filter = Filter(), matches: [Match] = [], text: String? = nil, sort: String? = nil, isDescending: Bool = false,
        offset: Int = 0, limit: Int? = nil
    ) {
        self.filter = filter
        self.matches = matches
        self.text = text
        self.sort = sort
        self.isDescending = isDescending
        self.offset = offset
        self.limit = limit
    }
}

/// How often each value of a column occurs among the rows that the other columns' choices leave.
public struct Facet: Sendable, Equatable {
    /// A value and its rows.
    public struct Value: Sendable, Equatable {
        /// The value; nil where there is none.
        public let text: String?
        /// How many rows have it.
        public let count: Int64
    }

    /// The column's name.
    public let column: String
    /// The values, the most frequent first.
    public let values: [Value]
}

/// All rows in which a text was found, where they are few: what a page, its total and its choices are made of without looking again.
public struct Found: Sendable {
    /// As many are kept at most.
    static let most = 2_000

    let rows: [[Answer.Cell]]

    fileprivate func part(_ browse: Browse) -> [[Answer.Cell]] {
        Array(rows.dropFirst(max(0, browse.offset)).prefix(browse.limit ?? .max))
    }

    /// Nil where choices were made: then there are more rows than these to choose from.
    fileprivate func facets(_ columns: [String], _ view: View, _ browse: Browse) -> [Facet]? {
        guard browse.matches.isEmpty, browse.filter == Filter(cluster: browse.filter.cluster) else { return nil }
        return columns.compactMap { name in
            guard let place = view.columns.firstIndex(where: { $0.name == name }) else { return nil }
            let counts = Dictionary(rows.map { ($0[place] == .null ? nil : $0[place].plain, Int64(1)) }, uniquingKeysWith: +)
            return Facet(column: name, counts)
        }
    }
}

extension Facet {
    /// The values, the most frequent first.
    fileprivate init(column: String, _ counts: [String?: Int64]) {
        let values = counts.map { Value(text: $0.key, count: $0.value) }
        self.init(column: column, values: values.sorted { ($1.count, $0.text ?? "") < ($0.count, $1.text ?? "") })
    }
}

extension RecordReader {
    /// Looks for a text in a view's rows; nil where none is asked for, or it stands in many.
    ///
    /// - Parameter chosen: What ``KeptStates/chosen(_:_:_:)`` found.
    public func found(in view: View, _ browse: Browse, chosen: KeptStates.Chosen? = nil) throws -> Found? {
        guard let text = browse.text, !text.isEmpty, view != .registries else { return nil }
        try refuseUnknownPlaces(browse.filter)
        if let chosen { return try rows(of: chosen, view, browse, order: browse.order(of: view)).map { Found(rows: $0) } }
        let answer = try answer(
            from: view, browse.condition(over: view), order: browse.order(of: view), part: " LIMIT \(Found.most + 1)")
        return answer.rows.count > Found.most ? nil : Found(rows: answer.rows)
    }

    /// A part of what a view shows, and how many rows there are in all.
    ///
    /// - Parameters:
    ///   - known: How many rows there are in all, where that was counted before.
    ///   - found: What ``found(in:_:chosen:)`` found.
    ///   - chosen: What ``KeptStates/chosen(_:_:_:)`` found.
    /// - Throws: ``QuestionError`` where a cluster, namespace, column or name asked for is not known.
    public func page(
        of view: View, _ browse: Browse, total known: Int64? = nil, found: Found? = nil, chosen: KeptStates.Chosen? = nil
    ) throws -> (answer: Answer, total: Int64) {
        try refuseUnknownPlaces(browse.filter)
        if view == .registries, !browse.filter.namespaces.isEmpty { return try registriesPage(browse) }
        let condition = try browse.condition(over: view)
        var part = ""
        if browse.limit != nil || browse.offset > 0 { part = " LIMIT \(browse.limit ?? -1) OFFSET \(max(0, browse.offset))" }
        let rows = try found?.part(browse) ?? beginning(chosen, view, browse) ?? firstRows(of: view, browse)
        var answer =
            try rows.map { Answer(columns: view.answerColumns, rows: $0) }
            ?? answer(from: view, condition, order: try browse.order(of: view), part: part)
        answer.names = answer.rows.map { view.objectName(of: $0) }
        let counted =
            try found.map { Int64($0.rows.count) } ?? browse.total(knownBy: answer.rows.count) ?? known ?? chosen?.total
            ?? standingCount(of: view, browse) ?? count(view, condition, browse)
        answer.notes = try notes(on: view, browse.filter, isEmpty: counted == 0)
        return (answer, counted)
    }

    /// The rows that come first of a list of which the beginning is known.
    private func beginning(_ chosen: KeptStates.Chosen?, _ view: View, _ browse: Browse) throws -> [[Answer.Cell]]? {
        guard let chosen, chosen.isBeginning else { return nil }
        let rows = try rows(of: chosen, view, browse, order: browse.order(of: view))
        return rows.map { Array($0.dropFirst(max(0, browse.offset)).prefix(browse.limit ?? .max)) }
    }

    /// Of some namespaces only, they are counted anew.
    private func registriesPage(_ browse: Browse) throws -> (answer: Answer, total: Int64) {
        var answer = try standing(.registries, browse.filter)
        let total = Int64(answer.rows.count)
        answer.rows = Array(answer.rows.dropFirst(browse.offset).prefix(browse.limit ?? .max))
        return (answer, total)
    }

    private func count(_ view: View, _ condition: Filter.Condition, _ browse: Browse) throws -> Int64 {
        try rows("SELECT count(*) FROM \(browse.source(view))\(condition.clause)", condition.values).first?[0].integer ?? 0
    }

    /// How many rows are looked at to count the choices that narrow a list; nil where only reading them tells.
    ///
    /// - Parameter states: The states in memory, where there are such.
    public func visitedByFacets(of view: View, _ browse: Browse, states: KeptStates? = nil) throws -> Int64? {
        guard browse.text == nil else { return nil }
        let all = Browse(Filter(cluster: browse.filter.cluster))
        return try states?.total(self, view, all) ?? standingCount(of: view, all)
    }

    /// The values of some columns with how many rows have them: of each column's all that the others' choices leave.
    ///
    /// - Parameter found: What ``found(in:_:chosen:)`` found.
    public func facets(of view: View, _ columns: [String], _ browse: Browse, found: Found? = nil) throws -> [Facet] {
        let known = columns.filter { name in view.columns.contains { $0.name == name } }
        guard !known.isEmpty else { return [] }
        if let facets = found?.facets(known, view, browse) { return facets }
        var open = browse
        open.matches = browse.matches.filter { !known.contains($0.column) }
        open.filter.namespaces = known.contains("namespace") ? [] : browse.filter.namespaces
        open.filter.kinds = known.contains("kind") ? [] : browse.filter.kinds
        let condition = try open.condition(over: view)
        let list = known.map(quotedColumn).joined(separator: ", ")
        // One pass over the rows counts all columns, however they are then chosen among.
        let groups = try rows(
            "SELECT \(list), count(*) FROM \(open.source(view))\(condition.clause) GROUP BY \(list)", condition.values
        )
        .map { row in (row.dropLast().map { Answer.Cell($0) }.map { $0 == .null ? nil : $0.plain }, row.last?.integer ?? 0) }
        return known.indices.map { place in
            var counts: [String?: Int64] = [:]
            for (values, count) in groups
            where known.indices.allSatisfy({ $0 == place || browse.allows(values[$0], in: known[$0]) }) {
                counts[values[place], default: 0] += count
            }
            return Facet(column: known[place], counts)
        }
    }
}

/// A column's name in SQL; some are words of SQL's own.
private func quotedColumn(_ name: String) -> String { "\"\(name)\"" }

extension Browse {
    /// Whether its choices let a value stand in a column.
    fileprivate func allows(_ value: String?, in column: String) -> Bool {
        switch column {
        case "namespace" where !filter.namespaces.isEmpty: value.map(filter.namespaces.contains) ?? false
        case "kind" where !filter.kinds.isEmpty: value.map { kind in filter.kinds.contains { $0.title == kind } } ?? false
        default: matches.filter { $0.column == column }.allSatisfy { $0.values.contains(value) }
        }
    }

    /// How many rows there are in all where those that were found tell it: all, or the last of them.
    fileprivate func total(knownBy found: Int) -> Int64? {
        guard let limit else { return Int64(max(0, offset) + found) }
        return found < limit && (found > 0 || offset <= 0) ? Int64(max(0, offset) + found) : nil
    }

    /// What is read to count rows. A text is looked for in every row's image, which one join gives cheaper than a query a column.
    fileprivate func source(_ view: View) -> String { text == nil ? view.name : view.orderedSource }

    /// Parts of an image's text, which need not be looked at beside it.
    private static let ofImages: Set<String> = ["registry", "repository", "digest"]

    /// The columns in which a row's names and images stand.
    private static let named = [
        "namespace", "name", "container", "image", "istag", "digest", "repository", "from_name", "reference", "message",
        "registry",
    ]

    func condition(over view: View) throws -> Filter.Condition {
        let columns = Set(view.columns.map(\.name))
        var condition = filter.condition(over: columns, name: view.nameColumn)
        for match in matches {
            guard let column = view.columns.first(where: { $0.name == match.column }) else {
                throw QuestionError.notFound(
                    what: .column, name: match.column, within: .view(view.name),
                    suggestions: Suggestion.closest(to: match.column, among: view.columns.map(\.name)))
            }
            condition.add(column: column, oneOf: match.values)
        }
        if let text, !text.isEmpty {
            let isOfContainers = ["containers", "containers_history"].contains(view.name)
            let named = Browse.named.filter { columns.contains($0) && !(isOfContainers && Browse.ofImages.contains($0)) }
            let terms = named.map { "instr(lower(\($0)), lower(?)) > 0" }
            if !terms.isEmpty { condition.add("(\(terms.joined(separator: " OR ")))", .text(text)) }
        }
        return condition
    }

    fileprivate func order(of view: View) throws -> String {
        guard let sort else { return view.order }
        guard view.columns.contains(where: { $0.name == sort }) else {
            throw QuestionError.notFound(
                what: .column, name: sort, within: .view(view.name),
                suggestions: Suggestion.closest(to: sort, among: view.columns.map(\.name)))
        }
        return "\(quotedColumn(sort))\(isDescending ? " DESC" : ""), \(view.order)"
    }
}

extension Filter.Condition {
    /// Only rows that have one of these values in a column of a view.
    fileprivate mutating func add(column: View.Column, oneOf values: [String?]) {
        var terms: [String] = values.contains(nil) ? ["\(quotedColumn(column.name)) IS NULL"] : []
        let texts = values.compactMap { $0 }
        if !texts.isEmpty {
            let places = texts.map { text in
                switch column.kind {
                case .boolean: bind(.integer(["true", "1"].contains(text) ? 1 : 0))
                case .integer: bind(Int64(text).map { .integer($0) } ?? .text(text))
                default: bind(.text(text))
                }
            }
            terms.append("\(quotedColumn(column.name)) IN (\(places.joined(separator: ", ")))")
        }
        if !terms.isEmpty { add("(\(terms.joined(separator: " OR ")))") }
    }
}
