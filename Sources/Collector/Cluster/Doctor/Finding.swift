internal import Model
internal import Record

/// One thing that was tried on a cluster, and how it went.
public struct Finding: Sendable, Hashable {
    /// How it went.
    public enum Verdict: String, Sendable, Hashable {
        /// It works.
        case ok
        /// The cluster has no such thing, which is no fault.
        case absent
        /// A right is missing.
        case missing
        /// It does not work.
        case failed
    }

    /// What was tried, in a few words.
    public var subject: String
    /// How it went.
    public var verdict: Verdict
    /// What was found, or what is wrong and what to do.
    public var detail: String
    /// The right it needs.
    var right: AccessRight?
}

/// A right to do one thing with one kind of resource.
struct AccessRight: Sendable, Hashable {
    var group: String
    var resource: String
    var verb: String
    /// The only object it is about.
    var name: String?
    /// The namespace it is about; nil is the cluster.
    var namespace: String?

    /// To list a kind's objects.
    init(listing kind: ObjectKind, in namespace: String?) {
        self.init(group: kind.group, resource: kind.resource, verb: "list", namespace: namespace)
    }

    init(group: String, resource: String, verb: String, name: String? = nil, namespace: String? = nil) {
        self.group = group
        self.resource = resource
        self.verb = verb
        self.name = name
        self.namespace = namespace
    }
}
