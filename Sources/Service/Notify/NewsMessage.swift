internal import Model
internal import Questions
internal import Report
internal import ServiceWords
internal import Texts

/// The body of one POST: JSON whose `text` Slack, Mattermost and Teams show, and the same for programs.
struct NewsMessage {
    /// What tells it from all others; the same news has the same key, however often it comes.
    let key: String
    /// How many changes it tells of.
    let count: Int
    let json: String

    /// Changes that the text names; the rest is counted. All are in `changes`, up to the most.
    private static let mostInText = 10
    private static let most = 500

    init(_ news: SnapshotNews) {
        key = news.key
        count = news.items.count
        let columns = ["event", "namespace", "object", "container", "old", "new", "affected", "command"]
        let rows = news.items.prefix(Self.most).map { item -> String in
            let values = [
                item.event.rawValue, item.namespace, item.object, item.container, item.old, item.new,
            ].map { $0.map(Self.quoted) ?? "null" }
            let affected = "[" + item.affected.map(Self.quoted).joined(separator: ", ") + "]"
            let members = zip(columns, values + [affected, Self.quoted(item.command)]).map { "\(Self.quoted($0)): \($1)" }
            return "{" + members.joined(separator: ", ") + "}"
        }
        json = """
            {"text": \(Self.quoted(Self.text(news))), "key": \(Self.quoted(news.key)), "cluster": \(Self.quoted(news.cluster)), \
            "taken_at": \(Self.quoted(news.takenAt.description)), "count": \(news.items.count), \
            "changes": [\(rows.joined(separator: ", "))]}
            """
    }

    private static func quoted(_ text: String) -> String { JSONString.visible(text) }

    private static func text(_ news: SnapshotNews) -> String {
        let lines = news.items.prefix(mostInText).map { item in
            plain(item.line) + "\n    \(plain(item.command))"
        }
        let more = news.items.count - lines.count
        return ([plain(news.headline)] + lines + (more > 0 ? [SnapshotNews.rest(more)] : [])).joined(separator: "\n")
    }

    /// Text of a cluster in a chat: nothing in it is markup, a link or a mention.
    private static func plain(_ text: String) -> String {
        let safe = terminalSafe(text).replacing("<", with: "‹").replacing(">", with: "›").replacing("`", with: "'")
        return safe.replacing("@", with: "＠").replacing("＠sha256:", with: "@sha256:")
    }
}
