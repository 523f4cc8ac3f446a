public import Model
public import Record
internal import SQLite
internal import Texts

/// How one cluster was looked at during a report's period.
public struct RecordHealth: Sendable, Equatable {
    /// A kind that was asked for and not wholly answered.
    public struct Trouble: Sendable, Equatable {
        /// The kind.
        public let kind: ObjectKind
        /// The namespace looked in; nil is all of them.
        public let namespace: String?
        /// `forbidden` or `failed`.
        public let outcome: Coverage.Outcome
        /// In how many of the period's snapshots.
        public let snapshots: Int64
        /// The last of them.
        public let last: Instant
        /// What the source said at that one.
        public let message: String?
    }

    /// The cluster's name.
    public let cluster: String
    /// Its first snapshot in the file.
    public let first: Instant?
    /// The newest snapshot the report rests on; nil where the record begins after the period.
    public let newest: Instant?
    /// That snapshot's seal, where it is sealed: any kept report can later prove the file.
    public let seal: String?
    /// Snapshots taken in the period.
    public let taken: Int64
    /// Snapshots taken in the period before.
    public let takenBefore: Int64
    /// Snapshots there would be at the usual distance, `taken` at least.
    public let expected: Int64
    /// The usual distance, in seconds: the median over the record.
    public let usual: Int64?
    /// Stretches without snapshots that reach into the period; the last may be one that nothing has ended yet.
    public let gaps: [Gap]
    /// The last of the gaps is open: no snapshot has followed it within the period.
    public let isSilent: Bool
    /// When each snapshot of the period was taken.
    public let looks: [Instant]
    /// Kinds that were forbidden, or failed.
    public let troubles: [Trouble]
    /// Kinds that the newest snapshot was not asked about.
    public let unasked: [ObjectKind]
    /// Namespaces in which something stands, and which the newest snapshot was not asked about although it was about others.
    public let passedOver: [Coverage.Scope]
    /// Snapshots of the period that took much for gone.
    public var massDeletions: [MassDeletion] = []

    /// Whether nothing is missing.
    public var isWhole: Bool { newest != nil && gaps.isEmpty && troubles.isEmpty && unasked.isEmpty && passedOver.isEmpty }

    /// The first instant of a period from which this cluster can tell what changed.
    public func start(of period: ReportPeriod) -> Instant { first.map { max($0, period.from) } ?? period.from }
}

extension RecordReader {
    /// How a cluster was looked at in a period.
    ///
    /// - Parameter namespaces: Where the report looks; what failed elsewhere is none of its business. Empty is everywhere.
    /// - Parameter now: Silence after the newest snapshot counts as a gap up to here.
    func health(of standing: Standing, in period: ReportPeriod, namespaces: [String], now: Instant) throws -> RecordHealth {
        let all = Array(try looks(of: standing.cluster).prefix { $0 <= period.to })
        let looks = all.filter { period.contains($0) }
        let usual = Gap.usualDistance(all)
        var gaps = Gap.all(of: standing.cluster, all).filter { $0.to > period.from && $0.from < period.to }
        let end = min(period.to, now)
        let open = usual.flatMap { Gap.silence(of: standing.cluster, after: all.last, until: end, usual: $0) }
        if let open, open.to > period.from { gaps.append(open) }
        let start = standing.firstTakenAt.map { max($0, period.from) } ?? period.from
        let span = max(0, end.secondsSince1970 - start.secondsSince1970)
        // The first snapshot of all opens the count; every later one closes a distance.
        let opening: Int64 = standing.firstTakenAt.map { period.contains($0) ? 1 : 0 } ?? 0
        let expected = usual.map { span / $0 + opening } ?? Int64(looks.count)
        return RecordHealth(
            cluster: standing.cluster, first: standing.firstTakenAt, newest: standing.takenAt,
            seal: try seal(of: standing), taken: Int64(looks.count),
            takenBefore: Int64(all.count { period.previous.contains($0) }), expected: max(expected, Int64(looks.count)),
            usual: usual,
            gaps: gaps, isSilent: open != nil, looks: looks,
            troubles: try troubles(of: standing.cluster, in: period).filter { trouble in
                trouble.namespace.map(Filter(namespaces: namespaces).includes) ?? true
            },
            unasked: try unasked(standing), passedOver: try passedOver(standing, namespaces),
            massDeletions: try massDeletions(of: standing.cluster, in: period))
    }

