public import Model
internal import SQLite
internal import Texts

/// Which objects a question is about; empty means all of them.
public struct Filter: Sendable, Equatable {
    /// Only this cluster.
    public var cluster: String?
    /// Only these namespaces.
    public var namespaces: [String]
    /// Only workloads of these kinds.
    public var kinds: [ObjectKind]
    /// Only objects of these names: a workload's, a stream's, `stream:tag`, a digest.
    public var names: [String]
    /// Only images with these labels; a nil value asks for the key alone.
    public var labels: [Label]

    /// A label selector's term: `key=value`, or `key`.
    public struct Label: Sendable, Equatable {
        /// The label's key.
        public let key: String
        /// The value asked for; nil is any.
        public let value: String?

        /// Asks for a label.
        public init(key: String, value: String?) {
            self.key = key
            self.value = value
        }
    }

    /// Selects objects.
    public init(
        cluster: String? = nil, namespaces: [String] = [], kinds: [ObjectKind] = [], names: [String] = [],
        labels: [Label] = []
    ) {
        self.cluster = cluster
        self.namespaces = namespaces
        self.kinds = kinds
        self.names = names
        self.labels = labels
    }

    /// The same as SQL over a view that has the columns asked for.
    struct Condition {
        private(set) var terms: [String] = []
        private(set) var values: [Value] = []

        /// `WHERE …`, or nothing.
        var clause: String { terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ") }

        mutating func add(_ column: String, oneOf allowed: [String]) {
            guard !allowed.isEmpty else { return }
            let places = allowed.map { value in
                values.append(.text(value))
                return "?\(values.count)"
            }
            terms.append("\(column) IN (\(places.joined(separator: ", ")))")
        }

        mutating func add(_ term: String) { terms.append(term) }

        /// The same values with other terms about them.
        func with(terms: [String]) -> Condition {
            var condition = self
            condition.terms = terms
            return condition
        }

        /// A term about one value, written `?` wherever the term needs it.
        mutating func add(_ term: String, _ value: Value) {
            values.append(value)
            terms.append(
                term.split(separator: "?", omittingEmptySubsequences: false).joined(separator: "?\(values.count)"))
        }

        /// The place in SQL of a value that a term will name.
        mutating func bind(_ value: Value) -> String {
            values.append(value)
            return "?\(values.count)"
        }

        /// Keys and values are bound, never spliced into a JSON path.
        mutating func addLabel(_ label: Label) {
            values.append(.text(label.key))
            var match = "key = ?\(values.count)"
            if let value = label.value {
                values.append(.text(value))
                match += " AND value = ?\(values.count)"
            }
            terms.append("EXISTS (SELECT 1 FROM json_each(coalesce(labels, '{}')) WHERE \(match))")
        }
    }

    /// The condition over a view's columns; columns the view lacks are not asked for.
    func condition(over columns: Set<String>, name nameColumn: String) -> Condition {
        var condition = Condition()
        if let cluster, columns.contains("cluster") { condition.add("cluster", oneOf: [cluster]) }
        if columns.contains("namespace") { condition.add("namespace", oneOf: namespaces) }
        if columns.contains("kind") { condition.add("kind", oneOf: kinds.map(\.title)) }
        if columns.contains(nameColumn) { condition.add(nameColumn, oneOf: names) }
        if columns.contains("labels") {
            for label in labels { condition.addLabel(label) }
        }
        return condition
    }
}

extension Filter {
    /// Whether an object of a place is asked for.
    func includes(namespace: String) -> Bool { namespaces.isEmpty || namespaces.contains { $0.hasSameBytes(as: namespace) } }
}
