/// Writes a text in ASCII alone, for terminals and mails that know no more.
///
/// What the report itself writes has an equivalent; letters lose their accents; anything else is shown as its number.
func asciiOnly(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
        if scalar.isASCII {
            out.unicodeScalars.append(scalar)
        } else {
            out += ASCIIFallback.equivalents[scalar] ?? ASCIIFallback.base(of: scalar) ?? scalar.visibleEscape
        }
    }
    return out
}

private enum ASCIIFallback {
    static let equivalents: [Unicode.Scalar: String] = [
        "–": "-", "—": "-", "−": "-", "·": ".", "→": "->", "…": "...", "’": "'", "\u{A0}": " ", "\u{202F}": " ",
        "▁": "_", "▂": "-", "▃": "~", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "█": "#", "░": ".",
        "▏": ".", "▎": ".", "▍": "-", "▌": "-", "▋": "=", "▊": "=", "▉": "#", "▲": "^", "▼": "v", "●": "*", "!": "!",
    ]

    private static let accents: [Unicode.Scalar: String] = {
        var map: [Unicode.Scalar: String] = [:]
        for (letters, base) in [
            ("àâä", "a"), ("éèêë", "e"), ("îï", "i"), ("ôö", "o"), ("ùûü", "u"), ("ç", "c"), ("ÀÂÄ", "A"), ("ÉÈÊË", "E"),
            ("ÎÏ", "I"), ("ÔÖ", "O"), ("ÙÛÜ", "U"), ("Ç", "C"), ("œ", "oe"), ("Œ", "OE"),
        ] {
            for scalar in letters.unicodeScalars { map[scalar] = base }
        }
        return map
    }()

    static func base(of scalar: Unicode.Scalar) -> String? { accents[scalar] }
}
