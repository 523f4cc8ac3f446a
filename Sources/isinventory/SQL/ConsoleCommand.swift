import Questions

/// What the console understands beside SQL: psql's commands, and sqlite3's names for some.
enum ConsoleCommand: Equatable {
    case help
    case leave
    case views
    case columns(of: String)
    case expanded(Bool?)
    case output(String?)
    case at(String?)
    case reset
    case unknown(String)

    /// A line as a command; nil where it is SQL.
    init?(_ line: String) {
        let words = line.trimmingSpaces.split(separator: " ", maxSplits: 1).map(String.init)
        guard let name = words.first else { return nil }
        let rest = words.count > 1 ? words[1].trimmingSpaces : nil
        switch name.drop(while: { $0 == "\\" || $0 == "." }) {
        case _ where !name.hasPrefix("\\") && !name.hasPrefix("."):
            guard words.count == 1 else { return nil }
            switch name.lowercased() {
            case "quit", "exit": self = .leave
            case "help": self = .help
            default: return nil
            }
        case "?", "h", "help": self = .help
        case "q", "quit", "exit": self = .leave
        case "d", "dv", "dt", "d+", "schema", "tables", "l": self = rest.map { .columns(of: $0) } ?? .views
        case "x": self = .expanded(rest.map { ["on", "1", "true"].contains($0.lowercased()) })
        case "o", "output": self = .output(rest)
        case "at": self = .at(rest)
        case "r": self = .reset
        default: self = .unknown(name)
        }
    }

    /// The commands' names, for completion.
    static let names = ["\\?", "\\at", "\\d", "\\o", "\\q", "\\r", "\\x"]

    static let overview = """
        SELECT …;          asks; the statement ends with ; and may take several lines
        \\d                 the views               \\d VIEW   its columns and what they mean
        \\x [on|off]        a row as a block, a column a line
        \\o FILE            answers into a file, as .csv, .json, .yaml, .md or text says     \\o   back to the terminal
        \\at TIME           the views as they stood then: 2026-03-03, 7d, yesterday         \\at  as they stand
        \\r                 forgets what was typed of a statement, as Ctrl-C does
        \\q                 leaves, as Ctrl-D does
        Tab completes views, columns and words of SQL.

        """
}
