internal import Logging
internal import Model
internal import Report
internal import Texts

/// One log event, ready to be written.
struct LogLine {
    var time: Instant
    var level: Logger.Level
    var message: String
    /// In the order they are written.
    var fields: [Field]

    /// One value that goes with it.
    struct Field {
        var key: String
        var value: String
        /// Whether the value is a number or a truth value rather than a text.
        var isLiteral = false
    }

    func written(as format: LogFormat) -> String {
        switch format {
        case .text: text
        case .json: json
        }
    }

    /// The day is left out: who reads along at a terminal knows it.
    private var text: String {
        let clock = time.description.drop { $0 != "T" }.dropFirst()
        let cluster = fields.first { $0.key == "cluster" }.map { terminalSafe($0.value) + ": " } ?? ""
        let rest = fields.filter { $0.key != "cluster" && !$0.value.isEmpty }
            .map { " \(terminalSafe($0.key))=\(Self.word($0.value))" }
        return "\(clock) \(level.rawValue) \(cluster)\(terminalSafe(message))\(rest.joined())"
    }

    /// A value as one word, quoted where a reader could not tell its ends.
    private static func word(_ value: String) -> String {
        let safe = terminalSafe(value)
        guard safe.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return safe }
        return "\"" + safe.map { $0 == "\"" ? "\\\"" : String($0) }.joined() + "\""
    }

    /// Our own keys come first, and a field that bears one of their names is told apart, since a JSON key twice means nothing.
    private var json: String {
        let own = [("time", time.description), ("level", level.rawValue), ("message", message)]
        let names = Set(own.map(\.0))
        let members =
            own.map { (key: $0.0, value: Self.quoted($0.1)) }
            + fields.map {
                // A secret's name has its value left out, whatever it was.
                let isLiteral = $0.isLiteral && $0.value != Redaction.mark
                return (
                    key: names.contains($0.key) ? "field_\($0.key)" : $0.key,
                    value: isLiteral ? $0.value : Self.quoted($0.value)
                )
            }
        return "{" + members.map { "\(Self.quoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String { JSONString.visible(text) }
}
