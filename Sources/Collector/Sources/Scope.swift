/// Which namespaces a source is a dump of.
public enum Scope: Sendable, Hashable {
    /// All of them, as with `-A`.
    case all
    /// These, as with `-n`.
    case namespaces([String])

    /// Whether objects of the namespace are in it.
    func contains(_ namespace: String) -> Bool {
        switch self {
        case .all: true
        case .namespaces(let names): names.contains(namespace)
        }
    }

    /// The namespaces that coverage is told of, nil standing for all.
    var entries: [String?] {
        switch self {
        case .all: [nil]
        case .namespaces(let names): names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
    }

    /// The namespace of objects that name none.
    var only: String? {
        guard case .namespaces(let names) = self, Set(names).count == 1 else { return nil }
        return names.first
    }
}