    private func seal(of standing: Standing) throws -> String? {
        guard let snapshot = standing.snapshot else { return nil }
        let seal = try rows("SELECT lower(hex(seal)) FROM snapshot WHERE id = ?1 AND seal IS NOT NULL", [.integer(snapshot)])
        return seal.first?[0].text
    }

    private func troubles(of cluster: String, in period: ReportPeriod) throws -> [RecordHealth.Trouble] {
        // A bare column beside max() is of the row that has the maximum, https://www.sqlite.org/lang_select.html#bareagg.
        try rows(
            """
            SELECT k.name, n.name, o.name, count(*), max(s.taken_at), m.value
            FROM cluster c
            JOIN coverage_version v ON v.cluster_id = c.id AND v.outcome_id IN (2, 3)
            JOIN snapshot s ON s.cluster_id = c.id AND s.stub = 0 AND s.followed = 0 AND s.taken_at > ?2 AND s.taken_at <= ?3 AND s.id >= v.from_snapshot
                AND (v.until_snapshot IS NULL OR s.id < v.until_snapshot)
            JOIN kind k ON k.id = v.kind_id
            JOIN outcome o ON o.id = v.outcome_id
            LEFT JOIN namespace n ON n.id = v.namespace_id
            LEFT JOIN text m ON m.id = v.message_id
            WHERE c.name = ?1 GROUP BY k.id, n.id, o.id ORDER BY k.id, n.name, o.id
            """, [.text(cluster), .integer(period.from.secondsSince1970), .integer(period.to.secondsSince1970)]
        ).compactMap { row in
            guard let kind = row[0].text.flatMap({ ObjectKind(title: $0) }),
                let outcome = row[2].text.flatMap(Coverage.Outcome.init(rawValue:)), let last = Instant(row[4].integer)
            else { return nil }
            return RecordHealth.Trouble(
                kind: kind, namespace: row[1].text, outcome: outcome, snapshots: row[3].integer ?? 0, last: last,
                message: row[5].text)
        }
    }

    private func passedOver(_ standing: Standing, _ namespaces: [String]) throws -> [Coverage.Scope] {
        guard let snapshot = try lastLook(of: standing.cluster)?.snapshot else { return [] }
        let looked = try rows(
            "SELECT kind, namespace FROM coverage WHERE cluster = ?1 AND snapshot = ?2",
            [.text(standing.cluster), .integer(snapshot)])
        // Tags are told by the streams.
        return try (kindsOfWorkloads() + [.imageStream]).flatMap { kind -> [Coverage.Scope] in
            let places = looked.filter { $0[0].text == kind.title }.map { $0[1].text }
            guard !places.isEmpty, !places.contains(nil) else { return [] }
            return try self.namespaces(of: kind, in: standing.cluster).subtracting(places.compactMap { $0.map { ExactText($0) } })
                .sorted()
                .filter { Filter(namespaces: namespaces).includes(namespace: $0.text) }
                .map { Coverage.Scope(kind: kind, namespace: $0.text) }
        }
    }

    private func unasked(_ standing: Standing) throws -> [ObjectKind] {
        guard let snapshot = standing.snapshot else { return [] }
        let asked = try rows(
            """
            SELECT DISTINCT k.name FROM coverage_version v JOIN kind k ON k.id = v.kind_id
            WHERE v.cluster_id = (SELECT s.cluster_id FROM snapshot s WHERE s.id = ?1) AND v.from_snapshot <= ?1
                AND (v.until_snapshot IS NULL OR v.until_snapshot > ?1)
            """, [.integer(snapshot)]
        ).compactMap { $0[0].text }
        // Tags are told by the streams.
        return try (kindsOfWorkloads() + [.imageStream]).filter { !asked.contains($0.title) }
    }
}
