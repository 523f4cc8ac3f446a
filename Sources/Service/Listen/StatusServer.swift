internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import ServiceLifecycle
internal import Synchronization

/// Answers monitors over HTTP, on a thread of its own, so that it answers also while the collector is busy.
struct StatusServer: Service {
    private let threads: MultiThreadedEventLoopGroup
    private let channel: any Channel

    /// Connections at once; a monitor needs one.
    static let mostConnections = 16
    /// How long a connection may last.
    static let lifetime: TimeAmount = .seconds(10)

    /// Begins to listen, or throws a ``ListenError``.
    static func bind(
        _ address: ListenAddress, _ pages: StatusPages, lifetime: TimeAmount = lifetime
    ) async throws -> StatusServer {
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let open = OpenConnections(most: mostConnections)
        let isLoopbackOnly = address.isLoopback
        do {
            let channel = try await ServerBootstrap(group: threads)
                .serverChannelOption(.backlog, value: 16)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .childChannelInitializer { channel in
                    guard open.enter() else { return channel.close() }
                    channel.closeFuture.whenComplete { _ in open.leave() }
                    return channel.eventLoop.makeCompletedFuture {
                        let pipeline = channel.pipeline.syncOperations
                        try pipeline.addHandler(ConnectionBounds(lifetime: lifetime))
                        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: true)
                        try pipeline.addHandler(StatusHandler(pages, isLoopbackOnly: isLoopbackOnly))
                    }
                }
                .bind(host: address.host, port: address.port).get()
            return StatusServer(threads: threads, channel: channel)
        } catch {
            try? await threads.shutdownGracefully()
            throw ListenError(address: address, reason: "\(error)")
        }
    }

    /// The port it listens at.
    var port: Int { channel.localAddress?.port ?? 0 }

    /// Answers until the end is asked for.
    func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            try? await channel.closeFuture.get()
        } onCancelOrGracefulShutdown: { [channel] in
            channel.close(promise: nil)
        }
        try? await threads.shutdownGracefully()
    }
}

/// The address to answer monitors at cannot be had.
public struct ListenError: Error, Sendable, CustomStringConvertible {
    /// The address, as it was asked for.
    public let address: ListenAddress
    /// What the system said.
    public let reason: String

    /// What happened, and what to do.
    public var description: String {
        "--listen \(address): \(reason). Nothing was collected. Another program may hold the port, or the address is not of this machine."
    }
}

/// Counts connections, so that there are never many.
private final class OpenConnections: Sendable {
    private let most: Int
    private let count = Mutex(0)

    init(most: Int) { self.most = most }

    func enter() -> Bool {
        count.withLock { count in
            guard count < most else { return false }
            count += 1
            return true
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}
