internal import Model

/// A `Status` object: what the API answered instead of objects, saved in their place.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
struct StatusAnswer {
    var outcome: Coverage.Outcome
    /// The kind that was asked for, where the answer names it.
    var kind: ObjectKind?
    /// The namespace that was asked for, where the answer names it.
    var namespace: String?
    /// The server's words; nil where it gives no reason.
    var message: String?

    init(_ object: some DocumentNode, kinds: Kinds) throws {
        message = try object.nonEmptyString("message") ?? object.nonEmptyString("reason")
        let details = try object.object("details")
        let reason = try object.string("reason")
        switch reason {
        case "Forbidden": outcome = .forbidden
        // With a name it is one object that was not found, and says nothing of the API.
        case "NotFound" where try details?.nonEmptyString("name") == nil: outcome = .absent
        default: outcome = .failed
        }
        if let resource = try details?.nonEmptyString("kind") {
            let group = try details?.nonEmptyString("group").map { ".\($0)" } ?? ""
            kind = kinds.kind(spelling: resource + group)
        }
        // kube-apiserver has no field for it: `… cannot list resource "x" in API group "y" in the namespace "z"`.
        let parts = (message ?? "").split(separator: "in the namespace \"", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 { namespace = parts[1].split(separator: "\"").first.map(String.init) }
    }
}
