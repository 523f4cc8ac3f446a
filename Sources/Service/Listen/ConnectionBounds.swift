internal import NIOCore

/// Ends a connection that sends more, or takes longer, than one short question does.
final class ConnectionBounds: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Bytes a connection may send: a request line and its headers.
    static let mostBytes = 8 * 1024

    private let lifetime: TimeAmount
    private var received = 0
    private var end: Scheduled<Void>?

    init(lifetime: TimeAmount) { self.lifetime = lifetime }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        end = context.eventLoop.scheduleTask(in: lifetime) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytes
        guard received <= Self.mostBytes else { return context.close(promise: nil) }
        context.fireChannelRead(data)
    }
}
