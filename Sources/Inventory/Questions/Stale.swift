public import Record
internal import SQLite

extension RecordReader {
    /// Workloads that run an earlier digest of a tag that has since moved: since when, to what, how many moves behind. `how` says whether the
    /// template names that digest (`spec`), or it is Pods alone that run it (`pod`), under an image that floats.
    public func stale(_ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        var condition = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        condition.add("verdict = 'stale'")
        let rows =
            try self.rows(
                """
                SELECT b.cluster, b.namespace, b.kind, b.name, b.container, 'spec' AS how, b.image, NULL AS running, b.istag_namespace, b.istag, b.tie,
                    b.istag_digest, b.stale_since,
                    (SELECT count(*) FROM digest_change_ d WHERE d.istag_id = b.istag_id AND d.changed_at >= b.stale_since)
                        AS moves_behind,
                    b.reason
                FROM container_ b\(condition.clause)
                ORDER BY b.cluster, b.namespace, b.kind, b.name, b.init DESC, b.position
                """, condition.values) + staleInPods(filter)
        return Answer(
            columns: [
                .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
                .init("how"), .init("image", .digest), .init("running", .digest, isWide: true),
                .init("istag_namespace", isWide: true), .init("istag"),
                .init("tie", isWide: true),
                .init("istag_digest", .digest), .init("stale_since", .time), .init("moves_behind", .integer),
                .init("reason", .reason, isWide: true),
            ],
            rows: rows.map { $0.map(Answer.Cell.init) },
            names: rows.map { "\($0[2].text?.lowercased() ?? "")/\($0[3].text ?? "")/\($0[4].text ?? "")" },
            notes: try notes(on: .containers, filter, isEmpty: false)
                + (rows.isEmpty ? [.none(.stale, filter.place, at: nil)] : []))
    }

    /// Containers whose image does not lag behind, but whose Pods run what their tag pointed to before.
    private func staleInPods(_ filter: Filter) throws -> [[Value]] {
        var condition = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        condition.add("verdict <> 'stale'")
        condition.add("istag_digest_id IS NOT NULL")
        condition.add("container_id IN (SELECT container_id FROM running_version)")
        return try rows(
            """
            SELECT cluster, namespace, kind, name, container, 'pod' AS how, image, running, istag_namespace, istag, tie, istag_digest,
                stale_since, (
                    SELECT count(*) FROM digest_change_ d WHERE d.istag_id = x.istag_id AND d.changed_at >= x.stale_since) AS moves_behind,
                reason
            FROM (
                SELECT b.*, r.digest AS running, (
                    SELECT strftime('%Y-%m-%dT%H:%M:%SZ', n.created_at, 'unixepoch') FROM revision n
                    WHERE n.istag_id = b.istag_id AND n.sequence > v.sequence AND n.first_snapshot <= b.shown_by
                    ORDER BY n.sequence LIMIT 1) AS stale_since
                FROM (SELECT * FROM (
                    SELECT cluster, namespace, kind, name, container, init, position, image, istag_namespace, istag, tie, istag_digest, reason,
                        istag_id, istag_digest_id, shown_by, container_id, verdict FROM container_)\(condition.clause)) b
                JOIN running_ r ON r.container_id = b.container_id AND r.pulled_id <> b.istag_digest_id
                JOIN revision v ON v.istag_id = b.istag_id AND v.sequence = (
                    SELECT max(l.sequence) FROM revision l
                    WHERE l.istag_id = b.istag_id AND l.digest_id = r.pulled_id AND l.first_snapshot <= b.shown_by)
                WHERE NOT EXISTS (SELECT 1 FROM one_image_ o WHERE o.digest_id = r.pulled_id AND o.other_id = b.istag_digest_id)
            ) x
            ORDER BY cluster, namespace, kind, name, init DESC, position, running
            """, condition.values)
    }
}
