package import ClusterAPI
package import Model
internal import Record

/// One thing that was tried on a cluster, and how it went.
public struct DoctorFinding: Sendable {
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

    /// What was tried.
    package var trial: Trial
    /// How it went.
    public var verdict: Verdict
    /// What was found, or what is wrong.
    package var result: Result
    /// Whether a snapshot tells less for it.
    public var isLack = false

    /// What is tried of a cluster.
    package enum Trial: Sendable, Hashable {
        case kubeconfig, safety, server, credentials, identity
        /// Which API groups there are.
        case groups
        /// Whether there is one of them.
        case group(String)
        /// To list a kind.
        case list(ObjectKind, in: String?)
        /// To watch a kind.
        case watch(ObjectKind, in: String?)
        /// To read what an image is made of.
        case images(in: String)
    }

    /// What came of it.
    package enum Result: Sendable {
        /// The kubeconfig leads there.
        case endpoint(ClusterEndpoint)
        /// What makes the connection less than safe.
        case warning(ConnectionWarning)
        /// The server answers, with its version where it tells that.
        case version(String?)
        /// The credentials are accepted.
        case accepted
        /// Which groups there are may not be asked.
        case groupsUnknown
        /// A group that is needed is not there, so these resources cannot be recorded.
        case noGroup(resources: [String])
        /// All groups that are needed are there.
        case allGroups
        /// What tells the cluster from others.
        case uid(String)
        /// That may not be seen.
        case noUID
        /// The cluster has no such resource.
        case noResource
        /// It works: in all namespaces, or where it was tried; of Pods with what is kept of them.
        case works(everywhere: Bool, isOfPods: Bool = false)
        /// It may not be done in all namespaces at once, but in each of so many.
        case worksInEach(Int)
        /// It may not be done in all namespaces at once, nor in some of so many.
        case refusedIn([String], of: Int)
        /// The server lets nobody watch.
        case unwatchable
        /// It is not allowed, and what is then not known.
        case forbidden(APIError, without: Loss?)
        /// The server has the group in no version that can be read.
        case unknownVersions(group: String)
        /// Another thing went wrong.
        case failure(any Error)
    }

    /// What a snapshot does without.
    package enum Loss: Sendable, Hashable {
        /// What really runs.
        case running
        /// What images are made of.
        case imageContent
    }
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
