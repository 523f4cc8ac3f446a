/// A shell's command on as many lines as a terminal needs, so that all of them together can be copied and run.
struct CommandLines {
    let lines: [String]

    /// Breaks a command between its words; within one only where it alone is wider than a line, as a shell joins it again.
    ///
    /// - Parameters:
    ///   - command: The command, or a comment that begins with `#`.
    ///   - width: The terminal's columns.
    ///   - first: What stands before it, a prompt for example.
    ///   - rest: What stands before the lines that go on with another word.
    init(_ command: String, width: Int, first: String = "", rest: String = "    ") {
        guard !command.hasPrefix("#") else {
            lines = CommandLines.comment(command.dropFirst(), first + "#", in: width)
            return
        }
        var lines: [String] = []
        var line = first
        var isEmpty = true
        // A line that goes on ends in a space and a backslash.
        let end = " \\"
        let words = CommandLines.words(of: command)
        for (index, word) in words.enumerated() {
            let isLast = index == words.count - 1
            let room = width - (isLast ? 0 : end.count)
            if !isEmpty, line.displayWidth + 1 + word.displayWidth > room {
                lines.append(line + end)
                line = rest
                isEmpty = true
            }
            guard line.displayWidth + word.displayWidth > room else {
                line += (isEmpty ? "" : " ") + word
                isEmpty = false
                continue
            }
            var pieces = CommandLines.pieces(of: word, first: room - line.displayWidth, others: width - 1 - end.count)
            let last = pieces.removeLast()
            if let head = pieces.first { lines.append(line + head) }
            lines += pieces.dropFirst()
            line = pieces.isEmpty ? line + last : last
            isEmpty = false
        }
        self.lines = lines + [line]
    }

    /// A comment goes on as another one.
    private static func comment(_ text: Substring, _ mark: String, in width: Int) -> [String] {
        var lines = [mark]
        for word in text.split(separator: " ") {
            var word = String(word)
            while mark.displayWidth + 1 + word.displayWidth > width, width > mark.displayWidth + 1 {
                let (head, tail) = word.split(beforeColumn: width - mark.displayWidth - 1)
                lines.append("\(mark) \(head)")
                word = tail
            }
            if let last = lines.last, last.displayWidth + 1 + word.displayWidth <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append("\(mark) \(word)")
            }
        }
        return lines
    }

    /// The words with their quotes; a space within quotes ends none.
    private static func words(of command: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        var isEscape = false
        for character in command {
            if character == "'", !isEscape { isQuoted.toggle() }
            isEscape = character == "\\" && !isQuoted && !isEscape
            if character == " ", !isQuoted {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// A word in pieces, each but the last ending in a backslash; the next one begins its line. Quotes are closed and opened again.
    private static func pieces(of word: String, first: Int, others: Int) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var isQuoted = false
        var isEscape = false
        var room = first
        for scalar in word.unicodeScalars {
            // Room for a quote that closes, and the backslash.
            if piece.displayWidth + scalar.displayWidth > max(room, 4) - 2, !piece.isEmpty, !isEscape {
                pieces.append(piece + (isQuoted ? "'" : "") + "\\")
                piece = isQuoted ? "'" : ""
                room = others
            }
            if scalar == "'", !isEscape { isQuoted.toggle() }
            isEscape = scalar == "\\" && !isQuoted && !isEscape
            piece.unicodeScalars.append(scalar)
        }
        return pieces + [piece]
    }
}
