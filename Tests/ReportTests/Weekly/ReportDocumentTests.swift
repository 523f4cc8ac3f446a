import Foundation
import Model
import Questions
import Testing

@testable import Report

/// docs/report.md tells every key and column of the JSON, and no other; and the JSON has them whatever the period held.
@Suite struct ReportDocumentTests {
    private static let page: String = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/report.md")
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

    @Test func `Every key of the JSON stands in docs/report.md, and every key there is one`() throws {
        let folder = try ScratchFolder()
        let json = try storyReport(in: folder).rendered(as: .json)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let section = try #require(Self.page.components(separatedBy: "## JSON").last)
        for key in object.keys { #expect(section.contains("`\(key)`"), "\(key)") }
        let rows = section.matches(of: /\n\| `([a-z_]+)` \|/).map { String($0.output.1) }
        #expect(rows == ReportTable.allCases.map(\.rawValue))
    }

    @Test(arguments: ReportTable.allCases)
    func `Each table has the columns that docs/report.md tells, in JSON and in CSV`(table: ReportTable) throws {
        let folder = try ScratchFolder()
        let report = try storyReport(in: folder)
        let row =
            try #require(Self.page.firstMatch(of: try Regex("\n\\| `\(table.rawValue)` \\|[^\n]*"))).output[0].substring ?? ""
        let cells = row.split(separator: "|").map(String.init)
        let told = try #require(cells.last).matches(of: /`([a-z_]+)`/).map { String($0.output.1) }
        let columns = report.answer(table).columns.map(\.name)
        #expect(told == columns)
        let csv = report.rendered(as: .csv, options: ReportOptions(table: table))
        #expect(csv.components(separatedBy: "\r\n").first == columns.joined(separator: ","))
        let json = report.rendered(as: .json)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let rows = try #require(object[table.rawValue] as? [[String: Any]])
        for row in rows { #expect(Set(row.keys) == Set(columns)) }
    }
}
