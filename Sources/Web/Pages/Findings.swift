internal import Model
internal import Questions
internal import Record
internal import Report
internal import Words

/// Questions whose whole answer is read, and then shown a page at a time.
enum Finding: String {
    case stale, problems, drift, cleanup, registries
    case longReferences = "long-references"

    var title: SiteWord {
        switch self {
        case .stale: .stale
        case .problems: .problems
        case .drift: .drift
        case .cleanup: .cleanup
        case .registries: .registries
        case .longReferences: .longReferences
        }
    }

    var lead: SiteWord {
        switch self {
        case .stale: .staleLead
        case .problems: .problemsLead
        case .drift: .driftLead
        case .cleanup: .cleanupLead
        case .registries: .registriesLead
        case .longReferences: .longReferencesLead
        }
    }

    /// Columns that say what another column says, or what few would ask for.
    var hidden: Set<String> {
        switch self {
        case .stale: ["tie", "istag_namespace"]
        case .drift: ["init", "istag_namespace", "image_id", "started_at"]
        case .problems, .cleanup, .registries, .longReferences: []
        }
    }

    /// Whether columns that `-o table` leaves out are shown.
    var isWide: Bool { self != .problems }

    /// What the address may say beside what every page's may: a flag of the command.
    var option: (name: String, example: String, word: SiteWord)? {
        switch self {
        case .cleanup: ("unused-for", "90d", .unusedFor)
        case .registries: ("since", "30d", .comparedWith)
        case .stale, .problems, .drift, .longReferences: nil
        }
    }
}

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
        page.api = API.address(["api", "v1", finding.rawValue], context, context.query.without("page"))
        return page
    }

    /// What one page shows of a question's answer, which is not asked again while the state is the same.
    private func part(_ finding: Finding, _ context: PageContext, _ filter: Filter, _ number: Int) async throws -> FindingPart {
        let per = ListPage.rowsPerPage
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

    /// A part of the long references, and how many there are in each namespace.
    func longReferences(
        _ context: PageContext, _ filter: Filter, offset: Int, limit: Int
    ) async throws -> (answer: Answer, counts: [LongReferences.Count]) {
        let key = context.state(filter.namespaces.joined(separator: ","))
        let (known, states, inFrench) = (longReferenceCounts, keptStates, context.isFrenchPage)
        return try await ask(context) { record in
            let states = try states.of(context.moment, record)
            let counts = try known.value(key) {
                try states?.longReferences(record, filter) ?? record.longReferenceCounts(filter)
            }
            let part = try LongReferences(in: record, filter, counts: counts, offset: offset, limit: limit, states: states)
            return (part.answer(inFrench: inFrench), counts)
        }
    }

    /// A part of the problems; nil where they must be found whole.
    private func problems(_ context: PageContext, _ filter: Filter, offset: Int, limit: Int) async throws -> FindingPart? {
        let inFrench = context.isFrenchPage
        return try await ask(context) { [keptStates] record in
            guard let states = try keptStates.of(context.moment, record),
                let part = try ProblemsPart(in: record, filter, states, offset: offset, limit: limit)
            else { return nil }
            var answer = part.problems.answer(inFrench: inFrench)
            answer.names = []
            return FindingPart(answer: answer, total: part.total, namespaces: part.namespaces)
        }
    }

    /// The whole answer of a question, at the instant that is asked about.
    func answer(_ finding: Finding, _ context: PageContext, _ filter: Filter) async throws -> Answer {
        let (query, inFrench) = (context.query, context.isFrenchPage)
        switch finding {
        case .stale:
            return try await ask(context) { [keptStates] record in
                try keptStates.of(context.moment, record)?.stale(record, filter) ?? record.stale(filter)
            }
        case .problems: return try await ask(context) { try Problems(in: $0, filter).answer(inFrench: inFrench) }
        case .longReferences: return try await ask(context) { try LongReferences(in: $0, filter).answer(inFrench: inFrench) }
        case .drift: return try await ask(context) { try $0.drift(filter) }
        case .cleanup:
            let span = try query["unused-for"].map { text in
                guard let seconds = Cleanup.seconds(of: text, now: .now) else {
                    throw QuestionError.malformed(.span(text))
                }
                return seconds
            }
            return try await ask(context) { try Cleanup(in: $0, filter, unusedFor: span ?? 0).answer(inFrench: inFrench) }
        case .registries:
            guard let since = try query.instant("since") else {
                return try await ask(context) { [keptStates] record in
                    let states = filter.namespaces.isEmpty ? try keptStates.of(context.moment, record) : nil
                    return try states?.registries(record, cluster: filter.cluster) ?? record.standing(.registries, filter)
                }
            }
            guard since < context.moment.instant ?? .now else {
                throw QuestionError.malformed(.sinceIsNotBefore)
            }
            let path = path
            return try await ask(context) { try $0.registries(filter, since: RecordReader(path: path, at: since)) }
        }
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

/// What a page shows of an answer that is read whole.
struct FindingPart: Sendable {
    /// The page's rows.
    let answer: Answer
    /// How many there are in all.
    let total: Int64
    /// How many in each namespace; nil where rows have none.
    let namespaces: [String: Int64]?

    init(answer: Answer, total: Int64, namespaces: [String: Int64]?) {
        self.answer = answer
        self.total = total
        self.namespaces = namespaces
    }

    init(_ whole: Answer, from offset: Int, most: Int) {
        var counts: [String: Int64]?
        if let place = whole.columns.firstIndex(where: { $0.name == "namespace" }) {
            var found: [String: Int64] = [:]
            for row in whole.rows { found[row[place].plain, default: 0] += 1 }
            counts = found
        }
        var part = whole
        part.rows = Array(whole.rows.dropFirst(offset).prefix(most))
        part.names = []
        self.init(answer: part, total: Int64(whole.rows.count), namespaces: counts)
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
