import CollectorWords
import FakeCluster
import Foundation
import Model
import Questions
import Record
import Testing

@testable import Collector

/// A record of a fake cluster that is followed between two looks, with a clock that goes on by one a snapshot.
final class FollowedRecord {
    let live: LiveRecord
    private(set) var following: ClusterFollowing?
    private(set) var instant = noon
    private(set) var corrections: [ObjectKind: Int] = [:]

    init(_ live: LiveRecord) {
        self.live = live
        live.source.isFollowed = true
        live.source.follow.grace = .milliseconds(30)
        live.source.follow.lifetime = .seconds(60)
    }

    /// Looks, records, and listens from there on.
    ///
    /// - Parameter isOpen: Whether to wait until every watch is open, or refused.
    @discardableResult
    func look(isOpen: Bool = true) async throws -> ClusterLook {
        await following?.lookBegins()
        instant = instant.advanced(by: 1)
        let look = try await live.source.read(takenAt: instant)
        try look.collected.record(in: live.store)
        let next = try #require(look.following)
        for (kind, count) in await next.begin(after: following) { corrections[kind, default: 0] += count }
        following = next
        guard isOpen else { return look }
        try await eventually("the watches are open") { await live.server.watched.count >= next.watches.count }
        return look
    }

    func tick() { instant = instant.advanced(by: 1) }

    /// Records what was heard, step by step, until nothing waits.
    @discardableResult
    func record() async throws -> [Recorded] {
        var recorded: [Recorded] = []
        while let changes: FollowedChanges = await following?.take(instant.advanced(by: 1)) {
            if let one = try changes.record(in: live.store) {
                recorded.append(one)
                instant = instant.advanced(by: 1)
            }
            await following?.settle(isRecorded: true)
        }
        return recorded
    }

    /// Waits until every watch has told all that happened.
    func caughtUp() async throws {
        // As a bookmark spells it: the events of one state share a moment, and the first of them is not all.
        let version = "0\(live.server.contents.resourceVersion)"
        try await eventually("the watches come to \(version)") {
            live.server.sendBookmarks()
            let watches = await following?.watches ?? []
            return watches.allSatisfy { $0.resourceVersion == version }
        }
    }

    func end() async { await following?.end() }
}
