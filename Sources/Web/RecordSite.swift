internal import Hashing
internal import Model
internal import NIOCore
internal import Questions
internal import Record
internal import Report
internal import Synchronization

/// The record as pages and as an API: every question that the program answers, asked by address.
public final class RecordSite: WebSite {
    let settings: SiteSettings
    let path: String
    let readers: ReaderPool
    /// People's SQL, so that it holds up nobody else.
    let consoles: ReaderPool
    /// Weekly reports, which read much.
    let reports: ReaderPool
    let figures = Remembered<StandingFigures>(most: 2_000)
    let facets = Remembered<[Facet]>(most: 200)
    /// How many rows lists have.
    let totals = Remembered<Int64>(most: 2_000)
    /// What was asked of a state whole, as far as a page shows it.
    let findingParts = Remembered<FindingPart>(most: 200)
    let longReferenceCounts = Remembered<[LongReferences.Count]>(most: 200)
    let namespaceLists = Remembered<Answer>(most: 50)
    /// What stood at any snapshot, in numbers.
    let keptStates = StatesInMemory()
    let overviewNews = Remembered<OverviewNews>(most: 200)
    /// Held while news are looked up: of a week in which all came, they are a hundred thousand events, which one reader may hold at a time.
    let newsLookup = Mutex(())
    private let cache = AnswerCache(mostBytes: 24 << 20)
    private let log = Mutex<(signature: FileSignature, log: SnapshotLog)?>(nil)

    /// Seconds that a question may take that is no statement of SQL.
    static let patience = 25.0

    /// Serves a record. The file is opened when it is first asked.
    public init(path: String, settings: SiteSettings) {
        self.path = path
        self.settings = settings
        readers = ReaderPool(path: path, readers: 3, cacheKiB: 12_288)
        consoles = ReaderPool(path: path, readers: 2, mostWaiting: 16)
        reports = ReaderPool(path: path, readers: 1, mostWaiting: 32)
    }

    /// Answers an address.
    public func answer(_ request: WebRequest) async -> WebAnswer {
        if let answer = SiteAssets.answer(request) { return answer }
        guard let path = Self.components(request.path), let query = Query(request.query) else {
            return WebAnswer(status: 400, body: RequestRefusal.noAddress.text)
        }
        let language =
            query["lang"].flatMap(Language.init(rawValue:)) ?? Language(accepted: request.languages) ?? settings.language
        for _ in 0..<3 {
            do { return try await answer(request, path, query, language) } catch { log.withLock { $0 = nil } }
        }
        return Failure(TooBusy()).page(self, path, query, language)
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
            return isAPI ? failure.json : failure.page(self, path, query, language)
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
        let page = try await page(context)
        return document(page, context)
    }

    func document(_ page: Page, _ context: PageContext) -> WebAnswer {
        WebAnswer(
            status: page.status, contentType: "text/html; charset=utf-8", body: Frame(page: page, context: context).rendered()
        )
        .with("Content-Security-Policy", SiteAssets.policy)
    }

    /// The parts of a path, decoded; nil where it is none.
    static func components(_ path: String) -> [String]? {
        var parts: [String] = []
        for part in path.split(separator: "/") {
            guard let text = Percent.decoded(part), !text.utf8.contains(0) else { return nil }
            parts.append(text)
        }
        return parts
    }
}

extension RecordSite {
    /// The state that a question is about.
    func moment(_ query: Query) async throws -> Moment {
        let instant = try query["at"].map { text in
            guard let instant = Instant(expression: text, now: .now) else {
                throw QuestionError.malformed(.time("'\(text)'"))
            }
            return instant
        }
        return Moment(log: try await snapshots(), cluster: query["cluster"], instant: instant)
    }

    /// All snapshots there are, read again where the file was written to.
    func snapshots() async throws -> SnapshotLog {
        let signature = FileSignature(path: path)
        if let known = log.withLock({ $0 }), known.signature == signature { return known.log }
        let read = try await readers.ask(at: nil, within: Self.patience) { try SnapshotLog($0) }
        log.withLock { $0 = (signature, read) }
        return read
    }

    func ask<Result: Sendable>(
        _ context: PageContext, at instant: Instant? = nil, _ body: @escaping @Sendable (RecordReader) throws -> Result
    ) async throws -> Result {
        let moment = context.moment
        return try await readers.ask(at: instant ?? moment.instant, within: Self.patience) { record in
            // The answer, the seal beside it and its name are of one state, also while somebody records.
            if instant == nil {
                let shown = Dictionary(
                    moment.shown.map { ($0.cluster, $0.entry.number) }, uniquingKeysWith: { first, _ in first })
                for standing in try record.clusters() where moment.cluster ?? standing.cluster == standing.cluster {
                    guard shown[standing.cluster] == standing.snapshot else { throw HasMoved() }
                }
            }
            return try body(record)
        }
    }

    private func health(_ request: WebRequest) async throws -> WebAnswer {
        if request.path == "/healthz" { return WebAnswer(body: "ok\n") }
        _ = try await snapshots()
        return WebAnswer(body: "ok\n")
    }
}

/// Something was recorded while the question was asked.
private struct HasMoved: Error {}

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

/// Bytes as hexadecimal digits.
enum Hex {
    static func byte(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}

extension Language {
    /// The first language of `Accept-Language` that there is.
    init?(accepted header: String) {
        for part in header.split(separator: ",") {
            let name = part.split(separator: ";")[0].filter { $0 != " " }.lowercased()
            if let language = Language(rawValue: String(name.prefix(2))) {
                self = language
                return
            }
        }
        return nil
    }
}
