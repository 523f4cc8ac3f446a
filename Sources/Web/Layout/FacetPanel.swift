internal import Questions
internal import Report

/// The choices that narrow a list, each with how many rows it leaves.
struct FacetPanel {
    /// The choices; nil where they are not counted yet.
    let facets: [Facet]?
    let context: PageContext
    let columns: [String]

    private var words: SiteWords { context.words }
    private static let most = 8

    func rendered() -> String {
        let isFiltered = context.query["q"] != nil || !(columns.allSatisfy { context.query.all($0).isEmpty })
        let clear =
            isFiltered
            ? link(
                context.links.to(context.path, Query()), htmlEscaped(words(.clear)), [("class", "button")]) : ""
        var groups = ""
        for facet in facets ?? [] where facet.values.count > 1 || !context.query.all(facet.column).isEmpty {
            groups += group(facet)
        }
        if facets == nil {
            groups = link(
                context.links.to(context.path, context.query.with("facets", "1")), htmlEscaped(words(.showFacets)),
                [("class", "button"), ("data-facets", "")])
        }
        return """
            <section class="filters" aria-label="\(htmlEscaped(words(.filter)))">
            <form action="/\(context.path.map(Percent.encoded).joined(separator: "/"))" method="get" class="find">
            <label for="contains">\(htmlEscaped(words(.contains)))</label>
            <input id="contains" name="q" type="search" maxlength="300" autocomplete="off" spellcheck="false" value="\(htmlEscaped(context.query["q"] ?? ""))">
            \(FormState.fields(context.query.without("q", "page", "facets")))<button type="submit">\(htmlEscaped(words(.apply)))</button>\(clear)
            </form>
            \(groups.isEmpty ? "" : "<div class=\"facets\">\n\(groups)</div>\n")</section>

            """
    }

    private func group(_ facet: Facet) -> String {
        let chosen = context.query.all(facet.column)
        let base = context.query.without("facets")
        let shown = facet.values.enumerated().filter { $0.offset < Self.most || chosen.contains($0.element.text ?? "-") }.map(
            \.element)
        let items = shown.map { value -> String in
            let name = value.text ?? "-"
            let isChosen = chosen.contains(name)
            let query = isChosen ? base.removing(facet.column, name) : base.adding(facet.column, name)
            let label = value.text.map { words.value($0, of: facet.column) } ?? words(.none)
            let content =
                "<span>\(htmlEscaped(label))</span> <span class=\"num\">\(htmlEscaped(words.number(value.count)))</span>"
            let style = facet.column == "verdict" ? "facet v-\(VerdictStyle.name(name))" : "facet"
            return "<li>"
                + link(
                    context.links.to(context.path, query.without("page")), content,
                    [
                        ("class", style), ("aria-current", isChosen ? "true" : nil),
                        ("title", value.text.flatMap { $0 == label ? nil : $0 }),
                    ])
                + "</li>"
        }
        let rest = facet.values.count - shown.count
        let more = rest > 0 ? "<li class=\"rest\">\(htmlEscaped(words(.more, words.number(Int64(rest)))))</li>" : ""
        return
            "<div class=\"facet-group\"><h2 id=\"by-\(htmlEscaped(facet.column))\">\(htmlEscaped(words.column(facet.column)))</h2><ul aria-labelledby=\"by-\(htmlEscaped(facet.column))\">\(items.joined())\(more)</ul></div>\n"
    }
}

extension FacetPanel {
    /// The namespaces of an answer that is read whole, as choices.
    static func byNamespace(_ counts: [String: Int64]?, _ context: PageContext) -> String {
        guard context.links.folder == nil, let counts else { return "" }
        let chosen = context.query.all("namespace")
        guard counts.count > 1 || !chosen.isEmpty else { return "" }
        let words = context.words
        let items = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(12).map { name, count -> String in
            let isChosen = chosen.contains(name)
            let query = isChosen ? context.query.removing("namespace", name) : context.query.adding("namespace", name)
            return "<li>"
                + link(
                    context.links.to(context.path, query.without("page")),
                    "<span>\(htmlEscaped(name))</span> <span class=\"num\">\(htmlEscaped(words.number(count)))</span>",
                    [("class", "facet"), ("aria-current", isChosen ? "true" : nil)]) + "</li>"
        }
        return
            "<section class=\"filters\" aria-label=\"\(htmlEscaped(words(.filter)))\"><div class=\"facets\"><div class=\"facet-group\"><h2>\(htmlEscaped(words.column("namespace")))</h2><ul>\(items.joined())</ul></div></div></section>\n"
    }
}
