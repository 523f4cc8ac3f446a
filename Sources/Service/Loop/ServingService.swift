internal import Logging
internal import ServiceLifecycle
internal import UnixSignals
public import Web

/// Serves pages until SIGTERM or SIGINT.
public enum ServingService {
    /// How long answers that are being made may take once the end was asked for.
    private static let finishing: Duration = .seconds(8)

    /// Runs until a signal ends it.
    public static func run(_ server: WebServer) async throws {
        let quiet = Logger(label: "isinventory") { _ in SwiftLogNoOpLogHandler() }
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: server)], gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = finishing
        do { try await ServiceGroup(configuration: configuration).run() } catch is CancellationError {}
    }
}
