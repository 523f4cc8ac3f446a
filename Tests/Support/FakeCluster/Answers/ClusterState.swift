import NIOHTTP1

/// What the server knows at an instant.
struct ClusterState {
    /// As many states as a list may go on in; older ones are compacted away, as etcd does every five minutes.
    static let keptStates = 8

    var contents: any ClusterContents
    /// Earlier states by number, for lists that are in the middle.
    private(set) var earlier: [Int: any ClusterContents] = [:]
    var faults: [Fault] = []
    /// Who is who, by the value of the `Authorization` header. Where it is nil, everybody may do everything.
    var users: [String: User]?
    /// Who a client certificate stands for.
    var certificateUser: User?
    /// Groups that the cluster does not have.
    var absentGroups: Set<String> = []
    /// What somebody added to the API.
    var added = AddedKinds()
    /// Groups whose server does not answer.
    var downGroups: Set<String> = []
    /// No page is larger, whatever is asked.
    var largestPage: Int?
    /// Whether a page that is asked for again tells another token than before.
    var variesTokens = false
    /// The uid of the namespace kube-system, by which a cluster is known.
    var uid: String
    var log: [LoggedRequest] = []
    var hook: (@Sendable (LoggedRequest) -> Void)?
    /// Whether requests are kept in the log.
    var isLogging = true
    /// How many requests were answered so far, and with how many bytes of bodies as they went over the wire.
    var traffic = (requests: 0, bytes: 0)

    init(_ contents: any ClusterContents, uid: String) {
        self.contents = contents
        self.uid = uid
    }

    mutating func show(_ next: any ClusterContents) {
        earlier[contents.resourceVersion] = contents
        contents = next
        for old in earlier.keys.sorted().dropLast(Self.keptStates) { earlier[old] = nil }
    }

    /// Forgets every earlier state, so that lists in the middle meet a 410.
    mutating func compact() { earlier = [:] }

    func contents(at resourceVersion: Int) -> (any ClusterContents)? {
        resourceVersion == contents.resourceVersion || resourceVersion < 0 ? contents : earlier[resourceVersion]
    }

    /// Takes the first fault that befalls a call.
    mutating func fault(for call: Call, page: Int) -> Fault? {
        guard let index = faults.firstIndex(where: { $0.befalls(call, page: page) }) else { return nil }
        if faults[index].times < .max { faults[index].times -= 1 }
        return faults[index]
    }

    /// Who asks; nil where it is unknown.
    func user(of call: Call) -> User? {
        guard let users else { return User() }
        if call.hasClientCertificate, let certificateUser { return certificateUser }
        guard let authorization = call.headers.first(name: "authorization") else { return .anonymous }
        return users[authorization]
    }
}
