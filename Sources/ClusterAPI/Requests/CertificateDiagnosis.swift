internal import FoundationEssentials
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// What is wrong with the certificate a server shows. BoringSSL only says that it is not accepted, so it is looked at once more,
/// in a handshake that is broken off before anything is sent.
struct CertificateDiagnosis {
    let problem: String
    var advice: String?

    /// Nil where the server cannot be reached to show it.
    init?(of connection: Connection) async {
        guard let shown = await Self.certificate(of: connection) else { return nil }
        let now = secondsSince1970()
        let expected = connection.trust.serverName ?? connection.server.host
        let names = Self.names(of: shown)
        if now > Int(shown.notValidAfter) {
            problem = "it expired on \(Self.date(shown.notValidAfter))"
            advice = "have the cluster's certificate renewed, and check this machine's clock"
        } else if now < Int(shown.notValidBefore) {
            problem = "it is valid only from \(Self.date(shown.notValidBefore)) on"
            advice = "check this machine's clock"
        } else if !names.contains(where: { Self.matches($0, expected) }) {
            let known = names.prefix(8).joined(separator: ", ")
            problem = "it is for \(known.isEmpty ? "no name at all" : known), not for \(expected)"
            advice = "use one of these names in --server, or set tls-server-name in the kubeconfig"
        } else {
            problem = "it was signed by an authority that is not trusted"
            advice =
                connection.trust.authorities == nil
                ? "set certificate-authority in the kubeconfig, or pass --certificate-authority"
                : "the cluster's authority may have changed: log in again, or renew certificate-authority"
        }
    }

    private static func certificate(of connection: Connection) async -> NIOSSLCertificate? {
        let box = Box()
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .fullVerification
        guard let context = try? NIOSSLContext(configuration: configuration) else { return nil }
        let name = connection.trust.serverName ?? (connection.server.isIPAddress ? nil : connection.server.host)
        let seen = MultiThreadedEventLoopGroup.singleton.any().makePromise(of: Void.self)
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(context: context, serverHostname: name) {
                        (certificates: [NIOSSLCertificate], verdict: EventLoopPromise<NIOSSLVerificationResult>) in
                        box.value = certificates.first
                        seen.succeed()
                        verdict.succeed(.failed)
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
        do {
            let channel = try await bootstrap.connect(host: connection.server.host, port: connection.server.port).get()
            channel.closeFuture.whenComplete { _ in seen.succeed() }
            let timer = channel.eventLoop.scheduleTask(in: .seconds(5)) { seen.succeed() }
            try await seen.futureResult.get()
            timer.cancel()
            channel.close(promise: nil)
        } catch {
            seen.succeed()
        }
        return box.value
    }

    private static func names(of certificate: NIOSSLCertificate) -> [String] {
        certificate._subjectAlternativeNames().compactMap { name in
            switch name.nameType {
            case .dnsName: String(decoding: name.contents, as: UTF8.self)
            case .ipAddress: address(Array(name.contents))
            default: nil
            }
        }
    }

    private static func address(_ bytes: [UInt8]) -> String? {
        (try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0))?.ipAddress
    }

    /// A `*` stands for one label, https://www.rfc-editor.org/rfc/rfc6125#section-6.4.3
    private static func matches(_ pattern: String, _ name: String) -> Bool {
        let (pattern, name) = (pattern.lowercased(), name.lowercased())
        guard pattern.hasPrefix("*.") else { return pattern == name }
        guard let dot = name.firstIndex(of: ".") else { return false }
        return name[dot...] == pattern.dropFirst()
    }

    private static func date(_ seconds: some BinaryInteger) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}

/// A place for what a callback sees.
private final class Box: Sendable {
    private let content: Mutex<NIOSSLCertificate?>

    init() { content = Mutex(nil) }

    var value: NIOSSLCertificate? {
        get { content.withLock { $0 } }
        set { content.withLock { $0 = newValue } }
    }
}
