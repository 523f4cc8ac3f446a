internal import Model
internal import Record
internal import SQLite
internal import Texts

extension QuestionEngine {
    /// When each cluster was looked at, oldest first.
    private func snapshotTimes(of cluster: String?) throws -> [ExactText: [Instant]] {
        let condition = Filter(cluster: cluster).condition(over: ["cluster"], name: "")
        var times: [ExactText: [Instant]] = [:]
        for row in try rows(
            "SELECT cluster, taken FROM look_\(condition.clause) ORDER BY cluster, taken", condition.values)
        {
            if let cluster = row[0].text, let time = Instant(row[1].integer) {
                times[ExactText(cluster), default: []].append(time)
            }
        }
        return times
    }

    /// Every snapshot, with its gaps told in the notes.
    public func snapshots(_ filter: Filter = Filter()) throws -> Answer {
        var answer = try standing(.snapshots, Filter(cluster: filter.cluster))
        let times = try snapshotTimes(of: filter.cluster)
        for cluster in times.keys.sorted() {
            answer.notes += Gap.all(of: cluster.text, times[cluster] ?? []).map(Note.gap)
        }
        return answer
    }

    /// How the record stands, a row a cluster.
    public func status(_ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        let overviews = try overviews(Filter(cluster: filter.cluster))
        let standings = Dictionary(try clusters().map { (ExactText($0.cluster), $0) }) { first, _ in first }
        var notes: [Note] = []
        for overview in overviews {
            notes += overview.gaps.map(Note.gap)
            guard let standing = standings[ExactText(overview.cluster)] else { continue }
            let kinds =
                try kindsOfWorkloads(in: overview.cluster) + [.imageStream, .imageStreamTag] + podKinds(of: overview.cluster)
            notes += try coverageNotes(of: standing, kinds: kinds, Filter())
        }
        if overviews.isEmpty { notes.append(.nothingRecorded(at: instant)) }
        return Answer(
            columns: [
                .init("cluster"), .init("snapshots", .integer), .init("first", .time), .init("newest", .time),
                .init("incomplete", .integer), .init("changes", .integer), .init("gaps", .integer),
                .init("workloads", .integer), .init("containers", .integer), .init("image_streams", .integer),
                .init("istags", .integer),
            ], rows: overviews.map(\.cells), names: overviews.map { "cluster/\($0.cluster)" }, notes: notes)
    }

    /// How the clusters stand, counted over all of their snapshots and all that stands.
    ///
    /// - Parameter standing: Counts workloads, containers, image streams and istags of a cluster, where that is cheaper than by the views.
    public func countedOverviews(
        _ filter: Filter, standing: ((String) throws -> [Int64])? = nil
    ) throws -> [ClusterOverview] {
        let condition = filter.condition(over: ["cluster"], name: "")
        let rows = try rows(
            """
            SELECT cluster, count(*), min(taken_at), max(taken_at),
                CAST(sum(CASE
                    WHEN complete = 0 AND (cluster, snapshot) IN (SELECT l.cluster, l.snapshot FROM look_ l) THEN 1 ELSE 0 END
                ) AS BIGINT), CAST(sum(changes) AS BIGINT)
            FROM snapshots\(condition.clause) GROUP BY cluster ORDER BY cluster
            """, condition.values)
        let times = try snapshotTimes(of: filter.cluster)
        let counts =
            try standing == nil
            ? ["workloads", "judged_", "image_streams", "istags"].map { try standingCounts($0, condition) } : []
        return try rows.map { row in
            let cluster = row[0].text ?? ""
            return try ClusterOverview(
                cluster: cluster, snapshots: row[1].integer ?? 0, first: row[2].text, newest: row[3].text,
                incomplete: row[4].integer, changes: row[5].integer, gaps: Gap.all(of: cluster, times[ExactText(cluster)] ?? []),
                standing: standing?(cluster) ?? counts.map { $0[ExactText(cluster)] ?? 0 })
        }
    }

    private func standingCounts(_ view: String, _ condition: Filter.Condition) throws -> [ExactText: Int64] {
        Dictionary(
            try rows("SELECT cluster, count(*) FROM \(view)\(condition.clause) GROUP BY cluster", condition.values).map {
                (ExactText($0[0].text ?? ""), $0[1].integer ?? 0)
            }
        ) { first, _ in first }
    }
}
