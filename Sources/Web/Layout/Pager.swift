internal import Questions
internal import Report

/// The ways to the other pages of a list.
struct Pager {
    static let rowsPerPage = 50

    let number: Int
    let total: Int64
    let context: PageContext

    func rendered() -> String {
        let last = max(1, Int((total + Int64(Self.rowsPerPage) - 1) / Int64(Self.rowsPerPage)))
        guard last > 1 else { return "" }
        func step(_ page: Int, _ word: SiteWord, _ name: String, _ sign: String) -> String {
            guard (1...last).contains(page) else { return "" }
            let query = context.query.with("page", page == 1 ? nil : String(page))
            let words = htmlEscaped(context.words(word))
            let content =
                name == "prev"
                ? "<span aria-hidden=\"true\">\(sign) </span>\(words)" : "\(words)<span aria-hidden=\"true\"> \(sign)</span>"
            return link(
                context.links.to(context.path, context.links.folder == nil ? query : query.onlyPage), content,
                [("class", "button")])
        }
        return
            "<nav class=\"pager\" aria-label=\"\(htmlEscaped(context.words(.pagesOfList)))\">\(step(number - 1, .previousPage, "prev-page", "←"))"
            + "<span>\(number) / \(last)</span>\(step(number + 1, .nextPage, "next-page", "→"))</nav>\n"
    }
}

extension Query {
    /// What a folder's page may be asked for.
    var onlyPage: Query { Query().with("page", self["page"]) }
}
