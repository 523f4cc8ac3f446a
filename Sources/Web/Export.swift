public import Model
internal import Questions
public import Report
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
