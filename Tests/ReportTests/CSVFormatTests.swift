import Questions
import Report
import Testing

@Suite struct CSVFormatTests {
    @Test(arguments: Sample.all)
    func `A plain RFC 4180 reader finds every row and every value`(sample: Sample) {
        let answer = sample.answer
        let records = Self.parse(answer.rendered(as: .csv))
        #expect(records.first == answer.columns.map(\.name))
        #expect(records.count == answer.rows.count + 1)
        for (record, row) in zip(records.dropFirst(), answer.rows) {
            #expect(record.map(Self.withoutApostrophes) == row.map(Self.expected).map(Self.withoutApostrophes))
        }
    }

    @Test(arguments: Sample.all)
    func `No text is a formula, whatever a spreadsheet's separator`(sample: Sample) {
        let answer = sample.answer
        for (record, row) in zip(Self.parse(answer.rendered(as: .csv)).dropFirst(), answer.rows) {
            for (field, cell) in zip(record, row) {
                guard case .text = cell else { continue }
                for part in field.unicodeScalars.split(whereSeparator: { ";\t\n".unicodeScalars.contains($0) }) {
                    let first = part.first { $0 != " " }
                    #expect(!"=+-@＝＋－＠".unicodeScalars.contains(first ?? "x"), "\(field.debugDescription)")
                }
            }
        }
    }

    @Test(arguments: Sample.all)
    func `No control character is left but newlines and tabs`(sample: Sample) {
        let answer = sample.answer
        let csv = answer.rendered(as: .csv).replacing("\r\n", with: "").replacing("\n", with: "").replacing(
            "\t", with: "")
        #expect(terminalSafe(csv) == csv)
    }

    @Test func `Negative numbers stay numbers, and words that look like them become text`() {
        let answer = Answer(columns: [.init("n", .integer), .init("t")], rows: [[.integer(-5), .text("-5")]])
        #expect(answer.rendered(as: .csv) == "n,t\r\n-5,'-5\r\n")
    }

    @Test func `Without headers only the rows are written, booleans as 0 and 1, null as nothing`() {
        let answer = Answer(
            columns: [.init("init", .boolean), .init("b")], rows: [[.integer(1), .null], [.null, .text("x")]])
        #expect(answer.rendered(as: .csv, options: .init(headers: false)) == "1,\r\n,x\r\n")
    }

    @Test func `A row of one empty field is not an empty line`() {
        let answer = Answer(columns: [.init("a")], rows: [[.null]])
        #expect(answer.rendered(as: .csv) == "a\r\n\"\"\r\n")
    }

    /// What a cell reads as: controls visible, save newline and tab.
    private static func expected(_ cell: Answer.Cell) -> String {
        switch cell {
        case .null: return ""
        case .integer(let number): return String(number)
        case .boolean(let truth): return truth ? "1" : "0"
        case .real(let number): return number.plainDecimalForTests
        case .text(let text):
            return text.unicodeScalars.map {
                "\n\t".unicodeScalars.contains($0) ? String($0) : terminalSafe(String($0))
            }
            .joined()
        }
    }

    private static func withoutApostrophes(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { $0 != "'" }
    }

    /// The grammar of RFC 4180 and nothing more.
    private static func parse(_ csv: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var rest = csv.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"": field.append(rest.removeFirst())
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                record.append(String(field))
                field = .init()
            case "\r" where !isQuoted && rest.first == "\n":
                rest.removeFirst()
                records.append(record + [String(field)])
                record = []
                field = .init()
            default: field.append(scalar)
            }
        }
        #expect(!isQuoted && record.isEmpty && field.isEmpty, "the last line is not ended")
        return records
    }
}

extension Double {
    /// The decimal a reader would accept for the number: with a point before an exponent.
    fileprivate var plainDecimalForTests: String {
        let text = description
        guard isFinite, let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }
}
