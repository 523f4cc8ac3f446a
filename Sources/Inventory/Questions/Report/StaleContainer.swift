internal import SQLite

/// A container that runs an earlier digest of a tag that has since moved.
public struct StaleContainer: Sendable, Equatable {
    /// The container.
    public let id: ContainerID
    /// What it runs.
    public let image: String
    /// The tag it lags behind.
    public let tag: ClusterTag
    /// Where that tag points; nil where it points nowhere.
    public let tagDigest: String?
    /// When the tag moved away; nil where nobody can say.
    public let since: Instant?
    /// How many times the tag has moved since.
    public let movesBehind: Int64
}

extension Record {
    /// The stale ones among containers, the longest behind first.
    func stale(among containers: [ContainerRow]) throws -> [StaleContainer] {
        let rows = containers.filter { $0.verdict == "stale" }
        guard !rows.isEmpty else { return [] }
        let moves = Dictionary(
            grouping: try changeTimes(of: Set(rows.compactMap(\.tag))), by: \.tag
        ).mapValues { $0.map(\.time) }
        return rows.compactMap { row in
            guard let tag = row.tag else { return nil }
            let behind = row.staleSince.map { since in (moves[tag] ?? []).count { $0 >= since } } ?? 0
            return StaleContainer(
                id: row.id, image: row.image, tag: tag, tagDigest: row.tagDigest, since: row.staleSince,
                movesBehind: Int64(behind))
        }.sorted { ($0.since ?? .distantFuture, $0.id) < ($1.since ?? .distantFuture, $1.id) }
    }

    private func changeTimes(of tags: Set<ClusterTag>) throws -> [(tag: ClusterTag, time: Instant)] {
        var condition = Filter().condition(over: [], name: "")
        condition.add("istag", oneOf: Set(tags.map(\.istag)).sorted())
        condition.add("changed_at IS NOT NULL")
        return try rows("SELECT cluster, namespace, istag, changed_at FROM digest_changes\(condition.clause)", condition.values)
            .compactMap { row in
                guard let time = row[3].text.flatMap({ Instant($0) }) else { return nil }
                return (ClusterTag(cluster: row[0].text ?? "", namespace: row[1].text ?? "", istag: row[2].text ?? ""), time)
            }
    }
}

extension Instant {
    /// Later than anything a record holds.
    static let distantFuture = Instant(secondsSince1970: .max)
}
