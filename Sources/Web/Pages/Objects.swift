internal import Model
internal import Questions
internal import Record
internal import Report
internal import Words

// What the pages of single objects are made of.
extension RecordSite {
    func workloadPage(_ context: PageContext, namespace: String, kind title: String, name: String) async throws -> Page {
        let words = context.words
        let filter = context.filter(namespace: namespace)
        guard let kind = ObjectKind(title: title), let history = View.containers.history, let judged = View.verdicts.history,
            let own = View.workloads.history, let ran = View.running.history
        else { throw NoSuchPage() }
        var narrow = filter
        narrow.kinds = [kind]
        narrow.names = [name]
        let asked = narrow
        let (states, verdicts, versions, containers, changes, unseen, runs, runsNow, podsUnseen, podLooks) = try await ask(
            context
        ) {
            record in
            let subject = try Subject("\(kind.title)/\(name)", among: record.kindsWithHistory())
            return try (
                record.page(of: history, Browse(asked)).answer, record.page(of: judged, Browse(asked)).answer,
                record.page(of: own, Browse(asked)).answer, record.page(of: .containers, Browse(asked)).answer,
                record.history(of: subject, filter), record.unseen(kind, namespace: namespace, cluster: asked.cluster),
                record.page(of: ran, Browse(asked)).answer, record.page(of: .running, Browse(asked)).answer,
                record.unseen(.pod, namespace: namespace, cluster: asked.cluster),
                record.coverageStretches(asked.cluster).filter {
                    $0.kind == ObjectKind.pod.title && ($0.namespace ?? namespace) == namespace
                }
            )
        }
        guard !versions.rows.isEmpty else {
            throw QuestionError.notFound(
                what: .object(kind.title.lowercased()), name: name, within: .place(.namespaces([namespace])), suggestions: [])
        }
        var page = Page(title: "\(kind.title.lowercased())/\(name)", body: "")
        page.crumbs = [(words(.namespaces), context.links.to("namespaces")), (namespace, context.links.namespace(namespace))]
        if containers.rows.isEmpty { page.lead = words(.deletedThen) }
        page.body += section(
            words(.containers),
            AnswerTable(answer: containers, context: context, view: "containers", hidden: ["namespace", "kind", "name"]).rendered(
                caption: words(.containers)))
        page.body += Timeline(
            id: "w", title: words(.timelineOf, name),
            tracks: tracks(
                states, runs, verdicts, (podsUnseen, Self.between(podLooks)), words), context: context,
            unseen: unseen
        ).rendered()
        if !runs.rows.isEmpty {
            page.body += section(
                words(.whatRan),
                AnswerTable(answer: runsNow, context: context, view: "running", hidden: ["namespace", "kind", "name"]).rendered(
                    caption: words(.whatRan)))
        }
        page.body += section(
            words(.history),
            AnswerTable(answer: changes, context: context, hidden: ["namespace", "kind", "name"]).rendered(
                caption: words(.history)))
        page.body += section(
            words(.verdicts),
            AnswerTable(
                answer: verdicts, context: context, view: "verdicts", hidden: ["namespace", "kind", "name"],
                alsoShown: ["seen_until"]
            )
            .rendered(caption: words(.verdicts)))
        page.notes = containers.notes
        page.command = context.command("history", "\(kind.title.lowercased())/\(name)", namespaces: [namespace])
        page.api = APIAddress.of(
            ["api", "v1", "history", kind.title.lowercased(), name], context, Query().with("namespace", namespace))
        return page
    }

    /// Of each container what its template asks for, what its Pods run where that is known, and how it is judged.
    private func tracks(
        _ states: Answer, _ runs: Answer, _ verdicts: Answer,
        _ pods: (unseen: [(from: Instant, to: Instant?)], notLooked: [(from: Instant, to: Instant?)]), _ words: SiteWords
    ) -> [Timeline.Track] {
        var palette = ImagePalette()
        var tracks: [Timeline.Track] = []
        var names: [String] = []
        let (stateRows, runRows, verdictRows) = (NamedRow.all(states), NamedRow.all(runs), NamedRow.all(verdicts))
        for row in stateRows { if let name = row["container"], !names.contains(name) { names.append(name) } }
        for name in names.prefix(12) {
            var images = Timeline.Track(name: "\(name) · \(words(.spec))")
            for row in stateRows where row["container"] == name {
                guard let from = row.instant("seen_from"), let image = row["image"] else { continue }
                let end = row["seen_until"].map { " – \(Moment.spoken($0))" } ?? ""
                images.bars.append(
                    .init(
                        from: from, to: row.instant("seen_until"), style: palette.style(Links.digest(of: image) ?? image),
                        title: "\(image)\n\(Moment.spoken(from))\(end)", label: Self.short(image)))
                images.dots.append((from, "\(Moment.spoken(from)): \(image)"))
            }
            tracks.append(images)
            var ran = Timeline.Track(name: "\(name) · \(words(.ran))", unseen: pods.unseen, notLooked: pods.notLooked)
            for row in runRows where row["container"] == name {
                guard let from = row.instant("seen_from"), let image = row["digest"] ?? row["image_id"] ?? row["image"] else {
                    continue
                }
                let end = row["seen_until"].map { " – \(Moment.spoken($0))" } ?? ""
                ran.bars.append(
                    .init(
                        from: from, to: row.instant("seen_until"), style: palette.style(Links.digest(of: image) ?? image),
                        title: "\(image)\n\(Moment.spoken(from))\(end)", label: Self.short(image)))
            }
            if !ran.bars.isEmpty { tracks.append(ran) }
            var judged = Timeline.Track(name: "\(name) · \(words(.verdict).lowercased())")
            for row in verdictRows where row["container"] == name {
                guard let from = row.instant("seen_from"), let verdict = row["verdict"] else { continue }
                judged.add(
                    .init(
                        from: from, to: row.instant("seen_until"), style: "v-\(VerdictStyle.name(verdict))",
                        title:
                            "\(words.value(verdict, of: "verdict")), \(Moment.spoken(from))\(row["seen_until"].map { " – \(Moment.spoken($0))" } ?? "")",
                        label: words.value(verdict, of: "verdict")))
            }
            tracks.append(judged)
        }
        return tracks
    }

