internal import CPostgreSQL
internal import Glibc

/// One connection to a server that speaks PostgreSQL's protocol, by libpq; it belongs to the task that opened it.
///
/// libpq reads PGSERVICE, PGPASSFILE, PGSSLMODE and the rest by itself, https://www.postgresql.org/docs/15/libpq-envars.html. Values go
/// beside the SQL, never in it. One statement a call: the extended protocol takes no more.
public final class Connection {
    private let handle: OpaquePointer
    /// `host:port/database`, for people.
    public let server: String
    private let secrets: [String]
    private let address: String
    private var wasConnected = false

    /// Connects.
    ///
    /// - Parameter address: A URL or a list of `keyword=value`, https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING.
    public init(_ address: String) throws {
        secrets = try Connection.passwords(in: address)
        self.address = address
        // What stands in the address comes last, and wins.
        let keywords = [
            "connect_timeout", "fallback_application_name", "client_encoding", "keepalives_idle", "tcp_user_timeout", "dbname",
        ]
        let values = ["10", "isinventory", "UTF8", "30", "60000", address]
        let begun = ContinuousClock.now
        let connected = CStrings.with(keywords) { keywords in
            CStrings.with(values) { values in PQconnectdbParams(keywords, values, 1) }
        }
        guard let connected else {
            throw PostgreSQLError(server: "PostgreSQL", state: nil, message: String(cString: strerror(ENOMEM)))
        }
        handle = connected
        server = Connection.name(connected)
        // All is set, so throwing closes it again.
        if PQstatus(connected) != CONNECTION_OK { try askWhyRefused(after: .now - begun) }
        wasConnected = true
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try run("SET timezone = 'UTC'")
        try run("SET datestyle = 'ISO'")
    }

    deinit { PQfinish(handle) }

    /// A second connection to the same server.
    func another() throws -> Connection { try Connection(address) }

    /// The process that serves this connection.
    public var backend: Int32 { PQbackendPID(handle) }

    /// Runs one statement and forgets what it answers.
    ///
    /// - Returns: How many rows it wrote.
    @discardableResult
    public func run(_ sql: String, _ parameters: [String?] = []) throws -> Int {
        guard let result = execute(sql, parameters) else { throw failure(nil) }
        defer { PQclear(result) }
        try check(result)
        return Int(String(cString: PQcmdTuples(result))) ?? 0
    }

    /// Hands over one row after another, as they come.
    ///
    /// - Parameter body: What it throws ends the statement.
    public func each(_ sql: String, _ parameters: [String?] = [], _ body: (Row) throws -> Void) throws {
        let sent = CStrings.with(parameters) { values in
            PQsendQueryParams(handle, sql, Int32(parameters.count), nil, values, nil, nil, 0)
        }
        guard sent == 1 else { throw failure(nil) }
        PQsetSingleRowMode(handle)
        var problem: (any Error)?
        while let result = PQgetResult(handle) {
            defer { PQclear(result) }
            if problem != nil { continue }
            do {
                try check(result)
                if PQresultStatus(result) == PGRES_SINGLE_TUPLE { try body(Row(result: result)) }
            } catch {
                problem = error
                // Without it the rest would be sent, and thrown away, to its end.
                if !(error is PostgreSQLError) { cancel() }
            }
        }
        if let problem { throw problem }
    }

    /// The columns' names, and every row.
    public func rows(_ sql: String, _ parameters: [String?] = []) throws -> [[String?]] {
        var rows: [[String?]] = []
        try each(sql, parameters) { row in rows.append((0..<row.count).map(row.text(at:))) }
        return rows
    }

    /// The columns that a query would answer with, without asking it.
    public func columns(of sql: String) throws -> [(name: String, type: UInt32)] {
        guard let prepared = PQprepare(handle, "", sql, 0, nil) else { throw failure(nil) }
        defer { PQclear(prepared) }
        try check(prepared)
        guard let described = PQdescribePrepared(handle, "") else { throw failure(nil) }
        defer { PQclear(described) }
        try check(described)
        return (0..<PQnfields(described)).map { (String(cString: PQfname(described, $0)), PQftype(described, $0)) }
    }

