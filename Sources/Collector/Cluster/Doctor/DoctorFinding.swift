internal import Model
internal import Record

/// One thing that was tried on a cluster, and how it went.
public struct DoctorFinding: Sendable, Hashable {
    /// How it went.
    public enum Verdict: String, Sendable, Hashable {
        /// It works.
        case ok
        /// The cluster has no such thing.
        case absent
        /// It is of use and not to be had, and a snapshot is whole without it.
        case without
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
    /// Whether a snapshot tells less for it.
    public var isLack = false
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

    /// All that a snapshot asks for: of all namespaces, or with a name of one of them.
    static func all(_ kinds: [ObjectKind], in namespace: String?) -> [AccessRight] {
        var rights = kinds.map {
            AccessRight(group: $0.group, resource: $0.resource, verb: "list", namespace: namespace)
        }
        rights.append(
            AccessRight(group: "image.openshift.io", resource: "imagestreamtags", verb: "get", namespace: namespace))
        if namespace == nil {
            rights.append(AccessRight(group: "", resource: "namespaces", verb: "get", name: "kube-system"))
        }
        return rights
    }

    init(group: String, resource: String, verb: String, name: String? = nil, namespace: String? = nil) {
        self.group = group
        self.resource = resource
        self.verb = verb
        self.name = name
        self.namespace = namespace
    }
}
