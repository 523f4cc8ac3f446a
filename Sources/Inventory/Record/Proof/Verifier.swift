internal import SQLite

extension RecordReader {
    /// Recomputes everything: SQLite's own checks, the record's invariants, every seal, and the signatures where a key is given.
    ///
    /// - Parameters:
    ///   - expected: Seals somebody kept, in hexadecimal; each must be in a chain.
    ///   - key: Whose signatures must vouch for the chains.
    public func verify(expecting expected: [String] = [], publicKey key: PublicKey? = nil) throws -> Verification {
        try StoreError.naming(path) {
            // It reads every page and so does the rest; neither needs the other.
            let file = SideTask { [path] in try FileFindings(path) }
            defer { file.finish() }
            return try connection.reading {
                var verifier = Verifier(connection)
                try verifier.run(expecting: expected, publicKey: key, file: file.outcome)
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

    /// - Parameter file: Gives what the file's own checks find, asked for once all else is known.
    mutating func run(
        expecting expected: [String] = [], publicKey: PublicKey? = nil, file: () throws -> FileFindings
    ) throws {
        // Going on tells what of the record a wrong page changed, if anything.
        let wrong = try connection.countingWrongPages {
            do {
                try checkRecord(expecting: expected, publicKey: publicKey)
            } catch let error as SQLiteError where error.isDamage {
                result.findings.insert(.damage(.reported(SQLiteReason(error))), at: 0)
            }
        }
        let found = try file()
        // What SQLite cannot read reliably proves nothing either way.
        if found.isDamaged { result = Verification() }
        result.findings = found.findings + result.findings
        if let wrong = found.wrongPages ?? wrong {
            result.findings.append(.damage(.wrongPages(first: wrong.first, areMore: wrong.count > 1)))
        }
        // A sort that keeps what is equally grave in its order.
        result.findings = result.findings.enumerated()
            .sorted { ($0.element.gravity, $0.offset) < ($1.element.gravity, $1.offset) }.map(\.element)
    }

    private mutating func checkRecord(expecting expected: [String], publicKey: PublicKey?) throws {
        let snapshots = try ChainSnapshot.all(connection)
        let cuts = try Cut.all(connection)
        let reader = try ReferenceReader.whole(connection)
        let names = try EncodedNames(connection, reader)
        let scan = try FactScan(connection, names, snapshots)
        result.facts = scan.count
        var walk = ChainWalk(scan.facts, cuts, publicKey: publicKey)
        for chain in ChainWalk.split(snapshots) { walk.follow(chain) }
        result.chains = walk.chains
        result.notes = walk.notes
        result.findings += walk.findings + scan.findings
        result.findings += try DerivedColumns(connection, reader).findings()
        let judgements = JudgementCheck(connection, reader)
        result.findings += try judgements.findings()
        result.notes += try judgements.notes()
        for seal in expected { expect(seal, snapshots, cuts) }
    }

    private mutating func expect(_ seal: String, _ snapshots: [ChainSnapshot], _ cuts: [Cut]) {
        let wanted = seal.lowercased()
        if let found = snapshots.first(where: { Hexadecimal.text($0.seal ?? []) == wanted }) {
            let isCutSince = cuts.contains { $0.clusterID == found.clusterID && $0.after >= found.header.takenAt }
            result.notes.append(.kept(found.entry, isCutSince: isCutSince))
        } else if let found = cuts.first(where: { Hexadecimal.text($0.seal) == wanted }) {
            result.notes.append(.keptCut(found.cutOff))
        } else {
            result.findings.append(.unexpected(seal: wanted))
        }
    }
}