    /// Runs `body` in one transaction: all of it stands, or nothing. A connection that breaks takes back what it began.
    public func transaction<Result>(_ kind: String = "", _ body: () throws -> Result) throws -> Result {
        try run("BEGIN \(kind)")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            _ = try? run("ROLLBACK")
            throw error
        }
    }

    /// Runs `body` within a transaction, and goes on as if it had not been begun where it ends with one of some states.
    func attempting(_ name: String, orWithout states: Set<String>, _ body: () throws -> Void) throws {
        try run("SAVEPOINT \(name)")
        do {
            try body()
            try run("RELEASE SAVEPOINT \(name)")
        } catch let error as PostgreSQLError where error.state.map(states.contains) ?? false {
            try run("ROLLBACK TO SAVEPOINT \(name)")
        }
    }

    /// Copies rows into a table, https://www.postgresql.org/docs/15/sql-copy.html.
    ///
    /// - Parameter body: Hands over each row's values; throwing takes all of them back.
    public func copy(into table: String, columns: [String], _ body: (inout CopyWriter) throws -> Void) throws {
        guard let begun = execute("COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN", []) else { throw failure(nil) }
        defer { PQclear(begun) }
        guard PQresultStatus(begun) == PGRES_COPY_IN else {
            try check(begun)
            throw failure(nil)
        }
        var writer = CopyWriter { [handle] bytes in
            bytes.withUnsafeBytes { PQputCopyData(handle, $0.bindMemory(to: CChar.self).baseAddress, Int32($0.count)) == 1 }
        }
        do {
            try body(&writer)
            guard writer.flush() else { throw failure(nil) }
        } catch {
            PQputCopyEnd(handle, "taken back")
            drain()
            throw error is CopyWriter.Broken ? failure(nil) : error
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw failure(nil) }
        var problem: (any Error)?
        while let result = PQgetResult(handle) {
            defer { PQclear(result) }
            do { try check(result) } catch { problem = problem ?? error }
        }
        if let problem { throw problem }
    }

    // MARK: What libpq answers

    /// Tells why the server took no connection, unless it takes one now. libpq has the state of a refusal in verbose words alone, so it
    /// is asked once more for them; not where a password was refused, since servers count those, nor where nobody answered.
    private func askWhyRefused(after wait: Duration) throws {
        let refusal = failure(nil)
        guard PQconnectionUsedPassword(handle) == 0, PQconnectionNeedsPassword(handle) == 0, wait < .seconds(3) else {
            throw refusal
        }
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        PQreset(handle)
        let words = String(cString: PQerrorMessage(handle)).split(whereSeparator: \.isWhitespace)
        PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        guard PQstatus(handle) != CONNECTION_OK else { return }
        throw PostgreSQLError(
            server: server, state: words.lazy.compactMap(PostgreSQLError.state(in:)).first, message: refusal.message,
            isLoss: false)
    }

    private func execute(_ sql: String, _ parameters: [String?]) -> OpaquePointer? {
        CStrings.with(parameters) { values in
            PQexecParams(handle, sql, Int32(parameters.count), nil, values, nil, nil, 0)
        }
    }

    private func drain() { while let result = PQgetResult(handle) { PQclear(result) } }

    private func cancel() {
        guard let cancel = PQgetCancel(handle) else { return }
        defer { PQfreeCancel(cancel) }
        var said = [CChar](repeating: 0, count: 256)
        PQcancel(cancel, &said, Int32(said.count))
    }

    private func check(_ result: OpaquePointer) throws {
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE, PGRES_EMPTY_QUERY: return
        default: throw failure(result)
        }
    }

    private func failure(_ result: OpaquePointer?) -> PostgreSQLError {
        let state = result.flatMap { PQresultErrorField($0, cpq_diag_sqlstate) }.map { String(cString: $0) }
        let primary = result.flatMap { PQresultErrorField($0, cpq_diag_message_primary) }.map { String(cString: $0) }
        var message = primary ?? String(cString: PQerrorMessage(handle))
        for secret in secrets { message = message.replacing(secret, with: "…") }
        let words = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        let isConnected = PQstatus(handle) == CONNECTION_OK
        return PostgreSQLError(
            server: server, state: isConnected ? state : nil, message: words,
            isLoss: !isConnected && wasConnected)
    }

    // MARK: Addresses

    private static func name(_ handle: OpaquePointer) -> String {
        func text(_ value: UnsafeMutablePointer<CChar>?) -> String { value.map { String(cString: $0) } ?? "" }
        let host = text(PQhost(handle))
        // What is no number there may be part of a password with an @ in it.
        let port = text(PQport(handle)).filter(\.isNumber)
        return "\(host.isEmpty ? "PostgreSQL" : host):\(port)/\(text(PQdb(handle)))"
    }

    /// What of an address must never be shown. libpq's own words about one it cannot read may quote any of it, so they are not.
    private static func passwords(in address: String) throws -> [String] {
        let isAddress = address.contains("=") || address.contains("://")
        guard isAddress else { return [] }
        guard let options = PQconninfoParse(address, nil) else {
            throw FleetError.noAddress
        }
        defer { PQconninfoFree(options) }
        var secrets: [String] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if ["password", "sslpassword"].contains(String(cString: keyword)), let value = option.pointee.val {
                secrets.append(String(cString: value))
            }
            option += 1
        }
        return secrets.filter { !$0.isEmpty }
    }
}

