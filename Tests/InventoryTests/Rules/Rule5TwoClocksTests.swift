import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// Rule 5: when we looked and when the cluster says it happened are never mixed.
@Suite struct Rule5TwoClocksTests {
    let recording: Recording

    init() throws {
        recording = try Recording()
        try recording.record(10, tags: [.web(.at(2, "b"), .at(1, "a"))])
        try recording.record(20, tags: [.web(.at(15, "c"), .at(2, "b"), .at(1, "a"))])
    }

    @Test("changed_at is the cluster's, exact, and reaches back before our first look")
    func clusterClock() throws {
        #expect(
            try recording.column("SELECT changed_at FROM digest_changes ORDER BY changed_at")
                == ["2026-01-02T00:00:00Z", "2026-01-03T00:00:00Z", "2026-01-16T00:00:00Z"])
        #expect(
            try recording.rows("SELECT changed_at, seen_from FROM istags") == [
                [.text("2026-01-16T00:00:00Z"), .text("2026-01-21T00:00:00Z")]
            ])
    }

    @Test("seen_* are ours: the look before the change, none before the first, and the look that showed it")
    func ourClock() throws {
        #expect(
            try recording.rows("SELECT seen_after, seen_by FROM digest_changes ORDER BY changed_at") == [
                [.null, .text("2026-01-11T00:00:00Z")], [.null, .text("2026-01-11T00:00:00Z")],
                [.text("2026-01-11T00:00:00Z"), .text("2026-01-21T00:00:00Z")],
            ])
    }

    @Test("a cluster whose clock runs ahead of ours does not move our times")
    func ahead() throws {
        try recording.record(21, tags: [.web(.at(99, "d"), .at(15, "c"))])
        #expect(
            try recording.rows("SELECT changed_at, seen_by FROM digest_changes ORDER BY changed_at DESC LIMIT 1") == [
                [.text("2026-04-10T00:00:00Z"), .text("2026-01-22T00:00:00Z")]
            ])
        #expect(try recording.rows("SELECT count(*) FROM digest_changes", at: 20) == [[.integer(3)]])
    }

    @Test("a tag that vanished has no time of the cluster's, and both of ours")
    func vanished() throws {
        try recording.record(30)
        #expect(
            try recording.rows("SELECT changed_at, seen_after, seen_by FROM digest_changes WHERE new_digest IS NULL")
                == [
                    [.null, .text("2026-01-21T00:00:00Z"), .text("2026-01-31T00:00:00Z")]
                ])
    }
}
