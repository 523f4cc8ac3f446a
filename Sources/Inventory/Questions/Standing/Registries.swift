internal import Model
internal import Record
internal import SQLite

extension QuestionEngine {
    /// Which registries the containers pull from, most used first, and by how many.
    ///
    /// - Parameters:
    ///   - filter: Which clusters, namespaces and registries.
    ///   - earlier: The same record as it stood before, to tell how it went; a registry that was pulled from then and no longer is has a
    ///     row too.
    public func registries(_ filter: Filter = Filter(), since earlier: (any QuestionEngine)? = nil) throws -> Answer {
        try refuseUnknownPlaces(filter)
        let now = try registryUses(filter)
        let before = try earlier?.registryUses(filter)
        let gone = (before ?? [:]).keys.filter { now[$0] == nil }
        let keys = (Array(now.keys) + gone).sorted { left, right in
            let (leftUse, rightUse) = (now[left]?.containers ?? 0, now[right]?.containers ?? 0)
            return leftUse != rightUse ? leftUse > rightUse : (left.registry, left.cluster) < (right.registry, right.cluster)
        }
        var columns: [Answer.Column] = [
            .init("cluster", isWide: true), .init("registry"), .init("workloads", .integer), .init("containers", .integer),
            .init("namespaces", .integer), .init("references", .integer), .init("images", .integer),
        ]
        if earlier != nil {
            columns += [.init("workloads_before", .integer), .init("containers_before", .integer)]
        }
        let rows = keys.map { key -> [Answer.Cell] in
            let use = now[key] ?? RegistryUse()
            let then = before?[key] ?? RegistryUse()
            let row: [Answer.Cell] = [
                .text(key.cluster), .text(key.registry), .integer(use.workloads), .integer(use.containers),
                .integer(use.namespaces), .integer(use.references), .integer(use.images),
            ]
            return earlier == nil ? row : row + [.integer(then.workloads), .integer(then.containers)]
        }
        return Answer(
            columns: columns, rows: rows, names: keys.map(\.registry),
            notes: try notes(on: .registries, filter, isEmpty: rows.isEmpty) + unpullableNote(filter))
    }

    private func registryUses(_ filter: Filter) throws -> [RegistryKey: RegistryUse] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("pulled_from", oneOf: filter.names)
        condition.add("pulled_from IS NOT NULL")
        // An image is what a reference names by digest, or what the tag that imports or is the reference points to.
        let rows = try rows(
            """
            SELECT cluster, pulled_from, count(DISTINCT workload_id), count(*), count(DISTINCT namespace),
                count(DISTINCT canonical),
                count(DISTINCT coalesce(digest, CASE WHEN tie IN ('from', 'internal') THEN istag_digest END))
            FROM container_\(condition.clause) GROUP BY cluster, pulled_from
            """, condition.values)
        return Dictionary(
            rows.compactMap { row in
                guard let cluster = row[0].text, let registry = row[1].text else { return nil }
                let counts = row[2...].map { $0.integer ?? 0 }
                return (
                    RegistryKey(cluster: cluster, registry: registry),
                    RegistryUse(
                        workloads: counts[0], containers: counts[1], namespaces: counts[2], references: counts[3],
                        images: counts[4])
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What nothing would pull is in no registry's row, so it is counted beside them.
    private func unpullableNote(_ filter: Filter) throws -> [Note] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("pulled_from IS NULL")
        let count = try rows("SELECT count(*) FROM container_\(condition.clause)", condition.values).first?[0].integer ?? 0
        return count == 0 ? [] : [.invalidReferences(Int(count))]
    }
}

private struct RegistryKey: Hashable {
    let cluster: String
    let registry: String
}

private struct RegistryUse {
    var workloads: Int64 = 0
    var containers: Int64 = 0
    var namespaces: Int64 = 0
    var references: Int64 = 0
    var images: Int64 = 0
}
