import Foundation
import Questions
import Report
import Testing

@Suite struct JSONFormatTests {
    @Test(arguments: Sample.all)
    func `Foundation reads back the very values`(sample: Sample) throws {
        let answer = sample.answer
        let json = answer.rendered(as: .json)
        let read = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        #expect(read.count == answer.rows.count)
        for (object, row) in zip(read, answer.rows) {
            #expect(object.count == answer.columns.count)
            for (column, cell) in zip(answer.columns, row) {
                let value = try #require(object[column.name])
                #expect(Self.is(value, cell), "\(column.name): \(value) is not \(cell)")
            }
        }
    }

    private static func `is`(_ value: Any, _ cell: Answer.Cell) -> Bool {
        switch cell {
        case .null: value is NSNull
        case .text(let text): (value as? String).map { readsBack($0, from: text) } ?? false
        case .integer(let number): (value as? NSNumber)?.int64Value == number
        case .boolean(let truth): value as? Bool == truth
        case .real(let number): number.isFinite ? isNear((value as? NSNumber)?.doubleValue, number) : value is NSNull
        }
    }

    /// Foundation on Linux reads decimals through Decimal, and loses the last bits of large and small ones.
    private static func isNear(_ read: Double?, _ number: Double) -> Bool {
        guard let read else { return false }
        // Beyond Decimal's exponents Foundation gives nothing to compare with.
        return read.isNaN || !(1e-120..<1e120).contains(number.magnitude) || abs(read / number - 1) < 1e-14
    }

    @Test func `A truth among other values is true or false where there are words for it, 1 or 0 elsewhere`() {
        let answer = Answer(
            columns: [.init("old", .digest), .init("new", .digest)],
            rows: [[.boolean(false), .boolean(true)], [.null, .text("x")]])
        let headless = RenderOptions(headers: false)
        #expect(answer.rendered(as: .json).contains("\"old\": false,\n    \"new\": true"))
        #expect(answer.rendered(as: .yaml).contains("old: false\n  new: true"))
        #expect(answer.rendered(as: .csv, options: headless) == "0,1\r\n,x\r\n")
        #expect(answer.rendered(as: .table, options: headless).hasPrefix("false    true\n"))
        #expect(answer.rendered(as: .markdown).contains("| false | true |"))
    }

    @Test(arguments: [0.1, -2.5e-308, 1e20, 1.7976931348623157e308, 123_456_789.123_456_78, -0.0])
    func `A fraction is written so that it reads back to the last bit`(number: Double) throws {
        let json = Answer(columns: [.init("n")], rows: [[.real(number)]]).rendered(as: .json)
        let written = try #require(json.firstMatch(of: /"n": (.*)/)?.1)
        #expect(Double(written)?.bitPattern == number.bitPattern)
    }

    @Test(arguments: Sample.all)
    func `What a terminal would obey or hide is escaped`(sample: Sample) {
        let answer = sample.answer
        let json = answer.rendered(as: .json)
        #expect(terminalSafe(json.replacing("\n", with: "")) == json.replacing("\n", with: ""))
    }

    @Test func `Objects keep the columns' order, with two spaces of indentation`() {
        let answer = Answer(
            columns: [.init("zebra"), .init("apple", .integer), .init("init", .boolean), .init("none")],
            rows: [
                [.text("a\u{7F}\u{2028}"), .integer(3), .integer(1), .null], [.null, .real(1e20), .integer(0), .null],
            ])
        #expect(
            answer.rendered(as: .json) == """
                [
                  {
                    "zebra": "a\\u007f\\u2028",
                    "apple": 3,
                    "init": true,
                    "none": null
                  },
                  {
                    "zebra": null,
                    "apple": 1.0e+20,
                    "init": false,
                    "none": null
                  }
                ]

                """)
    }

    @Test func `A column named twice keeps both values`() {
        let answer = Answer(
            columns: [.init("name"), .init("name"), .init("name_2"), .init("name")],
            rows: [[.integer(1), .integer(2), .integer(3), .integer(4)]])
        let keys = answer.rendered(as: .json).matches(of: /"([a-z_0-9]+)":/).map { String($0.1) }
        #expect(keys == ["name", "name_3", "name_2", "name_4"])
    }
}