    /// The stretches after the first look in which nobody looked.
    private static func between(_ looks: [CoverageStretch]) -> [(from: Instant, to: Instant?)] {
        var found: [(from: Instant, to: Instant?)] = []
        var seen = looks.map(\.from).min()
        for look in looks.sorted(by: { $0.from < $1.from }) {
            guard let until = seen else { break }
            if look.from > until { found.append((until, look.from)) }
            seen = look.to.map { max($0, until) }
        }
        if let seen { found.append((seen, nil)) }
        return found
    }

    /// What fits on a bar: the last part of a name, or a digest's first digits.
    static func short(_ image: String) -> String {
        if let digest = Links.digest(of: image) { return String(digest.dropFirst(7).prefix(12)) }
        return String(image.split(separator: "/").last ?? "")
    }

    func streamPage(_ context: PageContext, namespace: String, name: String) async throws -> Page {
        let words = context.words
        var narrow = context.filter(namespace: namespace)
        narrow.names = [name]
        let (asked, place) = (narrow, context.filter(namespace: namespace))
        guard let every = View.imageStreams.history else { throw NoSuchPage() }
        let (streams, versions, tags, moves) = try await ask(context) { record in
            try (
                record.page(of: .imageStreams, Browse(asked)).answer, record.page(of: every, Browse(asked)).answer,
                record.page(of: .istags, Browse(place, matches: [.init("image_stream", [name])])).answer,
                record.history(of: Subject("imagestream/\(name)"), place)
            )
        }
        guard !versions.rows.isEmpty || !moves.rows.isEmpty else {
            throw QuestionError.notFound(
                what: .row(of: "image_streams"), name: name, within: .place(.namespaces([namespace])), suggestions: [])
        }
        var page = Page(title: "imagestream/\(name)", body: "")
        page.crumbs = [(words(.namespaces), context.links.to("namespaces")), (namespace, context.links.namespace(namespace))]
        if streams.rows.isEmpty { page.lead = words(.deletedThen) }
        page.body += section(
            words(.istags),
            AnswerTable(answer: tags, context: context, view: "istags", hidden: ["namespace"]).rendered(caption: words(.istags)))
        page.body += Timeline(id: "s", title: words(.timelineOf, name), tracks: tagTracks(moves), context: context).rendered()
        page.body += section(
            words(.tagHistory),
            AnswerTable(answer: moves, context: context, view: "digest_changes", hidden: ["namespace"]).rendered(
                caption: words(.tagHistory)))
        page.body += section(
            words(.imageStreams),
            AnswerTable(
                answer: versions, context: context, view: "image_streams", hidden: ["namespace"], alsoShown: ["seen_until"]
            ).rendered(
                caption: words(.imageStreams)))
        page.notes = tags.notes
        page.command = context.command("history", "imagestream/\(name)", namespaces: [namespace])
        page.api = APIAddress.of(["api", "v1", "history", "imagestream", name], context, Query().with("namespace", namespace))
        return page
    }

    /// A bar for each digest that each tag pointed to.
    private func tagTracks(_ moves: Answer) -> [Timeline.Track] {
        var palette = ImagePalette()
        var tracks: [Timeline.Track] = []
        var byTag: [String: [NamedRow]] = [:]
        var order: [String] = []
        for row in NamedRow.all(moves) {
            guard let tag = row["istag"] else { continue }
            if byTag[tag] == nil { order.append(tag) }
            byTag[tag, default: []].append(row)
        }
        for tag in order.prefix(20) {
            var track = Timeline.Track(name: tag)
            let rows = (byTag[tag] ?? []).map { (row: $0, at: $0.instant("changed_at") ?? $0.instant("seen_by")) }
            let times = rows.compactMap(\.at)
            for (row, at) in rows {
                guard let at else { continue }
                let end = times.filter { $0 > at }.min()
                track.dots.append((at, Moment.spoken(at)))
                guard let digest = row["new_digest"] else { continue }
                track.bars.append(
                    .init(
                        from: at, to: end, style: palette.style(digest),
                        title: "\(digest)\n\(Moment.spoken(at))\(end.map { " – \(Moment.spoken($0))" } ?? "")",
                        label: Self.short(digest)))
            }
            tracks.append(track)
        }
        return tracks
    }

