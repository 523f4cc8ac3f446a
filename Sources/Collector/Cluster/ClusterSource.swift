public import ClusterAPI
public import Logging
public import Model
internal import Record

/// A live cluster, to be looked at once or as often as wanted. Nothing is kept between two looks but what credential plugins gave,
/// so kubeconfigs, tokens and certificates that were rotated meanwhile are seen.
public struct ClusterSource: Sendable {
    /// Which of some digests the record knows the content of already.
    public typealias KnownImages = @Sendable (Set<String>) throws -> Set<String>

    /// How to reach it.
    public var connection: ConnectionOptions
    /// The namespaces to look at; nil is all, or where that is not allowed, every one that may be read.
    public var scope: Scope?
    /// What is looked for.
    public var kinds = Kinds.builtIn
    /// How patiently and gently it is asked. Its deadline is set anew for each look.
    public var limits = RequestLimits()
    /// How long a look may take in all; what is not there by then is recorded as failed.
    public var deadline: Duration = .seconds(600)
    /// How many images a look may ask the content of, of those that ``knownImages`` does not know.
    public var imageMetadata = 100
    /// What the record knows already.
    public var knownImages: KnownImages = { _ in [] }
    /// The namespaces of a cluster, by its name, of which the record holds anything.
    public var knownNamespaces: @Sendable (String) throws -> RecordedNamespaces = { _ in RecordedNamespaces() }
    /// Objects asked for at once.
    public var pageSize = 500
    /// Whether a look leaves behind what listens from it on, until the next.
    public var isFollowed = false
    /// How it listens.
    public var follow = FollowLimits()
    /// `isinventory/1.2.3`, as the server's audit log shows it.
    public var userAgent = "isinventory"
    /// Where what happens meanwhile is told.
    public var logger: Logger
    private let keeper = CredentialKeeper()
    var credentialKeeper: CredentialKeeper { keeper }

    /// Describes a cluster to look at.
    public init(_ connection: ConnectionOptions, scope: Scope? = nil, logger: Logger) {
        self.connection = connection
        self.scope = scope
        self.logger = logger
    }

    /// Has credentials asked for anew, also those that seem to be valid still.
    public func forgetCredentials() async { await keeper.forget() }

    /// Reads the kubeconfig, and says where the cluster is.
    ///
    /// - Throws: `ConnectionError`.
    public func endpoint() throws -> ClusterEndpoint { try ClusterEndpoint(connection) }

    /// Looks at the cluster.
    ///
    /// What could not be listed is coverage, not an error. Only where nothing at all could be learnt is it one.
    ///
    /// - Parameters:
    ///   - cluster: The cluster's name in the record; nil is ``ClusterAPI/ClusterEndpoint/name``.
    ///   - takenAt: When the look begins.
    /// - Throws: `ConnectionError`, ``ClusterUnreachable``, or `CancellationError`.
    public func read(cluster: String? = nil, takenAt: Instant) async throws -> ClusterLook {
        let endpoint = try endpoint()
        let client = client(endpoint)
        let reading = ClusterReading(client: client, source: self, cluster: cluster ?? endpoint.name)
        do {
            let look = try await reading.look(takenAt)
            await client.shutdown()
            return look
        } catch {
            // TLS waits seconds for the farewell of a server that hangs. Who was cancelled is not to wait with it.
            if Task.isCancelled { Task { await client.shutdown() } } else { await client.shutdown() }
            throw error
        }
    }

    /// Asks the server there, until the deadline, which begins now.
    func client(_ endpoint: ClusterEndpoint) -> APIClient {
        var limits = limits
        limits.deadline = .now + deadline
        return APIClient(endpoint, keeper: keeper, userAgent: userAgent, limits: limits, logger: logger)
    }
}

extension Kinds {
    /// What is listed. Tags come with their streams: the server's own list of them loses some, see docs/collecting.md.
    var listed: [ObjectKind] { all.map(\.kind).filter { $0 != .imageStreamTag } }
}

/// What one look at a cluster brought.
public struct ClusterLook: Sendable {
    /// What is to be recorded.
    public var collected: Collected
    /// The uid of the namespace `kube-system`, which tells clusters apart; nil where it may not be read.
    public var uid: String?
    /// Where it was reached.
    public var connection: ClusterEndpoint
    /// What was asked and got.
    public var traffic: TrafficFigures
    /// What listens from here on, once it is told to begin; nil where the cluster is not followed.
    public var following: ClusterFollowing?
}

/// Nothing at all could be learnt of a cluster.
public struct ClusterUnreachable: Error, Sendable {
    /// The cluster's name in the record.
    public let cluster: String
    /// What was asked for when it failed, whom, and what happened.
    public let error: APIError
    /// Whether the cluster answered, but lets nothing be seen.
    public var isForbidden: Bool { error.reason == .forbidden }

    init(_ cluster: String, _ error: APIError) {
        self.cluster = cluster
        self.error = error
    }
}
