import Foundation
import Model
import Questions
import Record
import Testing

@testable import Report

/// The report of the sample story's week in every format and language, compared with the files in `Golden`.
/// `ISINVENTORY_RECORD=1 swift test --filter ReportTests` writes them anew; read the difference before committing it.
@Suite struct ReportGoldenTests {
    static let command = "isinventory report --week 2026-W47 --time-zone Europe/Paris"

    @Test func `The week is written as recorded in every format and language`() throws {
        let folder = try ScratchFolder()
        let report = try storyReport(in: folder)
        for format in [ReportFormat.text, .markdown, .html] {
            for language in Language.allCases {
                let options = ReportOptions(language: language, command: Self.command)
                try expect(
                    report.rendered(as: format, options: options), isRecordedIn: "report.\(language.rawValue).\(format.rawValue)")
            }
        }
        try expect(report.rendered(as: .json), isRecordedIn: "report.json")
        let tables = ReportTable.allCases.map { table in
            "# \(table.rawValue)\r\n" + report.rendered(as: .csv, options: ReportOptions(table: table))
        }
        try expect(tables.joined(), isRecordedIn: "report.csv")
        try expect(
            report.rendered(as: .text, options: ReportOptions(language: .french, command: Self.command, isASCII: true)),
            isRecordedIn: "report.ascii.text")
    }

    @Test func `Leaving a registry is written as recorded in every format and language`() throws {
        let folder = try ScratchFolder()
        let path = try StoryWeek.record(in: folder)
        let end = try #require(StoryWeek.period).to
        let report = try LeavingReport(
            in: RecordReader(path: path, at: end), leaving: "docker.io", by: Instant("2026-12-31T00:00:00Z"), now: end,
            zone: StoryWeek.paris)
        for format in [ReportFormat.text, .markdown, .html] {
            for language in Language.allCases {
                let options = ReportOptions(language: language, command: "isinventory report --leaving docker.io")
                try expect(
                    report.rendered(as: format, options: options), isRecordedIn: "leaving.\(language.rawValue).\(format.rawValue)"
                )
            }
        }
        try expect(report.rendered(as: .json), isRecordedIn: "leaving.json")
        let tables = LeavingTable.allCases.map { "# \($0.rawValue)\r\n" + report.rendered(as: .csv, table: $0) }
        try expect(tables.joined(), isRecordedIn: "leaving.csv")
        // The course as the record has it, counted another way: by asking what stood at each week's end.
        for week in report.weeks {
            let record = try RecordReader(path: path, at: week.at)
            let standing = try record.standing(.registries).rows.first { $0[1].plain == "docker.io" }
            #expect(week.total == standing.map { Int64($0[3].plain) ?? -1 }, "\(week.at)")
        }
        #expect(report.left.count == Int(report.weeks.last?.total ?? -1))
    }
}

func storyReport(in folder: borrowing ScratchFolder) throws -> WeeklyReport {
    let path = try StoryWeek.record(in: folder)
    let period = try #require(StoryWeek.period)
    return try WeeklyReport(path: path, period: period, now: period.to)
}

func expect(_ text: String, isRecordedIn name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1" { try Data(text.utf8).write(to: file) }
    #expect(try Data(text.utf8) == Data(contentsOf: file), "\(name) differs from what is recorded")
}
