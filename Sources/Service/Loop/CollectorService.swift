public import Logging
internal import Record
internal import ServiceLifecycle
internal import ServiceWords
internal import UnixSignals
public import Web

/// Looks at clusters again and again, until SIGTERM or SIGINT; SIGHUP makes it read its credentials anew.
public struct CollectorService: Sendable {
    /// What is to be kept up.
    public struct Plan: Sendable {
        /// The clusters; their names differ.
        public var targets: [ClusterTarget]
        /// Where to answer monitors; nil answers none.
        public var listen: ListenAddress?
        /// Where to answer people about the record too, who may ask there, and what answers them; nil answers none.
        public var serve: (address: ListenAddress, access: Access, site: any WebSite)?
        /// Whom to tell what changed; nil tells nobody.
        public var notify: NotifyTarget?
        /// The program's version, for the figures.
        public var version: String

        /// Describes what is to be kept up.
        public init(
            targets: [ClusterTarget], listen: ListenAddress? = nil, notify: NotifyTarget? = nil, version: String
        ) {
            self.targets = targets
            self.listen = listen
            self.notify = notify
            self.version = version
        }
    }

    /// How long a look may go on after the end was asked for. What then is not done is abandoned, nothing of it recorded.
    static let finishing: Duration = .seconds(6)
    /// How long abandoning may take before the process is ended the hard way; the record survives that too.
    static let abandoning: Duration = .seconds(3)

    private let plan: Plan
    private let writer: SnapshotQueue
    private let log: Logger
    private let time: any Timekeeper
    let board: MetricsRegistry

    /// Prepares; nothing is asked or written yet.
    public init(_ plan: Plan, writer: SnapshotQueue, log: Logger, time: any Timekeeper = SystemTime()) {
        self.plan = plan
        self.writer = writer
        self.log = log
        self.time = time
        board = MetricsRegistry(plan.targets, time: time)
    }

    /// Runs until a signal ends it, or throws a ``ListenError`` before anything was done.
    public func run() async throws {
        let connections = plan.targets.map { ObserverConnection($0.connect) }
        var services: [any Service] = [
            ParallelServices(services: zip(plan.targets, connections).map { loop($0, $1) }),
            await CredentialReload(connections: connections, log: log),
        ]
        if let listen = plan.listen { services.append(try await server(listen)) }
        if let serve = plan.serve {
            let server = try await WebServer.bind(
                serve.address, CollectorSite(status: pages, record: serve.site), access: serve.access, log: log)
            log.info(.event(.servesRecord), metadata: ["address": "\(serve.address)", "port": "\(server.port)"])
            services.append(server)
        }
        if let target = plan.notify {
            services.append(
                Notifier(target: target, path: writer.path, clusters: plan.targets.map(\.name), time: time, log: log))
        }
        let watchdog = ShutdownWatchdog(patience: Self.finishing + Self.abandoning, log: log)
        services.append(watchdog)
        for target in plan.targets {
            log.info(
                .event(.looks(every: target.schedule.period, offset: target.schedule.offset)),
                metadata: ["cluster": "\(target.name)"])
        }
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = Self.finishing
        defer {
            watchdog.disarm()
            log.info(.event(.ended))
        }
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {}
        await writer.close()
    }

    func loop(_ target: ClusterTarget, _ connection: ObserverConnection) -> CollectingLoop {
        var log = log
        log[metadataKey: "cluster"] = "\(target.name)"
        return CollectingLoop(
            target: target, connection: connection, writer: writer, board: board, time: time, log: log)
    }

    private var pages: StatusPages {
        let findings = FindingFigures(path: writer.path)
        return StatusPages(board: board, version: plan.version, findings: { [board] in findings.counts(board) }) { [writer] in
            writer.bytes
        }
    }

    func server(_ address: ListenAddress) async throws -> WebServer {
        let server = try await WebServer.bind(address, pages, log: log, limits: .ofMonitors)
        if address.isLoopback {
            log.info(.event(.answersMonitors), metadata: ["address": "\(address)", "port": "\(server.port)"])
        } else {
            log.warning(
                .event(.answersAnybody),
                metadata: ["address": "\(address)", "port": "\(server.port)"])
        }
        return server
    }

    /// What the machinery says of itself is for those who look into it.
    private var quiet: Logger {
        var quiet = log
        if quiet.logLevel > .debug { quiet.logLevel = .warning }
        return quiet
    }
}
