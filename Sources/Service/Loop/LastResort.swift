internal import Logging
internal import ServiceLifecycle

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Ends the process where something does not let go although it was asked to. The record survives that: a snapshot is in it
/// whole, or not at all.
struct LastResort: Service {
    /// How long after the end was asked for.
    let patience: Duration
    let log: Logger

    func run() async throws {
        try await gracefulShutdown()
        // Nobody waits for it; where all goes well, the process has ended before it has.
        Task.detached { [patience, log] in
            try await Task.sleep(for: patience)
            log.critical("something did not end in \(patience.components.seconds) s; the process is ended as it is")
            _exit(2)
        }
    }
}
