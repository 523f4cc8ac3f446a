import Foundation
import Model
import Questions
import Record
import Testing
import Texts

@testable import Report

/// A cluster whose every name, reference and message is an attack, in every format.
@Suite struct HostileReportTests {
    @Test func `Nothing from a cluster acts in a terminal`() throws {
        let text = try Self.hostileReport().rendered(as: .text, options: ReportOptions(limit: 0))
        #expect(!text.unicodeScalars.contains { $0.isUnseen && $0 != "\n" })
        let plain = try Self.hostileReport().rendered(as: .text, options: ReportOptions(limit: 0, isASCII: true))
        #expect(plain.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A })
    }

    @Test func `Nothing from a cluster is markup in HTML`() throws {
        let html = try Self.hostileReport().rendered(as: .html, options: ReportOptions(limit: 0))
        #expect(!html.unicodeScalars.contains { $0.isUnseen && $0 != "\n" })
        let known: Set<String> = [
            "html", "head", "meta", "link", "title", "style", "body", "main", "header", "h1", "h2", "h3", "h4", "p", "span", "br",
            "ul", "li", "dl", "div", "dt", "dd", "b", "nav", "a", "section", "table", "thead", "tbody", "tr", "th", "td", "code",
            "time", "i", "details", "summary", "pre", "figure", "figcaption", "svg", "rect", "text", "line", "circle", "footer",
        ]
        let found = Set(html.matches(of: /<([A-Za-z][A-Za-z0-9]*)/).map { String($0.output.1) })
        #expect(found.subtracting(known).isEmpty)
        #expect(!html.contains(/<[a-z][^>]*\son[a-z]+=/))
        // Nothing is fetched: the only address of all is that of the empty icon.
        #expect(
            html.matches(of: /(href|src|url|xlink)[=(]"?([^">)]*)/).allSatisfy {
                $0.output.2.hasPrefix("#") || $0.output.2 == "data:,"
            })
    }

    @Test func `Nothing from a cluster is markup in Markdown`() throws {
        let markdown = try Self.hostileReport().rendered(as: .markdown, options: ReportOptions(limit: 0))
        #expect(!markdown.unicodeScalars.contains { $0.isUnseen && $0 != "\n" })
        var columns = 0
        var isCode = false
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isCode.toggle() }
            guard !isCode else { continue }
            #expect(!line.replacing("<br>", with: "").replacing("<!-- -->", with: "").contains("<"), "\(line.prefix(80))")
            let bars = line.replacing(/\\./, with: "").count { $0 == "|" }
            if line.hasPrefix("| ") {
                if columns == 0 { columns = bars }
                #expect(bars == columns, "\(line.prefix(80))")
            } else {
                columns = 0
            }
        }
    }

    @Test(arguments: ReportTable.allCases)
    func `Nothing from a cluster is a formula in CSV`(table: ReportTable) throws {
        let csv = try Self.hostileReport().rendered(as: .csv, options: ReportOptions(table: table))
        for line in csv.components(separatedBy: "\r\n") {
            #expect(!line.contains(/(^|,|;)"?[=+@\t]/), "\(line.prefix(80))")
        }
    }

    @Test func `JSON gives every name back as it was`() throws {
        let report = try Self.hostileReport()
        let json = report.rendered(as: .json)
        #expect(!json.unicodeScalars.contains { $0.isUnseen && $0 != "\n" })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        for table in ReportTable.allCases {
            let rows = try #require(object[table.rawValue] as? [[String: Any]])
            #expect(rows.count == report.answer(table).rows.count)
        }
        let names = try #require(object["long_references"] as? [[String: Any]]).compactMap { $0["name"] as? String }
        #expect(zip(names, report.longReferences).allSatisfy { readsBack($0, from: $1.id.workload.name) })
    }

    static func hostileReport() throws -> WeeklyReport {
        let folder = try ScratchFolder()
        let store = try RecordWriter(path: folder.path("hostile.db"))
        let start = Instant(secondsSince1970: 1_795_000_000)
        for step in 0..<3 { try store.record(snapshot(step, at: start.advanced(by: Int64(step) * 86_400))) }
        let period = try #require(ReportPeriod(from: start, to: start.advanced(by: 7 * 86_400)))
        return try WeeklyReport(path: folder.path("hostile.db"), period: period, now: period.to)
    }

    private static func snapshot(_ step: Int, at instant: Instant) -> Snapshot {
        let texts = Answer.hostileTexts.filter { !$0.isEmpty }
        let digests = (0..<3).map { "sha256:" + String(repeating: "\($0)", count: 64) }
        let workloads = texts.enumerated().map { index, text in
            Workload(
                id: .init(namespace: index % 5 == 0 ? text : "shop", kind: .deployment, name: text),
                uid: "\(index) \(step * (index % 2))",
                containers: [
                    Container(name: text, image: index % 2 == 0 ? "docker.io/org/app:v\(step)" : text),
                    Container(name: "two", image: "docker.io/org/app@\(digests[max(0, step - index % 2)])"),
                ])
        }
        let tags = texts.enumerated().map { index, text in
            ImageStreamTag(
                id: .init(namespace: "shop", stream: text, tag: text), source: .init(kind: "DockerImage", name: text),
                revisions: [.init(createdAt: instant, digest: digests[step], image: text)],
                importError: index % 2 == 0 ? text : nil, importErrorSince: instant)
        }
        let coverage = Kinds.builtIn.all.map(\.kind).map { kind in
            Coverage(kind: kind, outcome: kind == .cronJob ? .failed : .complete, objects: 1, message: texts[step + 1])
        }
        return Snapshot(
            cluster: texts[1], takenAt: instant, source: texts[2], coverage: coverage, workloads: workloads,
            imageStreams: [], imageStreamTags: tags)
    }
}
