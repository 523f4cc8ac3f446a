/// Leaves twelve digits of the digest that a reference ends in.
func shortened(_ reference: String) -> String { TableFormat.shortenedDigest(reference) }

/// A change of reference in the fewest words that tell it whole: what both have in common is said once.
struct ReferenceMove {
    let old: String?
    let new: String?

    init(_ from: String?, _ to: String?) {
        if [from, to].allSatisfy({ $0?.hasPrefix("sha256:") ?? true }) {
            // Beside a tag it is plain what they are.
            old = from.map(ReferenceMove.digits)
            new = to.map(ReferenceMove.digits)
            return
        }
        old = from.map(shortened)
        guard let from, let to, let digest = ReferenceMove.digest(of: to), from.contains("@"), to.contains("@"),
            from.prefix(upTo: from.lastIndex(of: "@") ?? from.endIndex) == to.prefix(upTo: to.lastIndex(of: "@") ?? to.endIndex)
        else {
            new = to.map(shortened)
            return
        }
        new = shortened(digest)
    }

    private static func digits(_ digest: String) -> String { String(shortened(digest).dropFirst("sha256:".count)) }

    private static func digest(of reference: String) -> String? {
        reference.lastIndex(of: "@").map { String(reference[reference.index(after: $0)...]) }
    }
}
