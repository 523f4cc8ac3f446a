internal import Record
internal import SQLite

extension QuestionEngine {
    /// Workloads that run an earlier digest of a tag that has since moved: since when, to what, how many moves behind. `how` says whether the
    /// template names that digest (`spec`), or it is Pods alone that run it (`pod`), under an image that floats.
    public func stale(_ filter: Filter = Filter()) throws -> Answer { try stale(filter, staleByImage: nil, hasPods: true) }

    /// - Parameters:
    ///   - staleByImage: A file's numbers of the containers whose image lags behind, where they are known.
    ///   - hasPods: Whether Pods were ever seen to run anything.
    func stale(_ filter: Filter, staleByImage: [Int32]?, hasPods: Bool) throws -> Answer {
        try refuseUnknownPlaces(filter)
        var condition = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        condition.add("verdict = 'stale'")
        if let staleByImage {
            condition.add("+container_id IN (SELECT value FROM json_each(?))", .text(staleByImage.jsonList))
        }
        let rows =
            try
            (staleByImage?.isEmpty ?? false
            ? []
            : self.rows(
                """
                SELECT b.cluster, b.namespace, b.kind, b.name, b.container, 'spec' AS how, b.image, NULL AS running, b.istag_namespace, b.istag, b.tie,
                    b.istag_digest, b.stale_since,
                    \(movesBehind("b")) AS moves_behind,
                    b.reason
                FROM container_ b\(condition.clause)
                ORDER BY b.cluster, b.namespace, b.kind, b.name, b.init DESC, b.position
                """, condition.values))
            + (hasPods ? stalePods(filter) : []).map { Array($0[..<5]) + [.text("pod")] + $0[6...] }
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

    /// SQL: how often the tag of a row has moved since the row's `stale_since`, that time included.
    private func movesBehind(_ row: String) -> String {
        "(SELECT count(*) FROM digest_change_ d WHERE \(links.sameTag("d", as: row)) AND d.changed_at >= \(row).stale_since)"
    }

    /// Containers whose image does not lag behind, but whose Pods run what their tag pointed to before: the container's names, image, running,
    /// istag_namespace, istag, tie, istag_digest, stale_since, moves_behind, reason.
    func stalePods(_ filter: Filter) throws -> [[Value]] {
        let (containers, values) = mayLagInPods(
            filter,
            """
            cluster, namespace, kind, name, container, init, position, image, istag_namespace, istag, tie, istag_digest, reason,
            verdict, \(links.containerColumns)
            """, of: "container_")
        return try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, running, istag_namespace, istag, tie, istag_digest,
                stale_since, \(movesBehind("x")) AS moves_behind, reason
            FROM (
                SELECT b.*, r.digest AS running, (
                    SELECT n.changed_at FROM \(links.tagRevisions) n
                    WHERE \(links.sameTag("n", as: "b")) AND n.sequence > v.sequence\(links.isKnown("n", to: "b"))
                    ORDER BY n.sequence LIMIT 1) AS stale_since
                FROM \(containers) b
                \(runningPast)
            ) x
            ORDER BY cluster, namespace, kind, name, init DESC, position, running
            """, values)
    }

    /// How many containers lag behind by what their Pods alone run, in each namespace in which some do; each is counted once, whatever
    /// number of earlier images its Pods run.
    func staleInPods(_ filter: Filter) throws -> [(cluster: String, namespace: String, count: Int64)] {
        // Where nobody was ever allowed to look at Pods, no container need be asked.
        guard try !rows("SELECT 1 FROM \(links.anyPods) LIMIT 1").isEmpty else { return [] }
        let (containers, values) = mayLagInPods(
            filter,
            """
            cluster, namespace, kind, name, container, init, istag_namespace, verdict, \(links.containerColumns)
            """, of: links.judgedContainers)
        return try rows(
            """
            SELECT cluster, namespace, count(*) FROM (
                SELECT DISTINCT b.cluster, b.namespace, b.kind, b.name, b.container, b.init
                FROM \(containers) b
                \(runningPast)
            ) x GROUP BY cluster, namespace
            """, values
        ).map { ($0[0].text ?? "", $0[1].text ?? "", $0[2].integer ?? 0) }
    }

    /// SQL, and its values: columns of containers whose image does not lag behind, but whose Pods might; of a view of containers.
    private func mayLagInPods(_ filter: Filter, _ columns: String, of view: String) -> (sql: String, values: [Value]) {
        let doubt = "j.verdict <> 'stale' AND j.istag_digest IS NOT NULL AND (p.naming <> 0 OR p.name_id <> j.istag_digest)"
        let places = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        if let doubtful = links.doubtful(columns, places, if: doubt) { return (doubtful, places.values) }
        var condition = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        condition.add("verdict <> 'stale'")
        condition.add("istag_digest_id IS NOT NULL")
        condition.add(links.everRan("of_"))
        return ("(SELECT * FROM (SELECT \(columns) FROM \(view)) of_\(condition.clause))", condition.values)
    }

    /// SQL: what of containers `b` Pods run (`r`) that the tag pointed to once (`v`) and no longer does.
    private var runningPast: String {
        """
        JOIN running_ r ON \(links.sameContainer("r", "b")) AND r.pulled_id <> b.istag_digest_id
        JOIN \(links.tagRevisions) v ON \(links.sameTag("v", as: "b")) AND v.sequence = (
            SELECT max(l.sequence) FROM \(links.tagRevisions) l
            WHERE \(links.sameTag("l", as: "b"))\(links.isKnown("l", to: "b"))
                AND (l.digest_id = r.pulled_id OR \(links.isOneImage("r.pulled_id", "l.digest_id", of: "b"))))
        WHERE NOT \(links.isOneImage("r.pulled_id", "b.istag_digest_id", of: "b"))
        """
    }
}
