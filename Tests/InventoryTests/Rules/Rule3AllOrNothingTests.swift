import Foundation
import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// Rule 3: a snapshot is one transaction; the file holds it whole or not at all.
@Suite struct Rule3AllOrNothingTests {
    let recording: Recording
    let next: Snapshot

    /// A record of one random snapshot, and one that changes nearly everything.
    init() throws {
        recording = try Recording()
        var cluster = LivingCluster(name: "okd", seed: 11)
        try recording.store.record(cluster.look(clearly: true).snapshot)
        for _ in 0..<40 { cluster.live() }
        var next = cluster.look(clearly: true).snapshot
        next.workloads.append(.deployment(named: "new", "new:1"))
        next.imageStreams.append(.named("new"))
        next.imageStreamTags.append(
            ImageStreamTag(
                id: ImageStreamTag.ID(namespace: "shop", stream: "new", tag: "1"),
                source: ImageStreamTag.Source(kind: "DockerImage", name: "quay.io/new/new:1"), revisions: [.at(1, "f")])
        )
        next.coverage.append(Coverage(kind: .cronJob, namespace: "shop", outcome: .failed, objects: 0))
        next.images = [Image(digest: Recording.digest("f"), size: 1)]
        self.next = next
    }

    @Test(
        "a recording that fails anywhere leaves every table as it was, and can be done again",
        arguments: [
            "snapshot", "text", "digest", "coverage_version", "workload", "workload_version", "container",
            "container_version", "image_stream", "image_stream_version", "istag", "istag_version", "tag_source",
            "revision", "reference", "image",
        ])
    func failing(table: String) throws {
        let connection = recording.store.connection
        let before = try recording.dump()
        try connection.execute(
            """
            CREATE TEMP TRIGGER failing BEFORE INSERT ON main.\(table)
            BEGIN SELECT raise(ABORT, 'the disk broke'); END
            """)
        #expect(throws: StoreError.self) { try recording.store.record(next) }
        #expect(try recording.dump() == before)
        try connection.execute("DROP TRIGGER temp.failing")
        try recording.store.record(next)
        #expect(try recording.dump() != before)
        #expect(try recording.rows("SELECT count(*) FROM snapshots") == [[.integer(2)]])
    }

    @Test("a process killed before the end leaves a file without the snapshot")
    func killed() throws {
        let before = try recording.dump()
        let copy = recording.file.folder.appending(path: "after-the-kill")
        struct Killed: Error {}
        #expect(throws: Killed.self) {
            try recording.store.connection.transaction {
                // A small cache, so that pages reach the file before the end.
                try recording.store.connection.execute("PRAGMA cache_size = 1")
                _ = try Recorder(recording.store.connection, kept: CurrentStateCache()).record(next.header) { next.wholePart }
                try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
                for name in ["record.db", "record.db-wal"] {
                    try FileManager.default.copyItem(
                        at: recording.file.folder.appending(path: name), to: copy.appending(path: name))
                }
                throw Killed()
            }
        }
        let survivor = try RecordWriter(path: copy.appending(path: "record.db").path)
        #expect(try SQLDump.tables(survivor.path) == before)
        #expect(try survivor.connection.rows("PRAGMA integrity_check") == [[.text("ok")]])
        try survivor.record(next)
    }

    @Test("the same instant again is refused and changes nothing")
    func again() throws {
        try recording.store.record(next)
        let before = try recording.dump()
        #expect {
            try recording.store.record(next)
        } throws: { error in
            if case StoreError.alreadyRecorded("okd", next.takenAt) = error { true } else { false }
        }
        #expect(try recording.dump() == before)
    }

    @Test("an older snapshot is refused and changes nothing, not even a new cluster's name")
    func older() throws {
        try recording.store.record(next)
        let before = try recording.dump()
        var older = next
        older.takenAt = next.takenAt.advanced(by: -1)
        #expect {
            try recording.store.record(older)
        } throws: { error in
            if case StoreError.olderThanNewest("okd", older.takenAt, next.takenAt) = error { true } else { false }
        }
        #expect(try recording.dump() == before)
        older.cluster = "another"
        try recording.store.record(older)
    }
}
