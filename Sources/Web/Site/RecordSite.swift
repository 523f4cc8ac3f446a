internal import Model
internal import Questions
internal import Record
internal import Report
internal import Synchronization

/// The record as pages and as an API: every question that the program answers, asked by address.
public final class RecordSite: Sendable {
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
    let cache = AnswerCache(mostBytes: 24 << 20)
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

    /// Lets them be read again, since something was recorded meanwhile.
    func forgetSnapshots() { log.withLock { $0 = nil } }

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
}

/// Something was recorded while the question was asked.
struct HasMoved: Error {}
