internal import NIOCore
internal import NIOHTTP1

/// Answers one request on a connection, and ends it.
///
/// One request a connection keeps this simple enough to be sure of: what it may take of memory and time is what a connection may.
final class StatusHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let pages: StatusPages
    /// Whether a browser's page from elsewhere must not ask, by a name of its own that it makes point to this machine.
    private let isLoopbackOnly: Bool
    private var isAnswered = false

    init(_ pages: StatusPages, isLoopbackOnly: Bool) {
        self.pages = pages
        self.isLoopbackOnly = isLoopbackOnly
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isAnswered, case .head(let head) = unwrapInboundIn(data) else { return }
        isAnswered = true
        write(answer(to: head), isHead: head.method == .HEAD, context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(to head: HTTPRequestHead) -> StatusAnswer {
        guard head.method == .GET || head.method == .HEAD else {
            return StatusAnswer(status: 405, body: "these pages can only be read: GET or HEAD\n")
        }
        guard !head.headers.contains(name: "transfer-encoding"), head.headers["content-length"].allSatisfy({ $0 == "0" }) else {
            return StatusAnswer(status: 413, body: "a question has no body here\n")
        }
        guard !isLoopbackOnly || head.headers["host"].allSatisfy(Self.namesThisMachine) else {
            return StatusAnswer(status: 403, body: "ask by the address of this machine itself, such as 127.0.0.1 or localhost\n")
        }
        return pages.answer(head.uri)
    }

    /// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Host
    private static func namesThisMachine(_ value: String) -> Bool {
        ListenAddress.isLoopback(value) || ListenAddress(value).map(\.isLoopback) ?? false || value == "[::1]"
    }

    private func write(_ answer: StatusAnswer, isHead: Bool, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders([
            ("Content-Type", answer.contentType), ("Content-Length", "\(answer.body.utf8.count)"), ("Connection", "close"),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
        ])
        if answer.status == 405 { headers.add(name: "Allow", value: "GET, HEAD") }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !isHead { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer.body)))), promise: nil) }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
