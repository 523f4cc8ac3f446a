internal import Hashing
internal import Model
internal import Questions
internal import Record
internal import Report
internal import Words

// The record itself, people's own questions, and what a week's report says.
extension RecordSite {
    func recordPage(_ context: PageContext) async throws -> Page {
        let words = context.words
        let filter = context.filter()
        let number = max(1, context.query["page"].flatMap { Int($0) } ?? 1)
        let per = Pager.rowsPerPage
        let (status, snapshots, total, coverage) = try await ask(context) { record in
            let (snapshots, total) = try record.page(
                of: .snapshots,
                Browse(
                    Filter(cluster: filter.cluster), sort: "taken_at", isDescending: true, offset: (number - 1) * per, limit: per)
            )
            return try (
                record.status(Filter(cluster: filter.cluster)), snapshots, total, record.coverageStretches(filter.cluster)
            )
        }
        var page = Page(title: words(.record), body: "")
        if let first = context.moment.first, let newest = context.moment.takenAt {
            page.lead = words(.recordLead, words.number(total), Moment.spoken(first), Moment.spoken(newest))
        }
        page.body = AnswerTable(answer: status, context: context, isWide: true).rendered(caption: words(.record))
        page.body += section(
            words(.coverage),
            Timeline(id: "c", title: words(.coverageLead), tracks: coverageTracks(coverage, words), context: context).rendered())
        let gaps = context.moment.clusters.flatMap(\.gaps)
        page.body += section(
            words(.gaps),
            gaps.isEmpty
                ? "<p class=\"empty\">\(htmlEscaped(words(.noGaps)))</p>\n"
                : "<ul class=\"plain\">" + gaps.suffix(50).reversed().map { "<li>\(htmlEscaped(words($0)))</li>" }.joined()
                    + "</ul>\n")
        var table = AnswerTable(answer: snapshots, context: context, view: "snapshots", hidden: ["source"])
        table.isWide = true
        page.body += section(
            words(.seals),
            "<p>\(htmlEscaped(words(.sealsLead)))</p>\n" + table.rendered(caption: words(.seals))
                + Pager(number: number, total: total, context: context).rendered())
        page.notes = status.notes.filter { !$0.isGap }
        page.command = context.command("get", "snapshots", "-o", "wide")
        page.api = APIAddress.of(["api", "v1", "snapshots"], context, Query())
        return page
    }

    private func coverageTracks(_ stretches: [CoverageStretch], _ words: SiteWords) -> [Timeline.Track] {
        var tracks: [Timeline.Track] = []
        for part in stretches {
            let name = part.namespace.map { "\(part.kind) · \($0)" } ?? part.kind
            let bar = Timeline.Bar(
                from: part.from, to: part.to, style: "o-\(VerdictStyle.outcome(part.outcome))",
                title:
                    "\(name): \(words.value(part.outcome, of: "outcome")), \(Moment.spoken(part.from))\(part.to.map { " – \(Moment.spoken($0))" } ?? "")\(part.message.map { "\n\($0)" } ?? "")",
                label: part.outcome == "complete" ? nil : words.value(part.outcome, of: "outcome"))
            if let place = tracks.firstIndex(where: { $0.name == name }) {
                tracks[place].add(bar)
            } else if tracks.count < 30 {
                tracks.append(.init(name: name, bars: [bar], isUnseenBetween: true))
            }
        }
        return tracks
    }

    func reportsPage(_ context: PageContext) async throws -> Page {
        let words = context.words
        var page = Page(title: words(.reports), lead: words(.reportLead), body: "")
        page.hasTime = false
        page.command = context.command("report", hasTime: false)
        var weeks: [(week: Week, snapshots: Int64, changes: Int64)] = []
        for entry in context.moment.clusters.flatMap(\.entries).sorted(by: { $0.takenAt > $1.takenAt }) {
            let week = Week(of: CivilDate(daysSince1970: entry.takenAt.secondsSince1970 / 86_400))
            if weeks.last?.week == week {
                weeks[weeks.count - 1].snapshots += 1
                weeks[weeks.count - 1].changes += entry.changes
            } else {
                weeks.append((week, 1, entry.changes))
            }
        }
        var out = HTMLTable.begin(
            words(.reports),
            HTMLTable.heading(htmlEscaped(words(.week)))
                + [.reportSnapshots, .reportChanges].map { HTMLTable.heading(htmlEscaped(words($0)), isNumber: true) }.joined(),
            isSlim: true)
        for (week, snapshots, changes) in weeks.prefix(260) {
            let name = link(context.links.to("report", "\(week)"), htmlEscaped("\(week)"))
            out +=
                HTMLTable.row() + HTMLTable.cell("\(name) <span class=\"soft\">\(week.monday)</span>", words(.week))
                + HTMLTable.cell(htmlEscaped(words.number(snapshots)), words(.reportSnapshots), "n")
                + HTMLTable.cell(htmlEscaped(words.number(changes)), words(.reportChanges), "n") + HTMLTable.rowEnd
        }
        page.body = weeks.isEmpty ? "<p class=\"empty\">\(htmlEscaped(words(.nothingYet)))</p>\n" : out + HTMLTable.end
        return page
    }

