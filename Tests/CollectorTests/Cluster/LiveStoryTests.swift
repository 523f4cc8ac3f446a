import CollectorWords
import FakeCluster
import Foundation
import Model
import Questions
import Record
import Testing

@testable import Collector

@Suite("The sample story, looked at live", .serialized) struct LiveStoryTests {
    /// What differs by nature: where it came from, and the seal that is over that too.
    private static let excepted: Set<String> = ["source", "seal", "changes"]

    @Test("gives the record that importing its files gives, in every view, at every instant")
    func sameRecord() async throws {
        let instants = try TestData.names("story")
        let imported = try RecordWriter(path: TemporaryFolder.kept("imported.db"))
        // Pods stand in one of the story's dumps alone; a live look would see them go.
        let kinds = Kinds(Kinds.builtIn.all.filter { $0.kind != .pod })
        for instant in instants {
            try FileSource(.path(TestData.path("story/\(instant)")), scope: .all, kinds: kinds)
                .read(cluster: "lab", takenAt: #require(Instant(instant))).record(in: imported)
        }
        try await LiveRecord.with(StoredContents()) { live in
            live.source.pageSize = 7
            live.source.kinds = kinds
            for (number, instant) in instants.enumerated() {
                live.server.show(try StoredContents(dump: TestData.path("story/\(instant)"), resourceVersion: 10 + number))
                try await live.source.read(takenAt: #require(Instant(instant))).collected.record(in: live.store)
            }
            for at in [nil] + instants.map({ Instant($0) }) {
                for view in View.all {
                    let live = try rows(view, live.store.path, at)
                    let files = try rows(view, imported.path, at)
                    #expect(live == files, "\(view.name) at \(at.map { "\($0)" } ?? "the end")")
                    if view.name == "istags" { #expect(at != nil || !files.isEmpty) }
                }
            }
            #expect(try RecordReader(path: live.store.path).verify().findings == [])
        }
    }

    private func rows(_ view: View, _ path: String, _ at: Instant?) throws -> [String] {
        let columns = view.columns.map(\.name).filter { !Self.excepted.contains($0) }.map { "\"\($0)\"" }.joined(separator: ", ")
        // A live cluster is asked for every kind, the files hold seven.
        let inBoth =
            view.name == "coverage"
            ? " WHERE kind LIKE 'ImageStream%' OR kind IN ('Deployment', 'StatefulSet', 'DaemonSet', 'DeploymentConfig', 'CronJob')"
            : ""
        return try RecordReader(path: path, at: at).answer(SQLQuestion("SELECT \(columns) FROM \(view.name)\(inBoth)")).rows
            .map { $0.map(\.line).joined(separator: " | ") }.sorted()
    }

    @Test("tells what images are made of, once, within the budget")
    func images() async throws {
        let newest = try #require(try TestData.names("story").last)
        try await LiveRecord.with(StoredContents(dump: TestData.path("story/\(newest)"))) { live in
            live.source.imageMetadata = 3
            let store = live.store.path
            live.source.knownImages = { asked in
                let known = try RecordReader(path: store).answer(SQLQuestion("SELECT digest FROM images WHERE size IS NOT NULL"))
                return asked.intersection(known.rows.map { $0[0].line })
            }
            var asked = 0
            for _ in 0..<40 {
                live.server.forgetRequests()
                try await live.look()
                let requests = live.server.requests.of(.imageStreamTags)
                #expect(requests.count <= 3)
                asked += requests.count
                if requests.isEmpty { break }
            }
            let sizes = try live.rows("SELECT digest, size FROM images WHERE size IS NOT NULL ORDER BY digest")
            #expect(!sizes.isEmpty && sizes.count == asked)
            for row in sizes {
                let words = row.split(separator: " ")
                #expect(Int(words[1]) == ImageMetadata.size(of: String(words[0])))
            }
        }
    }
}

extension TemporaryFolder {
    /// A path in the system's temporary folder that nobody else uses.
    static func kept(_ name: String) -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
    }
}
