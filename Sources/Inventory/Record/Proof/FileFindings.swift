internal import SQLite

/// What a file's rows say without their seals: SQLite's checks, then the record's invariants.
struct FileFindings: Sendable {
    let findings: [Finding]
    let wrongPages: Connection.WrongPages?

    /// Whether SQLite cannot read the file reliably.
    var isDamaged: Bool { findings.haveDamage }

    /// Looks by a connection of its own.
    init(_ path: String) throws {
        let connection = try Connection(path: path, mode: .readOnly)
        try connection.execute("PRAGMA cache_size = -\(RecordReader.mostCached)")
        self = try connection.reading { try FileFindings(connection) }
    }

    /// Looks by a connection that has more to do with the file, such as to change it.
    init(_ connection: Connection) throws {
        var found: [Finding] = []
        wrongPages = try connection.countingWrongPages {
            do {
                found = try Structure(connection).findings()
                // What SQLite cannot read reliably proves nothing either way.
                if !found.haveDamage { found += try Invariants(connection).findings() }
            } catch let error as SQLiteError where error.isDamage {
                found = [.damage(.reported(SQLiteReason(error)))]
            }
        }
        findings = found
    }
}

extension [Finding] {
    fileprivate var haveDamage: Bool { contains { if case .damage = $0 { true } else { false } } }
}
