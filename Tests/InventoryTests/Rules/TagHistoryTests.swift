import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// A tag's history: what the cluster tells of it is kept once, in its order, with its times.
@Suite struct TagHistoryTests {
    let recording: Recording

    init() throws { recording = try Recording() }

    private func changes(at day: Int? = nil) throws -> [String] {
        try recording.rows(
            """
            SELECT coalesce(substr(old_digest, 8, 1), '-') || '>' || coalesce(substr(new_digest, 8, 1), '-')
                || ' ' || coalesce(substr(changed_at, 9, 2), '-') || ' (' || coalesce(substr(seen_after, 9, 2), '-')
                || ', ' || substr(seen_by, 9, 2) || ']'
            FROM digest_changes ORDER BY seen_by, changed_at, new_digest
            """, at: day
        ).compactMap(\.[0].text)
    }

    @Test("what a stream tells of the time before our first look stands before it, once")
    func olderEntries() throws {
        try recording.record(10, coverage: Recording.tagsOnly, tags: [.web(.at(3, "c"))])
        try recording.record(11, tags: [.web(.at(3, "c"), .at(2, "b"), .at(1, "a"))])
        try recording.record(12, tags: [.web(.at(11, "d"), .at(3, "c"), .at(2, "b"))])
        #expect(try changes() == ["b>c 04 (-, 11]", "->a 02 (-, 12]", "a>b 03 (-, 12]", "c>d 12 (12, 13]"])
    }

    @Test("what was learnt later of earlier times is not known as of then")
    func changesAsOf() throws {
        try recording.record(10, coverage: Recording.tagsOnly, tags: [.web(.at(3, "c"))])
        try recording.record(11, tags: [.web(.at(3, "c"), .at(2, "b"), .at(1, "a"))])
        #expect(try changes(at: 10) == ["->c 04 (-, 11]"])
    }

    @Test("a tag that comes back after it was gone begins anew")
    func newLine() throws {
        try recording.record(1, tags: [.web(.at(0, "a"))])
        try recording.record(2)
        try recording.record(3, tags: [.web(.at(2, "b"))])
        #expect(try changes() == ["->a 01 (-, 02]", "a>- - (02, 03]", "->b 03 (03, 04]"])
    }

    @Test("a digest that comes back is a change of its own")
    func reappearing() throws {
        try recording.record(1, tags: [.web(.at(0, "a"))])
        try recording.record(3, tags: [.web(.at(2, "a"), .at(1, "b"), .at(0, "a"))])
        #expect(try changes() == ["->a 01 (-, 02]", "a>b 02 (02, 04]", "b>a 03 (02, 04]"])
    }

    @Test("several moves within one second keep the cluster's order")
    func sameSecond() throws {
        try recording.record(3, tags: [.web(.at(2, "c"), .at(2, "a"), .at(2, "b"))])
        #expect(
            try recording.column("SELECT substr(new_digest, 8, 1) FROM digest_changes WHERE old_digest IS NOT NULL")
                .sorted {
                    $0 ?? "" < $1 ?? ""
                } == ["a", "c"])
        #expect(try changes().contains { $0.hasPrefix("b>a") } && changes().contains { $0.hasPrefix("a>c") })
    }

    @Test("a tag copied with an older time stands where the cluster put it")
    func copied() throws {
        try recording.record(5, tags: [.web(.at(4, "a"))])
        try recording.record(6, tags: [.web(.at(1, "b"), .at(4, "a"))])
        #expect(try changes().contains("a>b 02 (06, 07]"))
    }

    @Test("what the cluster prunes is kept")
    func pruned() throws {
        try recording.record(5, tags: [.web(.at(3, "c"), .at(2, "b"), .at(1, "a"))])
        try recording.record(7, tags: [.web(.at(6, "e"), .at(5, "d"), .at(3, "c"))])
        #expect(try changes().count == 5)
    }

    @Test("a tag's end lies after the last look that saw it, not after one that could not")
    func vanishing() throws {
        try recording.record(1, tags: [.web(.at(0, "a"))])
        try recording.record(2, coverage: [Coverage(kind: .imageStream, outcome: .forbidden, objects: 0)])
        try recording.record(3)
        #expect(try changes().last == "a>- - (02, 04]")
    }

    @Test("an entry without a digest ends the one before it once, at the cluster's own time")
    func noDigest() throws {
        try recording.record(1, tags: [.web(.at(0, "a"))])
        let bare = ImageStreamTag.Revision(createdAt: Recording.day(2), digest: nil, image: "docker.io/abesesr/x:1")
        try recording.record(3, tags: [.web(bare, .at(0, "a"))])
        #expect(try changes() == ["->a 01 (-, 02]", "a>- 03 (02, 04]"])
    }

    @Test("a look that saw the tag elsewhere, though it saw not all, bounds the next change")
    func partialLook() throws {
        let failed = [Coverage(kind: .imageStream, outcome: .failed, objects: 1)]
        try recording.record(1, tags: [.web(.at(0, "a"))])
        try recording.record(3, coverage: failed, tags: [.web(.at(2, "b"), .at(0, "a"))])
        try recording.record(5, tags: [.web(.at(4, "c"), .at(2, "b"), .at(0, "a"))])
        #expect(try changes().last == "b>c 05 (04, 06]")
    }

    @Test("ever new entries between two known ones cannot stop the recording, and what is not kept is said")
    func noRoom() throws {
        let failed = [Coverage(kind: .imageStream, outcome: .failed, objects: 1)]
        var lost = 0
        for day in 1...40 {
            let ever: ImageStreamTag.Revision = .at(-day, day % 2 == 0 ? "b" : "c")
            let recorded = try recording.record(day, coverage: failed, tags: [.web(.at(0, "a"), ever)])
            lost += recorded.unplaced.values.reduce(0, +)
        }
        #expect(try changes().count > 16)
        #expect(lost > 0)
        #expect(try recording.rows("SELECT count(*) FROM revision") == [[.integer(Int64(41 - lost))]])
        #expect(try recording.rows("SELECT count(*) FROM snapshots") == [[.integer(40)]])
        #expect(try RecordReader(path: recording.path).verify().holds)
    }

    @Test("places stay in order whatever is told, and there is always room between two")
    func places() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<200 {
            var history = TagHistory()
            for look in 0..<60 {
                let told = (0..<random.int(1...4)).map { _ in
                    ImageStreamTag.Revision.at(random.int(0...30), random.pick(["a", "b", "c"]))
                }
                _ = history.learn(told, begins: look == 0 || random.chance(5))
                let places = history.entries.map(\.sequence)
                #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
            }
        }
    }
}