@available(*, unavailable, message: "A connection belongs to the task that opened it.")
extension Connection: Sendable {}

/// One row of an answer, good while it is handed over.
public struct Row {
    fileprivate let result: OpaquePointer

    /// How many columns it has.
    public var count: Int { Int(PQnfields(result)) }

    /// A column's text; nil where it is NULL.
    public func text(at column: Int) -> String? {
        guard PQgetisnull(result, 0, Int32(column)) == 0 else { return nil }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, 0, Int32(column)), count: Int(PQgetlength(result, 0, Int32(column))))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The number of a column's type.
    public func type(at column: Int) -> UInt32 { PQftype(result, Int32(column)) }
}

/// Rows in COPY's text format.
public struct CopyWriter {
    struct Broken: Error {}

    private var bytes: [UInt8] = []
    private let send: ([UInt8]) -> Bool

    init(_ send: @escaping ([UInt8]) -> Bool) { self.send = send }

    /// Adds a row; nil is NULL.
    public mutating func row(_ values: some Sequence<String?>) throws {
        var isFirst = true
        for value in values {
            if !isFirst { bytes.append(UInt8(ascii: "\t")) }
            isFirst = false
            guard let value else {
                bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")])
                continue
            }
            for byte in value.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): bytes.append(contentsOf: [byte, byte])
                case UInt8(ascii: "\n"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
                case UInt8(ascii: "\r"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
                case UInt8(ascii: "\t"): bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
                default: bytes.append(byte)
                }
            }
        }
        bytes.append(UInt8(ascii: "\n"))
        if bytes.count > 1 << 16, !flush() { throw Broken() }
    }

    mutating func flush() -> Bool {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes.isEmpty || send(bytes)
    }
}

/// Texts as C takes them, with a nil at their end.
private enum CStrings {
    static func with<Result>(_ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result) -> Result {
        let copies = texts.map { text in text.map { Array($0.utf8CString) } }
        var pointers: [UnsafePointer<CChar>?] = []
        func add(_ index: Int) -> Result {
            guard index < copies.count else {
                pointers.append(nil)
                return pointers.withUnsafeBufferPointer { list in list.baseAddress.map(body) ?? body(emptyList) }
            }
            guard let copy = copies[index] else {
                pointers.append(nil)
                return add(index + 1)
            }
            return copy.withUnsafeBufferPointer {
                pointers.append($0.baseAddress)
                return add(index + 1)
            }
        }
        return add(0)
    }

    nonisolated(unsafe) private static let emptyList: UnsafePointer<UnsafePointer<CChar>?> = {
        let list = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: 1)
        list.initialize(to: nil)
        return UnsafePointer(list)
    }()
}
