import Foundation
import Model
import Questions
import Record
import Testing
import Words

@testable import Report

/// `cleanup` where there is something to clean up: tags that Deployments, ReplicaSets kept for rollback and Pods needed once, tags that nothing
/// ever needed, tags that share an image, and tags that are needed. `ISINVENTORY_RECORD=1 swift test --filter CleanupStoryTests` writes
/// the files anew.
@Suite struct CleanupStoryTests {
    private static func digest(_ number: Int) -> String {
        let hex = String(number, radix: 16)
        return "sha256:"
            + String(repeating: "0\(hex)", count: 64 / (hex.count + 1)).padding(toLength: 64, withPad: hex, startingAt: 0)
    }

    /// Twelve days' looks of a cluster that sees every kind.
    ///
    /// - Parameter long: Makes a name so many characters long, or leaves it as it is.
    private func record(in folder: borrowing ScratchFolder, _ long: (String, Int) -> String) throws -> (
        path: String, now: Instant
    ) {
        let path = folder.path("cleanup.db")
        let store = try RecordWriter(path: path)
        let start = try #require(Instant("2026-11-01T06:00:00Z"))
        let registry = "image-registry.openshift-image-registry.svc:5000"
        // A reference to the registry holds the stream's name, and has an end, too.
        let (web, ruby) = (long("web", 140), long("ruby", 140))
        func tag(_ namespace: String, _ stream: String, _ name: String, _ number: Int) -> ImageStreamTag {
            ImageStreamTag(
                id: .init(namespace: namespace, stream: stream, tag: name),
                revisions: [
                    .init(
                        createdAt: start.advanced(by: -86_400), digest: Self.digest(number),
                        image: "\(registry)/\(namespace)/\(stream)@\(Self.digest(number))")
                ])
        }
        let tags = [
            tag("shop", web, "1.0", 1), tag("shop", web, "1.1", 2), tag("shop", web, "1.1-hotfix", 2), tag("shop", web, "1.2", 3),
            tag("shop", web, "2.0", 4), tag("shop", ruby, "3.1", 5), tag("shop-test", web, "nightly", 6),
            tag("shop-test", web, long("try", 112), 7), tag("shop-test", ruby, "3.3", 8),
        ]
        let images = (1...7).map { Image(digest: Self.digest($0), size: [812, 41_943_040, 104_857_600, 1_610_612_736][$0 % 4]) }
        for day in 0..<12 {
            func deployment(_ number: Int) -> Workload {
                Workload(
                    id: .init(namespace: "shop", kind: .deployment, name: long("web", 253)), uid: "u",
                    containers: [Container(name: "web", image: "\(registry)/shop/\(web)@\(Self.digest(number))")])
            }
            var workloads = [deployment(day < 3 ? 1 : day < 6 ? 2 : 4)]
            // The ReplicaSet before the last is kept for a rollback.
            workloads.append(
                Workload(
                    id: .need(of: .deployment, named: long("web", 253), kept: .replicaSet, in: "shop"), uid: "u",
                    containers: [.need("kept", "\(registry)/shop/\(web)@\(Self.digest(day < 6 ? 1 : day < 9 ? 2 : 3))")]))
            if day < 8 {
                workloads.append(
                    Workload(
                        id: .need(of: .buildConfig, named: long("ruby", 253), kept: .buildConfig, in: "shop"), uid: "u",
                        containers: [.need("from", "\(registry)/shop/\(ruby):3.1")]))
            }
            var snapshot = Snapshot(
                cluster: "prod", takenAt: start.advanced(by: Int64(day) * 86_400), source: "https://api.prod.example:6443",
                coverage: Kinds.builtIn.all.map { Coverage(kind: $0.kind, outcome: .complete, objects: 0) }, workloads: workloads,
                imageStreams: Set(tags.map(\.id.stream)).map { ImageStream(id: $0) }, imageStreamTags: tags, images: images)
            if day < 2 {
                snapshot.runningImages = [
                    RunningImage(
                        owner: .init(namespace: "shop-test", kind: .deployment, name: long("web", 253)), container: "web",
                        image: "\(registry)/shop-test/\(web):nightly", imageID: .init(digest: Self.digest(6)))
                ]
            }
            try store.record(snapshot)
        }
        return (path, start.advanced(by: 12 * 86_400))
    }

    private func check(_ story: String, _ long: (String, Int) -> String) throws {
        let folder = try ScratchFolder()
        let (path, now) = try record(in: folder, long)
        let cleanup = try Cleanup(in: RecordReader(path: path), unusedFor: 3 * 86_400)
        let (web, ruby) = (long("web", 140), long("ruby", 140))
        #expect(
            Set(cleanup.candidates.map(\.tag.istag)) == [
                "\(ruby):3.1", "\(web):1.0", "\(ruby):3.3", "\(web):nightly", "\(web):\(long("try", 112))",
            ])
        for width in [80, 100, 120] {
            let text = cleanup.answer.rendered(for: .table, TerminalOptions(width: width, now: now))
            for line in text.split(separator: "\n") where String(line).displayWidth > width {
                Issue.record("\(story) at \(width): \(line)")
            }
            let colored = cleanup.answer.rendered(for: .table, TerminalOptions(width: width, color: true, now: now))
            #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == text)
            // As many as there are, each with who needed it last.
            #expect(text.count(of: "never") == 2 && text.count(of: "BuildConfig/") == 1 && text.count(of: "a ReplicaSet of") == 1)
            try expect(text, isRecordedIn: "Terminal/\(story)-\(width).txt")
        }
        try expect(cleanup.script, isRecordedIn: "Terminal/\(story).sh")
    }

    @Test func `Tags that nothing needs any more at 80, 100 and 120 columns, and their script, as recorded and never wider`()
        throws
    {
        try check("unused") { name, _ in name }
    }

    @Test func `The same with names of 253 characters`() throws {
        try check("unused-long") { end, length in
            String(repeating: "abcdefghi-", count: 26).prefix(length - end.count - 1) + "-" + end
        }
    }
}

extension String {
    fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
