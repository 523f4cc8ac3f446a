internal import ClusterAPI
internal import ClusterWords
public import Collector
internal import Model
internal import Texts

extension DoctorFinding {
    /// What was tried, in a few words.
    public var subject: String {
        switch trial {
        case .kubeconfig: "kubeconfig"
        case .safety: "safety"
        case .server: "server"
        case .credentials: "credentials"
        case .identity: "identity"
        case .groups: "API groups"
        case .group(let group): "API group \(group)"
        case .list(let kind, let namespace): "list \(kind.resourceTitle)\(Self.place(namespace))"
        case .watch(let kind, let namespace): "watch \(kind.resourceTitle)\(Self.place(namespace))"
        case .images(let namespace): "get imagestreamtags\(Self.place(namespace))"
        }
    }

    private static func place(_ namespace: String?) -> String { namespace.map { " in \($0)" } ?? "" }

    /// What was found, or what is wrong and what to do.
    public var detail: String {
        switch result {
        case .endpoint(let endpoint):
            "\(endpoint.origin.words): \(endpoint.server), with \(endpoint.whoAsks.words), as cluster \(endpoint.name)"
        case .warning(let warning): warning.sentence
        case .version(let version): version.map { "Kubernetes \($0.printable)" } ?? "it answers, but not with its version"
        case .accepted: "accepted"
        case .groupsUnknown: "one may not ask which there are; the usual ones are tried"
        case .noGroup(let resources): "the cluster does not list it: no \(resources.joined(separator: ", ")) can be recorded"
        case .allGroups: "all that are needed are there"
        case .uid(let uid): "namespace kube-system has the uid \(uid.printable)"
        case .noUID: "namespace kube-system may not be seen: two clusters under one name would not be noticed"
        case .noResource: "the cluster has no such resource"
        case .works(let everywhere, let isOfPods):
            (everywhere ? "in all namespaces" : "works")
                + (isOfPods ? "; of a Pod is kept what its containers run, and nothing else" : "")
        case .worksInEach(let count):
            "\(Self.notAtOnce); works in each of the \(count) that may be seen, which are read one by one"
        case .refusedIn(let namespaces, let all):
            "\(Self.notAtOnce), nor in \(namespaces.count) of the \(all) that may be seen: "
                + namespaces.prefix(5).joined(separator: ", ").printable + (namespaces.count > 5 ? ", …" : "")
        case .unwatchable: "the server refuses it: only looks tell of them"
        case .forbidden(let error, let loss): error.message.printable + (loss.map { ": \($0.words)" } ?? "")
        case .unknownVersions(let group): "the server has \(group) in no version that can be read"
        case .failure(let error): (error as? APIError)?.explanation ?? "\(error)"
        }
    }

    private static let notAtOnce = "not allowed in all namespaces at once"
}

extension DoctorFinding.Loss {
    fileprivate var words: String {
        switch self {
        case .running: "what really runs is then not known; --no-pods leaves Pods out"
        case .imageContent: "no image's size or labels"
        }
    }
}

extension RightsManifest {
    /// The YAML, with a comment where something is to be filled in.
    public var yaml: String {
        yaml { gap in
            switch gap {
            case .roleName: "fill in, as isinventory:reader"
            case .subject: "fill in who collects"
            }
        }
    }
}
