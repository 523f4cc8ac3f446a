import Questions
import Report

/// Reads statements, each up to its semicolon, and hands them on.
struct SQLConsole {
    /// Whether a person types: then there are prompts, and a mistake does not end it.
    let isInteractive: Bool

    func run(_ answer: (String) throws -> Void) throws {
        var pending = ""
        if isInteractive {
            StandardError.write(
                "Read-only SQL over the views. End a statement with ; — .schema lists the views, .quit leaves.\n")
        }
        prompt(pending)
        while let line = readLine(strippingNewline: true) {
            let word = line.trimmedOfSpaces
            if pending.isEmpty, word == ".quit" || word == ".exit" { return }
            if pending.isEmpty, word == ".schema" {
                try StandardOutput.write(View.documentation(of: nil).without("meaning").rendered(as: .table))
            } else {
                pending += pending.isEmpty ? line : "\n\(line)"
                if word.hasSuffix(";") { try finish(&pending, answer) }
            }
            prompt(pending)
        }
        try finish(&pending, answer)
        if isInteractive { StandardError.write("\n") }
    }

    private func finish(_ pending: inout String, _ answer: (String) throws -> Void) throws {
        let statement = pending
        pending = ""
        guard !statement.trimmedOfSpaces.isEmpty else { return }
        do {
            try answer(statement)
        } catch let error as SQLQuestionError where isInteractive {
            StandardError.write("\(terminalSafe("\(error)"))\n")
        }
    }

    private func prompt(_ pending: String) {
        guard isInteractive else { return }
        StandardError.write(pending.isEmpty ? "isinventory> " : "        ...> ")
    }
}

extension String {
    fileprivate var trimmedOfSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
