public import Model
internal import Record
internal import SQLite
internal import Texts

/// A tag that came to point elsewhere, and what became of those who use it.
public struct DigestMove: Sendable, Equatable {
    /// The tag.
    public let tag: ClusterTag
    /// When, by the cluster's clock; nil where only our looks tell.
    public let changedAt: Instant?
    /// The last snapshot that did not show it yet; nil where none looked before.
    public let seenAfter: Instant?
    /// The first snapshot that showed it.
    public let seenBy: Instant
    /// Where the tag pointed before; nil where it did not exist.
    public let old: String?
    /// Where it points since; nil where it is gone.
    public let new: String?

    /// The best time there is for it.
    public var time: Instant { changedAt ?? seenBy }

    /// Whether it belongs to a period: first shown in it, or, where nobody had looked before, dated in it by the cluster.
    ///
    /// Going by our own looks puts every move into exactly one period, also one that happened just before the period's start
    /// and was seen just after.
    public func belongs(to period: ReportPeriod) -> Bool {
        period.contains(seenBy) && (seenAfter != nil || changedAt.map { $0 > period.from } ?? false)
    }
}

/// A container that is tied to a tag, and how it stands to it.
public struct TagUser: Sendable, Equatable {
    /// The container.
    public let id: ContainerID
    /// What it runs.
    public let image: String
    /// Its digest, where the reference has one.
    public let digest: String?
    /// `current`: it followed; `stale`: it did not; `floating`: its next pull will tell; `unresolved`, `unmanaged`.
    public let verdict: String
    /// The snapshot that first showed it follow, where it did so within the period.
    public let followedAt: Instant?
}

/// Everything a period knows of one tag that moved in it.
public struct TagTimeline: Sendable, Equatable {
    /// The tag.
    public let tag: ClusterTag
    /// Its moves, oldest first.
    public let moves: [DigestMove]
    /// Who is tied to it at the period's end.
    public let users: [TagUser]
    /// When a container came to run a digest that the tag had moved to, each time within the period.
    public let follows: [Follow]

    /// A container that came to run what a tag pointed to.
    public struct Follow: Sendable, Equatable {
        /// The container.
        public let id: ContainerID
        /// The first snapshot that showed it.
        public let seenBy: Instant
        /// When the tag had come to point there.
        public let movedAt: Instant
    }

    /// Users with a verdict.
    public func count(_ verdict: String) -> Int { users.count { $0.verdict == verdict } }
}

extension RecordReader {
    /// Moves of tags that were first seen after an instant, until this reader's own, oldest first.
    func digestMoves(_ filter: Filter, seenAfter start: Instant) throws -> [DigestMove] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("by_snapshot >= ?", .integer(try firstSnapshot(after: start)))
        condition.add("seen_by > ?", .text(start.description))
        return try rows(
            """
            SELECT cluster, namespace, istag, changed_at, seen_after, seen_by, old_digest, new_digest
            FROM digest_change_\(condition.clause) ORDER BY seen_by, changed_at, cluster, namespace, istag
            """, condition.values
        ).compactMap { row in
            guard let seenBy = row[5].text.flatMap({ Instant($0) }) else { return nil }
            return DigestMove(
                tag: ClusterTag(cluster: row[0].text ?? "", namespace: row[1].text ?? "", istag: row[2].text ?? ""),
                changedAt: row[3].text.flatMap { Instant($0) }, seenAfter: row[4].text.flatMap { Instant($0) }, seenBy: seenBy,
                old: row[6].text, new: row[7].text)
        }
    }
}

extension TagTimeline {
    /// Puts moves beside the containers tied to their tags.
    static func timelines(_ moves: [DigestMove], containers: [ContainerRow], changes: [WorkloadImageChange]) -> [TagTimeline] {
        let changesOf = Dictionary(grouping: changes, by: \.id)
        let tied = Dictionary(grouping: containers.filter { $0.tag != nil }, by: \.tag)
        let followed = Dictionary(changes.map { (Followed(id: $0.id, image: $0.new ?? ""), $0.seenBy) }) { _, last in last }
        return Dictionary(grouping: moves, by: \.tag).map { tag, moves in
            let users = (tied[tag] ?? []).map { row in
                let change = row.verdict == "current" ? followed[Followed(id: row.id, image: row.image)] : nil
                // One that ran the digest before the tag came to it did not follow.
                let isAfter = change.map { change in moves.last.map { change >= $0.time } ?? true } ?? true
                return TagUser(
                    id: row.id, image: row.image, digest: row.digest, verdict: row.verdict, followedAt: isAfter ? change : nil)
            }
            let ids = Set(users.map(\.id))
            let follows = ids.flatMap { changesOf[$0] ?? [] }.compactMap { change -> Follow? in
                let move = moves.last { move in
                    move.new.map { change.new?.hasSuffix("@\($0)") ?? false } ?? false && change.seenBy >= move.time
                }
                return move.map { Follow(id: change.id, seenBy: change.seenBy, movedAt: $0.time) }
            }.sorted { ($0.seenBy, $0.id) < ($1.seenBy, $1.id) }
            return TagTimeline(tag: tag, moves: moves, users: users, follows: follows)
        }.sorted(by: TagTimeline.isMoreUrgent)
    }

    /// Tags somebody lags behind come first, then those somebody uses, then the newest moves.
    private static func isMoreUrgent(_ left: TagTimeline, _ right: TagTimeline) -> Bool {
        func rank(_ timeline: TagTimeline) -> Int { timeline.count("stale") > 0 ? 2 : timeline.users.isEmpty ? 0 : 1 }
        func last(_ timeline: TagTimeline) -> Instant { timeline.moves.last?.time ?? Instant(secondsSince1970: 0) }
        return (rank(left), last(left), right.tag) > (rank(right), last(right), left.tag)
    }

    private struct Followed: Hashable {
        let id: ContainerID
        @Exact var image: String
    }
}
