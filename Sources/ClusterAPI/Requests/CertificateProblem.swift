internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// What is wrong with the certificate a server shows. BoringSSL only says that it is not accepted, so it is looked at once more,
/// in a handshake that is broken off before anything is sent.
public enum CertificateProblem: Sendable, Hashable {
    /// It was valid until then, in seconds since 1970.
    case expired(at: Int64)
    /// It will be valid from then on.
    case notYetValid(until: Int64)
    /// It is for other names, of which these are some.
    case otherNames([String], expected: String)
    /// It was signed by an authority that is not trusted; whether some authority was named as trusted.
    case untrusted(isNamed: Bool)

    /// Nil where the server cannot be reached to show it.
    init?(of connection: ClusterEndpoint) async {
        guard let shown = await Self.certificate(of: connection) else { return nil }
        let now = secondsSince1970()
        let names = CertificateNames(shown)
        if now > Int(shown.notValidAfter) {
            self = .expired(at: Int64(shown.notValidAfter))
        } else if now < Int(shown.notValidBefore) {
            self = .notYetValid(until: Int64(shown.notValidBefore))
        } else if !names.include(connection.expectedName) {
            self = .otherNames(Array(names.all.prefix(8)), expected: connection.expectedName)
        } else {
            self = .untrusted(isNamed: connection.trust.authorities != nil)
        }
    }

    private static func certificate(of connection: ClusterEndpoint) async -> NIOSSLCertificate? {
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
