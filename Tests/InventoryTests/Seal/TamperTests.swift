import Foundation
import Histories
import Model
import Record
import SQLite
import Testing
import Words

@Suite("Nobody edits the record unseen")
struct TamperTests {
    @Test("what was recorded holds, whatever happened in the cluster", arguments: 1...20 as ClosedRange<UInt64>)
    func recordedHolds(_ seed: UInt64) throws {
        let verification = try ScratchRecord(seed: seed, snapshots: 40).verify()
        #expect(verification.findings == [])
        #expect(verification.chains.map(\.snapshots) == [40])
    }

    /// Nothing reads or writes the first three yet, and nothing names the next two. The kind's resource is what a kind of somebody's
    /// own is called in URLs: no answer tells it, and that of a kind that is built in is checked. A record said to be judged by other
    /// rules is judged anew, and `verify` says so. In how many Pods something runs is no state, and is overwritten by each look.
    static let unsealed: Set<String> = [
        "cluster.uid", "cluster.version_id", "cluster.infrastructure", "coverage_version.id", "cut.id", "kind.resource",
        "cluster.rules", "running_version.pods",
    ]

    @Test("a value changed in any column of any table is found")
    func everyColumn() throws {
        let original = try ScratchRecord(seed: 7, snapshots: 60)
        var tried = 0
        for (table, name) in try original.columns() where !TamperTests.unsealed.contains("\(table).\(name)") {
            let copy = try original.copy()
            guard try copy.change(table, name) else { continue }
            tried += 1
            #expect(try !copy.verify().holds, "\(table).\(name) was changed unseen")
        }
        #expect(tried > 80)
    }

    @Test("another resource under a kind that is built in is found")
    func resource() throws {
        let record = try ScratchRecord(seed: 7, snapshots: 5)
        try record.edit("UPDATE kind SET resource = 'gadgets' WHERE name = 'ReplicaSet'")
        #expect(try !record.verify().holds)
    }

    @Test("a row taken out of any table is found")
    func everyTable() throws {
        let original = try ScratchRecord(seed: 7, snapshots: 60)
        let tables = try Connection(path: original.path, mode: .readOnly).rows(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        for table in tables {
            guard case .text(let name) = table[0] else { continue }
            let copy = try original.copy()
            let connection = try Connection(path: copy.path, mode: .readWrite)
            let before = try connection.integer("SELECT count(*) FROM \(name)")
            guard before > 0 else { continue }
            let key = try connection.rows("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", .text(name))
                .compactMap { if case .text(let name) = $0[0] { name } else { nil } }.joined(separator: ", ")
            try connection.execute(
                "DELETE FROM \(name) WHERE (\(key)) = (SELECT \(key) FROM \(name) LIMIT 1 OFFSET \(before / 2))")
            #expect(try !copy.verify().holds, "a row of \(name) was deleted unseen")
        }
    }

    @Test("two snapshots swapped: the first of them is named")
    func swapped() throws {
        let record = try ScratchRecord(seed: 3, snapshots: 30)
        try record.edit(
            "UPDATE snapshot SET taken_at = -1 WHERE id = 11",
            "UPDATE snapshot SET taken_at = (SELECT taken_at FROM snapshot WHERE id = 10) + 900 WHERE id = 12",
            "UPDATE snapshot SET taken_at = (SELECT taken_at FROM snapshot WHERE id = 10) + 1800 WHERE id = 11")
        let finding = try #require(try record.verify().findings.first)
        guard case .seal = finding else { Issue.record("\(finding)"); return }
        #expect(finding.sentence.contains("cluster prod, snapshot 11 taken at 2023-"))
    }

    @Test("a view that was rewritten to lie is found")
    func rewrittenView() throws {
        let record = try ScratchRecord(seed: 3, snapshots: 5)
        try record.edit("DROP VIEW images", "CREATE VIEW images AS SELECT * FROM images_history LIMIT 0")
        #expect(try record.verify().findings == [.invariant(.schema("view images"))])
    }

    @Test("a tail rewritten and sealed anew holds by itself, and not before a seal or a key from outside")
    func rewrittenTail() throws {
        let key = try SigningKey()
        let honest = try ScratchRecord()
        let forged = try ScratchRecord()
        var seals: [String] = []
        var history = RandomHistory(seed: 5)
        let snapshots = history.snapshots(20)
        let store = try RecordWriter(path: honest.path)
        store.signingKey = key
        for snapshot in snapshots { seals.append(try store.record(snapshot).seal) }
        let forger = try RecordWriter(path: forged.path)
        for (index, snapshot) in snapshots.enumerated() {
            var snapshot = snapshot
            forger.signingKey = index < 15 ? key : try SigningKey()
            if index >= 15 { snapshot.workloads.removeAll { $0.id.name == "w1" } }
            try forger.record(snapshot)
        }
        #expect(try honest.verify(expecting: seals, publicKey: key.publicKey).holds)
        #expect(try forged.verify().holds)
        #expect(try forged.verify(expecting: [seals[14]]).holds)
        #expect(try !forged.verify(expecting: [seals[19]]).holds)
        let finding = try #require(try forged.verify(publicKey: key.publicKey).findings.first)
        guard case .signature = finding else { Issue.record("\(finding)"); return }
        #expect(finding.sentence.contains("only up to cluster prod, snapshot 15 taken at \(snapshots[14].takenAt)"))
    }
}

extension ScratchRecord {
    /// Every column of every table.
    func columns() throws -> [(table: String, name: String)] {
        try Connection(path: path, mode: .readOnly).rows(
            """
            SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.schema = 'main' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1, 2
            """
        ).compactMap { row in
            guard case .text(let table) = row[0], case .text(let name) = row[1] else { return nil }
            return (table, name)
        }
    }

    /// Changes one value of a column to another that the column accepts; false where the column is empty.
    func change(_ table: String, _ column: String) throws -> Bool {
        let connection = try Connection(path: path, mode: .readWrite)
        try connection.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
        let key = try connection.rows("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk", .text(table))
            .compactMap { if case .text(let name) = $0[0] { name } else { nil } }.joined(separator: ", ")
        let row = "(\(key)) = (SELECT \(key) FROM \(table) WHERE \(column) IS NOT NULL ORDER BY 1 DESC LIMIT 1)"
        guard try connection.integer("SELECT count(*) FROM \(table) WHERE \(column) IS NOT NULL") > 0 else { return false }
        let changed =
            "CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 100000 WHEN 'blob' THEN randomblob(length(\(column))) "
            + "ELSE \(column) || 'x' END"
        try connection.execute("UPDATE \(table) SET \(column) = \(changed) WHERE \(row)")
        return true
    }
}
