internal import Model
public import Record
internal import SQLite

/// One SQL statement over the views, asked by somebody who may type anything.
public struct SQLQuestion: Sendable {
    /// The statement.
    public var sql: String
    /// Rows to print at most; nil is all.
    public var limit: Int?
    /// How long it may run, in seconds; nil is as long as it takes.
    public var timeout: Double?

    /// Asks a statement.
    public init(_ sql: String, limit: Int? = nil, timeout: Double? = 30) {
        self.sql = sql
        self.limit = limit
        self.timeout = timeout
    }
}

/// Why a statement was not answered.
public enum SQLQuestionError: Error, Sendable {
    /// It is no statement, or more than one.
    case malformed(SQLFault)
    /// It would write.
    case writes
    /// It would do something else than read, as SQLite or PostgreSQL says.
    case refused(String)
    /// It ran too long.
    case timedOut(seconds: Double)
    /// Whoever asked it wanted no more of it.
    case interrupted
    /// The engine did not understand it, or it failed while it ran: what the engine says, and what may help.
    case failed(String, SQLHint? = nil)
}

/// Why something is not one statement.
public enum SQLFault: Sendable, Hashable {
    /// Nothing but blanks and comments.
    case noStatement
    /// A second statement stands behind the first.
    case severalStatements
    /// A NUL is in it.
    case nul
}

/// What was probably meant by a name that there is not.
public enum SQLHint: Sendable, Hashable {
    /// Views or columns that are called something like it.
    case meant([String])
    /// It is a column, of these other views.
    case columnOf([String])
    /// Nothing is called like that view, so the list of them may help.
    case viewsAreListed
}

extension SQLQuestion {
    /// Bounds what all statements of this process may hold, at a gibibyte; called before any record is opened.
    public static func limitMemory() { MemoryUse.limit(to: 1 << 30) }
}

extension RecordReader {
    /// Lets this reader answer SQL from people: from now on SQLite itself refuses everything but reading.
    ///
    /// - Parameter statement: The only one that will be asked; nil where any may come. Afterwards no view can be made that looks back.
    public func openConsole(for statement: String? = nil) throws {
        try StoreError.naming(path) {
            if let statement {
                try copies?.make(for: statement, in: connection)
            } else {
                try copies?.makeAll(in: connection)
            }
            try connection.allowReadingOnly()
        }
    }

    /// Answers one statement; ``openConsole()`` must have been called before.
    ///
    /// Columns that carry a view column's name are rendered as that column is.
    ///
    /// - Parameter isStopped: Asked now and then while the statement runs; true ends it.
    public func answer(_ question: SQLQuestion, stopping isStopped: (@Sendable () -> Bool)? = nil) throws -> Answer {
        connection.limit(seconds: question.timeout, stopping: isStopped)
        defer { connection.limit(seconds: nil) }
        do {
            let statement = try connection.prepare(question.sql)
            guard statement.isReadOnly else { throw SQLQuestionError.writes }
            let columns = statement.columnNames.map(SQLQuestion.column(named:))
            var rows: [[Answer.Cell]] = []
            var more = 0
            while try statement.step() {
                if let limit = question.limit, rows.count >= limit {
                    more += 1
                } else {
                    rows.append(statement.row.map(Answer.Cell.init))
                }
            }
            return Answer(
                columns: columns, rows: rows,
                notes: more == 0 ? [] : [.more(more, limit: rows.count + more)])
        } catch let error as SQLiteError where error.isDamage {
            // Not the statement's fault: it is said as of any other question.
            return try StoreError.naming(path) { throw error }
        } catch let error as SQLiteError where error.isDenied {
            throw SQLQuestionError.refused(error.message)
        } catch let error as SQLiteError where error.isInterrupted {
            throw isStopped?() == true ? SQLQuestionError.interrupted : SQLQuestionError.timedOut(seconds: question.timeout ?? 0)
        } catch let error as SQLiteError {
            switch error.misuse {
            case .noStatement?: throw SQLQuestionError.malformed(.noStatement)
            case .severalStatements?: throw SQLQuestionError.malformed(.severalStatements)
            case .nul?: throw SQLQuestionError.malformed(.nul)
            case .values?, nil: throw question.failure(error.message)
            }
        }
    }
}

extension SQLQuestion {
    private static let knownColumns: [String: Answer.Column.Kind] = Dictionary(
        View.all.flatMap(\.columns).map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })

    /// A column that an admin named; digests are never shortened here, since what is asked for is what is shown.
    package static func column(named name: String) -> Answer.Column {
        let kind = knownColumns[name] ?? .text
        return Answer.Column(name, kind == .digest || kind == .reason ? .text : kind)
    }
}
