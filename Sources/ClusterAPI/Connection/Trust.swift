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
            authorities = try Self.certificates(.file(file), .file(file))
            verifies = !options.skipsTLSVerify
        } else if let authority = cluster.certificateAuthority {
            authorities = try Self.certificates(authority, .authority(of: server))
        }
    }

    /// The certificates of a PEM file or text.
    static func certificates(_ source: Kubeconfig.FileOrData, _ what: PEMSource) throws -> [NIOSSLCertificate] {
        let (pem, name) = try source.bytes(as: .certificates, what)
        guard let found = try? NIOSSLCertificate.fromPEMBytes(pem), !found.isEmpty else {
            throw ConnectionError.noCertificate(name)
        }
        return found
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

/// A certificate that says who asks, with its key.
struct ClientCertificate: Sendable, Equatable {
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey

    init(certificate: Kubeconfig.FileOrData, key: Kubeconfig.FileOrData, of holder: PEMSource.Holder) throws {
        chain = try Trust.certificates(certificate, .client(.certificates, holder))
        let (pem, name) = try key.bytes(as: .privateKey, .client(.privateKey, holder))
        guard let key = try? NIOSSLPrivateKey(bytes: pem, format: .pem) else {
            throw ConnectionError.noKey(name)
        }
        self.key = key
    }

    /// When the certificate itself is no longer valid, in seconds since 1970.
    var expiresAt: Int { chain.first.map { Int($0.notValidAfter) } ?? 0 }
}

extension Kubeconfig.FileOrData {
    /// The bytes, and where they came from.
    fileprivate func bytes(as purpose: FilePurpose, _ what: PEMSource) throws -> ([UInt8], PEMSource) {
        switch self {
        case .file(let path): (try contents(ofFile: path, as: purpose), .file(path))
        case .data(let text): (Array(text.revealed.utf8), what)
        }
    }
}
