internal import Model
internal import Questions
internal import Record
internal import Report
internal import Words

// Which page an address is, and the pages of what stands.
extension RecordSite {
    func page(_ context: PageContext) async throws -> Page {
        let path = context.path
        switch (path.first ?? "", path.count) {
        case ("", 0): return try await overview(context)
        case ("view", 2):
            guard let view = View.named(path[1]) else { throw NoSuchPage() }
            return try await ListPage(view: view, context: context).page(self)
        case ("namespaces", 1): return try await namespacesPage(context)
        case ("namespace", 2): return try await namespacePage(context, path[1])
        case ("workload", 4): return try await workloadPage(context, namespace: path[1], kind: path[2], name: path[3])
        case ("imagestream", 3): return try await streamPage(context, namespace: path[1], name: path[2])
        case ("istag", 3): return try await tagPage(context, namespace: path[1], istag: path[2])
        case ("image", 2): return try await imagePage(context, digest: path[1])
        case ("used", 2...): return try await usedPage(context, path.dropFirst().joined(separator: "/"))
        case ("diff", 1): return try await diffPage(context)
        case ("running", 1): return try await ListPage(view: .running, context: context).page(self)
        case ("report", 1): return try await reportsPage(context)
        case ("record", 1): return try await recordPage(context)
        case ("sql", 1): return try await sqlPage(context)
        case ("search", 1): return try await searchPage(context)
        case ("help", 1): return helpPage(context)
        default:
            guard path.count == 1, let finding = Finding(rawValue: path[0]) else { throw NoSuchPage() }
            return try await findingsPage(context, finding)
        }
    }

    private func namespacesPage(_ context: PageContext) async throws -> Page {
        let filter = context.filter()
        let (known, key) = (namespaceLists, context.state(filter.namespaces.joined(separator: ",")))
        let answer = try await ask(context) { [states = keptStates] record in
            try known.value(key) {
                try states.of(context.moment, record)?.namespaces(record, filter) ?? record.namespaces(filter)
            }
        }
        var page = Page(title: context.words(.namespaces), body: "")
        page.body = AnswerTable(answer: answer, context: context).rendered(caption: context.words(.namespaces))
        page.notes = answer.notes
        page.command = context.command("get", "namespaces", namespaces: filter.namespaces)
        page.api = APIAddress.of(["api", "v1", "namespaces"], context, context.query.without("page"))
        return page
    }

    private func namespacePage(_ context: PageContext, _ name: String) async throws -> Page {
        let words = context.words
        let filter = context.filter(namespace: name)
        let most = 200
        let (figures, counts, containers, tags, total) = try await ask(context) { record in
            let (containers, total) = try record.page(of: .containers, Browse(filter, limit: most))
            return try (
                record.figures(filter, at: .now), record.objectCounts(filter), containers,
                record.page(of: .istags, Browse(filter, limit: most)).answer, total
            )
        }
        var page = Page(title: name, body: "")
        page.crumbs = [(words(.namespaces), context.links.to("namespaces"))]
        let narrow = Query().with("namespace", name)
        page.body = Cards(context: context).rendered([
            .init(words(.workloads), counts.workloads, context.links.to("view", "workloads", query: narrow)),
            .init(words(.containers), figures.containers, context.links.to("view", "containers", query: narrow)),
            .init(
                words(.longReferences), figures.longReferences, context.links.to("long-references", query: narrow),
                isConcern: true),
            .init(words(.stale), figures.stale, context.links.to("stale", query: narrow), isConcern: true),
            .init(words(.imageStreams), counts.streams, context.links.to("view", "image_streams", query: narrow)),
            .init(words(.istags), counts.tags, context.links.to("view", "istags", query: narrow)),
        ])
        page.body += VerdictBar(figures: figures, context: context, query: narrow).rendered()
        let rest =
            total > Int64(most)
            ? "<p>\(link(context.links.to("view", "containers", query: narrow), htmlEscaped(words(.more, words.number(total - Int64(most))))))</p>\n"
            : ""
        page.body += section(
            words(.containers),
            AnswerTable(answer: containers, context: context, view: "containers", hidden: ["namespace"]).rendered(
                caption: words(.containers)) + rest)
        page.body += section(
            words(.istags),
            AnswerTable(answer: tags, context: context, view: "istags", hidden: ["namespace"]).rendered(caption: words(.istags)))
        page.notes = containers.notes + tags.notes.filter { !containers.notes.contains($0) }
        page.command = context.command("get", "containers", namespaces: [name])
        page.api = APIAddress.of(["api", "v1", "containers"], context, narrow)
        return page
    }

    private func diffPage(_ context: PageContext) async throws -> Page {
        let words = context.words
        let query = context.query
        let end = try query.instant("to") ?? context.moment.instant ?? context.moment.newest ?? .now
        let start = try query.instant("from") ?? max(end.advanced(by: -7 * 86_400), context.moment.first ?? end)
        let filter = context.filter()
        var page = Page(title: words(.diff), lead: words(.diffLead, Moment.spoken(start), Moment.spoken(end)), body: "")
        page.body = """
            <form class="find" action="/diff" method="get">
            <label for="from">\(htmlEscaped(words(.from)))</label> <input id="from" name="from" type="text" maxlength="40" value="\(htmlEscaped(start.description))">
            <label for="to">\(htmlEscaped(words(.to)))</label> <input id="to" name="to" type="text" maxlength="40" value="\(htmlEscaped(end.description))">
            \(FormState.fields(query.without("from", "to", "page")))<button type="submit">\(htmlEscaped(words(.compare)))</button>
            </form>

            """
        let answer = try await difference(from: start, to: end, filter)
        let number = max(1, query["page"].flatMap { Int($0) } ?? 1)
        let per = Pager.rowsPerPage * 2
        var part = answer
        part.rows = Array(answer.rows.dropFirst((number - 1) * per).prefix(per))
        page.body +=
            "<p class=\"count\" role=\"status\">\(htmlEscaped(words.rows(Int64(answer.rows.count))))</p>\n"
        page.body += AnswerTable(answer: part, context: context, hidden: ["init"]).rendered(caption: words(.diff))
        if answer.rows.count > per {
            page.body += Pager(number: number, total: Int64((answer.rows.count + 1) / 2), context: context).rendered()
        }
        page.notes = answer.notes
        page.command = context.command("diff", start.description, end.description, namespaces: filter.namespaces, hasTime: false)
        page.api = APIAddress.of(
            ["api", "v1", "diff"], context, query.without("page").with("from", start.description).with("to", end.description))
        return page
    }
}

