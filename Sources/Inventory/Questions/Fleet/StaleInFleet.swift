internal import Model
internal import Record
internal import SQLite

extension QuestionEngine {
    /// The states by which containers lagged behind a tag at some time of a period, where nothing is known by numbers.
    package func staleStatesInFleet(_ filter: Filter, in period: ReportPeriod) throws -> StaleStates {
        StaleStates(images: try staleImages(filter, period), pods: try stalePods(filter, period))
    }

    private func staleImages(_ filter: Filter, _ period: ReportPeriod) throws -> [[Value]] {
        var condition = verdicts(filter, in: period)
        condition.add("verdict = 'stale'")
        return try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, istag_namespace, istag, stale_since,
                CAST(extract(epoch FROM seen_from) AS bigint) AS began, CAST(extract(epoch FROM seen_until) AS bigint) AS ended
            FROM verdicts_history\(condition.clause)
            ORDER BY cluster, namespace, kind, name, init DESC, container, seen_from
            """, condition.values)
    }

    private func stalePods(_ filter: Filter, _ period: ReportPeriod) throws -> [[Value]] {
        var condition = verdicts(filter, in: period)
        condition.add("verdict <> 'stale'")
        condition.add("istag_digest IS NOT NULL")
        condition.add("substr(name, 1, 2) <> '//'")
        let end = condition.bind(.text(period.to.description))
        let tag = links.sameTag("l", as: "h")
        let isOne = "(l.digest = r.pulled_id OR \(links.isOneImage("r.pulled_id", "l.digest", of: "h")))"
        return try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, running, istag_namespace, istag, stale_since,
                CAST(extract(epoch FROM starts) AS bigint) AS began, CAST(extract(epoch FROM ends) AS bigint) AS ended
            FROM (
                -- Not before the tag was known to have had it.
                SELECT y.*, CASE WHEN y.known IS NOT NULL THEN greatest(y.met, y.known) END AS starts
                FROM (
                    SELECT h.cluster, h.namespace, h.kind, h.name, h.container, h.init, h.istag_namespace,
                        h.istag_stream || ':' || h.istag_tag AS istag, r.pulled_id AS running, (
                            SELECT n.created_at FROM revision n
                            WHERE \(links.sameTag("n", as: "h")) AND n.seen_by <= \(end) AND n.sequence > (
                                SELECT max(l.sequence) FROM revision l WHERE \(tag) AND l.seen_by <= \(end) AND \(isOne))
                            ORDER BY n.sequence LIMIT 1) AS stale_since,
                        (SELECT min(l.seen_by) FROM revision l WHERE \(tag) AND \(isOne)) AS known,
                        greatest(h.seen_from, r.seen_from) AS met, least(h.seen_until, r.seen_until) AS ends
                    FROM (SELECT * FROM verdict_history\(condition.clause)) h
                    JOIN ran_ r ON \(links.sameContainer("r", "h")) AND r.pulled_id <> h.istag_digest
                        AND (h.seen_until IS NULL OR r.seen_from < h.seen_until)
                        AND (r.seen_until IS NULL OR r.seen_until > h.seen_from)
                    WHERE NOT \(links.isOneImage("r.pulled_id", "h.istag_digest", of: "h"))
                ) y
            ) x
            WHERE starts <= \(end) AND (ends IS NULL OR ends > starts)
            ORDER BY cluster, namespace, kind, name, init DESC, container, running, starts
            """, condition.values)
    }

    /// Judgements that held at some time of a period.
    private func verdicts(_ filter: Filter, in period: ReportPeriod) -> Filter.Condition {
        var condition = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        condition.add("seen_from <= ?", .text(period.to.description))
        condition.add("(seen_until IS NULL OR seen_until > ?)", .text(period.from.description))
        return condition
    }
}
