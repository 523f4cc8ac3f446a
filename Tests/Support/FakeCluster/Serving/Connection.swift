import Glibc
import NIOCore
import NIOSSL

/// What lies beneath a request: with HTTP/1.1 the channel itself, with HTTP/2 the parent of the stream's.
enum Connection {
    private static func pipeline(of channel: any Channel) -> ChannelPipeline? {
        let candidates = [channel, channel.parent].compactMap { $0 }
        return candidates.first { (try? $0.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self)) != nil }?.pipeline
    }

    /// Whether the peer showed a certificate that was found good.
    static func hasClientCertificate(_ channel: any Channel) -> Bool {
        let handler = try? pipeline(of: channel)?.syncOperations.handler(type: NIOSSLServerHandler.self)
        return handler?.peerCertificate != nil
    }

    /// Drops the connection without the farewell of TLS, as a server that dies does.
    static func reset(_ context: ChannelHandlerContext) {
        let pipeline = pipeline(of: context.channel)
        guard let tls = try? pipeline?.syncOperations.context(handlerType: NIOSSLServerHandler.self) else {
            return context.close(promise: nil)
        }
        // With nothing to linger for, closing sends a RST. Closing from here outwards passes the TLS handler by.
        guard let options = tls.channel as? any SocketOptionProvider else { return tls.close(promise: nil) }
        let bound = NIOLoopBound(tls, eventLoop: tls.eventLoop)
        options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in bound.value.close(promise: nil) }
    }
}
