internal import Model
internal import Questions
internal import Report

/// Rows of an answer as a table whose names lead to their pages.
struct AnswerTable {
    let answer: Answer
    let context: PageContext
    /// The view the rows are of, where they are of one.
    var view: String?
    /// Columns to leave out.
    var hidden: Set<String> = []
    /// Columns that are left out where no row says anything in them.
    var optional: Set<String> = []
    /// Columns that are shown though `-o table` leaves them out.
    var alsoShown: Set<String> = []
    /// Whether columns that `-o table` leaves out are shown too.
    var isWide = false
    /// Where a column's heading leads, to sort by it.
    var sortLink: ((String) -> String?)?
    /// Whether the rows answer somebody's own SQL, whose values are told as they are.
    var isOwnSQL = false
    /// The column it is sorted by, and whether from its end.
    var sorted: (column: String, isDescending: Bool)?

    private var words: SiteWords { context.words }

    /// Columns whose cells are one short word.
    private static let short: Set<String> = [
        "kind", "verdict", "form", "init", "outcome", "change", "field", "tie", "what", "runs", "how", "against",
        "problem",
    ]
    /// Columns whose cells are names, which are broken where they have a hyphen.
    private static let named: Set<String> = ["namespace", "name", "container", "istag", "image_stream", "istag_namespace"]
    /// Columns whose cells are sentences.
    private static let broad: Set<String> = ["message"]
    /// Columns that take the whole width, under the rest of their row.
    private static let long: Set<String> = ["commands"]

