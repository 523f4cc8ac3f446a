internal import HTTPTypes
internal import HummingbirdCore
public import Logging
internal import NIOCore
internal import NIOHTTPTypes
internal import NIOPosix
public import ServiceLifecycle
internal import Synchronization
internal import Words

/// Answers questions over HTTP, on a thread of its own, so that it answers also while the rest of the program is busy.
public struct WebServer: Service {
    private let threads: MultiThreadedEventLoopGroup
    private let server: ServiceGroup
    private let running: Task<Void, any Error>
    /// The port it listens at.
    public let port: Int

    /// How long answers that are being made may take once the end was asked for.
    private static let finishing: Duration = .seconds(4)

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
        let open = OpenConnections()
        var quiet = log
        quiet.logLevel = .critical
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        do {
            let server = try HTTPServerBuilder { BoundedChannel(limits, open, responder: $0) }.buildServer(
                configuration: .init(address: .hostname(address.host, port: address.port), backlog: 1024),
                eventLoopGroup: threads, logger: quiet, responder: door.respond
            ) { channel in
                port.yield(channel.localAddress?.port ?? 0)
            }
            let group = ServiceGroup(configuration: .init(services: [.init(service: server)], logger: quiet))
            let executor = LoopExecutor(threads.next())
            let running = Task {
                defer { port.finish() }
                // Its tasks share the thread of its connections: nobody else's work holds them up.
                try await withTaskExecutorPreference(executor) { try await group.run() }
            }
            for await port in ports { return WebServer(threads: threads, server: group, running: running, port: port) }
            try await running.value
            throw ListenError(address: address, reason: "it ended at once")
        } catch let error as ListenError {
            throw error
        } catch {
            try? await threads.shutdownGracefully()
            throw ListenError(address: address, reason: error.sentence)
        }
    }

    /// Answers until the end is asked for.
    public func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            _ = await running.result
        } onCancelOrGracefulShutdown: { [server, running] in
            Task {
                await server.triggerGracefulShutdown()
                try? await Task.sleep(for: Self.finishing)
                running.cancel()
            }
        }
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

/// The address to listen at cannot be had.
public struct ListenError: Error, Sendable, CustomStringConvertible {
    /// The address, as it was asked for.
    public let address: ListenAddress
    /// What the system said.
    public let reason: String

    /// What happened, and what to do.
    public var description: String {
        "--listen \(address): \(reason). Nothing was begun. Another program may hold the port, or the address is not of "
            + "this machine."
    }
}
