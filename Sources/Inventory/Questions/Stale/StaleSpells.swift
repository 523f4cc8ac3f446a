public import Model
public import Record
internal import SQLite

/// One stretch in which a container lagged behind its tag.
public struct StaleSpell: Sendable, Equatable {
    /// The container.
    public let id: ContainerID
    /// What it ran: its image, or the digest that its Pods ran.
    public let image: String
    /// Whether its image lagged behind, `spec`, or only what its Pods ran, `pod`.
    public let how: String
    /// The tag it lagged behind.
    public let tag: ClusterTag
    /// When the tag moved away, or the first look that showed it where that is not known.
    public let since: Instant
    /// The first look by which it was over; nil where it was not at the period's end.
    public let until: Instant?
    /// How long it lasted, in seconds, up to the period's end.
    public let seconds: Int64
}

extension QuestionEngine {
    /// Who lagged behind a tag at some time of a period, by image or by what Pods ran, and for how long, as the record stood at the period's
    /// end.
    public func staleSpells(_ filter: Filter, in period: ReportPeriod) throws -> [StaleSpell] {
        let states = try staleStates(filter, in: period)
        return (staleSpells(states.images, how: "spec", period) + staleSpells(states.pods, how: "pod", period))
            .sorted { ($0.id, $0.since, $0.how, $0.image) < ($1.id, $1.since, $1.how, $1.image) }
    }

    /// Rows of one container and tag that follow each other in time made one.
    private func staleSpells(_ rows: [[Value]], how: String, _ period: ReportPeriod) -> [StaleSpell] {
        var spells: [StaleSpell] = []
        var start: Instant?
        for (index, row) in rows.enumerated() {
            guard let id = ContainerID(row), let began = Instant(row[10].integer) else { continue }
            let ended = Instant(row[11].integer).flatMap { $0 > period.to ? nil : $0 }
            start = start ?? began
            // A further move of the tag is a judgement of its own, but the container lagged behind all the while.
            if let ended, index + 1 < rows.count, rows[index + 1][..<10] == row[..<10],
                Instant(rows[index + 1][10].integer) == ended
            {
                continue
            }
            let spell = Spell(from: start ?? began, until: ended)
            start = nil
            guard spell.touches(period) else { continue }
            let since = row[9].text.flatMap { Instant($0) } ?? spell.from
            // What was over before the cluster says that the tag moved never lagged behind it.
            if let ended, ended <= since { continue }
            spells.append(
                StaleSpell(
                    id: id, image: row[6].text ?? "", how: how,
                    tag: ClusterTag(cluster: id.cluster, namespace: row[7].text ?? "", istag: row[8].text ?? ""), since: since,
                    until: ended, seconds: spell.seconds(since: since, in: period)))
        }
        return spells
    }

    /// The same as rows.
    public func stale(_ filter: Filter = Filter(), in period: ReportPeriod) throws -> Answer {
        try refuseUnknownPlaces(filter)
        let spells = try staleSpells(filter, in: period)
        return Answer(
            columns: [
                .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
                .init("init", .boolean, isWide: true), .init("how"), .init("istag_namespace", isWide: true), .init("istag"),
                .init("stale_since", .time), .init("until", .time), .init("seconds", .integer),
            ],
            rows: spells.map {
                [
                    .text($0.id.cluster), .text($0.id.workload.namespace), .text($0.id.workload.kind.title),
                    .text($0.id.workload.name), .text($0.id.container), .integer($0.id.isInit ? 1 : 0), .text($0.how),
                    .text($0.tag.namespace), .text($0.tag.istag), .text($0.since.description),
                    ($0.until?.description).map(Answer.Cell.text) ?? .null,
                    .integer($0.seconds),
                ]
            },
            names: spells.map { "\($0.id.workload.kind.title.lowercased())/\($0.id.workload.name)/\($0.id.container)" },
            notes: try notes(on: .containers, filter, isEmpty: false)
                + (spells.isEmpty ? [.none(.stale, filter.place, at: nil, isPeriod: true)] : []))
    }
}

extension RecordReader {
    /// The same by numbers.
    public func staleStates(_ filter: Filter, in period: ReportPeriod) throws -> StaleStates {
        StaleStates(images: try staleImages(filter, period), pods: try stalePodStates(filter, period))
    }

