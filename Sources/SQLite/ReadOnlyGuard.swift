internal import CSQLite

extension Connection {
    /// Lets this connection do nothing from now on but read, whatever SQL it is given.
    ///
    /// SQLite asks the authorizer at each statement it compiles, after its own parser has understood it, so no spelling gets
    /// around it, https://www.sqlite.org/c3ref/set_authorizer.html. `query_only` and small limits stand behind it.
    public func allowReadingOnly() throws {
        try execute("PRAGMA query_only = 1")
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 64 << 20)
        sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 1 << 20)
        // A table-valued function is declared at its first use, which the authorizer would take for a change of the schema.
        let functions = ["json_each", "json_tree"] + readablePragmas.map { "pragma_\($0)" }
        for function in functions { _ = try? prepare("SELECT 1 FROM \(function)") }
        sqlite3_set_authorizer(
            handle, { _, action, first, second, _, _ in authorize(action, first, second) }, nil)
    }
}

/// Functions that reach outside the database, or would show where it is.
private let refusedFunctions: Set<String> = [
    "load_extension", "readfile", "writefile", "edit", "fts3_tokenizer", "sqlite_log",
]

/// Tables that some builds of SQLite bring along, https://www.sqlite.org/vtablist.html: they show the file's raw pages, what the process does, or the
/// files beside the record.
private let refusedTables: Set<String> = [
    "sqlite_dbpage", "sqlite_dbdata", "sqlite_dbptr", "dbstat", "sqlite_stmt", "bytecode", "tables_used", "fsdir", "zipfile",
    "sqlite_memstat", "sqlite_btreeinfo",
]

/// Pragmas that only tell; each changes something as soon as it is given a value, so that is refused.
private let readablePragmas: Set<String> = [
    "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "function_list",
    "pragma_list",
    "collation_list", "compile_options", "user_version", "application_id", "page_count", "page_size", "schema_version",
]

private let pragmasWithSubject: Set<String> = [
    "table_info", "table_xinfo", "index_list", "index_info", "index_xinfo",
]

private func authorize(_ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?) -> Int32 {
    switch action {
    case SQLITE_SELECT, SQLITE_RECURSIVE:
        return SQLITE_OK
    case SQLITE_READ:
        let table = first.map { String(cString: $0).lowercased() } ?? ""
        if table.hasPrefix("pragma_") { return readablePragmas.contains(String(table.dropFirst(7))) ? SQLITE_OK : SQLITE_DENY }
        return refusedTables.contains(table) ? SQLITE_DENY : SQLITE_OK
    case SQLITE_FUNCTION:
        let name = second.map { String(cString: $0).lowercased() } ?? ""
        return refusedFunctions.contains(name) ? SQLITE_DENY : SQLITE_OK
    case SQLITE_PRAGMA:
        let name = first.map { String(cString: $0).lowercased() } ?? ""
        let hasArgument = second != nil
        guard readablePragmas.contains(name), !hasArgument || pragmasWithSubject.contains(name) else {
            return SQLITE_DENY
        }
        return SQLITE_OK
    default:
        return SQLITE_DENY
    }
}
