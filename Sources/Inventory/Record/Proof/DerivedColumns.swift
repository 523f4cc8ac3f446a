internal import Model
internal import SQLite
internal import Texts

/// Columns that say again what others say, to make questions fast: they must agree, since answers are read from them.
struct DerivedColumns {
    private let connection: Connection
    private let reader: ReferenceReader

    init(_ connection: Connection, _ reader: ReferenceReader) {
        self.connection = connection
        self.reader = reader
    }

    func findings() throws -> [Finding] {
        var findings: [Finding] = []
        func report(_ rows: Int, _ rule: RecordRule) { if rows > 0 { findings.append(.invariant(.rule(rule, rows: rows))) } }
        report(try wrongFingerprints(), .fingerprints)
        report(try wrongReferences(), .references)
        report(try wrongKinds(), .kinds)
        return findings
    }

    private func wrongFingerprints() throws -> Int {
        let statement = try connection.prepare(
            """
            SELECT fingerprint, value FROM text
            UNION ALL SELECT fingerprint, host FROM registry
            UNION ALL SELECT p.fingerprint, coalesce(h.host || '/', '') || p.path
            FROM repository p LEFT JOIN registry h ON h.id = p.registry_id
            """)
        var wrong = 0
        while try statement.step() {
            if statement.integer(at: 0) != fingerprint(of: statement.text(at: 1) ?? "") { wrong += 1 }
        }
        return wrong
    }

    /// A reference's text is sealed; its parts, its form and its full spelling follow from the text.
    private func wrongReferences() throws -> Int {
        let statement = try connection.prepare(
            """
            SELECT r.id, h.host, p.path, r.tag, r.text_id, r.canonical_id FROM reference r
            LEFT JOIN repository p ON p.id = r.repository_id LEFT JOIN registry h ON h.id = p.registry_id
            """)
        var wrong = 0
        while try statement.step() {
            guard let text = try reader.reference(statement.integer(at: 0)) else { continue }
            let parts = ImageReference(text).parts
            let isCut =
                (parts?.registry).hasSameBytes(as: statement.text(at: 1)) && (parts?.path).hasSameBytes(as: statement.text(at: 2))
                && parts?.tag == statement.text(at: 3) && (parts == nil) == (statement.integer(at: 4) != nil)
            let full = parts.flatMap { $0.digest == nil && $0.canonical != $0.text ? $0.canonical : nil }
            if try !isCut || reader.reference(statement.integer(at: 5)) != full { wrong += 1 }
        }
        return wrong
    }

    private func wrongKinds() throws -> Int {
        let kinds = try connection.rows("SELECT name, api_group, api_name, resource FROM kind WHERE id NOT IN (6, 7)")
        let misnamed = kinds.filter { row in
            let kind = ObjectKind(group: row[1].text ?? "", name: row[2].text ?? "")
            // What a kind of somebody's own is called in URLs only its file knows.
            return row[0].text != kind.title || Kinds.builtIn[kind].map { row[3].text != $0.resource } ?? false
        }
        // The kinds that are built in stand in every record, in use or not.
        let recorded = Set(kinds.compactMap { row in row[0].text })
        let missing = Kinds.builtIn.all.filter { $0.kind.isWorkload && !recorded.contains($0.kind.title) }
        // The views know these two by number.
        let streams = Set(try connection.rows("SELECT id, name, qualified, resource FROM kind WHERE id IN (6, 7)"))
        let expected: Set<[Value]> = [
            [.integer(6), .text(ObjectKind.imageStream.title), .text(ObjectKind.imageStream.qualified), .text("imagestreams")],
            [
                .integer(7), .text(ObjectKind.imageStreamTag.title), .text(ObjectKind.imageStreamTag.qualified),
                .text("imagestreamtags"),
            ],
        ]
        let outcomes = Set(Coverage.Outcome.allCases.map { [Value.integer($0.code), .text($0.rawValue)] })
        return misnamed.count + missing.count + streams.symmetricDifference(expected).count
            + Set(try connection.rows("SELECT id, name FROM outcome")).symmetricDifference(outcomes).count
    }
}
