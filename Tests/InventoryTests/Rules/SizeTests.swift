import Foundation
import SQLite
import Testing
import Texts

@testable import Model
@testable import Questions
@testable import Record

/// What the record costs on disk.
@Suite struct SizeTests {
    let recording: Recording
    private var snapshot: Snapshot

    /// A cluster of 57 Deployments, 90 streams and 370 tags, the size of a fresh OKD, with references as long as they get.
    init() throws {
        recording = try Recording()
        var random = SeededRandom(seed: 1)
        snapshot = Recording.snapshot(0)
        snapshot.coverage = Kinds.builtIn.all.map(\.kind).map { Coverage(kind: $0, outcome: .complete, objects: 100) }
        for index in 0..<90 {
            let stream = ImageStream.named("stream-\(index)", in: "namespace-\(index % 9)")
            snapshot.imageStreams.append(stream)
            for tag in 0..<(index < 10 ? 5 : 4) {
                snapshot.imageStreamTags.append(
                    ImageStreamTag(
                        id: ImageStreamTag.ID(stream: stream.id, tag: "1.\(tag)"),
                        source: ImageStreamTag.Source(
                            kind: "DockerImage", name: "quay.io/abesesr/stream-\(index):1.\(tag)"),
                        revisions: (0..<3).map { SizeTests.revision(stream.id, 3 - $0, &random) }))
            }
        }
        for index in 0..<57 {
            let tag = snapshot.imageStreamTags[index * 3]
            var workload = Workload.deployment(
                named: "app-\(index)", in: tag.id.stream.namespace, tag.current?.image ?? "")
            workload.triggers =
                #"[{"from":{"kind":"ImageStreamTag","name":"\#(tag.id.name)"},"fieldPath":"…\#(index)"}]"#
            snapshot.workloads.append(workload)
        }
        try recording.store.record(snapshot)
    }

    private static func revision(
        _ stream: ImageStream.ID, _ day: Int, _ random: inout SeededRandom
    ) -> ImageStreamTag.Revision {
        let digest = "sha256:" + random.hex(64)
        return ImageStreamTag.Revision(
            createdAt: Recording.day(day), digest: digest,
            image: "image-registry.openshift-image-registry.svc:5000/\(stream.namespace)/\(stream.name)@\(digest)")
    }

    /// The file's size once all of it is in the file itself.
    private func size() throws -> Int {
        _ = try recording.store.connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return try #require(
            FileManager.default.attributesOfItem(atPath: recording.path)[.size] as? Int)
    }

    @Test("an unchanged snapshot adds less than 400 bytes, its own source's name included")
    func unchanged() throws {
        try recording.store.connection.execute("PRAGMA synchronous = OFF")
        let before = try size()
        var snapshot = snapshot
        for index in 1...1000 {
            snapshot.takenAt = Recording.day(10).advanced(by: Int64(index) * 900)
            snapshot.source = "https://api.okd.example.org:6443, \(snapshot.takenAt)"
            try recording.store.record(snapshot)
        }
        let each = Double(try size() - before) / 1000
        print("an unchanged snapshot: \(each) bytes")
        #expect(each < 400)
    }

    @Test(
        "a digest change adds less than 250 bytes, at the tag and at the container that follows it",
        arguments: [false, true])
    func digestChange(isFollowed: Bool) throws {
        try recording.store.connection.execute("PRAGMA synchronous = OFF")
        var random = SeededRandom(seed: 2)
        var snapshot = snapshot
        let before = try size()
        var changes = 0
        for day in 10..<60 {
            snapshot.takenAt = Recording.day(day)
            for index in 0..<57 {
                let tag = snapshot.imageStreamTags[index * 3]
                let revision = SizeTests.revision(tag.id.stream, day, &random)
                snapshot.imageStreamTags[index * 3].revisions = [revision] + tag.revisions.prefix(2)
                if isFollowed { snapshot.workloads[index].containers[0].image = revision.image ?? "" }
                changes += isFollowed ? 2 : 1
            }
            #expect(try recording.store.record(snapshot).changed == (isFollowed ? 114 : 57))
        }
        let each = Double(try size() - before) / Double(changes)
        print("a digest change\(isFollowed ? ", half of them containers'" : ""): \(each) bytes")
        #expect(each < 250)
        #expect(try recording.store.connection.rows("PRAGMA integrity_check") == [[.text("ok")]])
    }

    @Test("no text of 150 bytes stands twice in the file")
    func noTextTwice() throws {
        var random = SeededRandom(seed: 3)
        let host = "\(random.hex(200)).example:5000"
        let path = "\(random.hex(200))/name"
        let (message, rubbish, annotation, label) = (random.hex(160), random.hex(160), random.hex(160), random.hex(160))
        let tags = (1...3).map { number in
            ImageStreamTag(
                id: ImageStreamTag.ID(namespace: "shop", stream: "web", tag: "\(number)"),
                source: ImageStreamTag.Source(kind: "DockerImage", name: "\(host)/\(path):\(number)"),
                revisions: [
                    ImageStreamTag.Revision(
                        createdAt: Recording.day(number), digest: Recording.digest("a"),
                        image: "\(host)/\(path)@\(Recording.digest("a"))")
                ], importError: "failed: \(message)")
        }
        let workloads = (1...3).map { number in
            var workload = Workload.deployment(
                named: "w\(number)", "\(host)/\(path):\(number)", "\(host)/\(path)@\(Recording.digest("a"))",
                "\(rubbish) !")
            workload.triggers = "[\(annotation)]"
            return workload
        }
        let images = ["a", "b", "c"].map { Image(digest: Recording.digest($0), labels: ["maintainer": ExactText(label)]) }
        var next = Recording.snapshot(80, workloads: workloads, tags: tags, images: images)
        next.coverage[4] = Coverage(kind: .cronJob, outcome: .forbidden, objects: 0, message: "forbidden: \(message)")
        try recording.store.record(next)
        next.takenAt = Recording.day(81)
        for index in next.workloads.indices { next.workloads[index].containers[0].image += "-2" }
        try recording.store.record(next)

        var seen: Set<String> = []
        for (table, rows) in try recording.dump() where !table.hasPrefix("sqlite_") {
            for case .text(let text) in rows.joined() where text.utf8.count >= 150 {
                #expect(seen.insert(text).inserted, "\(table): \(text.prefix(60))…")
            }
        }
        #expect(seen.count == 7)
        _ = try size()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: recording.path))
        for text in seen {
            let head = Data(text.utf8.prefix(150))
            let first = try #require(bytes.range(of: head), "\(text.prefix(60))… spans pages")
            #expect(bytes.range(of: head, in: first.upperBound..<bytes.count) == nil, "\(text.prefix(60))…")
        }
    }
}
