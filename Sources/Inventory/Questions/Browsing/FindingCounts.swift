internal import Model
public import Record
internal import SQLite
internal import Texts

/// How many of something that a team should look at stand in a namespace, for monitors.
public struct FindingCount: Sendable, Hashable {
    /// What is counted, in the order it is told.
    public enum Finding: String, Sendable, CaseIterable {
        /// Tags whose last import failed.
        case failingImport = "failing-import"
        /// Containers that lag behind their tag, by their image or by what their Pods alone run: what `stale` tells.
        case stale
        /// Containers on a long reference.
        case longReference = "long-reference"
        /// Containers whose short name nothing resolved.
        case unresolved
        /// Containers of which Pods run something else than their template says, as far as the record knows what Pods run.
        case drift
    }

    /// The cluster's name.
    public let cluster: String
    /// The namespace; nil sums up those that are not told one by one.
    public let namespace: String?
    /// What is counted.
    public let finding: Finding
    /// How many.
    public let count: Int64

    /// Describes a count.
    package init(cluster: String, namespace: String?, finding: Finding, count: Int64) {
        self.cluster = cluster
        self.namespace = namespace
        self.finding = finding
        self.count = count
    }
}

extension RecordReader {
    /// SQL: whether a container of `judged_ j` runs several images, or another than its image or its tag pins by that very digest. Of the
    /// others, which are nearly all, nothing more need be asked.
    private static let mayDiffer = """
        (SELECT count(*) > 1 OR max(v.naming <> 0 OR v.digest_id <> coalesce((
            SELECT r.digest_id FROM container_version c JOIN reference r ON r.id = c.reference_id
            WHERE c.container_id = j.container_id AND c.from_snapshot = j.state_from), j.istag_digest_id))
        FROM running_version v WHERE v.container_id = j.container_id AND v.from_snapshot <= j.shown_by
            AND (v.until_snapshot IS NULL OR v.until_snapshot > j.shown_by))
        """

    /// What teams should look at, counted by namespace.
    ///
    /// - Parameter most: Namespaces told one by one, those with the most first; a monitor keeps every series for weeks, so there must be
    ///   an end to them.
    public func findingCounts(most: Int = 200) throws -> [FindingCount] {
        let containers = try rows(
            """
            SELECT cluster, namespace, sum(verdict = 'stale'), sum(\(LongForm.condition)), sum(verdict = 'unresolved'),
                sum(CASE WHEN \(RecordReader.mayDiffer) THEN (
                    SELECT u.runs FROM runs_ u
                    WHERE u.container_id = j.container_id AND u.judged_from = j.judged_from AND u.at = j.shown_by
                ) IN ('differs', 'mixed') END)
            FROM judged_ j GROUP BY cluster, namespace
            """)
        let tags = try rows(
            "SELECT cluster, namespace, count(*) FROM istags WHERE import_error IS NOT NULL GROUP BY cluster, namespace")
        var counts: [[ExactText]: [FindingCount.Finding: Int64]] = [:]
        func place(_ row: [Value]) -> [ExactText] { row[..<2].map { ExactText($0.text ?? "") } }
        for row in containers {
            let found: [FindingCount.Finding] = [.stale, .longReference, .unresolved, .drift]
            for (finding, value) in zip(found, row[2...]) {
                counts[place(row), default: [:]][finding] = value.integer ?? 0
            }
        }
        for found in try staleInPods(Filter()) {
            counts[[ExactText(found.cluster), ExactText(found.namespace)], default: [:]][.stale, default: 0] += found.count
        }
        for row in tags { counts[place(row), default: [:]][.failingImport] = row[2].integer ?? 0 }
        let sorted = counts.map { (place: $0.key, counts: $0.value, total: $0.value.values.reduce(0, +)) }.sorted { left, right in
            left.total != right.total ? left.total > right.total : left.place.lexicographicallyPrecedes(right.place)
        }
        var told = sorted.prefix(most).map { ($0.place[0].text, Optional($0.place[1].text), $0.counts) }
        for (cluster, rest) in Dictionary(grouping: sorted.dropFirst(most), by: { $0.place[0] }).sorted(by: { $0.key < $1.key }) {
            told.append((cluster.text, nil, rest.reduce(into: [:]) { sum, one in sum.merge(one.counts) { $0 + $1 } }))
        }
        return told.flatMap { cluster, namespace, counts in
            FindingCount.Finding.allCases.map {
                FindingCount(cluster: cluster, namespace: namespace, finding: $0, count: counts[$0] ?? 0)
            }
        }
    }
}
