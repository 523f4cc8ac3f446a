import Questions

/// A small seeded generator, so that a failure can be seen again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func text() -> String {
        let nasty = Array(
            "ab:/.-=+@;,'\"|\\`<>&*_[](){}#!%~?$ \t\n\r0159eEx\u{0}\u{1B}\u{7F}\u{85}\u{A0}\u{301}\u{200B}"
                .unicodeScalars)
        let more = Array(
            "\u{61C}\u{200F}\u{202E}\u{2028}\u{2066}\u{FEFF}\u{FFFD}\u{E0041}é日🦭🇫🇷１\u{10FFFF}".unicodeScalars)
        let length = Int.random(in: 0...12, using: &self)
        let scalars = (0..<length).map { _ in (Bool.random(using: &self) ? nasty : more).randomElement(using: &self)! }
        return String(String.UnicodeScalarView(scalars))
    }

    mutating func number() -> Answer.Cell {
        switch Int.random(in: 0...3, using: &self) {
        case 0: .null
        case 1: .real(Double(bitPattern: next()))
        case 2: .integer([.min, .max, 0, -1].randomElement(using: &self)!)
        default: .integer(Int64.random(in: .min ... .max, using: &self))
        }
    }

    mutating func any() -> Answer.Cell {
        Bool.random(using: &self) ? number() : .text(text())
    }
}
