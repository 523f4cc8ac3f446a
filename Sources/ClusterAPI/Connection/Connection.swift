/// A way to a cluster: which server, what is trusted to be it, and who asks. Read anew for every snapshot, so that whatever was
/// rotated meanwhile is seen.
public struct Connection: Sendable {
    /// What a person would call the cluster: the context's name; in a pod, or where only a server was named, its host.
    public var name: String
    /// The API server.
    public var server: ServerAddress
    /// Where this was read: kubeconfig files and the context, or the service account. For people.
    public var origin: String
    /// The context's namespace, or the service account's.
    public var namespace: String?
    /// The proxy in between.
    public var proxy: ServerAddress?
    /// What a person must be told loudly, a sentence each.
    public var warnings: [String] = []
    /// By what one is known there: `a token`, `the exec plugin …`.
    public var whoAsks: String { credentials.summary }
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
            self = try Connection(kubeconfig, context: chosen, options)
        } else if let server = options.server {
            var cluster = Kubeconfig.Cluster()
            cluster.server = server
            self = try Connection(cluster, Kubeconfig.User(), origin: "--server", name: nil, options)
        } else if let account = ServiceAccount(options) {
            self = try account.connection(options)
        } else {
            throw Self.nowhere(kubeconfig, options)
        }
    }

    private init(_ kubeconfig: Kubeconfig, context name: String, _ options: ConnectionOptions) throws {
        let files = kubeconfig.files.joined(separator: ", ")
        guard let context = kubeconfig.contexts[name] else {
            let known = kubeconfig.contexts.keys.sorted().joined(separator: ", ")
            throw ConnectionError(
                what: "\(files.isEmpty ? "no kubeconfig" : files): there is no context “\(name)”",
                advice: known.isEmpty ? "check --kubeconfig, KUBECONFIG and --context" : "pass --context with one of: \(known)")
        }
        guard var cluster = kubeconfig.clusters[context.cluster] else {
            throw ConnectionError(
                what: "\(files): context “\(name)” names the cluster “\(context.cluster)”, which is not there",
                advice: "add it, or pass another --context")
        }
        guard context.user.isEmpty || kubeconfig.users[context.user] != nil || options.tokenFile != nil else {
            throw ConnectionError(
                what: "\(files): context “\(name)” names the user “\(context.user)”, who is not there",
                advice: "add the user, pass --token-file, or another --context")
        }
        if let server = options.server { cluster.server = server }
        try self.init(
            cluster, kubeconfig.users[context.user] ?? Kubeconfig.User(), origin: "context \(name) of \(files)",
            name: Self.clusterName(context: name, cluster: context.cluster), options)
        namespace = context.namespace
    }

    init(
        _ cluster: Kubeconfig.Cluster, _ user: Kubeconfig.User, origin: String, name: String?, _ options: ConnectionOptions
    ) throws {
        guard let server = ServerAddress(cluster.server), ["http", "https"].contains(server.scheme) else {
            throw ConnectionError(
                what: "\(origin): “\(cluster.server)” is no API server's address", advice: "write it as https://HOST:6443")
        }
        self.server = server
        self.origin = origin
        self.name = name ?? server.host
        trust = try Trust(cluster, options, server)
        proxy = try ProxyChoice.proxy(for: server, configured: cluster.proxyURL, options.environment)
        credentials = try Credentials(user, cluster, tokenFile: options.tokenFile, origin: origin)
        if !trust.verifies {
            warnings.append(
                "the certificate of \(server) is NOT verified (insecure-skip-tls-verify): whoever sits in between can read the "
                    + "credentials and forge the record")
        }
        if server.scheme == "http", !credentials.isNobody {
            warnings.append("credentials go to \(server) in clear text, for it is not https")
        }
    }

    /// `oc login` names contexts `NAMESPACE/CLUSTER/USER`, and a cluster's name must not change with who asks from where.
    private static func clusterName(context: String, cluster: String) -> String {
        let parts = context.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[1] == cluster ? cluster : context
    }

    private static func nowhere(_ kubeconfig: Kubeconfig, _ options: ConnectionOptions) -> ConnectionError {
        guard kubeconfig.files.isEmpty else {
            let known = kubeconfig.contexts.keys.sorted().joined(separator: ", ")
            return ConnectionError(
                what: "\(kubeconfig.files.joined(separator: ", ")): no context is current",
                advice: known.isEmpty ? "log in with oc login" : "pass --context with one of: \(known)")
        }
        let looked =
            options.environment["KUBECONFIG"].map { "KUBECONFIG=\($0)" } ?? "\(options.environment["HOME"] ?? "~")/.kube/config"
        return ConnectionError(
            what: "there is no way to a cluster: no kubeconfig (\(looked)), and this is no pod with a service account",
            advice: "log in with oc login, or pass --kubeconfig, or --server with --token-file; dumps are read with --from")
    }
}