/// Numbers that a page begins with.
struct Cards {
    struct Card {
        let title: String
        let value: Int64
        let href: String?
        var isConcern: Bool
        var before: Int64?
        var weeks: [Int64?]

        init(
            _ title: String, _ value: Int64, _ href: String?, isConcern: Bool = false, before: Int64? = nil, weeks: [Int64?] = []
        ) {
            self.title = title
            self.value = value
            self.href = href
            self.isConcern = isConcern
            self.before = before
            self.weeks = weeks
        }
    }

    let context: PageContext

    func rendered(_ cards: [Card]) -> String {
        "<dl class=\"cards\">\n" + cards.map(card).joined() + "</dl>\n"
    }

    private func card(_ card: Card) -> String {
        let words = context.words
        let number = link(card.href, htmlEscaped(words.number(card.value)))
        var change = ""
        if let before = card.before, before != card.value {
            let difference = card.value - before
            let style = card.isConcern ? (difference > 0 ? "bad" : "good") : "even"
            change =
                " <span class=\"delta \(style)\">\(difference > 0 ? "+" : "")\(htmlEscaped(words.number(difference)))"
                + "<span class=\"sr\"> \(htmlEscaped(words(.weekAgo)))</span></span>"
        }
        return
            "<div class=\"card\(card.isConcern && card.value > 0 ? " concern" : "")\"><dt>\(htmlEscaped(card.title))</dt><dd><b>\(number)</b>\(change)\(spark(card))</dd></div>\n"
    }

    /// Twelve weeks as a small line.
    private func spark(_ card: Card) -> String {
        let known = card.weeks.compactMap { $0 }
        guard known.count > 1, let most = known.max() else { return "" }
        let step = 100 / Double(max(1, card.weeks.count - 1))
        var points: [String] = []
        for (place, value) in card.weeks.enumerated() {
            guard let value else { continue }
            let height = most == 0 ? 22 : 22 - 20 * Double(value) / Double(most)
            points.append("\(Int((Double(place) * step).rounded())),\(Int(height.rounded()))")
        }
        let numbers = card.weeks.map { $0.map { context.words.number($0) } ?? "–" }.joined(separator: ", ")
        return HTML.element(
            "svg",
            [
                ("class", "spark"), ("viewBox", "0 0 100 24"), ("preserveAspectRatio", "none"), ("role", "img"),
                ("aria-label", context.words(.twelveWeeks, numbers)),
            ],
            HTML.shape("polyline", [("points", points.joined(separator: " "))]))
    }
}

/// How containers are judged, as one bar that leads to them; and how many lag behind beside those whose image does.
struct VerdictBar {
    let figures: StandingFigures
    let context: PageContext
    var query = Query()

    private var counts: [String: Int64] { figures.verdicts }

    func rendered() -> String {
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return "" }
        let words = context.words
        var (x, bars, items) = (0.0, "", "")
        for verdict in VerdictStyle.verdicts + counts.keys.filter({ !VerdictStyle.verdicts.contains($0) }).sorted() {
            guard let count = counts[verdict], count > 0 else { continue }
            let share = Double(count) / Double(total)
            let style = "v-\(VerdictStyle.name(verdict))"
            bars += HTML.element(
                "rect", [("x", SVG.percent(x)), ("width", SVG.percent(share)), ("height", "16"), ("class", "state \(style)")],
                HTML.element("title", [], htmlEscaped(words.colon(words.value(verdict, of: "verdict"), words.number(count)))))
            x += share
            let href =
                context.links.folder == nil ? context.links.to("view", "containers", query: query.with("verdict", verdict)) : nil
            items +=
                "<li><i class=\"\(style)\"></i>\(link(href, htmlEscaped(words.value(verdict, of: "verdict")))) <span class=\"num\">\(htmlEscaped(words.number(count)))</span></li>"
        }
        let label = counts.sorted { $0.key < $1.key }.map { "\(words.value($0.key, of: "verdict")) \(words.number($0.value))" }
            .joined(separator: ", ")
        return "<figure class=\"verdicts\">"
            + HTML.element("svg", [("role", "img"), ("aria-label", label), ("width", "100%"), ("height", "16")], bars)
            + "<ul class=\"legend\">\(items)</ul>\(inPods)</figure>\n"
    }

    private var inPods: String {
        let count = figures.stale - (counts["stale"] ?? 0)
        guard count > 0 else { return "" }
        let words = context.words
        let text = words(count == 1 ? .staleInPodsOne : .staleInPods, words.number(count))
        return "<p class=\"soft\">\(link(context.links.to("stale", query: query), htmlEscaped(text)))</p>"
    }
}
