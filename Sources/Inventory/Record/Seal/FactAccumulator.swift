internal import SQLite

/// Collects the facts of the snapshot that is being recorded, as hashes.
///
/// A cluster's first snapshot may have a million. What is more than a few wait in a table of the connection's temporary database,
/// which is rolled back with the snapshot and which SQLite sorts outside of memory.
final class FactAccumulator {
    private let connection: Connection
    private var facts: [SealHash] = []
    private var inTable = 0

    /// As many hashes are kept in memory: 2 MiB.
    private static let most = 1 << 16

    init(_ connection: Connection) {
        self.connection = connection
    }

    func note(_ fact: Fact) throws {
        facts.append(SealHash(of: fact.fields.bytes))
        if facts.count >= FactAccumulator.most { try moveToTable() }
    }

    /// The seal of a snapshot over all that was noted.
    func seal(_ header: SealedHeader) throws -> SealHash {
        guard inTable > 0 else { return header.seal(over: facts) }
        try moveToTable()
        let sorted = try connection.cached("SELECT hash FROM temp.sealed_fact ORDER BY hash")
        let seal = try header.seal(overSorted: inTable) { add in
            while try sorted.step() {
                if let hash = sorted.value(at: 0).blob { add(hash) }
            }
        }
        sorted.reset()
        try connection.execute("DELETE FROM temp.sealed_fact")
        inTable = 0
        return seal
    }

    private func moveToTable() throws {
        if inTable == 0 {
            try connection.execute(
                "CREATE TEMP TABLE IF NOT EXISTS sealed_fact (hash BLOB NOT NULL) STRICT; DELETE FROM temp.sealed_fact")
        }
        for fact in facts { try connection.runLater("INSERT INTO temp.sealed_fact (hash) VALUES (?1)", [.blob(fact.bytes)]) }
        inTable += facts.count
        facts.removeAll(keepingCapacity: true)
    }
}
