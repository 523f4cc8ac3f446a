public import Model
public import Questions
public import Report
internal import Texts
internal import Words

extension RecordSite {
    /// Writes the pages of one instant as files that open from disk, each linked to by another.
    ///
    /// - Parameter write: Writes a file of that name.
    /// - Returns: How many files there are.
    public func export(
        at instant: Instant?, cluster: String?, language: Language, write: (String, String) throws -> Void
    ) async throws -> Int {
        let log = try await snapshots()
        // The newest snapshot's own instant, so that what is recorded meanwhile is in none of the pages.
        let moment = Moment(
            log: log, cluster: cluster, instant: instant ?? log.asked(cluster).compactMap(\.entries.last?.takenAt).max())
        let folder = SiteFolder()
        var query = Query()
        if let instant = moment.instant { query = query.with("at", instant.description) }
        if let cluster { query = query.with("cluster", cluster) }
        _ = folder.name(of: [], Query())
        try write("site.css", SiteStyle.sheet)
        try write("icon.svg", SiteAssets.icon)
        var count = 2
        while let due = folder.next() {
            guard let name = folder.name(of: due.path, due.query) else { continue }
            let asked = due.query.pairs.reduce(query) { $0.with($1.name, $1.value) }
            var text: String
            do {
                text = try await make(due.path, asked, moment, language, folder: folder).text
            } catch let error as QuestionError {
                text =
                    "<!DOCTYPE html><html lang=\"\(language.rawValue)\"><title>isinventory</title><p>\(htmlEscaped(language == .french ? error.sentences.french : error.sentence))</p></html>\n"
            }
            try write(name, text)
            count += 1
        }
        return count
    }
}

/// A fleet as a folder: an index of its clusters, and each one's pages in a folder of its own below.
public struct FleetFolder: Sendable {
    private let folders: [ExactText: String]

    /// Finds a folder's name for each cluster.
    public init(of clusters: [String]) {
        var taken: Set<String> = []
        var folders: [ExactText: String] = [:]
        for cluster in clusters {
            let plain = Self.plain(cluster)
            var name = plain
            var count = 2
            while !taken.insert(name).inserted {
                name = "\(plain)~\(count)"
                count += 1
            }
            folders[ExactText(cluster)] = name
        }
        self.folders = folders
    }

    /// The folder of a cluster's pages: its name where that is small letters, digits and dashes, and what is left of it where not.
    public func name(of cluster: String) -> String { folders[ExactText(cluster)] ?? Self.plain(cluster) }

    /// Writes the index; each cluster's pages are written by ``RecordSite/export(at:cluster:language:write:)`` into its folder.
    ///
    /// - Parameters:
    ///   - status: A row a cluster, as `status` answers, as of that instant.
    ///   - write: Writes a file of that name.
    /// - Returns: How many files there are.
    public func writeIndex(
        _ status: Answer, at instant: Instant?, settings: SiteSettings, language: Language, write: (String, String) throws -> Void
    ) rethrows -> Int {
        let links = Links(kept: Query(), folder: SiteFolder())
        let context = PageContext(
            moment: Moment(log: .empty, cluster: nil, instant: instant), path: [], query: Query(), words: SiteWords(language),
            links: links, settings: settings)
        let index = FleetIndex(status: status, context: context) { "\(name(of: $0))/index.html" }
        try write("index.html", Frame(page: index.page(), context: context).rendered())
        try write("site.css", SiteStyle.sheet)
        try write("icon.svg", SiteAssets.icon)
        return 3
    }

    /// Safe in any file system, also where letters' case tells no two apart; never empty, and no other file of the folder.
    private static func plain(_ cluster: String) -> String {
        let safe = cluster.lowercased().unicodeScalars.prefix(60).map { scalar -> Character in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-" ? Character(scalar) : "_"
        }
        return safe.isEmpty ? "_" : String(safe)
    }
}
