/// What one or several kubeconfig files say, merged as `kubectl` merges them: whoever names a thing first has named it.
///
/// https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
struct Kubeconfig: Sendable {
    /// An API server, and what is trusted to be it.
    struct Cluster: Sendable {
        var server = ""
        var certificateAuthority: FileOrData?
        var tlsServerName: String?
        var skipsTLSVerify = false
        var proxyURL: String?
        /// The `client.authentication.k8s.io/exec` extension as JSON text, for plugins that ask for the cluster's data.
        var execConfiguration: String?
    }

    /// Who asks.
    struct User: Sendable {
        var clientCertificate: FileOrData?
        var clientKey: FileOrData?
        var token: Secret?
        var tokenFile: String?
        var username: String?
        var password: Secret?
        var exec: ExecPlugin?
        /// The name of an `auth-provider`, which kubectl knew until 1.26.
        var authProvider: String?
    }

    /// A user at a cluster.
    struct Context: Sendable {
        var cluster = ""
        var user = ""
        var namespace: String?
    }

    /// Something that stands in a file of its own or in the kubeconfig itself.
    enum FileOrData: Sendable {
        case file(String)
        case data(Secret)
    }

    var clusters: [String: Cluster] = [:]
    var users: [String: User] = [:]
    var contexts: [String: Context] = [:]
    var currentContext: String?
    /// The files it was read from.
    var files: [String] = []

    /// Reads files and merges them, in their order.
    init(files: [String]) throws {
        for file in files { merge(try Kubeconfig(file: file)) }
    }

    init() {}

    private mutating func merge(_ later: Kubeconfig) {
        clusters.merge(later.clusters) { first, _ in first }
        users.merge(later.users) { first, _ in first }
        contexts.merge(later.contexts) { first, _ in first }
        currentContext = currentContext ?? later.currentContext
        files += later.files
    }

    /// Which files `kubectl` would read: the one that was named, else those of `KUBECONFIG` that exist, else `~/.kube/config`.
    static func files(named path: String?, _ environment: [String: String]) throws -> [String] {
        if let path {
            guard exists(path) else {
                throw ConnectionError.noSuchKubeconfig(path)
            }
            return [path]
        }
        if let list = environment["KUBECONFIG"], !list.isEmpty {
            var files: [String] = []
            for file in list.split(separator: ":").map(String.init) where !files.contains(file) && exists(file) {
                files.append(file)
            }
            return files
        }
        guard let home = environment["HOME"] else { return [] }
        let file = "\(home)/.kube/config"
        return exists(file) ? [file] : []
    }
}