    /// A week's report as `report -o html` writes it: a document of its own, whose one style is allowed by its hash.
    func reportDocument(_ name: String, _ context: PageContext) async throws -> WebAnswer {
        guard let period = ReportPeriod(week: name) else { throw NoSuchPage() }
        let report = try await report(period, context.filter(), as: .html)
        let command = context.command("report", "--week", name, hasTime: false).map(ShellWord.quoted).joined(separator: " ")
        let html = report.rendered(as: .html, options: ReportOptions(language: context.words.language, command: command))
        var hashes = ""
        if let start = html.firstRange(of: "<style>"), let end = html.firstRange(of: "</style>"),
            start.upperBound < end.lowerBound
        {
            let hash = SHA256.hash(data: Array(html[start.upperBound..<end.lowerBound].utf8))
            hashes = "'sha256-\(Base64.encoded(hash))'"
        }
        return WebAnswer(contentType: "text/html; charset=utf-8", body: html).with(
            "Content-Security-Policy",
            "default-src 'none'; style-src \(hashes); img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    }

    func sqlPage(_ context: PageContext) async throws -> Page {
        let words = context.words
        let statement = context.query["q"] ?? ""
        var page = Page(title: words(.sql), lead: words(.sqlLead), body: "")
        page.body = """
            <form class="sql" action="/sql" method="get">
            <label for="statement">\(htmlEscaped(words(.statement)))</label>
            <textarea id="statement" name="q" rows="6" spellcheck="false" maxlength="8000">\(htmlEscaped(statement.isEmpty ? "SELECT verdict, count(*) AS containers FROM containers GROUP BY verdict" : statement))</textarea>
            \(FormState.fields(context.query.without("q")))<button type="submit">\(htmlEscaped(words(.run)))</button>
            </form>

            """
        if !statement.isEmpty {
            do {
                let answer = try await sql(statement, context)
                page.body += section(
                    words(.sqlRows),
                    "<p class=\"count\" role=\"status\">\(htmlEscaped(words.rows(Int64(answer.rows.count))))</p>\n"
                        + AnswerTable(answer: answer, context: context, isWide: true, isOwnSQL: true).rendered(
                            caption: words(.sqlRows)))
                page.notes = answer.notes
                page.command = context.command("sql", statement)
                page.api = APIAddress.of(["api", "v1", "sql"], context, Query().with("q", statement).with("limit", "1000"))
            } catch let error as SQLQuestionError {
                page.body += Failure(error).paragraph(words.language, role: "alert")
                page.status = 400
            }
        }
        page.body += section(words(.schema), schema(context))
        return page
    }

    private func schema(_ context: PageContext) -> String {
        let words = context.words
        return View.all.map { view in
            let columns = view.columns.map {
                "<div><dt><code>\(htmlEscaped($0.name))</code></dt><dd>\(htmlEscaped(words.meaning($0.meaning)))</dd></div>"
            }
            let query = context.links.to("sql", query: Query().with("q", "SELECT * FROM \(view.name) LIMIT 100"))
            return
                "<details class=\"view\"><summary><code>\(htmlEscaped(view.name))</code> <span class=\"soft\">\(htmlEscaped(words.meaning(view.summary)))</span></summary>"
                + "<p>\(link(query, "<code>\(htmlEscaped("SELECT * FROM \(view.name) LIMIT 100"))</code>"))</p><dl class=\"cols-list\">\(columns.joined())</dl></details>\n"
        }.joined()
    }

    func searchPage(_ context: PageContext) async throws -> Page {
        let words = context.words
        let text = context.query["q"] ?? ""
        let filter = context.filter()
        var page = Page(title: words(.search), lead: words(.searchLead), body: "")
        guard !text.isEmpty else { return page }
        let answer = try await ask(context) { try $0.search(text, filter) }
        page.title = text
        if answer.rows.isEmpty {
            page.body = "<p class=\"empty\">\(htmlEscaped(words(.searchNone, text)))</p>\n"
        } else {
            page.body = AnswerTable(answer: answer, context: context, hidden: ["image"]).rendered(caption: words(.search))
            page.notes = answer.notes
        }
        page.api = APIAddress.of(["api", "v1", "search"], context, Query().with("q", text))
        return page
    }

    func helpPage(_ context: PageContext) -> Page {
        let words = context.words
        var page = Page(title: words(.help), lead: words(.helpLead), body: "")
        let keys = [("← →", SiteWord.keyLeft), ("/", .keySearch), ("?", .keyHelp), ("p", .keyPlay)]
        page.body = section(
            words(.keys),
            "<dl class=\"facts\">"
                + keys.map { "<div><dt><kbd>\(htmlEscaped($0.0))</kbd></dt><dd>\(htmlEscaped(words($0.1)))</dd></div>" }.joined()
                + "</dl>\n<p>\(htmlEscaped(words(.helpTime)))</p>\n")
        func vocabulary(_ entry: Vocabulary.Entry) -> String {
            let style = entry.column == "verdict" ? "badge v-\(VerdictStyle.name(entry.code))" : "badge"
            let word = words.value(entry.code, of: entry.column)
            let badge = HTML.element(
                "span", [("class", style), ("title", word == entry.code ? nil : entry.code)], htmlEscaped(word))
            let meaning = words.language == .french ? entry.meaning.french : entry.meaning.english
            return "<div><dt>\(badge)</dt><dd>\(htmlEscaped(meaning))</dd></div>"
        }
        let groups = ["verdict", "form"].map { column in
            "<h3>\(htmlEscaped(words.column(column)))</h3>\n<dl class=\"facts\">"
                + Vocabulary.entries.filter { $0.column == column }.map(vocabulary).joined() + "</dl>\n"
        }
        page.body += section(words(.helpWords), groups.joined())
        page.body += section(words(.helpAPI), "<p><a href=\"/api/v1/openapi.json\"><code>/api/v1/openapi.json</code></a></p>\n")
        page.body += section(words(.schema), schema(context))
        return page
    }
}
