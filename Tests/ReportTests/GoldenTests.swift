import Foundation
import Questions
import Report
import Testing

/// The same hostile answer in every format, compared with the files in `Golden`.
/// `ISINVENTORY_RECORD=1 swift test --filter ReportTests` writes them anew; read the difference before committing it.
@Suite struct GoldenTests {
    @Test(arguments: OutputFormat.allCases)
    func `Each format writes the hostile answer as recorded`(format: OutputFormat) throws {
        try expect(Answer.hostile.rendered(as: format), isRecordedIn: "hostile.\(format.rawValue)")
    }

    @Test func `A terminal of 100 columns gets the table as recorded`() throws {
        let options = RenderOptions(color: true, width: 100)
        try expect(Answer.hostile.rendered(as: .table, options: options), isRecordedIn: "hostile-100-columns.table")
    }

    @Test(arguments: OutputFormat.allCases)
    func `Each format writes an answer without rows as recorded`(format: OutputFormat) throws {
        let empty = Answer(columns: Answer.hostile.columns, rows: [])
        try expect(empty.rendered(as: format), isRecordedIn: "empty.\(format.rawValue)")
    }

    private func expect(_ text: String, isRecordedIn name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
        if ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        #expect(try Data(text.utf8) == Data(contentsOf: file), "\(name) differs from what is recorded")
    }
}
