import Foundation
import SQLite
import Testing
import Texts

@testable import Model
@testable import Questions
@testable import Record

/// Rule 7: readers cannot write, and nothing that comes from a cluster is trusted by SQL.
@Suite struct Rule7TrustNothingTests {
    let recording: Recording

    init() throws { recording = try Recording() }

    @Test(
        "a reader cannot write",
        arguments: [
            "INSERT INTO cluster (name) VALUES ('x')", "DELETE FROM snapshot", "UPDATE text SET value = ''",
            "DROP VIEW main.istags", "CREATE TABLE x (y)", "PRAGMA user_version = 7", "VACUUM", "REINDEX",
        ])
    func cannotWrite(sql: String) throws {
        try recording.record(1, workloads: [.deployment("web:1")])
        let before = try recording.dump()
        for day in [nil, 1] {
            let record = try RecordReader(path: recording.path, at: day.map(Recording.day))
            #expect(throws: StoreError.self) { try record.rows(sql) }
            _ = try? record.rows("PRAGMA query_only = 0")
            #expect(throws: StoreError.self) { try record.rows(sql) }
        }
        #expect(try recording.dump() == before)
        #expect(try SQLDump.tables(recording.path)["cluster"]?.count == 1)
    }

    static let hostile = [
        "'; DROP TABLE workload; --", "\"; --", "%_\\", "a\u{0}b", "\u{0}", "", " ", "é", "e\u{301}", "\u{202E}x", "?1",
        "$(reboot)", "=cmd|' /C calc'!A0", "\u{1B}[31m", "<script>", "\u{FEFF}", "1", "1.0", "0x10", "NULL",
        String(repeating: "x", count: 70_000),
    ]

    @Test("names, images and messages are stored as they are, to the byte", arguments: hostile)
    func stored(text: String) throws {
        let id = Workload.ID(namespace: text, kind: .deployment, name: text)
        let workload = Workload(
            id: id, uid: text, resolveNames: text, triggers: text,
            containers: [
                Container(
                    name: text, image: text, trigger: ImageStreamTag.ID(namespace: text, stream: text, tag: text))
            ])
        let stream = ImageStream(id: ImageStream.ID(namespace: text, name: text), uid: text, repository: text)
        let tag = ImageStreamTag(
            id: ImageStreamTag.ID(namespace: text, stream: text, tag: text),
            source: ImageStreamTag.Source(kind: "DockerImage", name: text, referencePolicy: text),
            revisions: [ImageStreamTag.Revision(createdAt: nil, digest: text, image: text)], importError: text)
        var snapshot = Recording.snapshot(
            1, cluster: text, workloads: [workload], streams: [stream], tags: [tag],
            images: [Image(digest: text, architecture: text, os: text, labels: [ExactText(text): ExactText(text)])])
        snapshot.source = text
        snapshot.coverage[0].message = text
        try recording.store.record(snapshot)
        snapshot.takenAt = Recording.day(2)
        let recorded = try recording.store.record(snapshot)
        #expect((recorded.opened, recorded.changed, recorded.closed) == (0, 0, 0))
        for (view, columns) in [
            ("workloads", "cluster, namespace, name, uid, resolve_names, triggers"),
            ("containers", "cluster, namespace, name, container, image, istag_namespace"),
            ("image_streams", "cluster, namespace, name, uid, repository"),
            (
                "istags",
                "cluster, namespace, image_stream, tag, digest, image, from_name, reference_policy, import_error"
            ),
            ("snapshots", "cluster, source"), ("images", "digest, architecture, os"),
        ] {
            for row in try recording.rows("SELECT \(columns) FROM \(view)") {
                #expect(row.allSatisfy { $0.text.map { Array($0.utf8) } == Array(text.utf8) }, "\(view)")
            }
        }
        #expect(try recording.rows("SELECT count(*) FROM containers") == [[.integer(1)]])
        #expect(try recording.column("SELECT message FROM coverage WHERE message IS NOT NULL").first == text)
    }

    @Test("texts that only look alike are two texts")
    func lookAlikes() throws {
        let (composed, decomposed) = ("é", "e\u{301}")
        func bytes(_ sql: String) throws -> [[UInt8]] { try recording.column(sql).map { Array(($0 ?? "").utf8) } }
        try recording.record(1, workloads: [.deployment(composed, decomposed)])
        #expect(
            try bytes("SELECT image FROM containers ORDER BY container")
                == [composed, decomposed].map { Array($0.utf8) })
        #expect(try recording.record(2, workloads: [.deployment(decomposed, composed)]).changed == 2)
        #expect(
            try bytes("SELECT image FROM containers ORDER BY container")
                == [decomposed, composed].map { Array($0.utf8) })
    }
}