    func tagPage(_ context: PageContext, namespace: String, istag: String) async throws -> Page {
        let words = context.words
        let place = context.filter(namespace: namespace)
        var narrow = place
        narrow.names = [istag]
        var everywhere = place
        everywhere.namespaces = []
        let (asked, all) = (narrow, everywhere)
        guard let every = View.istags.history, istag.contains(":") else { throw NoSuchPage() }
        let (now, versions, moves, users) = try await ask(context) { record in
            try (
                record.page(of: .istags, Browse(asked)).answer, record.page(of: every, Browse(asked)).answer,
                record.tagMoves(istag, place),
                record.page(
                    of: .containers, Browse(all, matches: [.init("istag", [istag]), .init("istag_namespace", [namespace])])
                ).answer
            )
        }
        guard !versions.rows.isEmpty || !users.rows.isEmpty || !moves.rows.isEmpty else {
            throw QuestionError.notFound(
                what: .object("istag"), name: istag, within: .place(.namespaces([namespace])), suggestions: [])
        }
        var page = Page(title: "istag/\(istag)", body: "")
        let stream = NamedRow.all(versions).first?["image_stream"] ?? String(istag.prefix { $0 != ":" })
        page.crumbs = [
            (words(.namespaces), context.links.to("namespaces")), (namespace, context.links.namespace(namespace)),
            (stream, versions.rows.isEmpty ? nil : context.links.stream(namespace, stream)),
        ]
        if let row = NamedRow.all(now).first {
            var facts: [(String, String)] = []
            facts.append(
                (
                    words(.pointsTo),
                    row["digest"].map { link(context.links.image($0), htmlEscaped($0), [("class", "mono")]) }
                        ?? htmlEscaped(words(.none))
                ))
            if let from = row["from_name"] {
                facts.append(
                    (words(.follows), htmlEscaped(from) + (row["scheduled"] == "1" ? " · \(htmlEscaped(words(.scheduled)))" : ""))
                )
            }
            if let at = row["changed_at"] { facts.append((words(.when), htmlEscaped(Moment.spoken(at)))) }
            page.body += definitions(facts)
            if let error = row["import_error"] {
                let since = row["import_error_since"].map { " " + words(.since, Moment.spoken($0)) } ?? ""
                page.body +=
                    "<div class=\"alert\"><strong>\(htmlEscaped(words(.importFailing) + since))</strong><p>\(htmlEscaped(error))</p></div>\n"
            }
        } else {
            page.lead = words(.deletedThen)
        }
        page.body += Timeline(id: "t", title: words(.timelineOf, istag), tracks: tagTracks(moves), context: context).rendered()
        page.body += section(
            words(.tagHistory),
            AnswerTable(answer: moves, context: context, view: "digest_changes", hidden: ["namespace", "istag"])
                .rendered(caption: words(.tagHistory)))
        page.body += section(
            words(.whoFollowed),
            AnswerTable(answer: users, context: context, view: "containers", hidden: ["istag"]).rendered(
                caption: words(.whoFollowed)))
        page.body += section(
            words(.history),
            AnswerTable(
                answer: versions, context: context, view: "istags", hidden: ["namespace", "istag"], alsoShown: ["seen_until"]
            ).rendered(
                caption: words(.history)))
        page.notes = now.notes.filter { !$0.isOfNothing }
        if versions.rows.isEmpty, moves.rows.isEmpty {
            // A tag that only containers name has no history.
            let named = Browse(all, matches: [.init("istag_namespace", [namespace]), .init("istag", [istag])])
            page.command = context.command("sql", ListSQL(view: .containers, browse: named).text)
            page.api = APIAddress.of(
                ["api", "v1", "containers"], context, Query().with("istag_namespace", namespace).with("istag", istag))
            return page
        }
        page.command = context.command("history", "istag/\(istag)", namespaces: [namespace])
        page.api = APIAddress.of(["api", "v1", "history", "istag", istag], context, Query().with("namespace", namespace))
        return page
    }
}

extension RecordReader {
    /// A tag's history; nothing where a container names a tag that never was.
    fileprivate func tagMoves(_ istag: String, _ filter: Filter) throws -> Answer {
        do {
            return try history(of: Subject("istag/\(istag)"), filter)
        } catch QuestionError.notFound {
            return Answer(columns: [], rows: [])
        }
    }
}

/// A part of a page with its heading.
func section(_ title: String, _ content: String, id: String? = nil) -> String {
    "<section\(id.map { " id=\"\(htmlEscaped($0))\"" } ?? "")>\n<h2>\(htmlEscaped(title))</h2>\n\(content)</section>\n"
}

/// Facts with their names; the values are HTML.
func definitions(_ facts: [(String, String)]) -> String {
    "<dl class=\"facts\">\n" + facts.map { "<div><dt>\(htmlEscaped($0.0))</dt><dd>\($0.1)</dd></div>\n" }.joined() + "</dl>\n"
}
