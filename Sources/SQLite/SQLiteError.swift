internal import CSQLite

/// What SQLite said when something failed, with the SQL that failed and never the values bound to it.
public struct SQLiteError: Error, Sendable, CustomStringConvertible {
    /// The primary result code, https://www.sqlite.org/rescode.html.
    public let code: Int32
    /// The extended result code; equal to `code` where there is none.
    public let extendedCode: Int32
    /// SQLite's own message.
    public let message: String
    /// The statement, as prepared; its arguments are not shown since they may come from a cluster.
    public let sql: String?

    /// What this module refused to ask SQLite; nil where SQLite itself said no.
    public let misuse: Misuse?

    /// What is wrong with what was to be asked.
    public enum Misuse: Sendable, Hashable {
        /// Nothing but blanks and comments.
        case noStatement
        /// A second statement behind the first.
        case severalStatements
        /// A NUL, behind which SQLite reads nothing.
        case nul
        /// A statement has another number of places than there are values: what is not bound would be NULL.
        case values(wanted: Int, given: Int)
    }

    /// Describes a failure by its extended result code.
    public init(extendedCode: Int32, message: String, sql: String? = nil) {
        self.extendedCode = extendedCode
        self.code = extendedCode & 0xFF
        self.message = message
        self.sql = sql
        self.misuse = nil
    }

    init(_ misuse: Misuse, sql: String?) {
        code = if case .values = misuse { SQLITE_RANGE } else { SQLITE_MISUSE }
        extendedCode = code
        message = String(cString: sqlite3_errstr(code))
        self.sql = sql
        self.misuse = misuse
    }

    /// What a connection says of the last thing that was asked of it.
    init(_ code: Int32, of handle: OpaquePointer, sql: String?) {
        self.init(extendedCode: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    }

    /// One line for people.
    public var description: String {
        let message = "\(message) (\(extendedCode))" + (misuse.map { ", \($0)" } ?? "")
        guard let sql else { return "SQLite: \(message)" }
        let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return "SQLite: \(message) in: \(line.prefix(200))\(line.count > 200 ? "…" : "")"
    }

    /// Another connection holds the file's write lock (SQLITE_BUSY), or a table of a shared cache (SQLITE_LOCKED).
    public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
    /// Not a database, or a damaged one.
    public var isDamage: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB || isWrongPage }
    /// A page is not as it was written, which SQLite calls a disk I/O error.
    public var isWrongPage: Bool { extendedCode == csqlite_ioerr_data }
    /// The statement was stopped from outside: a timeout, or an interrupt.
    public var isInterrupted: Bool { code == SQLITE_INTERRUPT }
    /// The authorizer said no.
    public var isDenied: Bool { code == SQLITE_AUTH }
    /// The file or its folder cannot be written.
    public var isReadOnly: Bool { code == SQLITE_READONLY }
    /// A write that was cut off has to be taken back, which a reader may not do.
    public var isInterruptedWrite: Bool {
        extendedCode == csqlite_readonly_rollback || extendedCode == csqlite_readonly_recovery
    }
    /// The file cannot be opened.
    public var isCannotOpen: Bool { code == SQLITE_CANTOPEN }
    /// No room left on the disk.
    public var isFull: Bool { code == SQLITE_FULL }
}
