extension String {
    /// How many terminal columns the text takes, once `terminalSafe` has been over it.
    var displayWidth: Int {
        // One byte, one column: the road nearly every cell takes.
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
        return unicodeScalars.reduce(0) { $0 + $1.displayWidth }
    }
}

extension Unicode.Scalar {
    /// How many terminal columns the scalar takes: 0 when it sits on its neighbour, 2 for East Asian wide ones and emoji.
    ///
    /// Terminals agree on scalars far more than on clusters, so sequences of emoji are counted piece by piece.
    var displayWidth: Int {
        if value < 0x300 { return 1 }
        if isCombining { return 0 }
        return isWide ? 2 : 1
    }

    private var isCombining: Bool {
        // Hangul vowels and finals join the initial before them, though Unicode calls them letters.
        if (0x1160...0x11FF).contains(value) { return true }
        return switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }

    private var isWide: Bool {
        // Two regional indicators make one flag, two columns wide together.
        if (0x1F1E6...0x1F1FF).contains(value) { return false }
        return Self.eastAsianWide.contains { $0.contains(value) } || properties.isEmojiPresentation
    }

    /// Wide and fullwidth blocks of EastAsianWidth.txt; its scattered wide symbols are those with emoji presentation.
    private static let eastAsianWide: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul initials
        0x2E80...0x303E,  // CJK radicals, Kangxi, punctuation
        0x3041...0xA4CF,  // kana, Bopomofo, Hangul compatibility, ideographs, Yi
        0xA960...0xA97F,  // Hangul initials, extended
        0xAC00...0xD7A3,  // Hangul syllables
        0xF900...0xFAFF,  // compatibility ideographs
        0xFE10...0xFE19,  // vertical forms
        0xFE30...0xFE6F,  // compatibility and small forms
        0xFF01...0xFF60,  // fullwidth forms
        0xFFE0...0xFFE6,  // fullwidth signs
        0x16FE0...0x1B2FF,  // Tangut, Khitan, kana supplements, Nushu
        0x1F200...0x1F265,  // enclosed ideographs
        0x20000...0x3FFFD,  // ideographs beyond the first plane
    ]
}
