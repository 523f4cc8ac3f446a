internal import SQLite

extension Record {
    /// Recomputes everything: SQLite's own checks, the record's invariants, every seal, and the signatures where a key is given.
    ///
    /// - Parameters:
    ///   - expected: Seals somebody kept, in hexadecimal; each must be in a chain.
    ///   - key: Whose signatures must vouch for the chains.
    public func verify(expecting expected: [String] = [], publicKey key: PublicKey? = nil) throws -> Verification {
        try StoreError.naming(path) {
            try connection.reading {
                var verifier = Verifier(connection)
                try verifier.run(expecting: expected, publicKey: key)
                return verifier.result
            }
        }
    }
}

/// One verification, over one unchanging view of the file.
struct Verifier {
    private let connection: Connection
    private(set) var result = Verification()

    init(_ connection: Connection) { self.connection = connection }

    mutating func run(expecting expected: [String] = [], publicKey: PublicKey? = nil) throws {
        // A sort that keeps what is equally grave in its order.
        defer {
            result.findings = result.findings.enumerated()
                .sorted { ($0.element.gravity, $0.offset) < ($1.element.gravity, $1.offset) }.map(\.element)
        }
        do {
            result.findings += try Structure(connection).findings()
            // What SQLite cannot read reliably proves nothing either way.
            let isDamaged = result.findings.contains { if case .damage = $0 { true } else { false } }
            guard !isDamaged else { return }
            let snapshots = try ChainSnapshot.all(connection)
            let byNumber = Dictionary(uniqueKeysWithValues: snapshots.map { ($0.id, $0) })
            let names = try EncodedNames(connection)
            let scan = try FactScan(connection, names, byNumber)
            result.facts = scan.count
            var walk = ChainWalk(scan.facts, publicKey: publicKey)
            for chain in ChainWalk.split(snapshots) { walk.follow(chain) }
            result.chains = walk.chains
            result.findings += walk.findings + scan.findings
            result.findings += try Invariants(connection).findings()
            for seal in expected { expect(seal, snapshots) }
        } catch let error as SQLiteError where error.isDamage {
            result.findings.insert(.damage("the file is damaged: \(error.message)"), at: 0)
        }
    }

    private mutating func expect(_ seal: String, _ snapshots: [ChainSnapshot]) {
        let wanted = seal.lowercased()
        if let found = snapshots.first(where: { Hexadecimal.text($0.seal ?? []) == wanted }) {
            result.notes.append("the seal you kept is that of \(found.name); all before it is as it was then")
        } else {
            result.findings.append(
                .unexpected(
                    "the seal \(wanted) is in no chain of this file: what it sealed was rewritten, cut off, or is elsewhere"))
        }
    }
}
