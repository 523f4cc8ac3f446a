import Logging
import Report

/// Brings what happens during a single look to a person at a terminal, a line each.
struct NoticeLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let details = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
            .map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        StandardError.tell("note: \(terminalSafe("\(event.message)\(details.isEmpty ? "" : " (\(details))")"))")
    }
}
