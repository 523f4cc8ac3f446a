/// The service account of the pod this runs in.
///
/// https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/
struct ServiceAccount {
    private let host: String
    private let port: String
    private let folder: String

    /// Nil where this is no pod, or one without a service account.
    init?(_ options: ConnectionOptions) {
        guard let host = options.environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
            let port = options.environment["KUBERNETES_SERVICE_PORT"], !port.isEmpty,
            exists("\(options.serviceAccountFolder)/token")
        else { return nil }
        self.host = host
        self.port = port
        folder = options.serviceAccountFolder
    }

    func connection(_ options: ConnectionOptions) throws -> ClusterEndpoint {
        var cluster = Kubeconfig.Cluster()
        cluster.server = "https://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        if exists("\(folder)/ca.crt") { cluster.certificateAuthority = .file("\(folder)/ca.crt") }
        var user = Kubeconfig.User()
        user.tokenFile = "\(folder)/token"
        // The address that the pod's environment names says nothing to anybody.
        var connection = try ClusterEndpoint(cluster, user, origin: .serviceAccount, name: "in-cluster", options)
        let namespace = try? contents(ofFile: "\(folder)/namespace", as: .namespace)
        connection.namespace = namespace.map { Secret(String(decoding: $0, as: UTF8.self)).trimmed.revealed }
        return connection
    }
}
