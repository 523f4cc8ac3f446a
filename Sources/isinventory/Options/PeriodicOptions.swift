public import ArgumentParser
import Glibc
import Logging
import Model
import Questions
import Record
import Report
public import Service
import Synchronization
import Web

/// Whether and how to keep on collecting.
struct PeriodicOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keep on: look again at each full period of the clock (15m, 1h, 1d) until SIGTERM ends it.", valueName: "span"),
        transform: span(from:))
    var every: Int64?

    @Flag(
        help: ArgumentHelp(
            "Between two looks, follow what changes by watches: it is recorded within seconds (docs/collecting.md)."))
    var follow = false

    @Option(
        help: ArgumentHelp(
            "Move the ticks by up to this much, always the same for a cluster (default: a thirtieth of the period, at most 1m).",
            valueName: "span"),
        transform: span(from:))
    var jitter: Int64?

    @Option(
        help: ArgumentHelp(
            "Answer monitors at this address, 127.0.0.1:9464: /healthz, /readyz, /metrics.", valueName: "host:port"),
        transform: listenAddress(from:))
    var listen: ListenAddress?

    @Option(
        help: ArgumentHelp(
            "Serve the record's pages at this address too, 127.0.0.1:8180, as `isinventory serve` does. Another address than this "
                + "machine's own needs --serve-access.",
            valueName: "host:port"), transform: listenAddress(from:))
    var serve: ListenAddress?

    @Option(
        help: ArgumentHelp(
            "Who may ask there: open, token:FILE or proxy:ADDRESS, as --open, --token-file and --trusted-proxy of serve.",
            valueName: "who"))
    var serveAccess: String?

    @Option(
        help: ArgumentHelp(
            "A name the pages may be asked by, as --host of serve; may be given more than once.", valueName: "name"))
    var serveHost: [String] = []

    @Option(
        help: ArgumentHelp("How to log: \(LogFormat.names) (default: text at a terminal, else json).", valueName: "format"))
    var logFormat: LogFormat?

    @Option(help: ArgumentHelp("What to log: from debug over info to error.", valueName: "level"), transform: level(from:))
    var logLevel: Logger.Level = .info

    @Option(
        help: ArgumentHelp(
            """
            POST what each snapshot changed to this webhook; @FILE reads its address from a file, and ISINVENTORY_NOTIFY_URL may \
            hold it. It is a secret: no log and no message shows it.
            """, valueName: "url"))
    var notify: String?

    @Option(
        help: ArgumentHelp(
            "What to tell of: \(SnapshotNews.Event.allCases.map(\.rawValue).joined(separator: ", ")); comma-separated (default: all).",
            valueName: "what"))
    var notifyOn: String?

    /// The webhook and what it is told of; nil where there is none.
    func notifyTarget() throws -> NotifyTarget? {
        let events = try (notifyOn ?? "").split(separator: ",").map { word in
            guard let event = SnapshotNews.Event(rawValue: String(word)) else {
                throw ValidationError(
                    "--notify-on: no '\(terminalSafe(String(word)))'; there are "
                        + SnapshotNews.Event.allCases.map(\.rawValue).joined(separator: ", ") + ".")
            }
            return event
        }
        guard let said = notify ?? (every == nil ? nil : RecordOptions.environment("ISINVENTORY_NOTIFY_URL")) else {
            guard notifyOn == nil else { throw ValidationError("--notify-on goes with --notify.") }
            return nil
        }
        let url = try said.hasPrefix("@") ? Self.firstLine(of: String(said.dropFirst())) : said
        guard let target = NotifyTarget(url: url, events: Set(events.isEmpty ? SnapshotNews.Event.allCases : events)) else {
            throw ValidationError("--notify: what is given is no address of http:// or https://.")
        }
        return target
    }

    private static func firstLine(of file: String) throws -> String {
        guard let handle = fopen(file, "r") else {
            throw ValidationError("--notify: \(terminalSafe(file)) cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { fclose(handle) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = fread(&buffer, 1, buffer.count, handle)
        return String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }, as: UTF8.self)
    }

    func validate() throws {
        guard every != nil || notify == nil && notifyOn == nil else { throw ValidationError("--notify goes with --every.") }
        _ = try notifyTarget()
        guard let every else {
            guard jitter == nil, listen == nil, serve == nil, !follow else {
                throw ValidationError("--follow, --jitter, --listen and --serve go with --every.")
            }
            return
        }
        if let serve { try access().refuse(at: serve, saying: "--serve-access") }
        guard serve != nil || serveAccess == nil && serveHost.isEmpty else {
            throw ValidationError("--serve-access and --serve-host go with --serve.")
        }
        guard Schedule(period: every) != nil else { throw ValidationError("--every is between 1s and 1w.") }
        guard schedule(of: "") != nil else { throw ValidationError("--jitter must be less than --every.") }
    }

    /// Who may ask where the record is served.
    func access() throws -> AccessChoice {
        guard let serveAccess else { return AccessChoice(names: serveHost) }
        if serveAccess == "open" { return AccessChoice(isOpen: true, names: serveHost) }
        let parts = serveAccess.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("token", 2): return AccessChoice(tokenFile: parts[1], names: serveHost)
        case ("proxy", 2): return AccessChoice(proxies: parts[1].split(separator: ",").map(String.init), names: serveHost)
        default: throw ValidationError("--serve-access is open, token:FILE or proxy:ADDRESS, not '\(terminalSafe(serveAccess))'.")
        }
    }

    /// Refuses what does not go together with several contexts, or with keeping on.
    func refuse(contexts: [String], cluster: String?, server: String?, rebuilt: Bool) throws {
        if every != nil, rebuilt { throw ValidationError("--rebuilt is said once, without --every; then keep on.") }
        guard contexts.count > 1 else { return }
        if every == nil {
            throw ValidationError("several --context go with --every; without it, collect them one after another.")
        }
        if cluster != nil {
            throw ValidationError(
                "--cluster names one cluster; with several --context each is recorded under its context's name.")
        }
        if server != nil {
            throw ValidationError("--server is one cluster's; with several --context it is the kubeconfig's to say.")
        }
    }

    /// When to look at a cluster; nil without `--every`.
    func schedule(of cluster: String) -> Schedule? {
        guard let every else { return nil }
        return Schedule(period: every, jitter: jitter ?? Schedule.usualJitter(period: every), seed: cluster)
    }

    /// Writes to standard error; each line whole, whoever else writes one.
    func logger() -> Logger {
        let format = logFormat ?? (StandardError.isTerminal ? .text : .json)
        let turn = LineTurn()
        return Logger(label: "isinventory") { _ in
            LineLogHandler(format: format, level: logLevel) { turn.write($0) }
        }
    }
}

extension LogFormat: ExpressibleByArgument {
    fileprivate static var names: String { allCases.map(\.rawValue).joined(separator: " or ") }
}

/// Lets one line after another be written.
private final class LineTurn: Sendable {
    private let turn = Mutex(())

    func write(_ line: String) { turn.withLock { _ in StandardError.write(line) } }
}

/// Reads a span of time somebody wrote, in seconds.
@Sendable private func span(from text: String) throws -> Int64 {
    guard let seconds = Instant.span(text) else {
        throw ValidationError("'\(terminalSafe(text))' is no span of time. Write 90s, 15m, 2h, 1d or 1w.")
    }
    return seconds
}

@Sendable private func listenAddress(from text: String) throws -> ListenAddress {
    guard let address = ListenAddress(text) else {
        throw ValidationError(
            "'\(terminalSafe(text))' is no address to listen at. Write HOST:PORT, such as 127.0.0.1:9464 or [::1]:9464.")
    }
    return address
}

@Sendable private func level(from text: String) throws -> Logger.Level {
    guard let level = Logger.Level(rawValue: text) else {
        let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(terminalSafe(text))' is no level of logging. There are \(names).")
    }
    return level
}
