internal import Model
internal import NIOPosix
public import Questions
internal import Record
internal import Report
internal import Texts

/// A fleet as pages: an index of its clusters, and each cluster's own pages over a copy of what the fleet has of it.
///
/// `cluster=` in an address says whose page it is, and all links of a cluster's pages carry it. A copy is made when its cluster is first
/// asked for, and brought up to date while it is; so many stay open as were asked for last.
public actor FleetSite: WebSite {
    /// Where a fleet is asked; each call may take its time.
    public struct Source: Sendable {
        let status: @Sendable () throws -> Answer
        let copy: @Sendable (_ cluster: String) throws -> String

        /// Tells how the fleet is asked.
        ///
        /// - Parameters:
        ///   - status: A row a cluster, as `status` answers.
        ///   - copy: Brings a cluster's copy up to date, and says where it is.
        public init(
            status: @escaping @Sendable () throws -> Answer, copy: @escaping @Sendable (_ cluster: String) throws -> String
        ) {
            self.status = status
            self.copy = copy
        }
    }

    private struct Open {
        let site: RecordSite
        var askedAt: ContinuousClock.Instant
        var copiedAt: ContinuousClock.Instant
    }

    private let source: Source
    private let settings: SiteSettings
    private let most: Int
    private let threads = NIOThreadPool(numberOfThreads: 2)
    private var open: [ExactText: Open] = [:]
    private var copying: [ExactText: Task<String, any Error>] = [:]
    private var listing: (task: Task<Answer, any Error>, at: ContinuousClock.Instant)?

    /// How long what was learnt of the fleet is told again.
    private let patience: (status: Duration, copy: Duration)

    /// Serves a fleet, with the pages of at most so many clusters open.
    public init(_ source: Source, settings: SiteSettings, most: Int = 8) {
        self.init(source, settings: settings, most: most, patience: (.seconds(15), .seconds(60)))
    }

    init(_ source: Source, settings: SiteSettings, most: Int, patience: (status: Duration, copy: Duration)) {
        self.source = source
        self.patience = patience
        self.settings = settings
        self.most = most
        threads.start()
    }

    deinit { threads.shutdownGracefully { _ in } }

    /// How many clusters' pages are open.
    var openClusters: Int { open.count }

    /// Answers an address.
    public func answer(_ request: WebRequest) async -> WebAnswer {
        if let answer = SiteAssets.answer(request) { return answer }
        guard let path = request.components, let query = Query(request.query) else {
            return WebAnswer(status: 400, body: RequestRefusal.noAddress.text)
        }
        if path == ["healthz"] { return WebAnswer(body: "ok\n") }
        if path == ["api", "v1", "openapi.json"] { return OpenAPI(settings.version).document }
        let language =
            query["lang"].flatMap(Language.init(rawValue:)) ?? Language(accepted: request.languages) ?? settings.language
        do {
            let clusters = try await status()
            if path == ["readyz"] { return WebAnswer(body: "ok\n") }
            guard let name = query["cluster"] else {
                return path.first == "api" ? Self.unnamed(clusters) : index(clusters, path, query, language)
            }
            guard clusters.rows.contains(where: { $0[0] == .text(name) }) else {
                let known = clusters.rows.map { $0[0].plain }
                throw QuestionError.notFound(
                    what: .cluster, name: name, within: .fleet, suggestions: known.count > 5 ? [] : known)
            }
            return await (try site(of: name)).answer(request)
        } catch {
            let failure = Failure(error)
            return path.first == "api" ? failure.json : document(failure, query, language)
        }
    }

    // MARK: Copies

    /// What the fleet says of its clusters, asked once by all who want it at once.
    private func status() async throws -> Answer {
        let now = ContinuousClock.now
        if let listing, now - listing.at < patience.status { return try await listing.task.value }
        let task = Task { [threads, source] in try await threads.runIfActive { try source.status() } }
        listing = (task, now)
        do { return try await task.value } catch {
            if listing?.at == now { listing = nil }
            throw error
        }
    }

    /// The first time the copy is waited for; later on it is brought up to date beside, and what it was is shown meanwhile.
    private func site(of name: String) async throws -> RecordSite {
        let key = ExactText(name)
        let now = ContinuousClock.now
        if var known = open[key] {
            if now - known.copiedAt > patience.copy {
                known.copiedAt = now
                _ = copy(name)
            }
            known.askedAt = now
            open[key] = known
            return known.site
        }
        let path = try await copy(name).value
        if let known = open[key] { return known.site }
        let site = RecordSite(path: path, settings: settings)
        open[key] = Open(site: site, askedAt: now, copiedAt: now)
        while open.count > most, let oldest = open.min(by: { $0.value.askedAt < $1.value.askedAt })?.key, oldest != key {
            open[oldest] = nil
        }
        return site
    }

    private func copy(_ name: String) -> Task<String, any Error> {
        let key = ExactText(name)
        if let task = copying[key] { return task }
        let task = Task { [threads, source] in
            defer { copying[key] = nil }
            return try await threads.runIfActive { try source.copy(name) }
        }
        copying[key] = task
        return task
    }

    // MARK: Pages

    /// The clusters with how their records stand; each leads to its own page of that address.
    private func index(_ status: Answer, _ path: [String], _ query: Query, _ language: Language) -> WebAnswer {
        let context = context(query, language)
        let index = FleetIndex(status: status, context: context) { context.links.to(path, query.with("cluster", $0)) }
        return Frame(page: index.page(), context: context).answer
    }

    private func document(_ failure: Failure, _ query: Query, _ language: Language) -> WebAnswer {
        let context = context(query, language)
        let home = link(context.links.to(), htmlEscaped(context.words(.fleet)))
        var page = Page(
            title: context.words(failure.title), body: failure.paragraph(language) + "<p>\(home)</p>\n")
        page.status = failure.status
        page.hasTime = false
        page.isOfFleet = true
        return Frame(page: page, context: context).answer
    }

    private func context(_ query: Query, _ language: Language) -> PageContext {
        PageContext(
            moment: Moment(log: .empty, cluster: nil, instant: nil), path: [], query: Query().with("lang", query["lang"]),
            words: SiteWords(language), links: Links(kept: Query().with("lang", query["lang"]), folder: nil), settings: settings)
    }

    private static func unnamed(_ status: Answer) -> WebAnswer {
        let names = status.rows.map { JSONString.visible($0[0].plain) }.joined(separator: ", ")
        return WebAnswer(
            status: 400, contentType: "application/json",
            body: "{\"error\": \(JSONString.plain(APIFault.noCluster.sentence)), \"clusters\": [\(names)]}\n")
    }
}
