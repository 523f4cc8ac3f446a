internal import Hashing
internal import Model
internal import Questions
internal import Report

// Which page or which answer of the API an address is.
extension RecordSite: WebSite {
    /// Answers an address.
    public func answer(_ request: WebRequest) async -> WebAnswer {
        if let answer = SiteAssets.answer(request) { return answer }
        guard let path = request.components, let query = Query(request.query) else {
            return WebAnswer(status: 400, body: RequestRefusal.noAddress.text)
        }
        let language =
            query["lang"].flatMap(Language.init(rawValue:)) ?? Language(accepted: request.languages) ?? settings.language
        for _ in 0..<3 {
            do { return try await answer(request, path, query, language) } catch { forgetSnapshots() }
        }
        return Failure(TooBusy()).page(settings, query, language)
    }

    private func answer(_ request: WebRequest, _ path: [String], _ query: Query, _ language: Language) async throws -> WebAnswer {
        let isAPI = path.first == "api"
        do {
            if path == ["healthz"] || path == ["readyz"] { return try await health(request) }
            let moment = try await moment(query)
            let key = [
                language.rawValue, request.path, query.text, times(query), moment.instant?.description ?? "", moment.state,
                moment.whole,
            ].joined(separator: "\u{2}")
            let isForEver = isAPI && isForEver(moment, request, query)
            let tag = etag(moment, request, query, language, isForEver)
            if let known = request.known, Self.matches(known, tag) {
                return caching(.init(status: 304, body: ""), tag, isForEver)
            }
            if let kept = cache.answer(key) { return kept }
            let answer = caching(try await make(path, query, moment, language), tag, isForEver)
            if answer.status == 200 { cache.keep(answer, for: key) }
            return answer
        } catch let error where !(error is HasMoved) {
            let failure = Failure(error)
            return isAPI ? failure.json : failure.page(settings, query, language)
        }
    }

    /// Where a folder is written, or the pages are asked by whom they belong to.
    func make(
        _ path: [String], _ query: Query, _ moment: Moment, _ language: Language, folder: SiteFolder? = nil
    ) async throws -> WebAnswer {
        var kept = Query()
        for name in ["at", "cluster", "lang"] where query[name] != nil {
            kept = kept.with(name, name == "at" ? moment.instant?.description : query[name])
        }
        let context = PageContext(
            moment: moment, path: path, query: query, words: SiteWords(language), links: Links(kept: kept, folder: folder),
            settings: settings)
        if path.first == "api" { return try await API(site: self, context: context).answer() }
        if path.count == 2, path[0] == "report" { return try await reportDocument(path[1], context) }
        return Frame(page: try await page(context), context: context).answer
    }

    private func health(_ request: WebRequest) async throws -> WebAnswer {
        if request.path == "/healthz" { return WebAnswer(body: "ok\n") }
        _ = try await snapshots()
        return WebAnswer(body: "ok\n")
    }
}

// How long an answer holds.
extension RecordSite {
    /// A name for what is answered: the seals of what is told, the question, the build of the program.
    private func etag(_ moment: Moment, _ request: WebRequest, _ query: Query, _ language: Language, _ isForEver: Bool) -> String
    {
        // What stood at an instant hangs on the snapshots that show it; pages and intervals hang on all there are.
        let state = isForEver ? moment.state : moment.whole + "\u{3}" + moment.state
        let instant = moment.instant?.description ?? ""
        let text = [
            settings.version, settings.build, language.rawValue, request.path, query.without("at").text, times(query), instant,
            state,
        ].joined(separator: "\u{2}")
        return "\"\(SHA256.hash(data: Array(text.utf8)).prefix(16).map { Hex.byte($0) }.joined())\""
    }

    /// The other times that an address names, `7d` as what it means now.
    private func times(_ query: Query) -> String {
        ["since", "from", "to"].map { (try? query.instant($0))?.description ?? "" }.joined(separator: "\u{1}")
    }

    /// Whether nothing that will be recorded changes the answer: it tells of one settled instant, and of no intervals.
    private func isForEver(_ moment: Moment, _ request: WebRequest, _ query: Query) -> Bool {
        guard moment.isSettled, query["since"] == nil, !request.path.hasSuffix("_history") else { return false }
        let asked = request.path.split(separator: "/").dropFirst(2).first.map(String.init) ?? ""
        return View.named(asked) != nil || ["stale", "problems", "status"].contains(asked)
    }

    private func caching(_ answer: WebAnswer, _ tag: String, _ isForEver: Bool) -> WebAnswer {
        guard answer.status == 200 || answer.status == 304 else { return answer }
        return answer.with("ETag", tag).with("Vary", "Accept-Language, Authorization")
            .with("Cache-Control", isForEver ? "private, max-age=31536000, immutable" : "private, no-cache")
    }

    private static func matches(_ known: String, _ tag: String) -> Bool {
        known == "*"
            || known.split(separator: ",").contains { part in
                let trimmed = part.drop { $0 == " " }
                return trimmed == tag || trimmed == "W/\(tag)"
            }
    }
}
