/// How one proves who asks.
enum Credentials: Sendable {
    /// Not at all: the server sees `system:anonymous`.
    case none
    /// A token that stays.
    case token(Secret, ClientCertificate?)
    /// A file whose token changes: it is read again.
    case tokenFile(String, ClientCertificate?)
    /// A name and a password.
    case basic(String, Secret)
    /// A certificate.
    case certificate(ClientCertificate)
    /// A program that gives a token or a certificate.
    case exec(ExecPlugin, ClientCertificate?)

    var isNobody: Bool { if case .none = self { true } else { false } }

    /// Where several are given, client-go's order: a token file before a token before a password before a plugin; a certificate
    /// may stand beside any.
    init(_ user: Kubeconfig.User, _ cluster: Kubeconfig.Cluster, tokenFile: String?, origin: String) throws {
        if let tokenFile {
            self = .tokenFile(tokenFile, nil)
            return
        }
        let certificate = try Self.certificate(user, origin)
        if let file = user.tokenFile {
            self = .tokenFile(file, certificate)
        } else if let token = user.token {
            self = .token(token.trimmed, certificate)
        } else if let name = user.username {
            self = .basic(name, user.password ?? Secret(""))
        } else if var plugin = user.exec {
            if plugin.wantsCluster { plugin.cluster = ExecPlugin.ClusterInformation(cluster) }
            try plugin.check(origin)
            self = .exec(plugin, certificate)
        } else if let certificate {
            self = .certificate(certificate)
        } else if let provider = user.authProvider {
            throw ConnectionError(
                what: "\(origin): the user has the auth-provider “\(provider)”, which kubectl dropped in 1.26",
                advice: "use an exec plugin or a token instead")
        } else {
            self = .none
        }
    }

    private static func certificate(_ user: Kubeconfig.User, _ origin: String) throws -> ClientCertificate? {
        guard let certificate = user.clientCertificate else { return nil }
        guard let key = user.clientKey else {
            throw ConnectionError(
                what: "\(origin): the user has a client-certificate but no client-key", advice: "add it to the kubeconfig")
        }
        return try ClientCertificate(certificate: certificate, key: key, of: origin)
    }

    /// What kind it is, for people.
    var summary: String {
        switch self {
        case .none: "no credentials"
        case .token: "a token"
        case .tokenFile(let path, _): "the token in \(path)"
        case .basic(let name, _): "the password of \(name)"
        case .certificate: "a client certificate"
        case .exec(let plugin, _): "the exec plugin \(plugin.command)"
        }
    }
}
