public import Record
internal import SQLite

extension RecordReader {
    /// What somebody who typed a few letters may mean: namespaces, workloads, streams, tags and images that stand or ever stood, by
    /// their names, a digest's beginning, or a part of a reference.
    ///
    /// - Parameter limit: Rows at most of each kind.
    public func search(_ text: String, _ filter: Filter = Filter(), limit: Int = 20) throws -> Answer {
        try refuseUnknownPlaces(filter)
        let wanted = text.trimmedSpaces
        var rows: [[Answer.Cell]] = []
        var notes: [Note] = []
        if !wanted.isEmpty {
            for part in Search.parts {
                var condition = filter.condition(over: part.hasPlace ? ["cluster", "namespace"] : [], name: "")
                condition.add(part.condition, .text(wanted))
                let found = try cells("\(part.sql)\(condition.clause)\(part.order) LIMIT \(limit + 1)", condition.values)
                if found.count > limit { notes.append(.moreFound(part.things, than: limit)) }
                rows += found.prefix(limit)
            }
        }
        if rows.isEmpty { notes.insert(.nothingCalled(wanted), at: 0) }
        return Answer(
            columns: [
                .init("what"), .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"),
                .init("image", .digest),
            ], rows: rows, notes: notes)
    }
}

/// What is searched, a kind of things at a time.
private struct Search {
    let things: Note.SearchPart
    let sql: String
    let condition: String
    let order: String
    var hasPlace = true

    static let parts = [
        Search(
            things: .namespaces,
            sql: "SELECT DISTINCT 'namespace', cluster, name AS namespace, NULL, name, NULL FROM namespace_",
            condition: "instr(lower(name), lower(?)) > 0", order: " ORDER BY length(name), name", hasPlace: false),
        Search(
            things: .workloads,
            sql: """
                SELECT 'workload', cluster, namespace, kind, name, NULL FROM (
                    SELECT n.cluster, n.name AS namespace, k.name AS kind, w.name FROM namespace_ n
                    JOIN workload w ON w.namespace_id = n.id AND substr(w.name, 1, 2) <> '//' JOIN kind k ON k.id = w.kind_id)
                """, condition: "instr(lower(name), lower(?)) > 0", order: " ORDER BY length(name), name, namespace, kind"),
        Search(
            things: .imageStreams,
            sql: """
                SELECT 'image stream', cluster, namespace, 'ImageStream', name, NULL FROM (
                    SELECT n.cluster, n.name AS namespace, i.name FROM namespace_ n JOIN image_stream i ON i.namespace_id = n.id)
                """, condition: "instr(lower(name), lower(?)) > 0", order: " ORDER BY length(name), name, namespace"),
        Search(
            things: .imageStreamTags,
            sql: "SELECT 'istag', cluster, namespace, 'ImageStreamTag', name, NULL FROM tag_",
            condition: "instr(lower(name), lower(?)) > 0", order: " ORDER BY length(name), name, namespace"),
        Search(
            things: .digests, sql: "SELECT 'image', NULL, NULL, NULL, text, text FROM digest_",
            condition: "(substr(text, 1, length(?)) = lower(?) OR substr(text, 8, length(?)) = lower(?))",
            order: " ORDER BY text",
            hasPlace: false),
        Search(
            things: .references, sql: "SELECT 'reference', NULL, NULL, NULL, text, text FROM reference_",
            condition: "digest_id IS NULL AND instr(lower(text), lower(?)) > 0", order: " ORDER BY length(text), text",
            hasPlace: false),
    ]
}

extension String {
    fileprivate var trimmedSpaces: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
