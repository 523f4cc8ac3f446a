internal import Model
public import Record

extension Deletions {
    /// A sentence each.
    public var warnings: [String] {
        var warnings: [String] = []
        if !losses.isEmpty {
            warnings.append("much is gone at once: \(lossesInWords). If that is not so, go back to a copy made before")
        }
        if !namespaces.isEmpty { warnings.append("all that stood is gone in \(namespacesInWords)") }
        return warnings
    }

    /// `34 of 40 deployments, 20 of 21 image streams`.
    var lossesInWords: String { losses.map(\.words).joined(separator: ", ") }

    /// The first few of the namespaces, and how many more.
    var namespacesInWords: String {
        let few = namespaces.prefix(10).joined(separator: ", ")
        let kind = namespaces.count == 1 ? "namespace" : "namespaces"
        return namespaces.count > 10 ? "\(kind) \(few) and \(namespaces.count - 10) more" : "\(kind) \(few)"
    }
}

extension Deletions.Loss {
    /// `34 of 40 deployments`.
    var words: String { "\(gone) of \(stood) \(kind.resourceTitle)" }
}
