internal import NIOSSL

/// Which certificate a server must show.
struct Trust: Sendable {
    /// Those it must lead to; nil is what the system trusts.
    var authorities: [NIOSSLCertificate]?
    /// The name it must be for, where it is not the server's own: `tls-server-name`.
    var serverName: String?
    var verifies = true

    init(_ cluster: Kubeconfig.Cluster, _ options: ConnectionOptions, _ server: ServerAddress) throws {
        serverName = cluster.tlsServerName
        verifies = !cluster.skipsTLSVerify && !options.skipsTLSVerify
        if let file = options.certificateAuthority {
            authorities = try Kubeconfig.FileOrData.file(file).certificates(.file(file))
            verifies = !options.skipsTLSVerify
        } else if let authority = cluster.certificateAuthority {
            authorities = try authority.certificates(.authority(of: server))
        }
    }

    /// The settings of a TLS connection; whose certificate it is, is looked at in ``ClusterEndpoint/checkName(on:)``.
    func configuration(presenting identity: ClientCertificate?) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = verifies ? .noHostnameVerification : .none
        if let authorities { configuration.trustRoots = .certificates(authorities) }
        if let identity {
            configuration.certificateChain = identity.chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(identity.key)
        }
        return configuration
    }
}
