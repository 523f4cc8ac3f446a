internal import Texts

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
        case .namespaces(let names): names.contains { $0.hasSameBytes(as: namespace) }
        }
    }

    /// The namespaces that coverage is told of, nil standing for all.
    var entries: [String?] {
        switch self {
        case .all: [nil]
        case .namespaces(let names):
            names.reduce(into: []) { entries, name in
                if !entries.contains(where: { $0.hasSameBytes(as: name) }) { entries.append(name) }
            }
        }
    }

    /// The namespace of objects that name none.
    var only: String? {
        guard case .namespaces(let names) = self, Set(names.map { ExactText($0) }).count == 1 else { return nil }
        return names.first
    }
}
