public import Logging
public import Model
internal import Words

/// Writes each log event as one line, whatever is in it.
///
/// Names and messages come from clusters and are not trusted: nothing in them can end the line, act on a terminal, or leave the
/// JSON text they stand in. What looks like a credential is left out, should a message ever quote one.
public struct LineLogHandler: LogHandler {
    /// What is written with every event.
    public var metadata: Logger.Metadata = [:]
    /// Gives more of that, event by event.
    public var metadataProvider: Logger.MetadataProvider?
    /// Events below it are not written.
    public var logLevel: Logger.Level
    private let format: LogFormat
    private let now: @Sendable () -> Instant
    private let write: @Sendable (String) -> Void

    /// The most characters of one message or value; what a server says may be long.
    static let longestValue = 2000

    /// - Parameters:
    ///   - write: Takes whole lines, each with its newline; must be safe to call from anywhere, and writes each in one go.
    public init(
        format: LogFormat, level: Logger.Level = .info, now: @escaping @Sendable () -> Instant = { .now },
        write: @escaping @Sendable (String) -> Void
    ) {
        self.format = format
        logLevel = level
        self.now = now
        self.write = write
    }

    /// One value of what is written with every event.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one event as one line.
    public func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
        if let own = event.metadata { all.merge(own) { $1 } }
        if let error = event.error { all["error"] = "\(error.sentence)" }
        let fields = all.map {
            LogLine.Field(
                key: $0.key, value: Redaction.of($0.value.plain, named: $0.key, limit: Self.longestValue),
                isLiteral: $0.value.isLiteral)
        }.sorted { $0.key < $1.key }
        let line = LogLine(
            time: now(), level: event.level, message: Redaction.of(event.message.description, limit: Self.longestValue),
            fields: fields)
        write(line.written(as: format) + "\n")
    }
}

extension Logger.MetadataValue {
    /// The value as text; lists and dictionaries in Swift's own spelling, for they are rare.
    fileprivate var plain: String {
        switch self {
        case .string(let text): text
        case .stringConvertible(let value): value.description
        case .array, .dictionary: "\(self)"
        }
    }

    /// Whether it is a number or a truth value, which JSON writes as such.
    fileprivate var isLiteral: Bool {
        guard case .stringConvertible(let value) = self else { return false }
        if let number = value as? Double { return number.isFinite }
        return value is any BinaryInteger || value is Bool
    }
}
