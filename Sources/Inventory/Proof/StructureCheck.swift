internal import Dispatch
internal import SQLite
internal import Synchronization

/// What SQLite finds of a file, looked for by a thread and a connection of its own: it reads every page and so does the rest of a
/// verification, and neither needs the other.
final class StructureCheck: Sendable {
    struct Outcome: Sendable {
        var findings: [Finding] = []
        var wrongPages: Connection.WrongPages?

        /// Whether SQLite cannot read the file reliably.
        var isDamaged: Bool { findings.contains { if case .damage = $0 { true } else { false } } }
    }

    private let outcome = Mutex<Result<Outcome, any Error>?>(nil)
    private let work = DispatchGroup()

    /// Begins.
    init(_ path: String) {
        DispatchQueue.global().async(group: work) { [self] in
            let result = Result { try StructureCheck.look(at: path) }
            outcome.withLock { $0 = result }
        }
    }

    /// What it found, once it is done.
    func wait() throws -> Outcome {
        work.wait()
        return try outcome.withLock { $0 }?.get() ?? Outcome()
    }

    private static func look(at path: String) throws -> Outcome {
        let connection = try Connection(path: path, mode: .readOnly)
        try connection.execute("PRAGMA cache_size = -\(Record.mostCached)")
        return try connection.reading { try Outcome(connection) }
    }
}

extension StructureCheck.Outcome {
    /// Looks by a connection that has more to do with the file, such as to change it.
    init(_ connection: Connection) throws {
        var found: [Finding] = []
        wrongPages = try connection.countingWrongPages {
            do {
                found = try Structure(connection).findings()
            } catch let error as SQLiteError where error.isDamage {
                found = [.damage("the file is damaged: \(error.message)")]
            }
        }
        findings = found
    }
}
