internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import NIOPosix
public import ServiceLifecycle
internal import Words

/// Answers questions over HTTP, on a thread of its own, so that it answers also while the rest of the program is busy.
public struct WebServer: Service {
    private let threads: MultiThreadedEventLoopGroup
    private let server: Server<BoundedChannel>
    private let connections: OpenConnections
    private let running: Task<Void, any Error>
    private let end: (asked: AsyncStream<Never>, ask: AsyncStream<Never>.Continuation)
    private let finishing: Duration
    /// The port it listens at.
    public let port: Int

    /// Begins to listen, or throws a ``ListenError``.
    public static func bind(
        _ address: ListenAddress, _ site: any WebSite, access: Access = .init(), log: Logger
    ) async throws -> WebServer {
        try await bind(address, site, access: access, log: log, limits: ConnectionLimits())
    }

    package static func bind(
        _ address: ListenAddress, _ site: any WebSite, access: Access = .init(), log: Logger, limits: ConnectionLimits
    ) async throws -> WebServer {
        let threads = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let door = Door(site: site, access: access, address: address)
        let connections = OpenConnections()
        var quiet = log
        quiet.logLevel = .critical
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let end = AsyncStream.makeStream(of: Never.self)
        let server = Server(
            childChannelSetup: BoundedChannel(limits, connections, responder: door.respond),
            configuration: .init(address: .hostname(address.host, port: address.port), backlog: 1024),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, eventLoopGroup: threads, logger: quiet)
        let executor = LoopExecutor(threads.next())
        // Detached: whoever binds may be asked to end before the server is, and the server hears of it by `run` alone.
        let running = Task.detached {
            defer {
                port.finish()
                end.continuation.finish()
            }
            // Its tasks share the thread of its connections: nobody else's work holds them up.
            try await withTaskExecutorPreference(executor) { try await server.run() }
        }
        for await port in ports {
            return WebServer(
                threads: threads, server: server, connections: connections, running: running,
                end: (end.stream, end.continuation), finishing: limits.finishing, port: port)
        }
        let result = await running.result
        try? await threads.shutdownGracefully()
        let reason: String? = if case .failure(let error) = result { error.sentence } else { nil }
        throw ListenError(address: address, reason: reason)
    }

    /// Answers until the end is asked for.
    public func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            for await _ in end.asked {}
        } onCancelOrGracefulShutdown: { [end] in
            end.ask.finish()
        }
        await close()
    }

    /// Ends the listening, the connections and last the thread of both. What still holds a part of the server schedules on that thread as it
    /// lets go of it; so all of it is waited for before.
    private func close() async {
        // No more connections; those that idle are closed, the others as they have answered.
        let closing = Task.detached { [server] in try? await server.shutdownGracefully() }
        let patience = Task.detached { [running, connections, finishing] in
            try await Task.sleep(for: finishing)
            running.cancel()
            connections.close()
        }
        _ = await running.result
        patience.cancel()
        _ = await patience.result
        // Those that came in as the end was asked for are nobody's.
        connections.close()
        await closing.value
        try? await threads.shutdownGracefully()
    }
}

/// Runs tasks on an event loop's thread.
private final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
