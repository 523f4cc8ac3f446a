import Testing

@testable import Texts

@Suite("Texts") struct TextTests {
    /// Each is equal to the others of its row by Unicode's rules, and has other bytes. The last begin and end within eight bytes.
    private static let twins = [
        ["caf\u{E9}", "cafe\u{301}"], ["a\u{323}\u{307}", "a\u{307}\u{323}"], ["K", "\u{212A}"],
        ["\u{AC00}", "\u{1100}\u{1161}"],
        ["12345678\u{E9}", "12345678e\u{301}"], ["\u{E9}12345678", "e\u{301}12345678"],
    ]

    @Test("are the same where their bytes are", arguments: twins)
    func equality(pair: [String]) {
        #expect(pair[0] == pair[1])
        #expect(!pair[0].hasSameBytes(as: pair[1]) && !Optional(pair[0]).hasSameBytes(as: pair[1]))
        #expect(Set(pair.map { ExactText($0) }).count == 2)
        #expect(Exact(wrappedValue: pair[0]) != Exact(wrappedValue: pair[1]))
        #expect(ExactText(pair[0]) < ExactText(pair[1]) || ExactText(pair[1]) < ExactText(pair[0]))
        #expect((pair[0].isBefore(pair[1]) == true) != (pair[1].isBefore(pair[0]) == true))
        #expect(pair[0].isBefore(pair[0]) == nil)
    }

    @Test("of every length are told apart by any byte of theirs")
    func lengths() {
        for length in 0..<40 {
            let text = String(repeating: "x", count: length)
            #expect(text.hasSameBytes(as: String(decoding: Array(text.utf8), as: UTF8.self)))
            #expect(!text.hasSameBytes(as: text + "x") && !(text + "x").hasSameBytes(as: text))
            for place in 0..<length {
                var bytes = Array(text.utf8)
                bytes[place] = UInt8(ascii: "y")
                #expect(!text.hasSameBytes(as: String(decoding: bytes, as: UTF8.self)))
            }
        }
        #expect(Optional<String>.none.hasSameBytes(as: nil) && !Optional<String>.none.hasSameBytes(as: ""))
    }

    @Test("hash as FNV-1a does, by the reference's own vectors")
    func fnv() {
        // http://www.isthe.com/chongo/src/fnv/test_fnv.c
        #expect("".fnv1a() == 0xcbf2_9ce4_8422_2325)
        #expect("a".fnv1a() == 0xaf63_dc4c_8601_ec8c)
        #expect("foobar".fnv1a() == 0x8594_4171_f739_67e8)
        #expect("foobar".fnv1a(seed: 1) != "foobar".fnv1a())
    }

    @Test("are JSON strings, with what RFC 8259 demands, or all that nobody would see, escaped")
    func json() {
        let text = "a\"\\\n\u{1}\u{7F}é\u{202E}\u{E0001}"
        #expect(JSONString.plain(text) == "\"a\\\"\\\\\\u000a\\u0001\u{7F}é\u{202E}\u{E0001}\"")
        var out = "x"
        JSONString.append(visibly: text, to: &out)
        #expect(out == "x\"a\\\"\\\\\\n\\u0001\\u007fé\\u202e\\udb40\\udc01\"")
    }
}
