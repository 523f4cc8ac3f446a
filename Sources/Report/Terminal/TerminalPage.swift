public import Model
public import Questions

/// How an answer is laid out for somebody at a terminal. Pipes and files get the same rows as `table` instead.
public enum TerminalLayout: Sendable {
    /// A table that leaves out what is the same in every row; rows that would have to be cut become blocks.
    case table
    /// Like `git log`: what changed, newest first.
    case log
    /// Like `git diff --stat`, then like a diff, by namespace and object.
    case difference
    /// A block an object, with the command that ends the matter below it.
    case problems
    /// The same of containers that lag behind their tags.
    case stale
    /// A block a row with every column in full.
    case records
}

/// What is known of who reads.
public struct TerminalOptions: Sendable {
    /// The terminal's columns.
    public var width: Int
    /// Whether it knows colour.
    public var color: Bool
    /// When it is read: ages are told from then.
    public var now: Instant
    /// Whether tables begin with the column names.
    public var headers: Bool

    /// Describes a terminal.
    public init(width: Int, color: Bool = false, now: Instant, headers: Bool = true) {
        self.width = max(width, 20)
        self.color = color
        self.now = now
        self.headers = headers
    }
}

extension Answer {
    /// Writes the answer for a terminal. No line is wider than it, and nothing is cut so that it could be taken for something else.
    public func rendered(for layout: TerminalLayout, _ options: TerminalOptions) -> String {
        guard !rows.isEmpty else { return "" }
        let page = TerminalPage(answer: self, options: options)
        let lines =
            switch layout {
            case .table: page.table
            case .log: page.log
            case .difference: page.difference
            case .problems: page.problems
            case .stale: page.stale
            case .records: page.records
            }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// An answer as lines, with what the layouts share: cells by their columns' names, wrapping, colour.
struct TerminalPage {
    let answer: Answer
    let options: TerminalOptions
    private let places: [String: Int]

    init(answer: Answer, options: TerminalOptions) {
        self.answer = answer
        self.options = options
        places = Dictionary(answer.columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var width: Int { options.width }

    func has(_ column: String) -> Bool { places[column] != nil }

    /// A cell's text as it is, nil where there is none.
    func value(_ row: [Answer.Cell], _ column: String) -> String? {
        guard let place = places[column], place < row.count, row[place] != .null else { return nil }
        return row[place].plain
    }

    /// The same, safe to print.
    func text(_ row: [Answer.Cell], _ column: String) -> String { terminalSafe(value(row, column) ?? "") }

    /// `deploy/web`.
    func object(_ row: [Answer.Cell]) -> String {
        let kind = value(row, "kind").map { ObjectKind(title: $0)?.shortName ?? $0.lowercased() }
        return terminalSafe([kind, value(row, "name")].compactMap(\.self).joined(separator: "/"))
    }

    /// The cluster, where rows are of several, and the namespace.
    func place(_ row: [Answer.Cell]) -> String {
        let isOne = Set(answer.rows.map { value($0, "cluster") }).count < 2
        return terminalSafe(
            [isOne ? nil : value(row, "cluster"), value(row, "namespace")].compactMap(\.self).joined(separator: "/"))
    }

    /// `3d`, with `ago` where a sentence needs it.
    func age(_ text: String?) -> String? {
        guard let instant = text.flatMap({ Instant($0) }) else { return nil }
        return TerminalPage.age(options.now.secondsSince1970 - instant.secondsSince1970)
    }

    /// As `oc` writes ages: two units while they are small, one once they are large.
    static func age(_ seconds: Int64) -> String {
        guard seconds >= 0 else { return "in \(age(-seconds))" }
        let (minute, hour, day): (Int64, Int64, Int64) = (60, 3_600, 86_400)
        switch seconds {
        case ..<(2 * minute): return "\(seconds)s"
        case ..<(10 * minute):
            let rest = seconds % minute
            return "\(seconds / minute)m" + (rest == 0 ? "" : "\(rest)s")
        case ..<(3 * hour): return "\(seconds / minute)m"
        case ..<(2 * day): return "\(seconds / hour)h"
        case ..<(2 * 365 * day): return "\(seconds / day)d"
        default: return "\(seconds / (365 * day))y"
        }
    }

    // MARK: Lines

    /// Breaks a text at spaces, and a word that is wider than a line behind a slash and the like, else wherever it must.
    func wrapped(_ text: String, first: String = "", rest: String = "") -> [String] {
        TerminalPage.wrapped(
            text.split(separator: " ", omittingEmptySubsequences: true), to: width, first: first, rest: rest)
    }

    static func wrapped(_ words: [Substring], to width: Int, first: String, rest: String) -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in words {
            var word = String(word)
            if !isEmpty, line.displayWidth + 1 + word.displayWidth > width {
                lines.append(line)
                line = rest
                isEmpty = true
            }
            while line.displayWidth + (isEmpty ? 0 : 1) + word.displayWidth > width {
                let (head, tail) = word.split(beforeColumn: max(1, width - line.displayWidth))
                lines.append(line + head)
                line = rest
                word = tail
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }

    /// A command under a prompt: the whole of it can be copied and run.
    func command(_ text: String, indent: String) -> [String] {
        let rest = String(repeating: " ", count: indent.displayWidth + 2)
        return CommandLines(terminalSafe(text), width: width, first: indent, rest: rest).lines.map(cyan)
    }

    func bold(_ text: String) -> String { sgr("1", text) }
    func dim(_ text: String) -> String { sgr("2", text) }
    func red(_ text: String) -> String { sgr("31", text) }
    func green(_ text: String) -> String { sgr("32", text) }
    func yellow(_ text: String) -> String { sgr("33", text) }
    func cyan(_ text: String) -> String { sgr("36", text) }

    private func sgr(_ code: String, _ text: String) -> String {
        options.color && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    /// What is said beside an answer, each of its lines on as many of a terminal as it takes, broken between words; a pipe (nil) gets it as it
    /// is. No space is lost but where a line ends.
    public func folded(to width: Int?, rest: String = "  ") -> String {
        guard let width, width > 2 * rest.count else { return self }
        return split(separator: "\n", omittingEmptySubsequences: false).map { line in
            TerminalPage.wrapped(
                line.split(separator: " ", omittingEmptySubsequences: false), to: width, first: "", rest: line.isEmpty ? "" : rest
            ).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// As much as fits so many columns, where it can up to one of the characters that part references, and the rest.
    func split(beforeColumn columns: Int) -> (String, String) {
        let (head, tail) = split(atColumn: columns)
        guard !tail.isEmpty, let place = head.lastIndex(where: { "/@:,".contains($0) }) else { return (head, tail) }
        let part = String(head[...place])
        guard part.displayWidth * 2 > columns else { return (head, tail) }
        return (part, head[head.index(after: place)...] + tail)
    }

    /// As much as fits so many columns, one scalar at least, and the rest.
    func split(atColumn columns: Int) -> (String, String) {
        var left = columns
        var head = String.UnicodeScalarView()
        let scalars = unicodeScalars
        var position = scalars.startIndex
        while position < scalars.endIndex {
            left -= scalars[position].displayWidth
            if left < 0, !head.isEmpty { break }
            head.append(scalars[position])
            position = scalars.index(after: position)
        }
        return (String(head), String(String.UnicodeScalarView(scalars[position...])))
    }
}
