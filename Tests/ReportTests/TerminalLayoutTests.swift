import Foundation
import Model
import Questions
import Record
import Testing
import Words

@testable import Report

/// Answers as people see them at terminals of three widths, compared with the files in `Golden/Terminal`.
/// `ISINVENTORY_RECORD=1 swift test --filter TerminalLayoutTests` writes them anew; look at the difference before committing it.
@Suite struct TerminalLayoutTests {
    private static let widths = [80, 100, 120]

    /// Every question that has a layout of its own, and tables of every view.
    private func answers(_ path: String, tag: String, workload: String) throws -> [(String, Answer, TerminalLayout)] {
        let record = try RecordReader(path: path)
        let first = try #require(try record.clusters().first?.firstTakenAt)
        let earlier = try RecordReader(path: path, at: first)
        let kind = try Subject("deployment/\(workload)")
        return try [
            ("history-istag", record.history(of: Subject("istag/\(tag)")), .log),
            ("history-workload", record.history(of: kind), .log),
            ("diff", Difference(from: earlier, to: record).answer, .difference), ("problems", record.problems(), .problems),
            ("stale", record.stale(), .stale), ("registries", record.registries(since: earlier), .table),
            ("used", record.used("docker.io/*"), .table), ("status", record.status(), .table),
            ("long-references", LongReferences(in: record).answer.without("commands"), .table),
            ("drift", record.drift(), .table), ("cleanup", Cleanup(in: record).answer, .table),
            ("records", record.standing(.istags), .records), ("schema", View.documentation(of: "verdicts"), .table),
            ("views", View.list, .table),
        ]
            + View.contract.map { ("get-\($0.name)", try record.standing($0), TerminalLayout.table) }
    }

    private func check(_ story: String, _ path: String, tag: String, workload: String, now: Instant) throws {
        for width in Self.widths {
            for (name, answer, layout) in try answers(path, tag: tag, workload: workload) {
                let text = answer.rendered(for: layout, TerminalOptions(width: width, now: now))
                for line in text.split(separator: "\n") where String(line).displayWidth > width {
                    Issue.record("\(name) of \(story) at \(width): \(line)")
                }
                #expect(!text.isEmpty || answer.rows.isEmpty)
                // Colour adds no width, and says nothing that is not there without it.
                let colored = answer.rendered(for: layout, TerminalOptions(width: width, color: true, now: now))
                #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == text)
                try expect(text, isRecordedIn: "Terminal/\(story)-\(name)-\(width).txt")
            }
        }
    }

    @Test func `The sample story at 80, 100 and 120 columns, as recorded and never wider`() throws {
        let folder = try ScratchFolder()
        let path = try StoryWeek.record(in: folder)
        let end = try #require(StoryWeek.period).to
        try check("story", path, tag: "abesstp-web-clamav:1.4.7", workload: "theses-web", now: end)
    }

    @Test func `Names of 253 characters at 80, 100 and 120 columns, as recorded and never wider`() throws {
        let folder = try ScratchFolder()
        let path = folder.path("long.db")
        let start = try #require(Instant("2026-11-01T00:00:00Z"))
        let store = try RecordWriter(path: path)
        func long(_ end: String) -> String { String(repeating: "abcdefghi-", count: 26).prefix(253 - end.count) + end }
        let (stream, namespace) = (ImageStream.ID(namespace: "n", name: long("stream")), "n")
        for day in 0..<3 {
            let digests = (0...day).reversed().map { "sha256:" + String(repeating: "\($0 + 1)", count: 64) }
            let revisions = digests.map { ImageStreamTag.Revision(createdAt: start, digest: $0, image: "docker.io/x/y@\($0)") }
            var tag = ImageStreamTag(id: .init(stream: stream, tag: long("tag")), revisions: revisions)
            tag.importError = "it cannot be imported because \(long("error"))"
            tag.importErrorSince = start
            let workloads = ["a", "b"].map { end in
                Workload(
                    id: .init(namespace: namespace, kind: .deployment, name: long(end)), uid: "u",
                    containers: [
                        Container(name: long("c"), image: "docker.io/x/y@\(digests.last ?? "")"),
                        Container(name: "short", image: "quay.io/\(long("repository").prefix(200)):\(day)"),
                        Container(name: "name", image: "\(long("x").prefix(120)):\(day)"),
                    ])
            }
            let coverage = Kinds.builtIn.all.map { Coverage(kind: $0.kind, outcome: .complete, objects: 0) }
            try store.record(
                Snapshot(
                    cluster: long("cluster"), takenAt: start.advanced(by: Int64(day) * 86_400), source: long("source"),
                    coverage: coverage,
                    workloads: workloads, imageStreams: [ImageStream(id: stream)], imageStreamTags: [tag]))
        }
        try check("long", path, tag: "\(stream.name):\(long("tag"))", workload: long("a"), now: start.advanced(by: 40 * 86_400))
    }

    @Test(
        arguments: [
            (0, "0s"), (119, "119s"), (120, "2m"), (150, "2m30s"), (3_600, "60m"), (10_800, "3h"), (172_799, "47h"),
            (172_800, "2d"),
            (31_536_000, "365d"), (63_072_000, "2y"), (-300, "in 5m"),
        ])
    func `Ages are those that oc writes`(seconds: Int64, expected: String) { #expect(TerminalPage.age(seconds) == expected) }

    @Test func `Two cells that a cut would make look alike are told whole, as blocks`() {
        let names = ["a", "b"].map { String(repeating: "x", count: 60) + $0 + String(repeating: "y", count: 60) }
        let answer = Answer(
            columns: [.init("name"), .init("other")], rows: names.map { [.text($0), .text("z\($0.count)\($0)")] })
        let text = answer.rendered(for: .table, TerminalOptions(width: 80, now: Instant(secondsSince1970: 0)))
        for name in names { #expect(text.replacing("\n", with: "").replacing(" ", with: "").contains(name)) }
    }
}
