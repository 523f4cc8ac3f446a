public import Model
public import Record
internal import SQLite
internal import Texts

/// How many containers of each verdict and form there are at an instant, and how many objects of each kind: what a small picture of
/// some weeks is drawn of.
public struct StandingFigures: Sendable, Equatable {
    /// When the snapshots it is counted from were asked about.
    public let instant: Instant
    /// Containers by verdict.
    public let verdicts: [String: Int64]
    /// Containers on a long reference.
    public let longReferences: Int64
    /// Containers that lag behind their tag, by their image or by what their Pods alone run: those that `stale` lists.
    public let stale: Int64
    /// Containers.
    public let containers: Int64
}

/// How many containers there are of a verdict and form.
public struct VerdictCount: Sendable, Equatable {
    let verdict: String
    let form: String
    let count: Int64
}

extension RecordReader {
    /// Counts what stands at this reader's instant.
    ///
    /// - Parameter known: What ``verdictCounts(_:at:)`` counted there, or ``KeptStates/verdictCounts(_:_:)``.
    public func figures(_ filter: Filter, at instant: Instant, known: [VerdictCount]? = nil) throws -> StandingFigures {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        var verdicts: [String: Int64] = [:]
        var (long, all) = (Int64(0), Int64(0))
        let counts =
            try known
            ?? rows("SELECT verdict, form, count(*) FROM judged_\(condition.clause) GROUP BY verdict, form", condition.values)
            .map { VerdictCount(verdict: $0[0].text ?? "", form: $0[1].text ?? "", count: $0[2].integer ?? 0) }
        for part in counts {
            verdicts[part.verdict, default: 0] += part.count
            if LongForm.isOne(part.form) { long += part.count }
            all += part.count
        }
        let inPods = try staleInPods(filter).reduce(0) { $0 + $1.count }
        return StandingFigures(
            instant: instant, verdicts: verdicts, longReferences: long, stale: (verdicts["stale"] ?? 0) + inPods, containers: all)
    }

    /// How many containers stood at several snapshots, by verdict and form: one pass over all that was ever judged instead of one over what
    /// stood at each. Nil where that is no gain, or not told apart by a snapshot's number: of some namespaces, of several clusters.
    public func verdictCounts(_ filter: Filter, at snapshots: [Int64]) throws -> [[VerdictCount]]? {
        guard snapshots.count > 2, filter.namespaces.isEmpty, try clusters().count == 1, try hasShortHistory(filter) else {
            return nil
        }
        let sums = snapshots.indices.map { place in
            "sum(j.from_snapshot <= ?\(place + 1) AND (j.until_snapshot IS NULL OR j.until_snapshot > ?\(place + 1)))"
        }
        let rows = try rows(
            """
            SELECT m.verdict, m.form, x.* FROM (
                SELECT j.meaning_id, \(sums.joined(separator: ", ")) FROM judgement j
                WHERE j.container_id NOT IN (
                    SELECT b.id FROM workload w JOIN container b ON b.workload_id = w.id WHERE substr(w.name, 1, 2) = '//')
                GROUP BY j.meaning_id
            ) x JOIN meaning m ON m.id = x.meaning_id
            """, snapshots.map { .integer($0) })
        return snapshots.indices.map { place in
            rows.map { row in
                VerdictCount(
                    verdict: row[0].text ?? "", form: row[1].text ?? "", count: row[3 + place].integer ?? 0)
            }.filter { $0.count > 0 }
        }
    }

    /// What stands of each kind in a namespace or everywhere: workloads, image streams and tags.
    public func objectCounts(_ filter: Filter) throws -> (workloads: Int64, streams: Int64, tags: Int64) {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        func count(_ view: String) throws -> Int64 {
            let browse = Browse(Filter(cluster: filter.cluster))
            if filter.namespaces.isEmpty, let view = View.named(view), let count = try standingCount(of: view, browse) {
                return count
            }
            return try rows("SELECT count(*) FROM \(view)\(condition.clause)", condition.values).first?[0].integer ?? 0
        }
        return try (count("workloads"), count("image_streams"), count("istags"))
    }

    /// How many tags' last import failed.
    public func failingImports(_ filter: Filter) throws -> Int64 {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        // In most clusters there are few, and those are found in one table.
        return try rows(
            """
            SELECT count(*) FROM istag_version v JOIN tag_ t ON t.id = v.istag_id JOIN as_of a ON a.cluster_id = t.cluster_id
            \(condition.clause.isEmpty ? "WHERE" : "\(condition.clause) AND") v.import_error_id IS NOT NULL
                AND v.from_snapshot <= a.snapshot_id AND (v.until_snapshot IS NULL OR v.until_snapshot > a.snapshot_id)
            """, condition.values
        ).first?[0].integer ?? 0
    }
}

extension QuestionEngine {
    /// Every namespace in which containers or tags stand, with how many, and how the containers are judged.
    public func namespaces(_ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        let rows = try rows(
            """
            SELECT cluster, namespace, CAST(sum(workloads) AS bigint), CAST(sum(containers) AS bigint), CAST(sum(istags) AS bigint),
                CAST(sum(long) AS bigint), CAST(sum(stale) AS bigint), CAST(sum(unresolved) AS bigint) FROM (
                SELECT cluster, namespace, count(DISTINCT workload_id) AS workloads, count(*) AS containers, 0 AS istags,
                    count(CASE WHEN \(LongForm.condition) THEN 1 END) AS long, count(CASE WHEN verdict = 'stale' THEN 1 END) AS stale,
                    count(CASE WHEN verdict = 'unresolved' THEN 1 END) AS unresolved
                FROM \(links.judgedContainers) j\(condition.clause) GROUP BY cluster, namespace
                UNION ALL
                SELECT cluster, namespace, 0, 0, count(*), 0, 0, 0 FROM istag_ i\(condition.clause) GROUP BY cluster, namespace) both_
            GROUP BY cluster, namespace ORDER BY cluster, namespace
            """, condition.values)
        return try namespaces(filter, counted: rows.map { $0.map(Answer.Cell.init) })
    }

    /// The same, given what is counted of each but for those that lag behind by what their Pods run.
    func namespaces(_ filter: Filter, counted: [[Answer.Cell]]) throws -> Answer {
        let inPods = Dictionary(
            try staleInPods(filter).map { ([ExactText($0.cluster), ExactText($0.namespace)], $0.count) },
            uniquingKeysWith: +)
        let found = counted.map { row in
            var cells = row
            if case .integer(let stale) = row[6] {
                cells[6] = .integer(stale + (inPods[row[..<2].map { ExactText($0.plain) }] ?? 0))
            }
            return cells
        }
        return Answer(
            columns: [
                .init("cluster", isWide: true), .init("namespace"), .init("workloads", .integer), .init("containers", .integer),
                .init("istags", .integer), .init("long_references", .integer), .init("stale", .integer),
                .init("unresolved", .integer),
            ], rows: found, names: found.map { "namespace/\($0[1].plain)" },
            notes: try notes(on: .containers, filter, isEmpty: false))
    }
}

extension RecordReader {
    /// How the clusters stand, counted anew.
    public func overviews(_ filter: Filter) throws -> [ClusterOverview] {
        guard try instant == nil || hasShortHistory(filter) else { return try countedOverviews(filter) }
        return try countedOverviews(filter) { cluster in
            try [View.workloads, .containers, .imageStreams, .istags].map {
                try self.standingCount(of: $0, Browse(Filter(cluster: cluster))) ?? 0
            }
        }
    }
}