    func rendered(caption: String) -> String {
        guard !answer.rows.isEmpty else { return "<p class=\"empty\">\(htmlEscaped(words(.noRows)))</p>\n" }
        let (shown, below) = (shownColumns.filter { !isLong($0) }, shownColumns.filter(isLong))
        var out = HTMLTable.begin(caption, shown.map { heading(answer.columns[$0]) }.joined())
        let places = Dictionary(answer.columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        for row in answer.rows {
            let texts = below.filter { row.indices.contains($0) && row[$0] != .null && !row[$0].plain.isEmpty }
            out += HTMLTable.row(texts.isEmpty ? nil : "has")
            for index in shown where index < row.count { out += cell(row[index], answer.columns[index], row, places) }
            out += HTMLTable.rowEnd
            for index in texts {
                let title = words.column(answer.columns[index].name)
                let text = "<span class=\"sr\">\(htmlEscaped(title))</span><pre>\(htmlEscapedLines(row[index].plain))</pre>"
                out += HTMLTable.row("more") + HTMLTable.cell(text, title, span: shown.count) + HTMLTable.rowEnd
            }
        }
        return out + HTMLTable.end
    }

    private func isLong(_ index: Int) -> Bool { Self.long.contains(answer.columns[index].name) }

    private func htmlEscapedLines(_ text: String) -> String {
        text.split(separator: "\n").map { htmlEscaped(String($0)) }.joined(separator: "\n")
    }

    private var shownColumns: [Int] {
        let severalClusters =
            answer.columns.firstIndex { $0.name == "cluster" }.map { index in
                Set(answer.rows.map { $0[index] }.filter { $0 != .null }).count > 1
            } ?? false
        return answer.columns.indices.filter { index in
            let column = answer.columns[index]
            if hidden.contains(column.name) { return false }
            if optional.contains(column.name), answer.rows.allSatisfy({ $0[index] == .null }) { return false }
            if column.name == "cluster" { return severalClusters || isWide }
            if column.name == "seen_until", !isWide, !alsoShown.contains("seen_until"),
                answer.rows.allSatisfy({ $0[index] == .null })
            {
                return false
            }
            return isWide || !column.isWide || alsoShown.contains(column.name)
        }
    }

    private func heading(_ column: Answer.Column) -> String {
        let title = htmlEscaped(words.column(column.name))
        let isNumber = column.kind == .integer
        guard let href = sortLink?(column.name) else { return HTMLTable.heading(title, isNumber: isNumber) }
        let isSorted = sorted?.column == column.name
        let isDescending = sorted?.isDescending == true
        let arrow = isSorted ? "<span aria-hidden=\"true\"> \(isDescending ? "↓" : "↑")</span>" : ""
        return HTMLTable.heading(
            link(href, title + arrow, [("title", words(.sortBy, words.column(column.name)))]), isNumber: isNumber,
            order: isSorted ? isDescending ? "descending" : "ascending" : nil)
    }

    private func cell(_ cell: Answer.Cell, _ column: Answer.Column, _ row: [Answer.Cell], _ places: [String: Int]) -> String {
        func text(_ name: String) -> String? {
            places[name].flatMap { row.indices.contains($0) ? row[$0] : nil }.flatMap { $0 == .null ? nil : $0.plain }
        }
        let style: String? =
            switch column.kind {
            case .integer: "n"
            // A dash asks for no room: a column of nothing else is as narrow as its heading.
            case _ where cell == .null: "z"
            case .time: "w"
            case .digest: "d"
            case .text where Self.named.contains(column.name): "a"
            // What a registry said stands beside much else.
            case .text where column.name == "import_error": "e"
            default: Self.broad.contains(column.name) ? "m" : Self.short.contains(column.name) ? "k" : nil
            }
        let shown =
            switch cell {
            // An image may be named by nothing at all, which is not the same as not known.
            case .text(""): "<span class=\"nil\">\(htmlEscaped(words(.emptyText)))</span>"
            case .null: "<span class=\"nil\">–</span>"
            default: content(cell, column, text)
            }
        return HTMLTable.cell(shown, words.column(column.name), style)
    }

    private func content(_ cell: Answer.Cell, _ column: Answer.Column, _ text: (String) -> String?) -> String {
        let plain = cell.plain
        if case .boolean(let truth) = cell { return words.truth(truth) }
        if column.kind == .boolean, cell == .integer(0) || cell == .integer(1) { return words.truth(cell == .integer(1)) }
        if column.kind == .integer {
            guard case .integer(let number) = cell else { return htmlEscaped(plain) }
            return column.name == "snapshot" ? String(number) : words.number(number)
        }
        if column.kind == .time { return time(plain, column) }
        if column.kind == .reason { return htmlEscaped(ReasonSentence.text(plain, tag: text("istag"), in: words.language)) }
        switch column.name {
        case "namespace", "istag_namespace": return link(context.links.namespace(plain), htmlEscaped(plain))
        case "verdict": return coded(plain, column, "badge v-\(VerdictStyle.name(plain))")
        case "outcome": return coded(plain, column, "badge o-\(VerdictStyle.outcome(plain))")
        case "change": return coded(plain, column, "badge")
        case "field": return htmlEscaped(words.column(plain))
        case "command": return "<pre>\(htmlEscapedLines(plain))</pre>"
        case "seal":
            return HTML.element("span", [("class", "mono"), ("title", plain)], htmlEscaped(String(plain.prefix(16))) + "…")
        case "name": return named(plain, text)
        case "istag":
            // Some questions name the namespace of a tag in front of it.
            if view == nil, text("istag_namespace") == nil, let slash = plain.firstIndex(of: "/"), !plain[..<slash].contains(":")
            {
                return link(
                    context.links.tag(String(plain[..<slash]), String(plain[plain.index(after: slash)...])), htmlEscaped(plain))
            }
            guard let namespace = text("istag_namespace") ?? text("namespace") else { break }
            return link(context.links.tag(namespace, plain), htmlEscaped(plain))
        case "image_stream":
            guard let namespace = text("namespace") else { break }
            return link(context.links.stream(namespace, plain), htmlEscaped(plain))
        case "registry" where view == "registries":
            return link(context.links.to("view", "containers", query: Query().with("pulled_from", plain)), htmlEscaped(plain))
        default: break
        }
        if column.kind == .digest || Links.digest(of: plain) != nil { return image(plain) }
        return coded(plain, column, nil)
    }

    /// A value that may be a code: its word, with the code that commands and SQL write in the title.
    private func coded(_ code: String, _ column: Answer.Column, _ style: String?) -> String {
        let word = isOwnSQL ? code : words.value(code, of: column.name)
        guard word != code || style != nil else { return htmlEscaped(word) }
        return HTML.element("span", [("class", style), ("title", word == code ? nil : code)], htmlEscaped(word))
    }

    /// An image with its digest shortened, as a table shows it; what is left out is in the title.
    private func image(_ text: String) -> String {
        let short = TableFormat.shortenedDigest(text)
        let content = htmlEscaped(short)
        let isReference =
            Links.digest(of: text) != nil
            || answer.columns.contains { $0.name == "image" || $0.name == "old_image" } && !text.contains(" ")
        let href = isReference ? context.links.image(text) : nil
        let title: [(String, String?)] = [("title", short == text ? nil : text), ("class", "mono")]
        return href == nil ? HTML.element("span", title, content) : link(href, content, title)
    }

    private func named(_ name: String, _ text: (String) -> String?) -> String {
        let content = htmlEscaped(name)
        if text("what") == "namespace" { return link(context.links.namespace(name), content) }
        guard let namespace = text("namespace") else {
            return text("image") == name ? link(context.links.image(name), content, [("class", "mono")]) : content
        }
        if view == "image_streams" || view == "image_streams_history" {
            return link(context.links.stream(namespace, name), content)
        }
        guard let kind = text("kind") else { return content }
        return link(context.links.object(namespace, kind, name), content)
    }

    private func time(_ text: String, _ column: Answer.Column) -> String {
        let shown = HTML.element("time", [("datetime", text)], htmlEscaped(Moment.spoken(text)))
        guard column.name == "taken_at", let instant = Instant(text) else { return shown }
        return link(context.links.at(instant, [], context.links.kept), shown)
    }
}

/// The names that styles have for what a container is judged, whatever a record says.
enum VerdictStyle {
    static let verdicts = ["current", "stale", "floating", "unresolved", "unmanaged"]

    static func name(_ verdict: String) -> String { verdicts.contains(verdict) ? verdict : "other" }

    static func outcome(_ outcome: String) -> String {
        ["complete", "forbidden", "failed", "absent"].contains(outcome) ? outcome : "other"
    }
}

extension Moment {
    /// `2026-11-23 06:51:05`: a time of the record as it is read aloud, in UTC.
    static func spoken(_ text: String) -> String {
        guard text.utf8.count == 20, text.hasSuffix("Z") else { return text }
        return String(text.dropLast().replacing("T", with: " "))
    }

    static func spoken(_ instant: Instant) -> String { spoken(instant.description) }
}