    /// Judgements of stale images: the container's names, image, istag_namespace, istag, stale_since, began, ended.
    private func staleImages(_ filter: Filter, _ period: ReportPeriod) throws -> [[Value]] {
        var condition = try verdicts(filter, in: period)
        condition.add("verdict = 'stale'")
        return try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, istag_namespace, istag, stale_since, began, ended
            FROM verdict_history_\(condition.clause)
            ORDER BY cluster, namespace, kind, name, init DESC, container, began
            """, condition.values)
    }

    /// The same of what Pods ran while their container's image did not lag behind: as ``stalePods(_:)`` at each instant of the period.
    private func stalePodStates(_ filter: Filter, _ period: ReportPeriod) throws -> [[Value]] {
        guard try !rows("SELECT 1 FROM running_version LIMIT 1").isEmpty else { return [] }
        var condition = try verdicts(filter, in: period)
        condition.add("verdict <> 'stale'")
        condition.add("istag_id IS NOT NULL")
        condition.add("container_id IN (SELECT container_id FROM running_version)")
        let last = Value.integer(try lastSnapshot(until: period.to))
        let place = condition.values.count + 1
        return try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, running, istag_namespace, istag, stale_since,
                (SELECT taken_at FROM snapshot WHERE id = x.starts) AS began, (SELECT taken_at FROM snapshot WHERE id = x.ends) AS ended
            FROM (
                SELECT h.*, (SELECT text FROM digest_ WHERE id = r.pulled_id) AS running, r.pulled_id, (
                        SELECT strftime('%Y-%m-%dT%H:%M:%SZ', n.created_at, 'unixepoch') FROM revision n
                        WHERE n.istag_id = h.istag_id AND n.first_snapshot <= ?\(place) AND n.sequence > (
                            SELECT max(l.sequence) FROM revision l
                            WHERE l.istag_id = h.istag_id AND l.first_snapshot <= ?\(place)
                                AND \(RecordReader.isOneImage("l.digest_id", "r.pulled_id")))
                        ORDER BY n.sequence LIMIT 1) AS stale_since,
                    -- Not before the tag was known to have had it.
                    max(h.from_snapshot, r.from_snapshot, (
                        SELECT min(l.first_snapshot) FROM revision l
                        WHERE l.istag_id = h.istag_id AND \(RecordReader.isOneImage("l.digest_id", "r.pulled_id")))) AS starts,
                    nullif(
                        min(coalesce(h.until_snapshot, 9223372036854775807), coalesce(r.until_snapshot, 9223372036854775807)),
                        9223372036854775807) AS ends
                FROM (
                    SELECT cluster, namespace, kind, name, container, init, istag_namespace, istag, istag_id, container_id, from_snapshot,
                        until_snapshot FROM verdict_history_\(condition.clause)
                ) h
                JOIN judgement j ON j.container_id = h.container_id AND j.from_snapshot = h.from_snapshot
                JOIN ran_ r ON r.container_id = h.container_id AND r.pulled_id <> j.istag_digest_id
                    AND (h.until_snapshot IS NULL OR r.from_snapshot < h.until_snapshot)
                    AND (r.until_snapshot IS NULL OR r.until_snapshot > h.from_snapshot)
                WHERE NOT EXISTS (SELECT 1 FROM one_image_ o WHERE o.digest_id = r.pulled_id AND o.other_id = j.istag_digest_id)
            ) x WHERE starts <= ?\(place) AND (ends IS NULL OR ends > starts)
            ORDER BY cluster, namespace, kind, name, init DESC, container, running, began
            """, condition.values + [last])
    }

    /// SQL: whether two digests are of one image, such as an index and one of its platforms' manifests.
    private static func isOneImage(_ one: String, _ other: String) -> String {
        "(\(one) = \(other) OR \(one) IN (SELECT o.other_id FROM one_image_ o WHERE o.digest_id = \(other)))"
    }

    /// Judgements that held at some time of a period.
    private func verdicts(_ filter: Filter, in period: ReportPeriod) throws -> Filter.Condition {
        var condition = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        condition.add("began <= ?", .integer(period.to.secondsSince1970))
        condition.add("(ended IS NULL OR ended > ?)", .integer(period.from.secondsSince1970))
        // The same by numbers, which need no look at the snapshots.
        condition.add("from_snapshot <= ?", .integer(try lastSnapshot(until: period.to)))
        condition.add("(until_snapshot IS NULL OR until_snapshot >= ?)", .integer(try firstSnapshot(after: period.from)))
        return condition
    }
}
