import Model
import Questions
internal import Texts

/// `-o json`: one object; every table under its own key, each an array of flat objects.
struct ReportJSON {
    let report: WeeklyReport

    func rendered() -> String {
        let period = report.period
        let previous = period.previous
        var members: [(String, String)] = [
            ("from", quoted(period.from.description)), ("to", quoted(period.to.description)),
            ("week", period.week.map { quoted($0.description) } ?? "null"), ("time_zone", quoted(period.zone.name)),
            ("previous_from", quoted(previous.from.description)), ("comparable", report.isComparable ? "true" : "false"),
            ("cluster", report.filter.cluster.map(quoted) ?? "null"),
            ("namespaces", "[" + report.filter.namespaces.map(quoted).joined(separator: ", ") + "]"),
            ("record_complete", report.health.allSatisfy(\.isWhole) ? "true" : "false"),
        ]
        for table in ReportTable.allCases {
            members.append((table.rawValue, nested(JSONFormat(answer: report.answer(table)).rendered())))
        }
        return "{\n" + members.map { "  \(quoted($0.0)): \($0.1)" }.joined(separator: ",\n") + "\n}\n"
    }

    private func quoted(_ text: String) -> String { JSONString.visible(text) }

    /// Strings hold no newline once escaped, so every newline is one of the layout.
    private func nested(_ array: String) -> String {
        array.split(separator: "\n").joined(separator: "\n  ")
    }
}
