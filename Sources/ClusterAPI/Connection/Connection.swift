/// A way to a cluster: which server, what is trusted to be it, and who asks. Read anew for every snapshot, so that whatever was
/// rotated meanwhile is seen.
public struct ClusterEndpoint: Sendable {
    /// What a person would call the cluster: the context's name; in a pod, or where only a server was named, its host.
    public var name: String
    /// The API server.
    public var server: ServerAddress
    /// Where this was read: kubeconfig files and the context, or the service account.
    public var origin: Origin
    /// The context's namespace, or the service account's.
    public var namespace: String?
    /// The proxy in between.
    public var proxy: ServerAddress?
    /// What a person must be told loudly.
    public var warnings: [ConnectionWarning] = []
    /// By what one is known there.
    public var whoAsks: CredentialKind { credentials.kind }
    var trust: Trust
    var credentials: Credentials

    /// Finds the way that `kubectl` would: the named kubeconfig, those of `KUBECONFIG`, `~/.kube/config`, and where none of them
    /// says anything, the service account of the pod this runs in.
    ///
    /// - Throws: ``ConnectionError``.
    public init(_ options: ConnectionOptions) throws {
        let kubeconfig = try Kubeconfig(files: Kubeconfig.files(named: options.kubeconfig, options.environment))
        let chosen = options.context ?? kubeconfig.currentContext
        if let chosen {
            self = try ClusterEndpoint(kubeconfig, context: chosen, options)
        } else if let server = options.server {
            var cluster = Kubeconfig.Cluster()
            cluster.server = server
            self = try ClusterEndpoint(cluster, Kubeconfig.User(), origin: .server, name: nil, options)
        } else if let account = ServiceAccount(options) {
            self = try account.connection(options)
        } else {
            throw Self.nowhere(kubeconfig, options)
        }
    }

    private init(_ kubeconfig: Kubeconfig, context name: String, _ options: ConnectionOptions) throws {
        let files = kubeconfig.files
        guard let context = kubeconfig.contexts[name] else {
            throw ConnectionError.noContext(name, files: files, known: kubeconfig.contexts.keys.sorted())
        }
        guard var cluster = kubeconfig.clusters[context.cluster] else {
            throw ConnectionError.noCluster(context.cluster, context: name, files: files)
        }
        guard context.user.isEmpty || kubeconfig.users[context.user] != nil || options.tokenFile != nil else {
            throw ConnectionError.noUser(context.user, context: name, files: files)
        }
        if let server = options.server { cluster.server = server }
        try self.init(
            cluster, kubeconfig.users[context.user] ?? Kubeconfig.User(), origin: .context(name, files: files),
            name: Self.clusterName(context: name, cluster: context.cluster), options)
        namespace = context.namespace
    }

    init(
        _ cluster: Kubeconfig.Cluster, _ user: Kubeconfig.User, origin: Origin, name: String?, _ options: ConnectionOptions
    ) throws {
        guard let server = ServerAddress(cluster.server), ["http", "https"].contains(server.scheme) else {
            throw ConnectionError.noAddress(cluster.server, origin)
        }
        self.server = server
        self.origin = origin
        self.name = name ?? server.host
        trust = try Trust(cluster, options, server)
        proxy = try ProxyChoice.proxy(for: server, configured: cluster.proxyURL, options.environment)
        credentials = try Credentials(user, cluster, tokenFile: options.tokenFile, origin: origin)
        if !trust.verifies { warnings.append(.unverified(server)) }
        if server.scheme == "http", !credentials.isNobody { warnings.append(.clearText(server)) }
    }

    /// `oc login` names contexts `NAMESPACE/CLUSTER/USER`, and a cluster's name must not change with who asks from where.
    private static func clusterName(context: String, cluster: String) -> String {
        let parts = context.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[1] == cluster ? cluster : context
    }

    private static func nowhere(_ kubeconfig: Kubeconfig, _ options: ConnectionOptions) -> ConnectionError {
        guard kubeconfig.files.isEmpty else {
            return .noCurrentContext(files: kubeconfig.files, known: kubeconfig.contexts.keys.sorted())
        }
        let looked =
            options.environment["KUBECONFIG"].map { "KUBECONFIG=\($0)" } ?? "\(options.environment["HOME"] ?? "~")/.kube/config"
        return .nowhere(looked: looked)
    }
}
