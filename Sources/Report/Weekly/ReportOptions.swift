/// The ways a report can be written, spelled as `-o` spells them.
public enum ReportFormat: String, CaseIterable, Sendable {
    /// For terminals and plain mails.
    case text
    /// As GitHub and mail programs read it.
    case markdown
    /// One self-contained file, with pictures.
    case html
    /// Everything, with stable keys.
    case json
    /// One table of it.
    case csv

    /// The format a file's name ends in.
    public init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        switch fileName[fileName.index(after: dot)...].lowercased() {
        case "txt", "text": self = .text
        case "md", "markdown": self = .markdown
        case "html", "htm": self = .html
        case "json": self = .json
        case "csv": self = .csv
        default: return nil
        }
    }
}

/// How to write a report.
public struct ReportOptions: Sendable {
    /// The language of everything that people read.
    public var language: Language
    /// Rows a table shows in `text`, `markdown` and `html`; the rest is counted. 0 shows all, nil what suits the format.
    public var limit: Int?
    /// The command that makes the same report again.
    public var command: String
    /// Whether a terminal that knows colour reads the text.
    public var color: Bool
    /// Columns of the terminal, or those a file should have.
    public var width: Int
    /// Whether the text keeps to ASCII.
    public var isASCII: Bool
    /// Which table `csv` writes.
    public var table: ReportTable
    /// Whether commands go on in another line where one is too short, as shells take it; else each has its own, as `grep` finds it.
    public var foldsCommands: Bool

    /// Describes how to write a report; by default as for a pipe.
    public init(
        language: Language = .english, limit: Int? = nil, command: String = "isinventory report", color: Bool = false,
        width: Int = 100, isASCII: Bool = false, table: ReportTable = .headline, foldsCommands: Bool = false
    ) {
        self.language = language
        self.limit = limit
        self.command = command
        self.color = color
        self.width = width
        self.isASCII = isASCII
        self.table = table
        self.foldsCommands = foldsCommands
    }

    /// How many rows of a table a format shows with what would end them: `json` and `csv` tell of no remedies.
    public func remedies(in format: ReportFormat) -> Int {
        format == .json || format == .csv ? 0 : rows(in: format)
    }

    /// How many rows of a table a format shows.
    func rows(in format: ReportFormat) -> Int {
        guard let limit else { return format == .html ? 500 : 10 }
        return limit == 0 ? .max : limit
    }
}
