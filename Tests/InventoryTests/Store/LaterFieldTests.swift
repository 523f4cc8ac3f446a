import Foundation
import Histories
import SQLite
import Testing

@testable import Model
@testable import Record

/// A workload's state as a later isinventory might keep it: today's list, and a made-up annotation at its end.
private struct LaterState: FieldList, Equatable {
    var today = Workload.State.blank
    var tier: String?

    static var blank: LaterState { LaterState() }
    static let version = RecordWriter.migrator.steps.count + 1

    mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try today.fields(&visitor)
        try visitor.annotation(
            FieldName("tier", since: LaterState.version, "The annotation `shop.example.com/tier`."), "shop.example.com/tier",
            &tier)
    }
}

@Suite("A field that came later") struct LaterFieldTests {
    private static let table = StateTable("workload_version", keys: ["workload_id"], of: LaterState.blank)
    private static let tables = StateTable.all.filter { $0.name != "workload_version" } + [table]
    private static let migrator = Migrator(
        applicationID: RecordWriter.applicationID, steps: SchemaSteps.steps(RecordWriter.scripts, tables))
    private static let facts =
        FactTable.all.filter { $0.kind != .workload } + [
            FactTable(.workload, table, [("workload_id", .named(.workload))])
        ]

    private static func encoded(_ object: some FieldList) -> [UInt8] {
        var fields = SealedFields()
        fields.append(object)
        return fields.bytes
    }

    private func facts(_ connection: Connection, _ tables: [FactTable]) throws -> [Int64: [SealHash]] {
        let names = try EncodedNames(connection, ReferenceReader.whole(connection))
        return try FactScan(connection, names, ChainSnapshot.all(connection), tables).facts.mapValues { $0.sorted() }
    }

    @Test("adds nothing to the fact of an object that does not have it, and its name and value to one that has")
    func encoding() {
        var history = RandomHistory(seed: 7)
        let states = history.snapshots(20).flatMap(\.workloads).map(\.state)
        #expect(states.count > 100)
        for state in states {
            let today = Self.encoded(state)
            #expect(Self.encoded(LaterState(today: state)) == today)
            #expect(Self.encoded(LaterState(today: state, tier: "gold")) == today + Array("4:tier,4:gold,".utf8))
        }
    }

    @Test("changes no fact and no seal of a record from before, which gets the column")
    func upgrade() throws {
        let record = try ScratchRecord(seed: 11, snapshots: 40)
        let seals = try record.verify().chains.map(\.seal)
        let before = try facts(Connection(path: record.path, mode: .readOnly), FactTable.all)
        let store = try RecordWriter(path: record.path, migrator: Self.migrator, freeBytes: { _ in nil })
        #expect(try store.connection.integer("PRAGMA user_version") == Int64(LaterState.version))
        #expect(try facts(store.connection, Self.facts) == before)
        #expect(try store.connection.integer("SELECT count(*) FROM workloads_history WHERE tier IS NOT NULL") == 0)
        // The chain goes on from where it was.
        var history = RandomHistory(seed: 11)
        let next = try #require(history.snapshots(41).last)
        try store.record(next)
        let chained = try store.connection.rows("SELECT lower(hex(seal)) FROM snapshot ORDER BY id").compactMap(\.first?.text)
        #expect(chained.count == 41 && seals.contains(chained[39]))
    }

    @Test("is recorded, sealed, read back, compared and shown")
    func recording() throws {
        let record = try ScratchRecord(seed: 12, snapshots: 3)
        let store = try RecordWriter(path: record.path, migrator: Self.migrator, freeBytes: { _ in nil })
        let connection = store.connection
        let before = try facts(connection, Self.facts)
        let id = Workload.ID(namespace: "shop", kind: .deployment, name: "new")
        var state = LaterState(tier: "gold")
        state.today.replicas = 2
        try connection.transaction {
            try connection.execute(
                """
                INSERT INTO snapshot (cluster_id, taken_at, source_id, workloads, containers, image_streams, istags, changes)
                SELECT cluster_id, taken_at + 900, source_id, 0, 0, 0, 0, 0 FROM snapshot ORDER BY id DESC LIMIT 1
                """)
            let interner = try Interner(connection, cluster: 1)
            let writer = VersionWriter(
                connection, interner, snapshot: connection.lastInsertedRow, facts: FactAccumulator(connection))
            let key = Value.integer(try interner.workload(id))
            try writer.write(.workload, Self.table, [key], from: nil as LaterState?, to: state) { $0.append(id) }
        }
        let number = try connection.integer("SELECT max(id) FROM snapshot")
        // Shown, by the views that the list filled.
        let shown = try connection.rows("SELECT replicas, tier FROM workloads WHERE name = 'new'")
        #expect(shown == [[.integer(2), .text("gold")]])
        #expect(try connection.rows("SELECT tier FROM workloads_history WHERE name = 'new'") == [[.text("gold")]])
        // Sealed: what `verify` reads is what was seen.
        let fact = Fact.opened(.workload) {
            $0.append(id)
            $0.append(state)
        }
        var expected = before
        expected[number] = [SealHash(of: fact.fields.bytes)]
        #expect(try facts(connection, Self.facts) == expected)
        // Read back, and compared.
        let row = try connection.cached(
            "SELECT \(Self.table.selected) FROM workload_version v \(Self.table.joins) WHERE v.from_snapshot = \(number)")
        #expect(try row.step())
        var found = LaterState.blank
        var fields = RowFields(row, from: 0)
        found.fields(&fields)
        row.reset()
        #expect(found == state)
        #expect(found != LaterState(today: state.today, tier: "silver"))
    }

    @Test("is told by the list alone: its column, its declaration, what it means")
    func list() {
        let field = Self.table.later.map { "\($0.name): \($0.form), \($0.meaning)" }
        #expect(field == ["tier: text, The annotation `shop.example.com/tier`."])
        #expect(Self.migrator.steps.count == RecordWriter.migrator.steps.count + 1)
        #expect(
            Self.migrator.steps.last?.sql.hasPrefix("ALTER TABLE workload_version ADD COLUMN tier_id INTEGER REFERENCES text;")
                == true)
        #expect(Self.table.columns(numbering: .text).contains("tier_id"))
    }
}
