import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

/// What watches tell between two looks is evidence for the objects they tell of, and for no other.
@Suite struct FollowedSnapshotTests {
    let recording: Recording

    init() throws {
        recording = try Recording()
        try recording.record(
            1, workloads: [.deployment(named: "web", "web:1"), .deployment(named: "db", "db:1")],
            streams: [.named("web"), .named("app")],
            tags: [
                ImageStreamTag(id: ImageStreamTag.ID(namespace: "shop", stream: "web", tag: "1"), revisions: [.at(0, "a")]),
                ImageStreamTag(id: ImageStreamTag.ID(namespace: "shop", stream: "web", tag: "2"), revisions: [.at(0, "b")]),
                ImageStreamTag(id: ImageStreamTag.ID(namespace: "shop", stream: "app", tag: "1"), revisions: [.at(0, "c")]),
            ])
    }

    @discardableResult
    private func follow(_ day: Int, _ coverage: [Coverage], _ part: SnapshotPart) throws -> Recorded? {
        var part = part
        part.lastNamespace = "shop"
        return try recording.store.follow(
            SnapshotHeader(cluster: "okd", takenAt: Recording.day(day), source: "watches", coverage: coverage), parts: [part])
    }

    private static func told(_ kind: ObjectKind, _ objects: Int64 = 1) -> Coverage {
        Coverage(kind: kind, namespace: "shop", outcome: .followed, objects: objects)
    }

    private func standing(_ day: Int? = nil) throws -> [String?] {
        try recording.column(
            """
            SELECT name || ' ' || image FROM containers UNION ALL SELECT name FROM image_streams
            UNION ALL SELECT istag FROM istags ORDER BY 1
            """, at: day)
    }

