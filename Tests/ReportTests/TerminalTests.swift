import Testing

@testable import Report

@Suite struct TerminalTests {
    @Test(arguments: [
        ("\u{1B}[31m", "\\u{1B}[31m"), ("a\tb\nc", "a\\u{9}b\\u{A}c"), ("\u{9B}31m", "\\u{9B}31m"), ("\u{0}", "\\u{0}"),
        ("\u{7F}", "\\u{7F}"), ("a\u{202E}b", "a\\u{202E}b"), ("\u{200B}\u{200D}", "\\u{200B}\\u{200D}"),
        ("\u{2028}", "\\u{2028}"), ("\u{E0041}", "\\u{E0041}"), ("\r\n", "\\u{D}\\u{A}"), ("été 🦭", "été 🦭"), ("", ""),
    ])
    func `What acts on a terminal is shown instead`(text: String, shown: String) {
        #expect(terminalSafe(text) == shown)
    }

    @Test func `No scalar of the dangerous ranges gets through`() {
        let ranges: [ClosedRange<UInt32>] = [
            0x00...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF...0xFEFF,
        ]
        for scalar in ranges.joined().compactMap(Unicode.Scalar.init) {
            #expect(terminalSafe("a\(scalar)") == "a\\u{\(String(scalar.value, radix: 16, uppercase: true))}")
        }
    }

    @Test(arguments: [
        ("", 0), ("web", 3), ("été", 3), ("e\u{301}te\u{301}", 3), ("日本語", 6), ("한국", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2),
        ("🦭", 2), ("🇫🇷", 2), ("Ａ", 2), ("ｱ", 1), ("…", 1), ("│", 1), ("⚡", 2), ("☎", 1), ("שלום", 4), ("नि", 2),
    ])
    func `Width is counted as terminals do`(text: String, columns: Int) {
        #expect(text.displayWidth == columns)
    }
}
