internal import Model
internal import Questions
internal import Record
internal import Report
internal import Words

extension RecordSite {
    /// - Parameter beginning: The digest, or its beginning where that fits one alone.
    func imagePage(_ context: PageContext, digest beginning: String) async throws -> Page {
        let words = context.words
        let filter = context.filter()
        guard let all = View.images.history else { throw NoSuchPage() }
        let (digest, image, uses, moves) = try await ask(context) { record in
            let digest = try record.digest(pasted: beginning)
            let uses = try record.used(digest, filter)
            return try (
                digest, record.page(of: all, Browse(Filter(names: [digest]))).answer, uses,
                record.page(
                    of: .digestChanges,
                    Browse(Filter(cluster: filter.cluster), matches: [.init("new_digest", [digest])], limit: 500)
                ).answer
            )
        }
        var page = Page(title: TableFormat.shortenedDigest(digest), body: "")
        page.crumbs = [(words(.images), context.links.to("view", "images"))]
        var facts: [(String, String)] = [("digest", "<code>\(htmlEscaped(digest))</code>")]
        if let row = NamedRow.all(image).first {
            if let size = row["size"].flatMap({ Int64($0) }) {
                facts.append((words(.size), htmlEscaped(Self.bytes(size, words))))
            }
            if let built = row["created_at"] { facts.append((words(.built), htmlEscaped(Moment.spoken(built)))) }
            if let os = row["os"] { facts.append((words(.platform), htmlEscaped("\(os)/\(row["architecture"] ?? "?")"))) }
            facts.append((words(.firstSeen), htmlEscaped(row["first_seen"].map(Moment.spoken) ?? words(.notKnown))))
            facts.append((words(.lastSeen), htmlEscaped(row["last_seen"].map(Moment.spoken) ?? words(.notKnown))))
            if let labels = row["labels"], labels != "{}" {
                facts.append((words(.labels), "<code>\(htmlEscaped(labels))</code>"))
            }
        }
        page.body = definitions(facts)
        page.body += Timeline(id: "u", title: words(.timeline), tracks: useTracks(uses, words), context: context).rendered()
        page.body += section(
            words(.whoRan), AnswerTable(answer: uses, context: context, view: "containers").rendered(caption: words(.whoRan)))
        page.body += section(
            words(.tagsThat),
            AnswerTable(answer: moves, context: context, view: "digest_changes", hidden: ["new_digest"]).rendered(
                caption: words(.tagsThat)))
        page.notes = uses.notes.filter { $0.isOfNothing || $0.isOfLooks }
        page.command = context.command("used", digest)
        page.api = APIAddress.of(["api", "v1", "used", digest], context, Query())
        return page
    }

    func usedPage(_ context: PageContext, _ reference: String) async throws -> Page {
        let words = context.words
        let filter = context.filter()
        let uses = try await ask(context) { try $0.used(reference, filter) }
        var page = Page(title: reference, lead: words(.whoRan), body: "")
        page.body += Timeline(id: "u", title: words(.timeline), tracks: useTracks(uses, words), context: context).rendered()
        page.body += section(
            words(.whoUses), AnswerTable(answer: uses, context: context, view: "containers").rendered(caption: words(.whoUses)))
        page.notes = uses.notes
        page.command = context.command("used", reference)
        page.api = APIAddress.of(["api", "v1", "used", reference], context, Query())
        return page
    }

    private func useTracks(_ uses: Answer, _ words: SiteWords) -> [Timeline.Track] {
        var tracks: [Timeline.Track] = []
        for row in NamedRow.all(uses) {
            guard let from = row.instant("seen_from") else { continue }
            let who = "\(row["namespace"] ?? "")/\(row["name"] ?? "")/\(row["container"] ?? "")"
            let hasRun = row["how"] == "pod"
            let name = "\(who) · \(words(hasRun ? .ran : .spec))"
            let end = row.instant("seen_until")
            let bar = Timeline.Bar(
                from: from, to: end, style: hasRun ? "i2" : "i0",
                title: "\(name)\n\(Moment.spoken(from))\(end.map { " – \(Moment.spoken($0))" } ?? "")", label: nil)
            if let place = tracks.firstIndex(where: { $0.name == name }) {
                tracks[place].bars.append(bar)
            } else if tracks.count < 20 {
                tracks.append(.init(name: name, bars: [bar]))
            }
        }
        return tracks
    }

    static func bytes(_ count: Int64, _ words: SiteWords) -> String { byteWords(count, in: words.language) }
}
