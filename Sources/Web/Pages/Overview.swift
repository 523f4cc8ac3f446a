internal import Model
internal import Questions
internal import Record
internal import Report
internal import Synchronization
internal import Words

// The first page: how things stand, how that came about, and how far it can be relied on.
extension RecordSite {
    func overview(_ context: PageContext) async throws -> Page {
        let words = context.words
        let moment = context.moment
        let filter = context.filter()
        var page = Page(title: words(.overview), body: "")
        page.command = context.command("status")
        page.api = APIAddress.of(["api", "v1", "status"], context, Query())
        guard let taken = moment.takenAt else { return page }
        let news = try await news(context, until: taken, filter)
        let (counts, problems, status) = (news.counts, news.failingImports, news.status)
        let weeks = try await weeks(context, until: taken, filter)
        guard let now = weeks.last ?? nil else { return page }
        let before = weeks.dropLast().last ?? nil
        func series(_ value: (StandingFigures) -> Int64) -> [Int64?] { weeks.map { $0.map(value) } }
        func verdict(_ name: String) -> (StandingFigures) -> Int64 { { $0.verdicts[name] ?? 0 } }
        func card(
            _ word: SiteWord, _ value: (StandingFigures) -> Int64, _ href: String?, isConcern: Bool = true
        ) -> Cards.Card {
            .init(words(word), value(now), href, isConcern: isConcern, before: before.map(value), weeks: series(value))
        }
        let links = context.links
        let list = { (verdict: String) in links.to("view", "containers", query: Query().with("verdict", verdict)) }
        page.lead = lead(now, counts.workloads, words)
        page.body = Cards(context: context).rendered([
            card(.containers, \.containers, links.to("view", "containers"), isConcern: false),
            card(.longReferences, \.longReferences, links.to("long-references")),
            card(.stale, \.stale, links.to("stale")),
            .init(
                unresolvedTitle(words), now.verdicts["unresolved"] ?? 0, list("unresolved"), isConcern: true,
                before: before.map { $0.verdicts["unresolved"] ?? 0 }, weeks: series(verdict("unresolved"))),
            .init(words(.failingImports), problems, links.to("problems"), isConcern: true),
            .init(words(.istags), counts.tags, links.to("view", "istags")),
        ])
        page.body += section(words(.verdicts), VerdictBar(figures: now, context: context).rendered())
        page.body += changes(context, news, until: taken)
        page.body += section(words(.wholeRecord), health(context, taken, status.notes))
        return page
    }

    private func unresolvedTitle(_ words: SiteWords) -> String {
        let title = words.column("unresolved")
        return title.prefix(1).uppercased() + title.dropFirst()
    }

    private func lead(_ now: StandingFigures, _ workloads: Int64, _ words: SiteWords) -> String {
        var parts = [words(.lead, words.number(now.containers), words.number(workloads))]
        let stale = now.stale
        if now.longReferences > 0 { parts.append(words(.leadLong, words.number(now.longReferences))) }
        if stale > 0 { parts.append(words(.leadStale, words.number(stale))) }
        if now.longReferences == 0, stale == 0 { parts.append(words(.leadNone)) }
        return parts.joined(separator: " ")
    }

    /// What stood at the ends of the last twelve weeks, the instant itself last; nil before the first snapshot.
    private func weeks(_ context: PageContext, until end: Instant, _ filter: Filter) async throws -> [StandingFigures?] {
        let week: Int64 = 7 * 86_400
        // Mondays, which stay the same from one snapshot to the next, so that each is counted once.
        let monday = Week(of: CivilDate(daysSince1970: end.secondsSince1970 / 86_400)).monday.daysSince1970 * 86_400
        let instants = (0..<11).reversed().map { Instant(secondsSince1970: monday - $0 * week) } + [end]
        let moments = instants.map { Moment(log: context.moment.log, cluster: context.moment.cluster, instant: $0) }
        func key(_ moment: Moment) -> String { moment.state + "\u{2}" + filter.namespaces.joined(separator: ",") }
        var found: [String: StandingFigures] = [:]
        for moment in moments { found[key(moment)] = figures.known(key(moment)) }
        let open = moments.filter { !$0.shown.isEmpty && found[key($0)] == nil }
        let snapshots = open.compactMap(\.shown.first?.entry.number)
        let (states, counts) = try await ask(context) { [keptStates] record in
            let states = open.isEmpty ? nil : try keptStates.of(context.moment, record)
            return (states, states == nil ? try record.verdictCounts(filter, at: snapshots) : nil)
        }
        for (place, moment) in open.enumerated() where found[key(moment)] == nil {
            guard let instant = moment.instant else { continue }
            let counted = try await ask(context, at: instant) { record in
                let known = try states?.verdictCounts(record, filter) ?? counts?[place]
                return try record.figures(filter, at: instant, known: known)
            }
            found[key(moment)] = counted
            figures.keep(counted, for: key(moment))
        }
        return moments.map { $0.shown.isEmpty ? nil : found[key($0)] }
    }

