import Foundation
import Histories
import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// What SQLite reads from end to end for each statement of each question is recorded beside this file, and becomes more only on purpose.
/// How else it goes about it is each SQLite's own affair, as are its words for that.
///
/// `ISINVENTORY_RECORD=1` records it anew; read what changed before it is committed: a SCAN of a history is a mistake.
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

    /// Whether it is the one that it is recorded for.
    private static let isRecordedSQLite =
        (try? Connection(path: ":memory:", mode: .readWrite)
            .rows("SELECT sqlite_version() LIKE '3.40.%'")[0][0]) == .integer(1)

    /// What newer ones, up to 3.53, read from end to end besides: for lists of all tag moves, images and snapshots what has a row for each,
    /// which they tell of anyway, and the few kinds.
    private static let newer = [
        "get digest_changes": ["t"], "get images": ["a"], "get snapshots": ["s"], "status": ["s"], "drift": ["k"],
    ]

    private static func allowance(_ question: String) -> Set<String> {
        isRecordedSQLite ? [] : Set(newer.filter { question.hasPrefix($0.key) }.values.joined())
    }

    @Test("no statement of any question reads more from end to end than is recorded, now and at an instant")
    func scans() throws {
        let expected = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("plans.txt")
        let found = try [nil, middle].map(scans(at:)).joined()
        if Self.isRecordedSQLite, ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1" {
            let lines = found.flatMap { ["# \($0.question)", $0.sql] + $0.scanned.sorted().map { "    SCAN \($0)" } }
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: expected)
        }
        let recorded = try read(String(contentsOf: expected, encoding: .utf8))
        let asked = Dictionary(found.map { ("\($0.question): \($0.sql)", $0.scanned) }) { $0.union($1) }
        #expect(Set(recorded.keys) == Set(asked.keys), "other statements than in plans.txt; ISINVENTORY_RECORD=1 records them")
        for (statement, scanned) in asked {
            let more = scanned.subtracting(recorded[statement] ?? []).subtracting(Self.allowance(statement))
            #expect(more.isEmpty, "\(statement) reads from end to end: \(more.sorted())")
        }
    }

    private struct Statement {
        let question: String
        let sql: String
        /// What is read from end to end, by the names that the statement gives it.
        let scanned: Set<String>
    }

    private func read(_ text: String) -> [String: Set<String>] {
        var statements: [String: Set<String>] = [:]
        var (question, statement) = ("", "")
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# ") {
                question = String(line.dropFirst(2))
            } else if line.hasPrefix("    SCAN ") {
                statements[statement, default: []].insert(String(line.dropFirst(9)))
            } else {
                statement = "\(question): \(line)"
                statements[statement] = statements[statement] ?? []
            }
        }
        return statements
    }

    /// A statement is told of where it is first run.
    private func scans(at instant: Instant?) throws -> [Statement] {
        let record = try RecordReader(path: file.path, at: instant)
        var known: Set<String> = []
        var statements: [Statement] = []
        for question in AskedQuestion.all {
            let trace = StatementTrace(record.connection)
            // What is not there by then is looked for all the same.
            do { try question.ask(record) } catch is QuestionError {}
            trace.end()
            for sql in trace.statements where sql.hasPrefix("SELECT") && known.insert(sql).inserted {
                let scanned = try record.connection.plan(of: sql).compactMap { line -> String? in
                    let words = line.split(separator: " ")
                    // What SQLite made for the occasion, or a row of constants, is no table.
                    guard words.count > 1, words[0] == "SCAN", words[1] != "CONSTANT", !words[1].hasPrefix("(") else {
                        return nil
                    }
                    return String(words[1])
                }
                statements.append(
                    Statement(
                        question: "\(question)\(instant == nil ? "" : ", at an instant")",
                        sql: sql.split(whereSeparator: \.isWhitespace).joined(separator: " "), scanned: Set(scanned)))
            }
        }
        return statements
    }
}
