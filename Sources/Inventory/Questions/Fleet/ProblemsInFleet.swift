internal import Model
internal import Record
internal import SQLite

extension QuestionEngine {
    /// Which tags and which short names are problems, where nothing is known by numbers, a kind after the other.
    package func problemsInFleet(_ filter: Filter, _ wanted: [Problem]) throws -> [FoundProblem] {
        let found = try tagsThatSaySo(filter) + unneededTags(filter, wanted) + unresolvedNames(filter, wanted)
        return Problem.allCases.filter(wanted.contains).flatMap { problem in found.filter { $0.problem == problem } }
    }

    /// Tags whose own state is a problem, or two.
    private func tagsThatSaySo(_ filter: Filter) throws -> [FoundProblem] {
        let isUnscheduled =
            "from_kind = 'DockerImage' AND scheduled = 0 AND reference_only = 0 AND instr(from_name, '@') = 0"
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("(import_error IS NOT NULL OR \(isUnscheduled))")
        return try rows(
            """
            SELECT cluster, namespace, istag, import_error, import_error_since, CASE WHEN \(isUnscheduled) THEN from_name END, changed_at
            FROM istag_\(condition.clause) ORDER BY cluster, namespace, istag
            """, condition.values
        ).flatMap { row in
            [(Problem.failingImport, row[3], row[4]), (.unscheduledTag, row[5], row[6])].filter { $0.1 != .null }.map {
                FoundProblem(TagTrouble($0.0, row, text: $0.1.text, since: $0.2))
            }
        }
    }

    /// Tags with an image that nothing needs: no container is tied to them, and no tag that is needed follows them.
    private func unneededTags(_ filter: Filter, _ wanted: [Problem]) throws -> [FoundProblem] {
        guard wanted.contains(.noWorkload) else { return [] }
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("digest IS NOT NULL")
        let untied = try rows(
            """
            SELECT cluster, namespace, istag, seen_from FROM (SELECT * FROM istag_\(condition.clause)) t
            WHERE NOT \(FollowedTags.isTied("t")) ORDER BY cluster, namespace, istag
            """, condition.values
        ).map { TagTrouble(.noWorkload, $0, text: nil, since: $0[3]) }
        let needed = untied.isEmpty ? [] : try FollowedTags.neededInFleet(self, filter)
        return untied.filter { !needed.contains($0.tag) }.map(FoundProblem.init)
    }

    private func unresolvedNames(_ filter: Filter, _ wanted: [Problem]) throws -> [FoundProblem] {
        guard wanted.contains(.unresolvedName) else { return [] }
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("verdict = 'unresolved'")
        return try rows(
            """
            SELECT cluster, namespace, kind, name, container, image, seen_from, reason FROM containers\(condition.clause)
            ORDER BY cluster, namespace, kind, name, container
            """, condition.values
        ).map { row in
            FoundProblem(
                problem: .unresolvedName, cluster: row[0].text ?? "", namespace: row[1].text ?? "", kind: row[2].text ?? "",
                name: row[3].text ?? "", container: row[4].text, detail: .text(row[5].text),
                since: row[6].text.flatMap { Instant($0) }, reason: row[7].text)
        }
    }
}

extension TagTrouble {
    /// - Parameter row: Begins with the tag's cluster, namespace and name.
    fileprivate init(_ problem: Problem, _ row: [Value], text: String?, since: Value) {
        self.init(
            problem: problem, tag: ClusterTag(row[0], row[1], istag: row[2]), text: text,
            since: since.text.flatMap { Instant($0) })
    }
}

extension FollowedTags {
    /// Whether a container that stands is tied to a tag.
    static func isTied(_ tag: String) -> String {
        """
        EXISTS (
            SELECT 1 FROM judged_ j WHERE j.cluster = \(tag).cluster AND j.istag_namespace = \(tag).namespace
                AND j.istag_stream = \(tag).image_stream AND j.istag_tag = \(tag).tag)
        """
    }

    /// The tags that follow others and are needed, and all that they follow.
    fileprivate static func neededInFleet(_ fleet: some QuestionEngine, _ filter: Filter) throws -> Set<ClusterTag> {
        // Whoever follows a tag may be in another namespace than the tags that are asked about.
        let clusters = Filter(cluster: filter.cluster).condition(over: ["cluster"], name: "")
        let tags = "(SELECT * FROM istag_\(clusters.clause))"
        var pairs: [ClusterTag: [ClusterTag]] = [:]
        var tied: Set<ClusterTag> = []
        for row in try fleet.rows(
            """
            SELECT f.cluster, f.namespace, f.istag, f.image_stream, f.from_kind, f.from_name, \(isTied("f"))
            FROM \(tags) f WHERE f.from_kind IN ('ImageStreamTag', 'ImageStreamImage')
            """, clusters.values)
        {
            let follower = ClusterTag(row[0], row[1], istag: row[2])
            if row[6] == .integer(1) { tied.insert(follower) }
            guard row[4].text == "ImageStreamTag", let name = row[5].text else { continue }
            let (namespace, source) = name.cut(at: "/") ?? (follower.namespace, name)
            let (stream, tag) = source.cut(at: ":") ?? (row[3].text ?? "", source)
            pairs[follower, default: []].append(
                ClusterTag(cluster: follower.cluster, namespace: namespace, istag: "\(stream):\(tag)"))
        }
        // NAME@sha256:… is each of the stream's tags that ever pointed to it.
        for row in try fleet.rows(
            """
            SELECT DISTINCT f.cluster, f.namespace, f.istag, r.namespace, r.image_stream || ':' || r.tag
            FROM (
                SELECT x.*, CASE WHEN instr(x.from_name, '/') = 0 THEN x.namespace
                        ELSE substr(x.from_name, 1, instr(x.from_name, '/') - 1) END AS source_namespace,
                    substr(x.from_name, instr(x.from_name, '/') + 1) AS source
                FROM \(tags) x WHERE x.from_kind = 'ImageStreamImage'
            ) f
            JOIN revision r ON r.cluster = f.cluster AND r.namespace = f.source_namespace
                AND r.image_stream || '@' || r.digest = f.source
            """, clusters.values)
        {
            pairs[ClusterTag(row[0], row[1], istag: row[2]), default: []].append(ClusterTag(row[0], row[3], istag: row[4]))
        }
        return closure(of: tied, over: pairs)
    }
}

extension ClusterTag {
    fileprivate init(_ cluster: Value, _ namespace: Value, istag: Value) {
        self.init(cluster: cluster.text ?? "", namespace: namespace.text ?? "", istag: istag.text ?? "")
    }
}

extension String {
    /// What stands before and after the first such character; nil where there is none.
    fileprivate func cut(at mark: Unicode.Scalar) -> (String, String)? {
        guard let place = unicodeScalars.firstIndex(of: mark) else { return nil }
        return (String(self[..<place]), String(self[unicodeScalars.index(after: place)...]))
    }
}