    /// What is counted for the first page, once for each state.
    private func news(_ context: PageContext, until end: Instant, _ filter: Filter) async throws -> OverviewNews {
        let key = context.state(filter.namespaces.joined(separator: ","))
        return try await ask(context) { [overviewNews, keptStates, self] record in
            try overviewNews.value(key) {
                let states = try keptStates.of(context.moment, record)
                return try newsLookup.withLock { _ in try OverviewNews(record, filter, until: end, states: states) }
            }
        }
    }

    private func changes(_ context: PageContext, _ news: OverviewNews, until end: Instant) -> String {
        let words = context.words
        func figures(_ title: SiteWord, _ since: Instant, _ counts: OverviewNews.Changes) -> String {
            let items = [
                (counts.images, SiteWord.changedImages), (counts.moves, .movedTags), (counts.came, .appeared),
                (counts.went, .disappeared),
            ].map {
                "<li><b>\(htmlEscaped(words.number(Int64($0.0))))</b> \(htmlEscaped(words($0.1)))</li>"
            }
            // A record that is younger is compared from its beginning on: before, there is nothing to compare with.
            let start = max(since, context.moment.first ?? since)
            let compare =
                start < end
                ? context.links.to("diff", query: Query().with("from", start.description).with("to", end.description)) : nil
            return "<div class=\"span\"><h3>\(link(compare, htmlEscaped(words(title))))</h3><ul>\(items.joined())</ul></div>\n"
        }
        var out = "<div class=\"spans\">\(figures(.today, OverviewNews.day(end), news.today))"
        out += "\(figures(.thisWeek, OverviewNews.week(end), news.thisWeek))</div>\n"
        let latest = news.latest
        if latest.rows.isEmpty {
            out += "<p class=\"empty\">\(htmlEscaped(words(.nothingChanged)))</p>\n"
        } else {
            out +=
                "<h3>\(htmlEscaped(words(.latestChanges)))</h3>\n"
                + AnswerTable(answer: latest, context: context).rendered(caption: words(.latestChanges))
        }
        return section(words(.groupChange), out)
    }

    private func health(_ context: PageContext, _ end: Instant, _ notes: [Note]) -> String {
        let words = context.words
        let start = end.advanced(by: -7 * 86_400)
        let gaps = context.moment.clusters.flatMap(\.gaps).filter { $0.to > start && $0.from < end }
        let troubles = notes.filter { $0.isOfLooks && !$0.isGap }.map { words($0) } + gaps.map { words($0) }
        let taken = context.moment.clusters.reduce(0) { $0 + $1.firstAfter(end) - $1.firstAfter(start) }
        let isWhole = troubles.isEmpty
        let list =
            troubles.isEmpty
            ? "" : "<ul class=\"plain\">" + troubles.prefix(8).map { "<li>\(htmlEscaped($0))</li>" }.joined() + "</ul>"
        return "<p class=\"whole \(isWhole ? "good" : "bad")\">\(htmlEscaped(words(isWhole ? .recordWhole : .recordHoles)))</p>\n"
            + "<p>\(link(context.links.to("record"), "<b>\(htmlEscaped(words.number(Int64(taken))))</b> \(htmlEscaped(words(.snapshotsTaken)))"))</p>\(list)\n"
    }
}
