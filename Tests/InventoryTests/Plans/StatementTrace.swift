import CSQLite

@testable import Model
@testable import SQLite

/// What a connection runs while it lasts, told by SQLite itself, https://www.sqlite.org/c3ref/trace_v2.html.
final class StatementTrace {
    /// The statements, each once, in the order they first ended.
    private(set) var statements: [String] = []
    /// Instructions of SQLite's virtual machine over all statements: what they cost, on any machine, to the digit.
    private(set) var steps = 0
    /// Rows walked over without an index, https://www.sqlite.org/c3ref/c_stmtstatus_counter.html.
    private(set) var scanned = 0

    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_trace_v2(
            connection.handle, UInt32(SQLITE_TRACE_PROFILE),
            { _, context, statement, _ in
                if let context, let statement {
                    Unmanaged<StatementTrace>.fromOpaque(context).takeUnretainedValue().ended(OpaquePointer(statement))
                }
                return 0
            }, context)
    }

    deinit { end() }

    /// Listens no longer.
    func end() { sqlite3_trace_v2(connection.handle, 0, nil, nil) }

    private func ended(_ statement: OpaquePointer) {
        steps += Int(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 1))
        scanned += Int(sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1))
        guard let text = sqlite3_sql(statement) else { return }
        let sql = String(cString: text)
        if !statements.contains(sql) { statements.append(sql) }
    }
}

extension Connection {
    /// How SQLite means to answer a statement, a line a step, indented as its steps depend on each other,
    /// https://www.sqlite.org/eqp.html.
    func plan(of sql: String) throws -> [String] {
        let statement = try prepare("EXPLAIN QUERY PLAN \(sql)")
        var depths: [Int64: Int] = [:]
        var lines: [String] = []
        while try statement.step() {
            let depth = depths[statement.integer(at: 1) ?? 0] ?? 0
            depths[statement.integer(at: 0) ?? 0] = depth + 1
            lines.append(String(repeating: "  ", count: depth) + (statement.text(at: 3) ?? ""))
        }
        return lines
    }
}
