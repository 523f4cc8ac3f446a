import Model
import Questions
import Testing

/// An answer under a name, so that a failing test says which without printing it whole.
struct Sample: CustomTestStringConvertible {
    let name: String
    let answer: Answer

    var testDescription: String { name }

    static let all =
        [Sample(name: "hostile", answer: .hostile)]
        + (1...20).map { Sample(name: "seed \($0)", answer: .random(seed: $0)) }
}

extension Answer {
    /// One answer for every format: a plain row, then whatever a cluster's users might put where we print it.
    static let hostile = Answer(
        columns: [
            Column("namespace"), Column("name"), Column("image", .digest), Column("replicas", .integer),
            Column("init", .boolean), Column("reason"), Column("digest", .digest, isWide: true),
            Column("seen_from", .time), Column("seen_until", .time, isWide: true),
        ],
        rows: hostileTexts.enumerated().map { hostileRow($1, $0) },
        names: hostileTexts.map { "deployment/\($0)" },
        notes: [.more(3, limit: 9)])

    private static func hostileRow(_ text: String, _ index: Int) -> [Cell] {
        let replicas: [Cell] = [.integer(Int64(index)), .integer(-7), .null, .real(0.5)]
        return [
            .text(index == 0 ? "prod" : "été-\(index)"),
            .text(text),
            .text(index % 3 == 2 ? "web:1.4.7" : "docker.io/library/web@" + digest),
            replicas[index % 4],
            .integer(Int64(index % 2)),
            index % 2 == 0 ? .null : .text("seen as " + text),
            index % 4 == 3 ? .null : .text(digest),
            .text("2026-03-03T08:00:00Z"),
            index % 3 == 0 ? .null : .text("2026-03-04T08:00:00.250Z"),
        ]
    }

    static let digest = "sha256:ab65daf8ad67" + String(repeating: "0123456789abc", count: 4)

    static let hostileTexts = [
        "web", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "a|b", "back\\slash \\| pipe",
        "\u{1B}[31mred\u{1B}[0m",
        "\u{1B}]0;title\u{07}", "abc\u{202E}gnp.exe", "\u{200F}\u{2067}rtl\u{2069}", "zero\u{200B}width\u{FEFF}",
        "nul\u{0}inside", "🦭 seal, 日本語, e\u{301}", "say \"it\"", "it's", "two\nlines\r\nand\ttab", "\r", "\t=1+1",
        "null",
        "~", "yes", "True", "0x1f", "007", "1e3", "12:30:45", "2026-03-03", "-1", "+33", "@SUM(A1)", "＝1+1", "a;=1+1",
        "",
        " padded ", "- item", "key: value", "# comment", "*bold* _it_ `code` ~~gone~~ $x$",
        "[text](https://evil.example)",
        "https://evil.example www.evil.example a@evil.example @team", "&lt;b&gt;", "{{7*7}} ${x} %s", "\u{85}\u{9B}31m",
        "line\u{2028}paragraph\u{2029}", "'; DROP TABLE snapshots; --", "<none>", "…", "\u{E0041}tag", "---", "...",
        String(repeating: "0123456789", count: 1000),
    ]

    /// Random cells over nasty scalars; the same seed gives the same answer.
    static func random(seed: UInt64, rows: Int = 40) -> Answer {
        var dice = SplitMix(state: seed)
        let columns = [
            Column("a"), Column("b", .digest), Column("c", .integer), Column("d", .boolean), Column("e_f", .time),
        ]
        let cells = (0..<rows).map { _ in
            [
                .text(dice.text()), .text(dice.text()), dice.number(), .integer(Int64.random(in: 0...1, using: &dice)),
                dice.any(),
            ]
        }
        return Answer(columns: columns, rows: cells, names: (0..<rows).map { _ in dice.text() })
    }
}

/// Whether a reader on top of Foundation found the text. Scalars are compared, as `==` would call two spellings of é the
/// same; and Foundation drops a byte order mark at the head of any bytes it decodes, which is none of the writer's doing.
func readsBack(_ read: String, from text: String) -> Bool {
    func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars.drop { $0 == "\u{FEFF}" }) }
    return scalars(read) == scalars(text)
}
