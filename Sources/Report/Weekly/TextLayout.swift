// How the text report's lines are laid out and coloured.
extension ReportText {
    func rule(_ character: Character) -> String { dim(String(repeating: character, count: min(max(options.width, 40), 110))) }

    func padded(_ text: String, _ width: Int, right: Bool = false) -> String {
        let spaces = String(repeating: " ", count: max(0, width - text.displayWidth))
        return right ? spaces + text : text + spaces
    }

    func trimmed(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// Breaks a sentence at spaces; a word longer than the line sticks out rather than being cut.
    func wrapped(_ text: String, first: String = "", rest: String = "") -> [String] {
        let limit = min(max(options.width, 40), 110)
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !isEmpty, line.displayWidth + 1 + String(word).displayWidth > limit {
                lines.append(line)
                line = rest
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }

    func bold(_ text: String) -> String { sgr("1", text) }
    func dim(_ text: String) -> String { sgr("2", text) }
    func yellow(_ text: String) -> String { sgr("33", text) }
    func cyan(_ text: String) -> String { sgr("36", text) }

    func colored(_ text: String, _ tone: FigureLine.Tone) -> String {
        switch tone {
        case .good: sgr("32", text)
        case .bad: sgr("31", text)
        case .neutral: text
        }
    }

    private func sgr(_ code: String, _ text: String) -> String {
        options.color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
