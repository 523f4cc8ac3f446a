internal import Report

/// The parts that every page's tables are made of.
///
/// On a telephone a row is a block and its cells are lines of it, each after its column's name. Some browsers tell a screen reader no more of a
/// table that is laid out so than of plain text; so all parts say what they are. There are many of them: what is one of our own words stands
/// without quotes.
enum HTMLTable {
    static let rowEnd = "</tr>\n"
    static let end = "</tbody>\n</table>\n</div>\n"

    /// Up to the first row, in a part that scrolls by itself where the table is broader than the page.
    static func begin(_ caption: String, _ headings: String, isSlim: Bool = false) -> String {
        let name = htmlEscaped(caption)
        return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(name)\">\n"
            + "<table role=\"table\"\(isSlim ? " class=\"slim\"" : "")>\n<caption class=\"sr\">\(name)</caption>\n"
            + "<thead role=\"rowgroup\">\(row())\(headings)</tr></thead>\n<tbody role=\"rowgroup\">\n"
    }

    /// A column's heading.
    ///
    /// - Parameters:
    ///   - content: HTML.
    ///   - isNumber: Whether the column's cells are numbers.
    ///   - order: `ascending` or `descending` where rows are sorted by it.
    static func heading(_ content: String, isNumber: Bool = false, order: String? = nil) -> String {
        HTML.element(
            "th",
            [
                ("role", "columnheader"), ("scope", "col"), ("class", isNumber ? "n" : nil), ("aria-sort", order),
            ], content)
    }

    /// How a row begins.
    static func row(_ style: String? = nil) -> String {
        style.map { "<tr role=row class=\($0)>" } ?? "<tr role=row>"
    }

    /// A cell.
    ///
    /// - Parameters:
    ///   - content: HTML.
    ///   - column: What it is called where a table is shown as a list.
    ///   - style: Its class.
    ///   - span: How many columns it takes.
    static func cell(_ content: String, _ column: String, _ style: String? = nil, span: Int? = nil) -> String {
        let style = style.map { " class=\($0)" } ?? ""
        let span = span.map { " colspan=\($0)" } ?? ""
        return "<td role=cell data-th=\"\(htmlEscaped(column))\"\(style)\(span)>\(content)</td>"
    }
}
