internal import Model
internal import Questions
public import Report

/// What a page says, before it is put into the frame that all pages share.
struct Page: Sendable {
    /// The heading, as text.
    var title: String
    /// Where it lies: titles and addresses of the pages above it.
    var crumbs: [(title: String, href: String?)] = []
    /// A sentence below the heading, as text.
    var lead: String?
    /// The content, as HTML.
    var body: String
    /// The command that gives the same, word by word.
    var command: [String] = []
    /// What the reader must know beside.
    var notes: [Note] = []
    /// Where the API says the same.
    var api: String?
    /// Whether it tells of one instant, so that the ruler stands above it.
    var hasTime = true
    /// Whether it is about all clusters of a fleet, none of whose pages it leads to but by their clusters.
    var isOfFleet = false
    /// The status's number.
    var status = 200
}

/// What a page is made for: the question, the state it is about, the words and the links.
struct PageContext: Sendable {
    let moment: Moment
    let path: [String]
    let query: Query
    let words: SiteWords
    let links: Links
    let settings: SiteSettings

    /// Whether it is for people who read French; the API speaks English to programs, whatever their users read.
    var isFrenchPage: Bool { words.language == .french && path.first != "api" }

    /// A short name for what stands at the instant asked about and what is known of before: instants between two snapshots have the same.
    func state(_ names: String...) -> String {
        ([moment.state, moment.whole, moment.cluster ?? ""] + names).joined(separator: "\u{2}")
    }

    /// The filter that the address asks for, with what the path adds.
    func filter(namespace: String? = nil) -> Filter {
        Filter(cluster: moment.cluster, namespaces: namespace.map { [$0] } ?? query.all("namespace"))
    }

    /// `isinventory …` with the cluster, the instant and the file, as a person would type it.
    func command(_ words: String..., namespaces: [String] = [], hasTime: Bool = true) -> [String] {
        command(words, namespaces: namespaces, hasTime: hasTime)
    }

    func command(_ words: [String], namespaces: [String] = [], hasTime: Bool = true) -> [String] {
        var all = ["isinventory"] + words
        for namespace in namespaces { all += ["-n", namespace] }
        if hasTime, let instant = moment.instant { all += ["--at", instant.description] }
        if let cluster = moment.cluster { all += ["--cluster", cluster] }
        if let database = settings.database { all += ["--db", database] }
        return all
    }
}

/// What a site says of itself.
public struct SiteSettings: Sendable {
    /// The program's version.
    public var version: String
    /// Which build of that version it is (``BuildMark``), for the names of answers; pages do not show it.
    public var build: String
    /// The record's path, where somebody named it; commands that a page shows name it too.
    public var database: String?
    /// The language of who asks for none.
    public var language: Language
    /// Seconds that one statement of SQL may take.
    public var statementSeconds: Double = 10
    /// Rows that one statement of SQL may answer.
    public var statementRows = 1_000
    /// Whether each page is of one cluster of a fleet, with an index of all at `/`.
    public var isOfFleet = false

    /// Describes a site.
    public init(version: String, build: String = "", database: String? = nil, language: Language = .english) {
        self.version = version
        self.build = build
        self.database = database
        self.language = language
    }
}
