package import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes

/// How long a connection may take for what, and how much it may send.
package struct ConnectionLimits: Sendable {
    /// Until a question is there whole, from the connection's beginning or from the last answer on.
    package var question: TimeAmount = .seconds(10)
    /// Until an answer was made and taken in: whoever reads too slowly is hung up on.
    package var answer: TimeAmount = .seconds(90)
    /// What answers that are being made may take once the server's end was asked for.
    package var finishing: Duration = .seconds(4)
    /// Bytes of one question: its line and its headers.
    package var mostBytes = 32 * 1024
    /// Connections at once; what comes beyond is hung up on.
    package var mostConnections = 1024

    /// What suits people and their programs.
    package init() {}

    /// What a monitor needs: short questions, and few.
    package static var ofMonitors: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.mostBytes = 8 * 1024
        limits.mostConnections = 16
        return limits
    }
}

/// Counts what one connection sends until its next answer, and hangs up on what is too much. It stands before anything is parsed, so
/// that no header and no path can grow without bound.
final class QuestionSize: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let most: Int
    private var received = 0

    init(most: Int) { self.most = most }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += unwrapInboundIn(data).readableBytes
        guard received <= most else { return context.close(promise: nil) }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        received = 0
        context.write(data, promise: promise)
    }
}

/// Hangs up on a connection that takes longer to ask, or to take in its answer, than it may.
final class QuestionTime: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let limits: ConnectionLimits
    private var end: Scheduled<Void>?
    private var isAnswering = 0

    init(_ limits: ConnectionLimits) { self.limits = limits }

    func handlerAdded(context: ChannelHandlerContext) { hangUp(in: limits.question, context) }

    func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .end = unwrapInboundIn(data) {
            isAnswering += 1
            hangUp(in: limits.answer, context)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        let written = promise ?? context.eventLoop.makePromise()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        written.futureResult.whenSuccess {
            let (handler, context) = bound.value
            handler.isAnswering -= 1
            if handler.isAnswering <= 0 { handler.hangUp(in: handler.limits.question, context) }
        }
        context.write(data, promise: written)
    }

    private func hangUp(in time: TimeAmount, _ context: ChannelHandlerContext) {
        end?.cancel()
        let channel = context.channel
        end = context.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}

/// HTTP/1.0 knows of one question a connection, whose answer ends where the connection does.
final class OneQuestion: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), head.version == .http1_0 else { return context.fireChannelRead(data) }
        head.headers.replaceOrAdd(name: "connection", value: "close")
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }
}
