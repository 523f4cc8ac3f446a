internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import Synchronization

/// A connection as Hummingbird speaks HTTP over it, within limits.
struct BoundedChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    private let http: HTTP1Channel
    private let limits: ConnectionLimits
    private let open: OpenConnections

    init(_ limits: ConnectionLimits, _ open: OpenConnections, responder: @escaping HTTP1Channel.Responder) {
        let headers = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: limits.mostBytes, maxHeaderListSize: limits.mostBytes, maxHeaderFieldCount: 100)
        http = HTTP1Channel(
            responder: responder,
            configuration: .init(additionalChannelHandlers: [QuestionTime(limits)], httpDecoderConfiguration: headers))
        self.limits = limits
        self.open = open
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let isTaken = open.enter(channel, most: limits.mostConnections)
        if isTaken { channel.closeFuture.whenComplete { [open] _ in open.leave(channel) } }
        do {
            try channel.pipeline.syncOperations.addHandler(QuestionSize(most: limits.mostBytes))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        let value = http.setup(channel: channel, logger: logger).map { value in
            // A connection that ended meanwhile has no parser any more, and asks nothing.
            let parser = try? channel.pipeline.syncOperations.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            if let parser { try? channel.pipeline.syncOperations.addHandler(OneQuestion(), position: .after(parser)) }
            return value
        }
        // Not refused by an error, which would end the server.
        if !isTaken { value.whenComplete { _ in channel.close(promise: nil) } }
        return value
    }

    func handle(value: Value, logger: Logger) async { await http.handle(value: value, logger: logger) }
}

/// The connections there are, so that there are never too many, and none is left in the end.
final class OpenConnections: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    /// Whether one more may come in.
    func enter(_ channel: any Channel, most: Int) -> Bool {
        channels.withLock { channels in
            guard channels.count < most else { return false }
            channels[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    func leave(_ channel: any Channel) { channels.withLock { $0[ObjectIdentifier(channel)] = nil } }

    /// Hangs up on all.
    func close() {
        for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}
