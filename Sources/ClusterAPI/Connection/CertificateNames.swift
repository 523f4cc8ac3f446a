internal import NIOCore
internal import NIOSSL

/// Whom a certificate is for: its subject alternative names. Like Go, the common name is not looked at.
struct CertificateNames {
    /// Names and addresses, as text.
    let all: [String]

    init(_ certificate: NIOSSLCertificate) {
        all = certificate._subjectAlternativeNames().compactMap { name in
            switch name.nameType {
            case .dnsName: String(decoding: name.contents, as: UTF8.self)
            case .ipAddress: Self.address(Array(name.contents))
            default: nil
            }
        }
    }

    init(_ names: [String]) { all = names }

    /// Whether one of them is the name or the address of a server; a `*` stands for one label.
    ///
    /// https://www.rfc-editor.org/rfc/rfc6125#section-6.4.3
    func include(_ name: String) -> Bool {
        var name = name.lowercased()
        if let address = try? SocketAddress(ipAddress: name, port: 0) {
            return all.contains { (try? SocketAddress(ipAddress: $0, port: 0)) == address }
        }
        if name.hasSuffix(".") { name.removeLast() }
        return all.contains { pattern in
            let pattern = pattern.lowercased()
            guard pattern.hasPrefix("*.") else { return pattern == name }
            guard let dot = name.firstIndex(of: "."), dot != name.startIndex else { return false }
            return name[dot...] == pattern.dropFirst()
        }
    }

    private static func address(_ bytes: [UInt8]) -> String? {
        (try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0))?.ipAddress
    }
}

/// The certificate a server shows is for others.
struct WrongServerName: Error {}

extension ClusterEndpoint {
    /// Whom the server's certificate must be for.
    var expectedName: String { trust.serverName ?? server.host }

    /// Looks whose certificate a new connection's server has shown, before anything is sent.
    ///
    /// NIOSSL would also accept one that is for the address the connection leads to, whatever the name that was asked for; whoever
    /// can lead a name astray, and has a certificate of the same authority for an address, could then be any server.
    func checkName(on channel: any Channel) -> EventLoopFuture<Void> {
        guard server.scheme == "https", trust.verifies else { return channel.eventLoop.makeSucceededVoidFuture() }
        return channel.nioSSL_peerCertificate().flatMapThrowing { certificate in
            guard let certificate, CertificateNames(certificate).include(expectedName) else {
                // AsyncHTTPClient must hear of the failure before it hears of the end.
                channel.eventLoop.scheduleTask(in: .seconds(5)) { channel.close(promise: nil) }
                throw WrongServerName()
            }
        }
    }
}
