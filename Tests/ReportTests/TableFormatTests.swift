import Questions
import Testing

@testable import Report

@Suite struct TableFormatTests {
    private let answer = Answer(
        columns: [
            .init("name"), .init("replicas", .integer), .init("init", .boolean), .init("image", .digest),
            .init("seen_until", .time), .init("uid", isWide: true),
        ],
        rows: [
            [.text("web"), .integer(12), .integer(1), .text("r.io/web@\(Answer.digest)"), .null, .text("u-1")],
            [.text("日本"), .integer(3), .integer(0), .text(Answer.digest), .text("2026-03-03T00:00:00Z"), .null],
        ])

    @Test func `A table leaves out wide columns and shortens digests`() {
        #expect(
            answer.rendered(as: .table) == """
                NAME   REPLICAS   INIT    IMAGE                          SEEN_UNTIL
                web          12   true    r.io/web@sha256:ab65daf8ad67   <none>
                日本          3   false   sha256:ab65daf8ad67            2026-03-03T00:00:00Z

                """)
    }

    @Test func `Wide shows every column and whole digests, whatever the terminal`() {
        let wide = answer.rendered(as: .wide, options: .init(width: 40))
        #expect(wide.contains("UID"))
        #expect(wide.contains("r.io/web@\(Answer.digest)   <none>                 u-1\n"))
    }

    @Test func `Headers can be left out, and are bold only where colour is wanted`() {
        #expect(answer.rendered(as: .table, options: .init(headers: false)).hasPrefix("web    12   true "))
        #expect(answer.rendered(as: .table, options: .init(color: true)).hasPrefix("\u{1B}[1mNAME "))
        #expect(!answer.rendered(as: .table).contains("\u{1B}"))
    }

    @Test(arguments: Sample.all, [OutputFormat.table, .wide, .name])
    func `Each row is one line that a terminal only shows, without blanks at its end`(
        sample: Sample, format: OutputFormat
    ) {
        let answer = sample.answer
        let lines = answer.rendered(as: format).unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == answer.rows.count + (format == .name ? 1 : 2))
        for line in lines.map(String.init) {
            #expect(terminalSafe(line) == line)
            #expect(format == .name || line.utf8.last != 0x20)
        }
    }

    @Test(arguments: Sample.all)
    func `A terminal's width is kept to by shortening text, and a pipe gets it whole`(sample: Sample) {
        let answer = sample.answer
        let narrow = answer.rendered(as: .table, options: .init(width: 130))
        for line in narrow.split(separator: "\n") { #expect(String(line).displayWidth <= 130) }
        if sample.name == "hostile" {
            #expect(narrow.contains("…"))
            #expect(answer.rendered(as: .table).contains(String(repeating: "0123456789", count: 1000)))
        }
    }

    @Test func `Only what is too long is shortened: text at its end, a reference at its beginning`() {
        let answer = Answer(
            columns: [.init("name"), .init("image", .digest), .init("message")],
            rows: [
                [
                    .text("web"), .text("registry.example.org:5000/team/web:1.4.7"),
                    .text("the tag could not be imported"),
                ]
            ])
        #expect(
            answer.rendered(as: .table, options: .init(width: 40)) == """
                NAME   IMAGE             MESSAGE
                web    …team/web:1.4.7   the tag could …

                """)
    }

    @Test func `One enormous cell does not pad every other row`() {
        let long = String(repeating: "x", count: 10_000)
        let rows = [[Answer.Cell.text(long), .integer(1)]] + Array(repeating: [.text("a"), .integer(2)], count: 1000)
        let table = Answer(columns: [.init("a"), .init("b", .integer)], rows: rows).rendered(as: .table)
        #expect(table.utf8.count < 300_000)
        #expect(table.contains(long))
    }

    @Test(arguments: [
        ("sha256:" + String(repeating: "a", count: 63), nil), ("sha256:" + String(repeating: "A", count: 64), nil),
        ("xsha256:" + String(repeating: "a", count: 64), nil), ("web:1.0", nil),
        ("web:1.0@sha256:" + String(repeating: "a", count: 64), "web:1.0@sha256:aaaaaaaaaaaa"),
    ])
    func `Only a true digest is shortened`(text: String, shortened: String?) {
        #expect(TableFormat.shortenedDigest(text) == shortened ?? text)
    }
}
