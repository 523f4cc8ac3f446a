internal import Logging
internal import ServiceLifecycle
internal import ServiceWords
internal import UnixSignals

/// Makes the next look at every cluster read its credentials anew when SIGHUP comes.
struct CredentialReload: Service {
    private let connections: [ObserverConnection]
    private let log: Logger
    private let signals: UnixSignalsSequence

    /// Takes the signal over: from now on it no longer ends the process.
    init(connections: [ObserverConnection], log: Logger) async {
        self.connections = connections
        self.log = log
        signals = await UnixSignalsSequence(trapping: .sighup)
    }

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() {
            connections.forEach { $0.reload() }
            log.notice(.event(.reloadsCredentials))
        }
    }
}