    private func isIntact() throws { #expect(try RecordReader(path: recording.path).verify().findings == []) }

    @Test("an object that changed is recorded; no other is closed, and what was looked at stays the last look's to say")
    func upsert() throws {
        let coverage = try recording.rows("SELECT kind, namespace, outcome FROM coverage WHERE snapshot = 1").count
        let recorded = try #require(
            try follow(2, [Self.told(.deployment)], SnapshotPart(workloads: [.deployment(named: "web", "web:2")])))
        #expect(recorded.opened + recorded.closed == 0 && recorded.changed == 1)
        #expect(try standing() == ["app", "app:1", "db db:1", "web", "web web:2", "web:1", "web:2"])
        #expect(try standing(1).contains("web web:1"))
        #expect(
            try recording.rows("SELECT kind, namespace, outcome, objects FROM coverage WHERE snapshot = 2")
                == [[.text("Deployment"), .text("shop"), .text("followed"), .integer(1)]])
        #expect(try recording.rows("SELECT complete FROM snapshots ORDER BY snapshot") == [[.integer(1)], [.integer(0)]])
        // A look after it writes no coverage anew.
        try recording.record(
            3, workloads: [.deployment(named: "web", "web:2"), .deployment(named: "db", "db:1")],
            streams: [.named("web"), .named("app")],
            tags: [])
        #expect(try recording.rows("SELECT 1 FROM coverage WHERE snapshot = 3").count == coverage)
        #expect(try recording.rows("SELECT DISTINCT from_snapshot FROM coverage_version") == [[.integer(1)]])
        try isIntact()
    }

    @Test("a deletion that was told closes exactly that object: a workload with its containers, a stream with its tags")
    func deletion() throws {
        var part = SnapshotPart()
        part.gone = [
            GoneObject(kind: .deployment, namespace: "shop", name: "db"),
            GoneObject(kind: .imageStream, namespace: "shop", name: "web"),
            GoneObject(kind: .deployment, namespace: "shop", name: "never-known"),
        ]
        try follow(2, [Self.told(.deployment, 0), Self.told(.imageStream, 0), Self.told(.imageStreamTag, 0)], part)
        #expect(try standing() == ["app", "app:1", "web web:1"])
        try isIntact()
    }

    @Test("a stream that was told is told with all its tags: one that it lacks is gone, those of other streams stand")
    func tags() throws {
        let tag = ImageStreamTag(
            id: ImageStreamTag.ID(namespace: "shop", stream: "web", tag: "2"), revisions: [.at(2, "d"), .at(0, "b")])
        try follow(
            2, [Self.told(.imageStream), Self.told(.imageStreamTag)],
            SnapshotPart(imageStreams: [.named("web")], imageStreamTags: [tag]))
        #expect(try standing() == ["app", "app:1", "db db:1", "web", "web web:1", "web:2"])
        // The last look that did not show the new digest is the look, whatever watches told between.
        #expect(
            try recording.column("SELECT seen_after FROM digest_changes WHERE istag = 'web:2' AND seen_by LIKE '2026-01-03%'")
                == ["\(Recording.day(1))"])
        try isIntact()
    }

    @Test("where nothing that is kept changed, nothing is written")
    func nothing() throws {
        let before = try recording.dump()
        #expect(try follow(2, [Self.told(.deployment)], SnapshotPart(workloads: [.deployment(named: "web", "web:1")])) == nil)
        #expect(try recording.dump() == before)
    }

    @Test("a watch that broke is coverage, and closes nothing")
    func broken() throws {
        let before = try standing()
        let broken = Coverage(kind: .deployment, outcome: .failed, objects: 0, message: "too old resource version (410)")
        #expect(try follow(2, [broken], SnapshotPart()) != nil)
        #expect(try standing() == before)
        #expect(
            try recording.rows("SELECT kind, namespace, outcome, message FROM coverage WHERE snapshot = 2")
                == [[.text("Deployment"), .null, .text("failed"), .text("too old resource version (410)")]])
        try isIntact()
    }

    @Test("answers rest on the last look's coverage; gaps, and what is whole, count looks alone")
    func questions() throws {
        for day in 2...4 {
            try recording.record(
                day,
                coverage: Recording.complete.map {
                    Coverage(kind: $0.kind, outcome: $0.kind == .cronJob ? .forbidden : .complete, objects: 0)
                },
                workloads: [.deployment(named: "web", "web:1")])
        }
        try follow(5, [Self.told(.deployment)], SnapshotPart(workloads: [.deployment(named: "web", "web:5")]))
        let record = try RecordReader(path: recording.path)
        let notes = try record.standing(.workloads).notes
        #expect(notes.contains { $0.sentence.contains("cronjobs forbidden at \(Recording.day(4))") }, "\(notes)")
        #expect(!notes.contains { $0.sentence.contains("did not look at") }, "\(notes)")
        #expect(try record.looks(of: "okd").count == 4)
        #expect(try record.looksBefore(of: "okd")?.newestLook == Recording.day(4))
        #expect(try record.looksBefore(of: "okd")?.newest == Recording.day(5))
        // Days 2 to 4 were incomplete; the fifth was no look.
        #expect(try record.status().rows[0][4] == .integer(3))
    }

    @Test("a forged mark is found: a look that pretends to be followed, a followed one that pretends to be a look")
    func forged() throws {
        try follow(2, [Self.told(.deployment)], SnapshotPart(workloads: [.deployment(named: "web", "web:2")]))
        for forgery in ["UPDATE snapshot SET followed = 1 - followed", "UPDATE followed SET objects = 7", "DELETE FROM followed"]
        {
            let copy = try TemporaryFile()
            try recording.store.connection.run("VACUUM INTO ?1", .text(copy.path))
            try Connection(path: copy.path, mode: .readWrite).execute(forgery)
            #expect(try RecordReader(path: copy.path).verify().findings != [], "\(forgery)")
        }
    }

    @Test("pruning leaves every answer about what is kept as it was, and the seals hold")
    func pruned() throws {
        try follow(2, [Self.told(.deployment)], SnapshotPart(workloads: [.deployment(named: "web", "web:2")]))
        try follow(3, [Self.told(.deployment)], SnapshotPart(workloads: [.deployment(named: "web", "web:3")]))
        try recording.record(
            4, workloads: [.deployment(named: "web", "web:4")], streams: [.named("web"), .named("app")], tags: [])
        let before = try [3, 4].map { try standing($0) }
        _ = try recording.store.prune(keepingSince: Recording.day(3), at: Recording.day(6), done: true)
        #expect(try [3, 4].map { try standing($0) } == before)
        try isIntact()
    }
}
