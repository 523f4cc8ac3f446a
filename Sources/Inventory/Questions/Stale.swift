public import Record
internal import SQLite

extension RecordReader {
    /// Workloads that run an earlier digest of a tag that has since moved: since when, to what, how many moves behind.
    public func stale(_ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        var condition = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        condition.add("verdict = 'stale'")
        let rows = try rows(
            """
            SELECT b.cluster, b.namespace, b.kind, b.name, b.container, b.image, b.istag_namespace, b.istag, b.tie,
                b.istag_digest, b.stale_since,
                (SELECT count(*) FROM digest_change_ d WHERE d.istag_id = b.istag_id AND d.changed_at >= b.stale_since)
                    AS moves_behind,
                b.reason
            FROM container_ b\(condition.clause)
            ORDER BY b.cluster, b.namespace, b.kind, b.name, b.init DESC, b.position
            """, condition.values)
        return Answer(
            columns: [
                .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
                .init("image", .digest), .init("istag_namespace", isWide: true), .init("istag"),
                .init("tie", isWide: true),
                .init("istag_digest", .digest), .init("stale_since", .time), .init("moves_behind", .integer),
                .init("reason", .reason, isWide: true),
            ],
            rows: rows.map { $0.map(Answer.Cell.init) },
            names: rows.map { "\($0[2].text?.lowercased() ?? "")/\($0[3].text ?? "")/\($0[4].text ?? "")" },
            notes: try notes(on: .containers, filter, isEmpty: false)
                + (rows.isEmpty ? ["no stale containers\(filter.place.map { " in \($0)" } ?? "")"] : []))
    }
}
