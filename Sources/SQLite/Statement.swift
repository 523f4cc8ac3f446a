internal import CSQLite

/// A compiled statement, finalized when it is let go.
public final class Statement {
    let handle: OpaquePointer
    private unowned let connection: Connection
    private let behind: WriteBehind?
    private let argumentCount: Int
    private var isOnRow = false

    init(handle: OpaquePointer, connection: Connection) {
        self.handle = handle
        self.connection = connection
        behind = connection.behind
        argumentCount = Int(sqlite3_bind_parameter_count(handle))
    }

    deinit {
        leaveRow()
        behind?.finish()
        sqlite3_finalize(handle)
    }

    /// The SQL it was compiled from, without arguments.
    public var sql: String { String(cString: sqlite3_sql(handle)) }

    /// Whether running it can change the file, https://www.sqlite.org/c3ref/stmt_readonly.html.
    public var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    /// The names of the columns it answers with.
    public var columnNames: [String] {
        (0..<columnCount).map { String(cString: sqlite3_column_name(handle, $0)) }
    }

    /// Binds values to `?1`, `?2`, … in order, one for each: what is not bound would be NULL.
    public func bind(_ values: [Value]) throws {
        try checkCount(of: values)
        try behind?.settle()
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1)) }
    }

    func checkCount(of values: [Value]) throws {
        guard values.count != argumentCount else { return }
        throw SQLiteError(.values(wanted: argumentCount, given: values.count), sql: sql)
    }

    /// Moves to the next row; false when there is none. Running it again begins anew.
    public func step() throws -> Bool {
        try behind?.settle()
        let code = sqlite3_step(handle)
        switch code {
        case SQLITE_ROW:
            standOnRow()
            return true
        case SQLITE_DONE:
            leaveRow()
            sqlite3_reset(handle)
            return false
        default:
            leaveRow()
            let failure = connection.failure(code, sql: sql)
            sqlite3_reset(handle)
            throw failure
        }
    }

    /// Makes it ready to run again and forgets what was bound.
    public func reset() {
        leaveRow()
        behind?.finish()
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func standOnRow() {
        guard let behind, !isOnRow else { return }
        isOnRow = true
        behind.standing += 1
    }

    private func leaveRow() {
        guard let behind, isOnRow else { return }
        isOnRow = false
        behind.standing -= 1
    }

    /// The current row.
    public var row: [Value] { (0..<columnCount).map(value(at:)) }

    /// One value of the current row, counted from 0. Text and blobs are read by their length, so a NUL does not cut them.
    public func value(at column: Int32) -> Value {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: .text(text(at: column) ?? "")
        case SQLITE_BLOB: .blob(blob(at: column))
        default: .null
        }
    }

    /// The integer in a column of the current row, or nil where it is NULL.
    public func integer(at column: Int32) -> Int64? {
        sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
    }

    /// The text in a column of the current row, or nil where it is NULL.
    public func text(at column: Int32) -> String? {
        guard let start = sqlite3_column_text(handle, column) else { return nil }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The text in a column of the current row, `last` itself where it is the same: what many rows repeat is copied once.
    public func text(at column: Int32, orSame last: String) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        let isSame =
            bytes.count > Statement.longestInline && last.utf8.count == bytes.count
            && last.utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) } ?? false
        return isSame ? last : String(decoding: bytes, as: UTF8.self)
    }

    /// Swift keeps texts up to this size in the value itself, so there is nothing to share.
    private static let longestInline = 15

    /// Whether a column of the current row is NULL.
    public func isNull(at column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// Whether a column of the current row holds text.
    public func isText(at column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_TEXT }

    /// The bytes in a column of the current row, a text's included, empty where it is NULL.
    public func blob(at column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// Shows the bytes of a text or blob in a column of the current row without a copy; none where it is NULL.
    public func withBytes<Result>(at column: Int32, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let start = sqlite3_column_blob(handle, column)
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// How many columns it answers with.
    public var columnCount: Int32 { sqlite3_column_count(handle) }

    private func bind(_ value: Value, at index: Int32) throws {
        let code: Int32
        switch value {
        case .null: code = sqlite3_bind_null(handle, index)
        case .integer(let number): code = sqlite3_bind_int64(handle, index, number)
        case .real(let number): code = sqlite3_bind_double(handle, index, number)
        case .text(""): code = sqlite3_bind_text(handle, index, "", 0, csqlite_transient())
        case .text(var text):
            code = text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { text in
                    sqlite3_bind_text64(
                        handle, index, text.baseAddress, UInt64(text.count), csqlite_transient(), UInt8(SQLITE_UTF8))
                }
            }
        case .blob(let bytes):
            code =
                bytes.isEmpty
                ? sqlite3_bind_zeroblob(handle, index, 0)
                : bytes.withUnsafeBytes {
                    sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), csqlite_transient())
                }
        }
        guard code == SQLITE_OK else { throw connection.failure(code, sql: sql) }
    }
}

@available(*, unavailable, message: "A statement belongs to its connection's task.")
extension Statement: Sendable {}
