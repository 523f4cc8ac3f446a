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
            authorities = try Self.certificates(.file(file), "--certificate-authority")
            verifies = !options.skipsTLSVerify
        } else if let authority = cluster.certificateAuthority {
            authorities = try Self.certificates(authority, "certificate-authority-data of \(server)")
        }
    }

    /// The certificates of a PEM file or text.
    static func certificates(_ source: Kubeconfig.FileOrData, _ what: String) throws -> [NIOSSLCertificate] {
        let (pem, name) = try source.bytes(as: "certificates", what)
        guard let found = try? NIOSSLCertificate.fromPEMBytes(pem), !found.isEmpty else {
            throw ConnectionError(what: "\(name) holds no certificate in PEM", advice: "check the kubeconfig")
        }
        return found
    }

    /// The settings of a TLS connection.
    func configuration(presenting identity: ClientCertificate?) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = verifies ? .fullVerification : .none
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

    init(certificate: Kubeconfig.FileOrData, key: Kubeconfig.FileOrData, of owner: String) throws {
        chain = try Trust.certificates(certificate, "the client certificate of \(owner)")
        let (pem, name) = try key.bytes(as: "a private key", "the client key of \(owner)")
        guard let key = try? NIOSSLPrivateKey(bytes: pem, format: .pem) else {
            throw ConnectionError(
                what: "\(name) holds no private key that can be read without a passphrase", advice: "check the kubeconfig")
        }
        self.key = key
    }

    /// When the certificate itself is no longer valid, in seconds since 1970.
    var expiresAt: Int { chain.first.map { Int($0.notValidAfter) } ?? 0 }
}

extension Kubeconfig.FileOrData {
    /// The bytes, and how messages name where they came from.
    fileprivate func bytes(as kind: String, _ what: String) throws -> ([UInt8], String) {
        switch self {
        case .file(let path): (try contents(ofFile: path, as: kind), path)
        case .data(let text): (Array(text.revealed.utf8), what)
        }
    }
}
