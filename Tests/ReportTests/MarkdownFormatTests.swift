import Questions
import Report
import Testing

@Suite struct MarkdownFormatTests {
    @Test(arguments: Sample.all)
    func `Every row is one line with as many cells as there are columns`(sample: Sample) {
        let answer = sample.answer
        let markdown = answer.rendered(as: .markdown)
        let lines = markdown.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count == answer.rows.count + 2)
        #expect(!markdown.unicodeScalars.contains("\r"))
        for line in lines {
            #expect(Self.barePipes(in: line) == answer.columns.count + 1, "\(String(line))")
        }
    }

    private static func barePipes(in line: Substring.UnicodeScalarView) -> Int {
        var isEscaped = false
        var count = 0
        for scalar in line {
            if scalar == "|", !isEscaped { count += 1 }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return count
    }

    @Test(arguments: [
        ("<script>", "&lt;script&gt;"), ("&lt;", "&amp;lt;"), ("a|b", "a\\|b"), ("a\\|b", "a\\\\\\|b"),
        ("*b*", "\\*b\\*"),
        ("snake_case", "snake\\_case"), ("`x`", "\\`x\\`"), ("[a](b)", "\\[a\\](b)"),
        ("a\r\nb\rc\nd", "a<br>b<br>c<br>d"),
        ("https://a.b", "https\\://a.b"), ("www.a.b", "www\\.a.b"), ("a@b.c", "a@<!-- -->b.c"),
        ("\u{1B}[m", "\\\\u{1B}\\[m"),
        ("web@sha256:ab", "web@sha256:ab"), ("host:5000/a:1.0", "host:5000/a:1.0"), ("tab\there", "tab here"),
    ])
    func `Nothing in a cell is markup, a link or HTML`(text: String, written: String) {
        let answer = Answer(columns: [.init("c")], rows: [[.text(text)]])
        #expect(answer.rendered(as: .markdown) == "| c |\n| --- |\n| \(written) |\n")
    }

    @Test func `Counts are aligned to the right and digests are whole`() {
        let answer = Answer(
            columns: [.init("n", .integer), .init("digest", .digest, isWide: true)],
            rows: [[.integer(3), .text(Answer.digest)]])
        #expect(answer.rendered(as: .markdown) == "| n | digest |\n| ---: | --- |\n| 3 | \(Answer.digest) |\n")
    }
}
