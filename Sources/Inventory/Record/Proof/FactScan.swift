internal import Model
internal import SQLite

/// Hashes every fact the file holds and hands each to the snapshot that opened or closed it, in one pass over each table.
struct FactScan {
    /// The hashes of the facts, in the order of the snapshots they belong to.
    private var hashes: [[SealHash]]
    /// What contradicts itself.
    private(set) var findings: [Finding] = []
    /// How many facts there are.
    private(set) var count = 0

    private let names: EncodedNames
    private let snapshots: [ChainSnapshot]
    private var places = NumberedPlaces()
    /// What every row asks of its snapshots, apart from them: they hold texts, which to copy costs more than to look at.
    private let ends: [(cluster: Int64, takenAt: Int64)]
    private var before: (cluster: Int64?, until: Int64?)?
    /// The object of that row. A copy: a slice would have the next row's bytes written to a place of their own.
    private var objectBefore: [UInt8] = []

    init(
        _ connection: Connection, _ names: EncodedNames, _ snapshots: [ChainSnapshot], _ tables: [FactTable] = FactTable.all
    ) throws {
        self.names = names
        self.snapshots = snapshots
        ends = snapshots.map { ($0.clusterID, $0.header.takenAt) }
        hashes = [[SealHash]](repeating: [], count: snapshots.count)
        for (place, snapshot) in snapshots.enumerated() { places[snapshot.id] = place }
        for table in tables { try scan(table, connection) }
    }

    /// The hashes of the facts by the number of the snapshot they belong to.
    ///
    /// In a damaged file a snapshot may stand twice, which whoever reads the snapshots finds; what was met first counts here.
    var facts: [Int64: [SealHash]] { Dictionary(zip(snapshots.map(\.id), hashes), uniquingKeysWith: { first, _ in first }) }

    private mutating func scan(_ table: FactTable, _ connection: Connection) throws {
        before = nil
        let statement = try connection.prepare(table.sql)
        var opened = Fact.opened(table.kind) { _ in }.fields
        let openedPrefix = opened.bytes
        var closed = SealedFields()
        let closedPrefix = Fact.prefixOfClosed(table.kind)
        while try statement.step() {
            let from = statement.integer(at: 1) ?? 0
            let until = statement.integer(at: 2)
            opened.clear()
            opened.append(encoded: openedPrefix)
            append(table.identity, at: 3, of: statement, to: &opened)
            let objectEnd = opened.bytes.count
            check(table, statement, object: opened.bytes[openedPrefix.count...], from: from, until: until)
            append(table.state, at: 3 + Int32(table.identity.count), of: statement, to: &opened)
            note(opened, at: from)
            guard let until else { continue }
            closed.clear()
            closed.append(encoded: closedPrefix)
            closed.append(encoded: opened.bytes[openedPrefix.count..<objectEnd])
            closed.append(end(from)?.takenAt)
            note(closed, at: until)
        }
    }

    private mutating func note(_ fact: SealedFields, at snapshot: Int64) {
        count += 1
        // A snapshot that is not there has no seal either.
        if let place = places[snapshot] { hashes[place].append(SealHash(of: fact.bytes)) }
    }

    private func end(_ snapshot: Int64) -> (cluster: Int64, takenAt: Int64)? { places[snapshot].map { ends[$0] } }

    private func append(_ columns: [FactTable.Content], at first: Int32, of row: Statement, to fields: inout SealedFields) {
        for (offset, content) in columns.enumerated() { append(content, at: first + Int32(offset), of: row, to: &fields) }
    }

    private func append(_ content: FactTable.Content, at column: Int32, of row: Statement, to fields: inout SealedFields) {
        switch content {
        case .plain: fields.append(column: column, of: row)
        case .named(let table):
            if let id = row.integer(at: column) { fields.append(names[table][id]) } else { fields.appendNothing() }
        }
    }

