/// Text as PostgreSQL can hold it, which knows no NUL: that is written `␀0`, and `␀` itself `␀␀`.
///
/// Nearly no text has either, but what was recorded must come back to the letter, or seals over it would not hold.
enum PlainText {
    private static let mark: Unicode.Scalar = "\u{2400}"

    static func written(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0.value == 0 || $0 == mark }) else { return text }
        var written = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.value == 0 {
                written.append(contentsOf: [mark, "0"])
            } else {
                written.append(scalar)
                if scalar == mark { written.append(mark) }
            }
        }
        return String(written)
    }

    static func read(_ text: String) -> String {
        guard text.unicodeScalars.contains(mark) else { return text }
        var read = String.UnicodeScalarView()
        var isMarked = false
        for scalar in text.unicodeScalars {
            if isMarked {
                read.append(scalar == "0" ? "\0" : scalar)
                isMarked = false
            } else if scalar == mark {
                isMarked = true
            } else {
                read.append(scalar)
            }
        }
        return String(read)
    }
}
