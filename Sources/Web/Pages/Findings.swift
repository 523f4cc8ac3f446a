internal import Questions
internal import Report

extension RecordSite {
    func findingsPage(_ context: PageContext, _ finding: Finding) async throws -> Page {
        let words = context.words
        let filter = context.filter()
        let number = max(1, min(1_000_000, context.query["page"].flatMap { Int($0) } ?? 1))
        let part = try await part(finding, context, filter, number)
        var page = Page(title: words(finding.title), lead: words(finding.lead), body: "")
        page.body = optionForm(finding, context) + FacetPanel.byNamespace(part.namespaces, context)
        page.body += "<p class=\"count\" role=\"status\">\(htmlEscaped(words.rows(part.total)))</p>\n"
        var table = AnswerTable(answer: part.answer, context: context, view: finding == .registries ? "registries" : nil)
        table.isWide = finding.isWide
        table.hidden = finding.hidden
        table.optional = ["container", "reason"]
        if context.moment.clusters.count < 2 { table.hidden.insert("cluster") }
        page.body += table.rendered(caption: words(finding.title))
        page.body += Pager(number: number, total: part.total, context: context).rendered()
        page.notes = part.answer.notes
        let option = finding.option?.name
        let flag = option.flatMap { name in context.query[name].map { ["--\(name)", $0] } } ?? []
        // What there is without a comparison is a view.
        let command = finding == .registries && flag.isEmpty ? ["get", "registries"] : [finding.rawValue] + flag
        page.command = context.command(command, namespaces: filter.namespaces)
        page.api = APIAddress.of(["api", "v1", finding.rawValue], context, context.query.without("page"))
        return page
    }

    /// What one page shows of a question's answer, which is not asked again while the state is the same.
    private func part(_ finding: Finding, _ context: PageContext, _ filter: Filter, _ number: Int) async throws -> FindingPart {
        let per = Pager.rowsPerPage
        // Messages and comments are in the page's language.
        let key = context.state(finding.rawValue, context.query.without("at", "lang").text, context.words.language.rawValue)
        // A time such as 30d means another one a moment later.
        let isTimeless = context.query["since"] == nil
        if isTimeless, let known = findingParts.known(key) { return known }
        let part: FindingPart
        if finding == .longReferences {
            let (answer, counts) = try await longReferences(context, filter, offset: (number - 1) * per, limit: per)
            var namespaces: [String: Int64] = [:]
            for place in counts { namespaces[place.namespace, default: 0] += place.count }
            part = FindingPart(answer: answer, total: counts.reduce(0) { $0 + $1.count }, namespaces: namespaces)
        } else if finding == .problems, let read = try await problems(context, filter, offset: (number - 1) * per, limit: per) {
            part = read
        } else {
            part = FindingPart(try await answer(finding, context, filter), from: (number - 1) * per, most: per)
        }
        if isTimeless { findingParts.keep(part, for: key) }
        return part
    }

    private func optionForm(_ finding: Finding, _ context: PageContext) -> String {
        guard let option = finding.option, context.links.folder == nil else { return "" }
        return """
            <form class="find" action="/\(finding.rawValue)" method="get">
            <label for="option">\(htmlEscaped(context.words(option.word)))</label>
            <input id="option" name="\(option.name)" type="text" size="12" maxlength="40" placeholder="\(option.example)" value="\(htmlEscaped(context.query[option.name] ?? ""))">
            \(FormState.fields(context.query.without(option.name, "page")))<button type="submit">\(htmlEscaped(context.words(.apply)))</button>
            </form>

            """
    }
}
