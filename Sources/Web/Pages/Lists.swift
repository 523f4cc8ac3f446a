internal import Questions
internal import Record
internal import Report

/// A view's rows, a page at a time, chosen and sorted as the address says.
struct ListPage {
    let view: View
    let context: PageContext

    /// Rows to be read beyond which the choices are counted only when they are asked for.
    static let mostCountedAtOnce: Int64 = 5_000
    static let facetColumns = ["namespace", "kind", "verdict", "form", "pulled_from", "outcome", "runs"]

    /// What the address asks for.
    func browse() throws -> Browse {
        let query = context.query
        var browse = Browse(context.filter(), matches: matches, text: query["q"], limit: Pager.rowsPerPage)
        if let sort = query["sort"] {
            browse.isDescending = sort.hasPrefix("-")
            browse.sort = browse.isDescending ? String(sort.dropFirst()) : sort
        }
        browse.offset = (number - 1) * Pager.rowsPerPage
        return browse
    }

    private var number: Int { max(1, min(1_000_000, context.query["page"].flatMap { Int($0) } ?? 1)) }

    private var matches: [Browse.Match] { context.query.matches(in: view) }

    func page(_ site: RecordSite) async throws -> Page {
        let browse = try browse()
        let columns = Self.facetColumns.filter { name in view.columns.contains { $0.name == name } }
        // Stepping through time fast, the rows are what is looked at.
        let isBrief = context.query["brief"] != nil
        let key = [
            view.name, context.moment.state, context.moment.whole,
            context.query.without("page", "sort", "at", "lang", "brief", "columns", "facets").text,
        ]
        .joined(separator: "\u{2}")
        let (facets, totals) = (site.facets, site.totals)
        let isAsked = context.query["facets"] != nil
        let (answer, total, found) = try await site.ask(context) {
            [view, moment = context.moment, states = site.keptStates] record in
            let isChosen = browse.text != nil || browse.sort != nil
            let chosen = isChosen ? try states.of(moment, record)?.chosen(record, view, browse) : nil
            let matching = try record.found(in: view, browse, chosen: chosen)
            // A list that is read from its beginning is not worth reading them.
            let known = states.known(moment)
            let counted = try totals.known(key) ?? known?.total(record, view, browse)
            let (answer, total) = try record.page(of: view, browse, total: counted, found: matching, chosen: chosen)
            totals.keep(total, for: key)
            // What counts a long list whole is left until somebody asks for it, by a link or by the script. Of a short part of it the
            // choices tell of all the others, so they are as long to count.
            let isLong =
                try total > Self.mostCountedAtOnce
                || (record.visitedByFacets(of: view, browse, states: known) ?? 0) > Self.mostCountedAtOnce
            let found: [Facet]? =
                isBrief
                ? []
                : isLong && !isAsked
                    ? facets.known(key) : try facets.value(key) { try record.facets(of: view, columns, browse, found: matching) }
            return (answer, total, found)
        }
        let title = Navigation.groups(context.words).flatMap(\.items).first { $0.path == context.path }?.title
        var page = Page(title: title ?? context.words.column(view.name), lead: nil, body: "")
        if context.path == ["running"] { page.lead = context.words(.runningLead) }
        page.body = body(answer, total, found)
        page.notes = answer.notes
        page.command = command(browse)
        page.api = APIAddress.of(["api", "v1", view.name], context, context.query.without("page", "columns", "brief", "facets"))
        return page
    }

    private func body(_ answer: Answer, _ total: Int64, _ facets: [Facet]?) -> String {
        let words = context.words
        let isFolder = context.links.folder != nil
        var table = AnswerTable(answer: answer, context: context, view: view.name)
        table.isWide = context.query["columns"] == "all"
        if !isFolder {
            table.sortLink = { column in
                let isSorted = context.query["sort"] == column
                return context.links.to(
                    context.path, context.query.without("page").with("sort", isSorted ? "-\(column)" : column))
            }
        }
        table.sorted = context.query["sort"].map { ($0.hasPrefix("-") ? String($0.dropFirst()) : $0, $0.hasPrefix("-")) }
        let filters = isFolder ? "" : FacetPanel(facets: facets, context: context, columns: view.columns.map(\.name)).rendered()
        return """
            \(filters)<section class="list" aria-label="\(htmlEscaped(words.rows(total)))">
            <div class="list-head"><p class="count" role="status">\(htmlEscaped(span(answer, total)))</p>\(isFolder ? "" : columnsLink)</div>
            \(table.rendered(caption: words.column(view.name)))\(Pager(number: number, total: total, context: context).rendered())</section>

            """
    }

    private func span(_ answer: Answer, _ total: Int64) -> String {
        let words = context.words
        guard total > Int64(answer.rows.count), !answer.rows.isEmpty else { return words.rows(total) }
        let first = Int64((number - 1) * Pager.rowsPerPage)
        return words(.rowsOf, words.number(first + 1), words.number(first + Int64(answer.rows.count)), words.number(total))
    }

    private var columnsLink: String {
        let isWide = context.query["columns"] == "all"
        let query = context.query.with("columns", isWide ? nil : "all")
        return link(
            context.links.to(context.path, query), htmlEscaped(context.words(isWide ? .fewerColumns : .allColumns)),
            [("class", "button")])
    }

    /// `get` where it can say it, else the same in SQL.
    private func command(_ browse: Browse) -> [String] {
        let noun = [
            "workloads": "workloads", "containers": "containers", "running": "running", "image_streams": "imagestreams",
            "istags": "istags",
            "images": "images",
            "snapshots": "snapshots", "coverage": "coverage", "digest_changes": "digest_changes",
        ][view.name]
        if let noun, browse.matches.isEmpty, browse.text == nil, browse.sort == nil {
            return context.command("get", noun, namespaces: browse.filter.namespaces)
        }
        return context.command("sql", ListSQL(view: view, browse: browse).text)
    }
}

/// The SQL over the views that says the same as a list.
struct ListSQL {
    let view: View
    let browse: Browse

    var text: String {
        var terms: [String] = []
        let names = view.columns.map(\.name)
        if let cluster = browse.filter.cluster, names.contains("cluster") { terms.append("cluster = \(quoted(cluster))") }
        if !browse.filter.namespaces.isEmpty, names.contains("namespace") {
            terms.append(isOne("namespace", browse.filter.namespaces))
        }
        for match in browse.matches { terms.append(isOne(match.column, match.values)) }
        if let text = browse.text {
            let columns = ["name", "container", "image", "istag", "digest"].filter(names.contains)
            if !columns.isEmpty {
                terms.append(
                    "(" + columns.map { "instr(lower(\($0)), lower(\(quoted(text)))) > 0" }.joined(separator: " OR ") + ")")
            }
        }
        let sort = browse.sort.map { " ORDER BY \($0)\(browse.isDescending ? " DESC" : "")" } ?? ""
        return "SELECT * FROM \(view.name)" + (terms.isEmpty ? "" : " WHERE " + terms.joined(separator: " AND ")) + sort
    }

    private func isOne(_ column: String, _ values: [String?]) -> String {
        let texts = values.compactMap { $0 }
        let parts =
            (texts.isEmpty ? [] : ["\(column) IN (\(texts.map(quoted).joined(separator: ", ")))"])
            + (values.contains(nil) ? ["\(column) IS NULL"] : [])
        return parts.count == 1 ? parts[0] : "(\(parts.joined(separator: " OR ")))"
    }

    private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
