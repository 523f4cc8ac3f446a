import Foundation
import Histories
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// How SQLite answers each question is recorded beside this file, and changes only on purpose.
///
/// `ISINVENTORY_RECORD=1` records the plans anew; read what changed before it is committed: a SCAN of a history is a mistake.
@Suite struct PlanTests {
    private let file: TemporaryFile
    private let middle: Instant

    init() throws {
        file = try TemporaryFile()
        var history = RandomHistory(seed: 6)
        let store = try RecordWriter(path: file.path)
        let snapshots = history.snapshots(60)
        for snapshot in snapshots { try store.record(snapshot) }
        middle = snapshots[30].takenAt
    }

    @Test("every question is answered by the recorded plan, now and at an instant")
    func plans() throws {
        let expected = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("plans.txt")
        let text = try [nil, middle].map(plans(at:)).joined(separator: "\n")
        if ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1" { try Data(text.utf8).write(to: expected) }
        let recorded = try String(contentsOf: expected, encoding: .utf8)
        let difference = text.split(separator: "\n").difference(from: recorded.split(separator: "\n"))
        #expect(difference.isEmpty, "the plans differ from plans.txt; ISINVENTORY_RECORD=1 records them anew")
    }

    /// A statement's plan is told where it is first run; a question that runs known ones only is named all the same.
    private func plans(at instant: Instant?) throws -> String {
        let record = try RecordReader(path: file.path, at: instant)
        var known: Set<String> = []
        var lines: [String] = []
        for question in AskedQuestion.all {
            lines.append("# \(question)\(instant == nil ? "" : ", at an instant")")
            let trace = StatementTrace(record.connection)
            // What is not there by then is looked for all the same.
            do { try question.ask(record) } catch is QuestionError {}
            trace.end()
            for sql in trace.statements where sql.hasPrefix("SELECT") && known.insert(sql).inserted {
                lines.append(sql.split(whereSeparator: \.isWhitespace).joined(separator: " "))
                lines += try record.connection.plan(of: sql).map { "    \($0)" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