    private func append(_ columns: [FactTable.Field], at first: Int32, of row: Statement, to fields: inout SealedFields) {
        for (offset, field) in columns.enumerated() {
            let column = first + Int32(offset)
            guard !row.isNull(at: column) else { continue }
            switch field.form {
            case .value(let content):
                fields.append(encoded: field.name)
                append(content, at: column, of: row, to: &fields)
            case .flag:
                guard row.integer(at: column) != 0 else { continue }
                fields.append(encoded: field.name)
                fields.append(column: column, of: row)
            case .nested(let table):
                fields.append(encoded: field.name)
                let inner = row.integer(at: column).flatMap { names[table][$0] }
                if let inner { fields.append(bytes: inner) } else { fields.append(nil as ArraySlice<UInt8>?) }
            case .image:
                let reference = row.integer(at: column).flatMap { names[.reference][$0] }
                let isAtDigest = row.integer(at: column + 1) != 0
                let digest = isAtDigest ? row.integer(at: column - 1).flatMap { names[.digest][$0] } : nil
                fields.append(encoded: field.name)
                if isAtDigest { fields.append(reference, at: digest) } else { fields.append(reference) }
            case .atDigest:
                let isPlain = row.integer(at: column) == 0 || row.integer(at: column) == 1 && !row.isNull(at: column - 1)
                if !isPlain { fields.append(nil as ArraySlice<UInt8>?) }
            case .fields(let table): fields.append(row.integer(at: column).flatMap { names[table][$0] })
            }
        }
    }

    /// Intervals of one object do not overlap, only its last one stands open, and both ends are snapshots of its own cluster.
    private mutating func check(_ table: FactTable, _ row: Statement, object: ArraySlice<UInt8>, from: Int64, until: Int64?) {
        let began = end(from)
        let ended = until.flatMap { end($0) }
        let owner = row.integer(at: 0) ?? cluster(table, row)
        if let began, let owner, began.cluster != owner {
            report(table, object, from, .ofAnotherCluster)
        }
        if let began, let ended, began.cluster != ended.cluster {
            report(table, object, from, .acrossClusters)
        }
        if let until, until <= from { report(table, object, from, .endsBeforeItBegins) }
        if let before, before.cluster == owner, object.elementsEqual(objectBefore), table.hasIntervals {
            if before.until.map({ $0 > from }) ?? true {
                report(table, object, from, .overlaps)
            }
        }
        guard table.hasIntervals else { return }
        before = (owner, until)
        objectBefore.removeAll(keepingCapacity: true)
        objectBefore.append(contentsOf: object)
    }

    private func cluster(_ table: FactTable, _ row: Statement) -> Int64? {
        guard case .named(let kind)? = table.identity.first, kind != .digest, let id = row.integer(at: 3) else { return nil }
        return names[kind].cluster(of: id)
    }

    private mutating func report(_ table: FactTable, _ object: ArraySlice<UInt8>, _ from: Int64, _ fault: StateFault) {
        let seen = places[from].map { snapshots[$0] }.map {
            Contradiction.Seen(cluster: $0.header.cluster, takenAt: Instant(secondsSince1970: $0.header.takenAt))
        }
        findings.append(
            .invariant(.state(fact: table.kind.rawValue, object: SealedFields.plain(object), seen: seen, fault)))
    }
}

extension FactTable {
    /// Whether its rows are intervals; the others are things once learnt and never unlearnt.
    var hasIntervals: Bool {
        switch kind {
        case .coverage, .workload, .container, .imageStream, .istag, .running: true
        case .followed, .revision, .internalRegistry, .image, .firstSighting, .imagePart: false
        }
    }
}

extension Fact {
    static func prefixOfClosed(_ kind: Kind) -> [UInt8] {
        var fields = SealedFields()
        fields.append("closed")
        fields.append(kind.rawValue)
        return fields.bytes
    }
}

extension SealedFields {
    /// Encoded fields in the plain: their texts with blanks between, `-` where there is nothing.
    static func plain(_ encoded: ArraySlice<UInt8>) -> String {
        var words: [String] = []
        var rest = encoded
        while let first = rest.first {
            guard first != UInt8(ascii: "-"), let colon = rest.firstIndex(of: UInt8(ascii: ":")),
                let count = Int(String(decoding: rest[..<colon], as: UTF8.self)), count < rest.endIndex - colon - 1
            else {
                if first == UInt8(ascii: "?") { words.append("?") }
                rest = rest.dropFirst()
                continue
            }
            words.append(String(decoding: rest[(colon + 1)...].prefix(count), as: UTF8.self))
            rest = rest[(colon + 1 + count + 1)...]
        }
        return words.joined(separator: " ")
    }
}
