import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL

/// One request after another on a connection, or the one of a stream of HTTP/2.
final class Exchange: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answering: Answering
    private var call: Call?
    private var keepsAlive = true
    private var sending: Sending?
    private var watching: Int?

    /// A watcher that leaves so many bytes unread is dropped, as a server does it.
    private static let mostUnread = 4 << 20
    private var unread = 0

    init(_ answering: Answering) { self.answering = answering }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            call = Call(head)
            call?.hasClientCertificate = Connection.hasClientCertificate(context.channel)
            keepsAlive = head.isKeepAlive
        case .body(let part): call?.body += part.readableBytesView
        case .end: respond(context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pump(context)
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        sending = nil
        stopWatching()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func respond(_ context: ChannelHandlerContext) {
        guard let call, let server = answering.server else { return context.close(promise: nil) }
        self.call = nil
        let answer = server.answer(call)
        switch answer.manner {
        case .never: return
        case .resetAfter(let bytes) where bytes < 0: return Connection.reset(context)
        default: break
        }
        guard answer.delay > 0 else { return begin(answer, context) }
        let bound = NIOLoopBound((self, answer, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: .milliseconds(Int64(answer.delay * 1000))) {
            let (exchange, answer, context) = bound.value
            exchange.begin(answer, context)
        }
    }

    private func begin(_ answer: Answer, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        var headers = HTTPHeaders(answer.headers)
        headers.add(name: "content-type", value: answer.contentType)
        headers.add(name: "audit-id", value: UUID().uuidString.lowercased())
        headers.add(name: "cache-control", value: "no-cache, private")
        headers.add(name: "strict-transport-security", value: "max-age=31536000; includeSubDomains; preload")
        // As Go does it: short answers say how long they are, long ones do not.
        if case .whole(let bytes) = answer.body, bytes.count <= 4096, !answer.isCutShort, answer.watch == nil {
            headers.add(name: "content-length", value: "\(bytes.count)")
        }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let watch = answer.watch, answer.isPlain { return begin(watch, context) }
        sending = Sending(answer)
        pump(context)
    }

    /// Tells what happens until the time is over, or the connection.
    private func begin(_ watch: WatchCall, _ context: ChannelHandlerContext) {
        guard let server = answering.server else { return context.close(promise: nil) }
        context.flush()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        let loop = context.eventLoop
        let watcher = Watcher(
            call: watch,
            write: { bytes in
                loop.execute {
                    let (exchange, context) = bound.value
                    exchange.tell(bytes, context)
                }
            },
            reset: {
                loop.execute {
                    let (exchange, context) = bound.value
                    guard exchange.watching != nil else { return }
                    exchange.stopWatching()
                    Connection.reset(context)
                }
            })
        watching = server.watch(watcher)
        guard let timeout = watch.timeout else { return }
        let number = watching
        context.eventLoop.scheduleTask(in: .seconds(Int64(timeout))) {
            let (exchange, context) = bound.value
            if exchange.watching == number { exchange.tell(nil, context) }
        }
    }

    private func tell(_ bytes: [UInt8]?, _ context: ChannelHandlerContext) {
        guard watching != nil, context.channel.isActive else { return }
        guard let bytes else {
            stopWatching()
            return finish(context)
        }
        unread += bytes.count
        guard unread < Self.mostUnread else {
            stopWatching()
            return Connection.reset(context)
        }
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let count = bytes.count
        context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes))))).whenComplete { _ in
            bound.value.unread -= count
        }
    }

    private func stopWatching() {
        if let watching { answering.server?.leave(watching) }
        watching = nil
    }

    /// Sends as much as is taken.
    private func pump(_ context: ChannelHandlerContext) {
        while let sending, !sending.isPaused, context.channel.isWritable {
            guard let piece = sending.next() else { return finish(context) }
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(piece))), promise: nil)
            if let pause = sending.pause { wait(pause, context) }
        }
    }

    private func wait(_ pause: TimeAmount, _ context: ChannelHandlerContext) {
        sending?.isPaused = true
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: pause) {
            let (exchange, context) = bound.value
            exchange.sending?.isPaused = false
            exchange.pump(context)
        }
    }

    private func finish(_ context: ChannelHandlerContext) {
        let ending = sending?.ending ?? .whole
        sending = nil
        switch ending {
        case .reset:
            // What was written has to be on its way before the connection goes.
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.eventLoop.scheduleTask(in: .milliseconds(20)) { Connection.reset(bound.value) }
        case .whole:
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            let keepsAlive = keepsAlive
            context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
                if !keepsAlive { bound.value.close(promise: nil) }
            }
        }
    }
}

extension Answer {
    /// Whether nothing is to go wrong with its body.
    fileprivate var isPlain: Bool { if case .plain = manner { true } else { false } }

    fileprivate var isCutShort: Bool {
        switch manner {
        case .resetAfter, .closedAfter, .pieces: true
        default: false
        }
    }
}
