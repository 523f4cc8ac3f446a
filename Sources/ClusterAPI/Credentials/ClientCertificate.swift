internal import NIOSSL

/// A certificate that says who asks, with its key.
struct ClientCertificate: Sendable, Equatable {
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey

    init(certificate: Kubeconfig.FileOrData, key: Kubeconfig.FileOrData, of holder: PEMSource.Holder) throws {
        chain = try certificate.certificates(.client(.certificates, holder))
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
    /// The certificates of a PEM file or text; what it is, where it stands in the kubeconfig itself.
    func certificates(_ what: PEMSource) throws -> [NIOSSLCertificate] {
        let (pem, name) = try bytes(as: .certificates, what)
        guard let found = try? NIOSSLCertificate.fromPEMBytes(pem), !found.isEmpty else {
            throw ConnectionError.noCertificate(name)
        }
        return found
    }

    /// The bytes, and where they came from.
    fileprivate func bytes(as purpose: FilePurpose, _ what: PEMSource) throws -> ([UInt8], PEMSource) {
        switch self {
        case .file(let path): (try contents(ofFile: path, as: purpose), .file(path))
        case .data(let text): (Array(text.revealed.utf8), what)
        }
    }
}
