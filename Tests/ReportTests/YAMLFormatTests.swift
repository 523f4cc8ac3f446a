import Foundation
import Questions
import Report
import Testing
import Yams

@Suite struct YAMLFormatTests {
    @Test(arguments: Sample.all)
    func `Yams reads back the very values`(sample: Sample) throws {
        let answer = sample.answer
        let read = try #require(try Yams.load(yaml: answer.rendered(as: .yaml)) as? [[String: Any]])
        #expect(read.count == answer.rows.count)
        for (map, row) in zip(read, answer.rows) {
            #expect(map.count == answer.columns.count)
            for (column, cell) in zip(answer.columns, row) {
                let value = try #require(map[column.name])
                #expect(Self.is(value, cell, of: column), "\(column.name): \(value) is not \(cell)")
            }
        }
    }

    private static func `is`(_ value: Any, _ cell: Answer.Cell, of column: Answer.Column) -> Bool {
        if column.kind == .boolean, case .integer(let bit) = cell { return value as? Bool == (bit == 1) }
        switch cell {
        case .null: return value is NSNull
        case .text(let text): return (value as? String).map { readsBack($0, from: text) } ?? false
        case .integer(let number): return (value as? Int).map(Int64.init) == number
        case .boolean(let truth): return value as? Bool == truth
        case .real(let number):
            let read = value as? Double ?? (value as? Int).map(Double.init)
            return read == number || (number.isNaN && read?.isNaN == true)
        }
    }

    @Test(arguments: Sample.all)
    func `What a terminal would obey or hide is escaped`(sample: Sample) {
        let answer = sample.answer
        let yaml = answer.rendered(as: .yaml).replacing("\n", with: "")
        #expect(terminalSafe(yaml) == yaml)
    }

    @Test func `Maps keep the columns' order and names stand unquoted`() {
        let answer = Answer(
            columns: [
                .init("namespace"), .init("image", .digest), .init("init", .boolean), .init("tag"), .init("at", .time),
            ],
            rows: [
                [
                    .text("prod"), .text("host:5000/a@sha256:00"), .integer(0), .text("1.10"),
                    .text("2026-03-03T00:00:00Z"),
                ],
                [.text("été"), .null, .integer(1), .text("no"), .null],
            ])
        #expect(
            answer.rendered(as: .yaml) == """
                - namespace: prod
                  image: host:5000/a@sha256:00
                  init: false
                  tag: "1.10"
                  at: "2026-03-03T00:00:00Z"
                - namespace: "été"
                  image: null
                  init: true
                  tag: "no"
                  at: null

                """)
    }
}
