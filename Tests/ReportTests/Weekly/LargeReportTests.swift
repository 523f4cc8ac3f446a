import Foundation
import Model
import Questions
import Record
import Testing

@testable import Report

/// The report of a large and busy cluster stays something that one opens and reads.
@Suite struct LargeReportTests {
    @Test(arguments: Language.allCases)
    func `HTML of 2,000 busy workloads stays below a megabyte, with every row counted`(language: Language) throws {
        let folder = try ScratchFolder()
        let report = try Self.report(in: folder)
        #expect(report.figure(.workloads).value == 2000)
        #expect(report.figure(.digestChanges).value >= 1000)
        let html = report.rendered(as: .html, options: ReportOptions(language: language))
        #expect(html.utf8.count < 1_000_000)
        let all = report.rendered(as: .html, options: ReportOptions(language: language, limit: 0))
        let (shown, whole) = (Self.rows(html), Self.rows(all))
        let left = html.matches(of: /<p class="sub">([0-9,\u{202F}]+) (?:more row|ligne)/).map { match in
            Int(match.output.1.filter(\.isNumber)) ?? 0
        }
        #expect(whole - shown == left.reduce(0, +))
        #expect(shown < whole)
        // Long tables are folded, and say how long they are.
        #expect(html.matches(of: /<details class="table"><summary>[^<]*<span class="count">/).count >= 5)
        #expect(html.contains("--limit 0"))
    }

    @Test(arguments: [ReportFormat.text, .markdown])
    func `Text and Markdown of the same stay within some screens`(format: ReportFormat) throws {
        let folder = try ScratchFolder()
        let text = try Self.report(in: folder).rendered(as: format)
        #expect(text.split(separator: "\n").count < 500)
        #expect(text.contains("--limit 0"))
    }

    private static let first = Instant(secondsSince1970: 1_795_000_000)

    private static func rows(_ html: String) -> Int { html.matches(of: /<tr><td/).count }

    /// 2,000 workloads: most on long references, the others behind tags that moved in the week.
    private static func report(in folder: borrowing ScratchFolder) throws -> WeeklyReport {
        let path = folder.path("large.db")
        let store = try RecordWriter(path: path)
        for day in 0..<3 { try store.record(snapshot(day, first.advanced(by: Int64(day) * 86_400))) }
        let period = try #require(ReportPeriod(from: first.advanced(by: 3600), to: first.advanced(by: 2 * 86_400)))
        return try WeeklyReport(path: path, period: period, now: period.to)
    }

    private static func digest(_ number: Int, _ version: Int) -> String {
        let digits = String((number + 1) * 16 + version, radix: 16)
        return "sha256:" + String(repeating: "a", count: 64 - digits.count) + digits
    }

    private static func snapshot(_ day: Int, _ instant: Instant) -> Snapshot {
        let host = "image-registry.openshift-image-registry.svc:5000"
        let workloads = (0..<2000).map { number in
            let namespace = "department-of-things-\(number % 40)"
            let image =
                number < 1500
                ? "docker.io/an-organisation/an-application-with-a-name-\(number):1.\(number % 7 == 0 ? day : 0)"
                : "\(host)/\(namespace)/application-\(number)@\(digest(number, number % 2 == 0 ? 0 : day))"
            return Workload(
                id: .init(namespace: namespace, kind: .deployment, name: "an-application-with-a-name-\(number)"),
                uid: "\(number)",
                containers: [Container(name: "application", image: image)])
        }
        let tags = (1400..<2000).map { number in
            let revisions = (0...day).reversed().map { day in
                ImageStreamTag.Revision(
                    createdAt: first.advanced(by: Int64(day) * 86_400 - Int64(number) - 60), digest: digest(number, day),
                    image: "\(host)/x/y@\(digest(number, day))")
            }
            return ImageStreamTag(
                id: .init(namespace: "department-of-things-\(number % 40)", stream: "application-\(number)", tag: "1.0"),
                source: .init(kind: "DockerImage", name: "docker.io/an-organisation/application-\(number):1.0"),
                revisions: revisions,
                importError: number % 3 == 0 ? "dial tcp: lookup docker.io on 10.0.0.10:53: no such host" : nil)
        }
        let streams = (1400..<2000).map { number in
            ImageStream(
                id: .init(namespace: "department-of-things-\(number % 40)", name: "application-\(number)"),
                repository: "\(host)/department-of-things-\(number % 40)/application-\(number)")
        }
        return Snapshot(
            cluster: "large", takenAt: instant, source: "test",
            coverage: Kinds.builtIn.all.map(\.kind).map { Coverage(kind: $0, outcome: .complete, objects: 1) },
            workloads: workloads,
            imageStreams: streams, imageStreamTags: tags)
    }
}
