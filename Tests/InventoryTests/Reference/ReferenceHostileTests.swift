import Model
import Testing

extension ReferenceTests {
    @Suite struct Hostile {
        @Test("valid parts put together are read back as the same parts", arguments: 0..<8 as Range<UInt64>)
        func roundTrip(seed: UInt64) throws {
            var writer = ReferenceWriter(seed: seed)
            for _ in 0..<1500 {
                let parts = writer.parts()
                let reference = ImageReference(parts.text)
                #expect(reference.parts == parts)
                #expect(reference.text == parts.text)
                let canonical = try #require(ImageReference(parts.canonical).parts)
                #expect(canonical.canonical == parts.canonical)
            }
        }

        @Test("random bytes never crash, and keep their text", arguments: 0..<8 as Range<UInt64>)
        func noise(seed: UInt64) {
            var writer = ReferenceWriter(seed: seed)
            for _ in 0..<2000 {
                // Half of it out of ASCII, where more of the grammar is reached.
                let highest: UInt8 = writer.int(0...1) == 0 ? 0x7F : 0xFF
                let bytes = (0..<writer.int(0...40)).map { _ in UInt8.random(in: 0...highest, using: &writer) }
                let text = String(decoding: bytes, as: UTF8.self)
                expectKept(text)
            }
        }

        @Test(
            "text that is no reference is kept as it is",
            arguments: [
                "\0", "web\0", "web\0:1", "web:1\0", " web", "web\n", "\r\n", "\t", "/", "//", ":", "@", "a/", "/a",
                "a//b", ".", "..", "a..b", "a___b", "a-", "-a", "a.-b", "web:-1", "web:.1", "web:é", "wéb",
                "w\u{301}eb",
                "\u{202E}bew", "\u{FEFF}web", "\u{200B}web", "\u{212A}ube/web", "ｗｅｂ", "٣:٣", "web:１", "\u{1F433}",
                "\u{FFFD}", "\u{10FFFF}", "a:b:c", "a:/b", "host:port/web", "host:/web", "[::1]", "[]/web", "[::1/web",
                "[::1]x/web", "[::1]:/web", "=cmd|' /C calc'!A0", "\u{1B}[31mweb", "'; DROP TABLE containers; --",
            ])
        func rubbish(text: String) {
            #expect(ImageReference(text).parts == nil)
            expectKept(text)
        }

        @Test(
            "ten thousand characters are read like ten",
            arguments: ["a", "a/", "a.", "-", "a-", "_", ":", "@", "/", "[", "A", "é", "\0", "\u{1F433}", "0"])
        func long(piece: String) {
            let text = String(String(repeating: piece, count: 10_000).prefix(10_000))
            expectKept(text)
            expectKept("quay.io/" + text)
            expectKept("web:" + text)
            expectKept("web@sha256:" + text)
            #expect(ImageReference(text).parts == nil)
        }

        @Test("a host may be long: the grammar limits the path alone")
        func longHost() {
            let host = String(repeating: "a.", count: 5000) + "example:5000"
            #expect(ImageReference(host + "/web:1").parts?.registry == host)
        }

        private func expectKept(_ text: String) {
            let reference = ImageReference(text)
            #expect(Array(reference.text.utf8) == Array(text.utf8))
            if let parts = reference.parts {
                #expect(Array(parts.text.utf8) == Array(text.utf8))
            } else {
                #expect(reference.form(internalRegistries: []) == .invalid)
            }
            #expect(reference.imageStream(internalRegistries: []) == nil)
        }
    }
}
