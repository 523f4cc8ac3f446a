import ArgumentParser
import Collector
import Model
import Questions
import Report
import Synchronization
import Words

/// Asks one statement after another, each typed or piped up to its semicolon.
final class SQLConsole {
    private let session: SQLSession
    private let output: OutputOptions
    /// Nil where nobody types: then there are no prompts, and the first mistake ends it.
    private let editor: LineEditor?
    private let history = StatementHistory()
    private var isKeeping = true
    private var pending = ""
    private var isExpanded = false
    private var file: ConsoleFile?

    init(_ session: SQLSession, _ output: OutputOptions, isInteractive: Bool) {
        self.session = session
        self.output = output
        editor = isInteractive ? LineEditor(completing: SQLConsole.completion) : nil
    }

    func run() throws {
        if let editor {
            StandardError.write(
                "Read-only SQL over the views; a statement ends with ;\n\\? helps, \\d lists the views, \\q leaves.\n")
            if !editor.isEditing { Presentation.tell(["lines cannot be edited: libedit is not installed (Debian: libedit2)"]) }
            for statement in history.statements() { editor.remember(statement) }
        }
        while let line = try next() {
            guard pending.isEmpty || line.trimmingSpaces.hasPrefix("\\"), let command = ConsoleCommand(line) else {
                try take(line)
                continue
            }
            keep(line.trimmingSpaces)
            if command == .leave { return }
            try survive { try obey(command) }
        }
        try finish()
    }

    /// The next line; nil at the end.
    private func next() throws -> String? {
        guard let editor else { return readLine(strippingNewline: true) }
        let unfinished = pending
        typed.withLock { $0 = unfinished }
        switch editor.read(pending.isEmpty ? "isinventory> " : "        ...> ") {
        case .text(let line): return line
        case .end: return nil
        case .interrupted:
            pending = ""
            return ""
        }
    }

    private func take(_ line: String) throws {
        guard !pending.isEmpty || !line.trimmingSpaces.isEmpty else { return }
        pending += pending.isEmpty ? line : "\n\(line)"
        if line.trimmingSpaces.hasSuffix(";") { try finish() }
    }

    private func finish() throws {
        let statement = pending
        pending = ""
        guard !statement.trimmingSpaces.isEmpty else { return }
        if let line = StatementHistory.oneLine(statement) {
            keep(line)
        } else {
            for line in statement.split(whereSeparator: \.isNewline) { keep(String(line)) }
        }
        Interrupts.forget()
        try survive { try show(session.answer(statement)) }
    }

    /// A person who types may try again; a script is not to go on past a mistake.
    private func survive(_ body: () throws -> Void) throws {
        guard editor != nil else { return try body() }
        do {
            try body()
        } catch let failure as WriteFailure {
            throw failure
        } catch {
            // An exit code says that the program which was asked has told why.
            guard !(error is ExitCode) else { return }
            StandardError.write("\(terminalSafe(error.sentence.withoutCredentials))\n")
        }
    }

    private func keep(_ line: String) {
        guard let editor else { return }
        editor.remember(line)
        guard isKeeping else { return }
        do {
            try history.add(line)
        } catch {
            isKeeping = false
            Presentation.tell(["what is typed is not kept: \(error.sentence)"])
        }
    }

    // MARK: Answers

    private func show(_ answer: Answer) throws {
        if let file {
            try file.write(isExpanded ? Self.expanded(answer, width: nil) : nil, answer, output)
            return Presentation.tell(["\(answer.rows.count.counted("row")) into \(file.path)"] + answer.notes.map(\.sentence))
        }
        if isExpanded, output.format == .table || output.format == .wide {
            try Pager.show(Self.expanded(answer, width: StandardOutput.width), isWanted: !output.noPager)
            Presentation.tell(answer.notes.map(\.sentence))
        } else {
            try output.show(answer)
        }
        if answer.rows.isEmpty, output.format == .table || output.format == .wide { Presentation.tell(["no rows"]) }
    }

    private static func expanded(_ answer: Answer, width: Int?) -> String {
        answer.rendered(
            for: .records,
            TerminalOptions(width: width ?? 1 << 20, color: width != nil && StandardOutput.isColored, now: .now))
    }

    private func obey(_ command: ConsoleCommand) throws {
        switch command {
        case .help: StandardError.write(ConsoleCommand.overview)
        case .leave: break
        case .reset: pending = ""
        case .views: try output.show(View.list)
        case .columns(let view): try output.show(View.documentation(of: view).without("view"))
        case .expanded(let wanted):
            isExpanded = wanted ?? !isExpanded
            Presentation.tell([isExpanded ? "rows are shown as blocks" : "rows are shown as a table"])
        case .output(let path):
            file = path.map { ConsoleFile(path: $0) }
            Presentation.tell([path.map { "answers go into \($0)" } ?? "answers go to the terminal"])
        case .at(let time):
            try session.go(to: time.map { try instant(from: $0) })
            Presentation.tell([session.at.map { "the views as they stood at \($0)" } ?? "the views as they stand"])
        case .unknown(let name):
            throw ValidationError("\(name) is no command; \\? lists them.")
        }
    }

    // MARK: Completion

    private static let completion: LineEditor.Completion = { before, word, after in
        let line = before.trimmingSpaces
        if line.hasPrefix("\\o") { return nil }
        if word.hasPrefix("\\"), line.isEmpty { return ConsoleCommand.names.filter { $0.hasPrefix(word) } }
        if line.hasPrefix("\\d") { return View.all.map(\.name).filter { $0.hasPrefix(word.lowercased()) }.sorted() }
        return SQLCompletion.words(for: word, before: typed.withLock { $0 } + "\n" + before, after: after)
    }
}

/// What was typed of a statement in the lines above, for completion.
private let typed = Mutex("")
