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
    init(_ user: Kubeconfig.User, _ cluster: Kubeconfig.Cluster, tokenFile: String?, origin: Origin) throws {
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
            throw ConnectionError.authProvider(provider, origin)
        } else {
            self = .none
        }
    }

    private static func certificate(_ user: Kubeconfig.User, _ origin: Origin) throws -> ClientCertificate? {
        guard let certificate = user.clientCertificate else { return nil }
        guard let key = user.clientKey else {
            throw ConnectionError.certificateWithoutKey(origin)
        }
        return try ClientCertificate(certificate: certificate, key: key, of: .user(origin))
    }

    /// What kind it is.
    var kind: CredentialKind {
        switch self {
        case .none: .nobody
        case .token: .token
        case .tokenFile(let path, _): .tokenFile(path)
        case .basic(let name, _): .password(of: name)
        case .certificate: .certificate
        case .exec(let plugin, _): .plugin(command: plugin.command)
        }
    }
}
