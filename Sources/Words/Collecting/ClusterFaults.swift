internal import ClusterAPI
internal import ClusterWords
public import Collector
internal import Model
internal import Texts
internal import Words

extension ClusterUnreachable: CustomStringConvertible {
    /// What happened and what to do.
    public var reason: String {
        isForbidden
            ? "nothing of the cluster may be read: \(error.explanation). Name namespaces that may be read with -n"
            : error.explanation
    }

    /// `cluster prod (https://api.example:6443): GET /apis: …; …`.
    public var description: String {
        "cluster \(cluster.printable) (\(error.server)): \(error.request.description.printable): \(reason)"
    }
}

extension ListFault: Explainable {
    /// What the record says of it.
    package var sentence: String {
        switch self {
        case .request(let error): error.explanation
        case .page(let problem): problem.words
        case .source(let error): error.description
        case .versions(let group, let served): "the server has \(group) only as \(served.joined(separator: ", ").printable)"
        case .goneNamespace: "the namespace does not exist"
        case .unlisted(let error): "not allowed in all namespaces at once, and \(ClusterRemark.unlisted(error))"
        case .unseen(let fault): "the namespace is no longer among those that may be seen: \(fault?.sentence ?? "")"
        case .watch(let fault): "the watch broke, so what changed since is for the next look to tell: \(fault.words)"
        }
    }
}

extension PageProblem: CustomStringConvertible {
    /// What is wrong with an answer.
    package var description: String { words }

    /// The same.
    package var reason: String { words }

    fileprivate var words: String {
        switch self {
        case .severalLists: "the server answered with more than one list"
        case .noKind: "the server's answer has no kind"
        case .itemsNotList: "the server's items are no list"
        case .otherKind(let kind, let type): "asked for \(kind.resource), the server answered with \(type.printable)"
        case .object(let kind, let name, let fault): "\(kind.title) \(name): \(fault.words)"
        case .list(let fault): "the server's list: \(fault.words)"
        case .wandering: "the server's pages lead elsewhere each time they are asked for"
        case .circle: "the server's pages lead back to themselves"
        case .vanished(let error): error.message
        case .vanishedPage(let error): "a page of the list: \(error.message)"
        case .watchedList: "the server answered a watch with a list"
        case .noEvent: "the server answered a watch with something else"
        case .watchedOther(let kind, let type): "watched \(kind.resource), the server tells of a \(type.printable)"
        case .watchedElsewhere(let kind, let namespace):
            "watched \(kind.resource) of \(namespace), the server tells of another namespace"
        case .watchedObject(let kind, let name, let fault):
            "a watch's \(kind.title) \(name?.description ?? ""): \(fault.words)"
        }
    }
}
