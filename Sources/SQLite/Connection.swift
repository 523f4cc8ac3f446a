internal import CPageSums
internal import CSQLite

/// One connection to one database file, closed when it is let go. It belongs to the task that opened it.
public final class Connection {
    /// How the file is opened, https://www.sqlite.org/c3ref/open.html.
    public enum Mode: Sendable {
        /// Reads only; the file must exist. Readers of a live file need this, not `immutable`. What is sorted stays in memory.
        case readOnly
        /// Reads and writes; the file must exist.
        case readWrite
        /// Reads and writes; an empty file is made where there is none.
        case create
    }

    let handle: OpaquePointer
    private var cache: [SQLText: Statement] = [:]
    private var isClosed = false
    private var deadline: Deadline?
    /// What has yet to be written; a connection that only reads has none.
    let behind: WriteBehind?
    private var isInTransaction = false
    /// Told each text before it is compiled, for whoever makes what it names when it is first needed.
    public var beforeCompiling: ((_ sql: String) throws -> Void)?

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: The file's path, never taken as a URI; `:memory:` is a database in memory.
    ///   - mode: What may be done with it.
    ///   - busyTimeout: How long, in milliseconds, to wait for another connection's lock.
    public init(path: String, mode: Mode, busyTimeout: Int32 = 5_000) throws {
        let flags =
            switch mode {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var opened: OpaquePointer?
        // Debian's library takes URIs whether asked to or not, https://www.sqlite.org/compile.html#use_uri.
        let path = path.hasPrefix("file:") ? "./\(path)" : path
        MemoryUse.leaveUncounted()
        let vfs = mode == .readOnly ? page_sums_vfs_to_read() : page_sums_vfs()
        let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, vfs)
        guard code == SQLITE_OK, let opened else {
            let message = String(cString: opened.map { sqlite3_errmsg($0) } ?? sqlite3_errstr(code))
            sqlite3_close_v2(opened)
            throw SQLiteError(extendedCode: code, message: message)
        }
        handle = opened
        behind = mode == .readOnly ? nil : WriteBehind(opened)
        sqlite3_busy_timeout(handle, busyTimeout)
        // https://www.sqlite.org/security.html: a file is input too.
        _ = csqlite_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        _ = csqlite_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        _ = csqlite_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)
        // Double-quoted strings hide misspelt column names.
        _ = csqlite_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
        _ = csqlite_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0)
        if mode != .readOnly { keepPageSums() }
    }

    deinit { close() }

    /// Finalizes every cached statement and closes the file. Closing twice does nothing.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        behind?.abandon()
        cache.removeAll()
        sqlite3_close_v2(handle)
    }

    /// Compiles the one statement that `sql` holds.
    public func prepare(_ sql: String) throws -> Statement {
        try single(sql, persistent: false)
    }

    /// The statement that `sql` holds, compiled once and kept until the connection closes; reset and unbound.
    public func cached(_ sql: String) throws -> Statement {
        let statement = try kept(sql)
        try behind?.settle()
        statement.reset()
        return statement
    }

    private func kept(_ sql: String) throws -> Statement {
        let text = SQLText(sql: sql)
        if let known = cache[text] { return known }
        let statement = try single(sql, persistent: true)
        cache[text] = statement
        return statement
    }

    /// Forgets the statements that were kept, so that they are compiled anew.
    public func forgetStatements() { cache.removeAll() }

    /// Runs every statement of a script, throwing away what they answer.
    public func execute(_ script: String) throws {
        var rest = script
        while !rest.isEmpty {
            let (statement, remainder) = try compile(rest, persistent: false)
            if let statement { while try statement.step() {} }
            rest = remainder
        }
    }

    /// Runs one statement with values bound to `?1`, `?2`, …
    public func run(_ sql: String, _ values: Value...) throws { try run(sql, values) }

    /// Runs one statement with values bound to `?1`, `?2`, …
    public func run(_ sql: String, _ values: [Value]) throws {
        let statement = try cached(sql)
        try statement.bind(values)
        while try statement.step() {}
        statement.reset()
    }

    /// Runs one statement that answers nothing, at the latest before anything else is asked of the connection or the transaction ends, and perhaps
    /// on another thread meanwhile. What it fails with is thrown then. Outside of a transaction it is run at once.
    public func runLater(_ sql: String, _ values: [Value]) throws {
        guard isInTransaction, let behind else { return try run(sql, values) }
        let statement = try kept(sql)
        try statement.checkCount(of: values)
        try behind.add(statement.handle, values)
    }

    /// The first row that `sql` answers, or nil.
    public func row(_ sql: String, _ values: Value...) throws -> [Value]? { try row(sql, values) }

    /// The first row that `sql` answers, or nil.
    public func row(_ sql: String, _ values: [Value]) throws -> [Value]? {
        let statement = try cached(sql)
        try statement.bind(values)
        defer { statement.reset() }
        return try statement.step() ? statement.row : nil
    }

    /// Every row that `sql` answers.
    public func rows(_ sql: String, _ values: Value...) throws -> [[Value]] {
        try rows(sql, values)
    }

    /// Every row that `sql` answers.
    public func rows(_ sql: String, _ values: [Value]) throws -> [[Value]] {
        let statement = try cached(sql)
        try statement.bind(values)
        defer { statement.reset() }
        var rows: [[Value]] = []
        while try statement.step() { rows.append(statement.row) }
        return rows
    }

    /// The rowid of the newest row this connection inserted, https://www.sqlite.org/c3ref/last_insert_rowid.html.
    public var lastInsertedRow: Int64 {
        behind?.finish()
        return sqlite3_last_insert_rowid(handle)
    }

    /// Runs `body` in one IMMEDIATE transaction: all of it stands, or nothing.
    ///
    /// IMMEDIATE takes the write lock first, so that nothing read inside can be outdated when it is written upon,
    /// https://www.sqlite.org/lang_transaction.html.
    public func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("BEGIN IMMEDIATE")
        isInTransaction = true
        defer { isInTransaction = false }
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            behind?.abandon()
            // A full disk or an I/O error may have rolled back already; the first error is the one to tell.
            if sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    /// Runs `body` over one unchanging view of the file, whatever other connections write meanwhile.
    public func reading<Result>(_ body: () throws -> Result) throws -> Result {
        try execute("BEGIN")
        defer { try? execute("COMMIT") }
        return try body()
    }

    /// Stops any statement that runs longer than `seconds` from now on, or while which somebody wants to stop; nil lets statements run.
    public func limit(seconds: Double?, stopping isStopped: (@Sendable () -> Bool)? = nil) {
        behind?.finish()
        guard seconds != nil || isStopped != nil else {
            deadline = nil
            sqlite3_progress_handler(handle, 0, nil, nil)
            return
        }
        let deadline = Deadline(at: seconds.map { ContinuousClock.now + .seconds($0) }, isStopped: isStopped)
        self.deadline = deadline
        sqlite3_progress_handler(
            handle, 10_000,
            { context in
                guard let context else { return 0 }
                return Unmanaged<Deadline>.fromOpaque(context).takeUnretainedValue().isOver ? 1 : 0
            }, Unmanaged.passUnretained(deadline).toOpaque())
    }

    func failure(_ code: Int32, sql: String?) -> SQLiteError { SQLiteError(code, of: handle, sql: sql) }

    private func single(_ sql: String, persistent: Bool) throws -> Statement {
        let (statement, rest) = try compile(sql, persistent: persistent)
        guard let statement else { throw SQLiteError(.noStatement, sql: sql) }
        guard try compile(rest, persistent: false).statement == nil else {
            throw SQLiteError(.severalStatements, sql: sql)
        }
        return statement
    }

    private func compile(_ sql: String, persistent: Bool) throws -> (statement: Statement?, rest: String) {
        if !sql.isEmpty, let beforeCompiling {
            // What it runs itself is compiled as it is.
            self.beforeCompiling = nil
            defer { self.beforeCompiling = beforeCompiling }
            try beforeCompiling(sql)
        }
        // SQLite would stop there, and never get to the end.
        guard !sql.utf8.contains(0) else { throw SQLiteError(.nul, sql: nil) }
        try behind?.settle()
        var sql = sql
        return try sql.withUTF8 { bytes in
            try bytes.withMemoryRebound(to: CChar.self) { text in
                var compiled: OpaquePointer?
                var tail: UnsafePointer<CChar>?
                let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
                let code = sqlite3_prepare_v3(handle, text.baseAddress, Int32(text.count), flags, &compiled, &tail)
                let source = String(decoding: bytes, as: UTF8.self)
                guard code == SQLITE_OK else { throw failure(code, sql: source) }
                var rest = ""
                if let tail, let start = text.baseAddress {
                    rest = String(decoding: bytes[(tail - start)...], as: UTF8.self)
                }
                return (compiled.map { Statement(handle: $0, connection: self) }, rest)
            }
        }
    }
}

@available(*, unavailable, message: "A connection belongs to the task that opened it.")
extension Connection: Sendable {}

private final class Deadline {
    private let instant: ContinuousClock.Instant?
    private let isStopped: (@Sendable () -> Bool)?

    init(at instant: ContinuousClock.Instant?, isStopped: (@Sendable () -> Bool)?) {
        self.instant = instant
        self.isStopped = isStopped
    }

    var isOver: Bool { isStopped?() == true || instant.map { ContinuousClock.now >= $0 } == true }
}

/// A statement's text as what it is found again by. They are few and long: the length tells most of them apart, and of two that are one
/// literal Swift sees at a glance that they are the same.
private struct SQLText: Hashable {
    let sql: String

    func hash(into hasher: inout Hasher) { hasher.combine(sql.utf8.count) }
}
