internal import CSQLite
internal import Dispatch
internal import Synchronization

/// Statements that answer nothing, on their way: who records thinks on while a thread beside it runs them, in their order.
///
/// Only one of the two ever touches the connection: whatever else is asked of that waits until all of them have run. What one of them fails
/// with is thrown by whatever is asked next, and by all that is asked until the transaction is rolled back.
final class WriteBehind {
    /// So many bytes of arguments are worth another thread; fewer are run where somebody waits for them.
    private static let enough = 48 << 10

    /// Whether anything has yet to run, or went wrong.
    private(set) var isPending = false
    /// Statements that stand on a row: that row is read without waiting, so nothing runs beside it.
    var standing = 0
    private let batches: [Batch]
    private var filling = 0
    private var isHandedOver = false
    private let failure = FirstFailure()
    private lazy var queue = DispatchQueue(label: "isinventory.rows")
    private lazy var group = DispatchGroup()
    /// How many batches beside the one that is being filled wait for nothing.
    private lazy var free = DispatchSemaphore(value: 2)

    init(_ handle: OpaquePointer) { batches = (0..<3).map { _ in Batch(handle) } }

    func add(_ statement: OpaquePointer, _ values: [Value]) throws {
        isPending = true
        batches[filling].add(statement, values)
        guard batches[filling].count >= WriteBehind.enough else { return }
        if standing == 0 { handOver() } else { try settle() }
    }

    /// Has everything run.
    func settle() throws {
        guard isPending else { return }
        finish()
        if let failure = failure.told { throw failure }
    }

    /// The same where nothing can be thrown: what went wrong is told by whatever is asked next.
    func finish() {
        guard isPending else { return }
        if isHandedOver { group.wait() }
        isHandedOver = false
        batches[filling].run(failure)
        isPending = failure.told != nil
    }

    /// Runs nothing of what has yet to run, since all of it is rolled back.
    func abandon() {
        guard isPending else { return }
        if isHandedOver { group.wait() }
        isHandedOver = false
        batches[filling].clear()
        failure.forget()
        isPending = false
    }

    private func handOver() {
        let batch = batches[filling]
        queue.async(group: group) { [failure, free] in
            batch.run(failure)
            free.signal()
        }
        isHandedOver = true
        free.wait()
        filling = (filling + 1) % batches.count
    }
}

/// The first that went wrong; nothing runs behind it.
private final class FirstFailure: Sendable {
    private let failure = Mutex<SQLiteError?>(nil)

    var told: SQLiteError? { failure.withLock { $0 } }

    func note(_ new: SQLiteError) { failure.withLock { $0 = $0 ?? new } }

    func forget() { failure.withLock { $0 = nil } }
}

/// Some statements with their arguments, as bytes.
///
/// It belongs to one thread at a time: a queue hands it over, and waiting for the queue hands it back, and the connection with it.
private final class Batch: @unchecked Sendable {
    private let handle: OpaquePointer
    private var bytes: [UInt8] = []

    private enum Mark {
        static let null: UInt8 = 0
        static let integer: UInt8 = 1
        static let real: UInt8 = 2
        static let text: UInt8 = 3
        static let blob: UInt8 = 4
    }

    init(_ handle: OpaquePointer) { self.handle = handle }

    var count: Int { bytes.count }

    func clear() {
        // One long text is no reason to keep as much room.
        if bytes.capacity > 1 << 20 { bytes = [] } else { bytes.removeAll(keepingCapacity: true) }
    }

    func add(_ statement: OpaquePointer, _ values: [Value]) {
        append(UInt64(UInt(bitPattern: statement)))
        append(UInt64(values.count))
        for value in values { append(value) }
    }

    private func append(_ value: Value) {
        switch value {
        case .null: bytes.append(Mark.null)
        case .integer(let number): append(Mark.integer, UInt64(bitPattern: number))
        case .real(let number): append(Mark.real, number.bitPattern)
        case .text(var text):
            text.withUTF8 { utf8 in
                append(Mark.text, UInt64(utf8.count))
                bytes.append(contentsOf: utf8)
            }
        case .blob(let blob):
            append(Mark.blob, UInt64(blob.count))
            bytes.append(contentsOf: blob)
        }
    }

    private func append(_ mark: UInt8, _ number: UInt64) {
        bytes.append(mark)
        append(number)
    }

    private func append(_ number: UInt64) { withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) } }

    /// Runs them all, or up to the first that fails, and is empty then.
    func run(_ failure: FirstFailure) {
        defer { clear() }
        guard !bytes.isEmpty, failure.told == nil else { return }
        bytes.withUnsafeBytes { bytes in
            var reader = BatchReader(bytes)
            while let statement = reader.statement() {
                var code = reader.bind(statement)
                if code == SQLITE_OK { code = sqlite3_step(statement) }
                if code != SQLITE_DONE, code != SQLITE_ROW {
                    let sql = sqlite3_sql(statement).map { String(cString: $0) }
                    failure.note(SQLiteError(code, of: handle, sql: sql))
                }
                sqlite3_reset(statement)
                guard code == SQLITE_DONE || code == SQLITE_ROW else { return }
            }
        }
    }

    private struct BatchReader {
        private let bytes: UnsafeRawBufferPointer
        private var place = 0

        init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        private mutating func number() -> UInt64 {
            defer { place += 8 }
            return bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        }

        mutating func statement() -> OpaquePointer? {
            place < bytes.count ? OpaquePointer(bitPattern: UInt(number())) : nil
        }

        /// Binds the arguments of a statement. The bytes stay where they are until it has run, so nothing is copied.
        mutating func bind(_ statement: OpaquePointer) -> Int32 {
            let count = Int32(number())
            var index: Int32 = 1
            while index <= count {
                let code = bindNext(statement, index)
                guard code == SQLITE_OK else { return code }
                index += 1
            }
            return SQLITE_OK
        }

        private mutating func bindNext(_ statement: OpaquePointer, _ index: Int32) -> Int32 {
            let mark = bytes[place]
            place += 1
            guard mark != Mark.null else { return sqlite3_bind_null(statement, index) }
            let number = number()
            switch mark {
            case Mark.integer: return sqlite3_bind_int64(statement, index, Int64(bitPattern: number))
            case Mark.real: return sqlite3_bind_double(statement, index, Double(bitPattern: number))
            case Mark.text:
                return sqlite3_bind_text64(
                    statement, index, start(of: number)?.assumingMemoryBound(to: CChar.self), number, nil, UInt8(SQLITE_UTF8))
            default: return sqlite3_bind_blob64(statement, index, start(of: number), number, nil)
            }
        }

        private mutating func start(of count: UInt64) -> UnsafeRawPointer? {
            defer { place += Int(count) }
            return bytes.baseAddress.map { $0 + place }
        }
    }
}
