public import Model
internal import Record
internal import SQLite

/// A container that runs an earlier digest of a tag that has since moved: by its image, or by what its Pods run under one that floats.
public struct StaleContainer: Sendable, Equatable {
    /// The container.
    public let id: ContainerID
    /// What its template says.
    public let image: String
    /// The digest that Pods alone run, of several the one that lags behind for longest; nil where the image itself names the earlier one.
    public let running: String?
    /// The tag it lags behind.
    public let tag: ClusterTag
    /// Where that tag points; nil where it points nowhere.
    public let tagDigest: String?
    /// When the tag moved away; nil where nobody can say.
    public let since: Instant?
    /// How many times the tag has moved since.
    public let movesBehind: Int64
}

extension RecordReader {
    /// The stale ones among containers and of what Pods run, the longest behind first.
    func stale(among containers: [ContainerRow], inPods: [StaleContainer]) throws -> [StaleContainer] {
        (try stale(among: containers) + inPods).sorted {
            ($0.since ?? .distantFuture, $0.id) < ($1.since ?? .distantFuture, $1.id)
        }
    }

    private func stale(among containers: [ContainerRow]) throws -> [StaleContainer] {
        let rows = containers.filter { $0.verdict == "stale" }
        guard !rows.isEmpty else { return [] }
        let moves = Dictionary(grouping: try changeTimes(of: Set(rows.compactMap(\.tagID))), by: \.tag)
        return rows.compactMap { row in
            guard let tag = row.tag else { return nil }
            let behind = row.staleSince.map { since in (row.tagID.flatMap { moves[$0] } ?? []).count { $0.time >= since } } ?? 0
            return StaleContainer(
                id: row.id, image: row.image, running: nil, tag: tag, tagDigest: row.tagDigest, since: row.staleSince,
                movesBehind: Int64(behind))
        }
    }

    /// Containers that only their Pods make stale, each once.
    func staleContainersInPods(_ filter: Filter) throws -> [StaleContainer] {
        let all = try stalePods(filter).compactMap { row -> StaleContainer? in
            guard let id = ContainerID(row), let istag = row[9].text else { return nil }
            return StaleContainer(
                id: id, image: row[6].text ?? "", running: row[7].text,
                tag: ClusterTag(cluster: id.cluster, namespace: row[8].text ?? "", istag: istag), tagDigest: row[11].text,
                since: row[12].text.flatMap { Instant($0) }, movesBehind: row[13].integer ?? 0)
        }
        return Dictionary(all.map { ($0.id, $0) }) { ($0.since ?? .distantFuture) <= ($1.since ?? .distantFuture) ? $0 : $1 }
            .values.sorted { $0.id < $1.id }
    }

    private func changeTimes(of tags: Set<Int64>) throws -> [(tag: Int64, time: Instant)] {
        let list = tags.sorted().map(String.init).joined(separator: ", ")
        return try rows(
            "SELECT istag_id, changed FROM digest_change_ WHERE istag_id IN (\(list)) AND changed IS NOT NULL"
        ).compactMap { row in
            guard let tag = row[0].integer, let time = Instant(row[1].integer) else { return nil }
            return (tag, time)
        }
    }
}

extension Instant {
    /// Later than anything a record holds.
    static let distantFuture = Instant(secondsSince1970: .max)
}
