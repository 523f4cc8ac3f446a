internal import Model
internal import Record
internal import SQLite

// The beginning of a long list, and how long it is, without reading all of it.
extension RecordReader {
    /// Views whose rows are found by their namespace, and are told in the order of namespaces.
    private static let byNamespace: Set<String> = [
        "workloads", "containers", "verdicts", "running", "image_streams", "istags", "workloads_history", "containers_history",
        "verdicts_history", "running_history", "image_streams_history", "istags_history",
    ]
    /// How far into a list it is worth while to go from its beginning.
    private static let farthest = 1_000

    /// The rows of a list's beginning, read a few namespaces at a time; nil where it must be read and put in order whole.
    func firstRows(of view: View, _ browse: Browse) throws -> [[Answer.Cell]]? {
        guard Self.byNamespace.contains(view.name), let limit = browse.limit, browse.offset + limit <= Self.farthest,
            browse.sort == nil, browse.filter.namespaces.isEmpty, browse.filter.names.isEmpty
        else { return nil }
        let wanted = max(0, browse.offset) + limit
        var found: [[Answer.Cell]] = []
        for cluster in try clusters().map(\.cluster).sorted(by: Self.isBefore) where browse.filter.asks(cluster) {
            let namespaces = try rows(
                "SELECT n.name FROM namespace_ n WHERE n.cluster = ?1 ORDER BY n.name", [.text(cluster)]
            ).compactMap { $0[0].text }
            // Twice as many each time: most lists are full after the first, and few statements serve all.
            var (place, count) = (0, 1)
            while place < namespaces.count, found.count < wanted {
                let batch = namespaces[place..<min(place + count, namespaces.count)]
                var part = browse
                part.filter.cluster = cluster
                part.filter.namespaces = batch + Array(repeating: batch[batch.startIndex], count: count - batch.count)
                found += try answer(
                    from: view, part.condition(over: view), order: view.order, part: " LIMIT \(wanted - found.count)"
                ).rows
                place += count
                count = min(count * 2, 256)
            }
            if found.count >= wanted { break }
        }
        return Array(found.dropFirst(max(0, browse.offset)))
    }

    /// As SQLite orders texts: by their bytes.
    private static func isBefore(_ left: String, _ right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }

    /// What of those tables no view shows: what owners' objects need (``Workload/ID/neededOwner(in:)``) stands beside the workloads.
    private static let unseen = [
        "workload_version": "JOIN workload_version v ON v.workload_id = +w.id",
        "judgement": "JOIN container b ON b.workload_id = +w.id JOIN judgement v ON v.container_id = +b.id",
        "container_version": "JOIN container b ON b.workload_id = +w.id JOIN container_version v ON v.container_id = +b.id",
    ]

    /// The tables whose open rows are a view's, or all of whose rows are a history's.
    private static let tables = [
        "workloads": "workload_version", "containers": "judgement", "verdicts": "judgement",
        "image_streams": "image_stream_version", "istags": "istag_version",
        "workloads_history": "workload_version", "containers_history": "container_version", "verdicts_history": "judgement",
        "image_streams_history": "image_stream_version", "istags_history": "istag_version",
    ]

    /// The tables whose indexes of what stands have a row for each of a view's.
    private static let standing = [
        "workloads": "workload_version", "containers": "container_version", "verdicts": "container_version",
        "image_streams": "image_stream_version", "istags": "istag_version",
    ]

    /// Whether so little ever changed that what stood at an instant is sooner counted in all that ever was than put together.
    func hasShortHistory(_ filter: Filter) throws -> Bool {
        let condition = filter.condition(over: ["cluster"], name: "")
        let row = try rows(
            "SELECT sum(changes), max(containers + istags) FROM snapshots\(condition.clause)", condition.values
        ).first
        return (row?[0].integer ?? 0) < 16 * (row?[1].integer ?? 0)
    }

    /// How many rows a view has in all, or of one cluster, counted without the names of any; nil where somebody asks for less than that.
    func standingCount(of view: View, _ browse: Browse) throws -> Int64? {
        // A history shows what was and what came later as well.
        let isHistory = view.name.hasSuffix("_history")
        let isNow = instant == nil && !isHistory
        guard let table = (isNow ? Self.standing : Self.tables)[view.name], browse.matches.isEmpty, browse.text == nil,
            browse.filter == Filter(cluster: browse.filter.cluster)
        else { return nil }
        let stands =
            isHistory
            ? "?1 IS NOT NULL"
            : isNow
                ? "?1 IS NOT NULL AND v.until_snapshot IS NULL"
                : "v.from_snapshot <= ?1 AND (v.until_snapshot IS NULL OR v.until_snapshot > ?1)"
        return try clusters().filter { browse.filter.asks($0.cluster) }.reduce(0) { sum, standing in
            guard let snapshot = standing.snapshot ?? (isHistory ? 0 : nil) else { return sum }
            // A version begins with a snapshot of its own cluster.
            let own =
                try clusters().count == 1
                ? ""
                : "AND EXISTS (SELECT 1 FROM snapshot s JOIN cluster c ON c.id = s.cluster_id WHERE s.id = v.from_snapshot AND c.name = ?2)"
            func count(_ source: String) throws -> Int64 {
                try rows(
                    """
                    SELECT count(*) FROM \(source) \(stands) \(own)
                    """, [.integer(snapshot)] + (own.isEmpty ? [] : [.text(standing.cluster)])
                ).first?[0].integer ?? 0
            }
            let unseen = try Self.unseen[table].map { try count("workload w \($0) WHERE substr(w.name, 1, 2) = '//' AND") } ?? 0
            return try sum + count("\(table) v WHERE") - unseen
        }
    }
}
