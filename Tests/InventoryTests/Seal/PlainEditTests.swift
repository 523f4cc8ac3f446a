import Foundation
import Model
import Record
import SQLite
import Testing
import Words

/// What somebody with plain `sqlite3` and write permission can do, one after the other, and what each comes to.
@Suite("A record edited with plain sqlite3")
struct PlainEditTests {
    private static let start = Instant(secondsSince1970: 1_700_000_000)

    /// Ten looks at one Deployment, which is scaled at the fourth and at the eighth; the others saw nothing new.
    private func record(signedWith key: SigningKey? = nil) throws -> (ScratchRecord, seals: [String]) {
        let record = try ScratchRecord()
        let store = try RecordWriter(path: record.path)
        store.signingKey = key
        let seals = try (1...10).map { number in
            let id = Workload.ID(namespace: "shop", kind: .deployment, name: "web")
            let workload = Workload(
                id: id, uid: "1", replicas: Int64(number / 4), containers: [Container(name: "app", image: "nginx:1.27")])
            return try store.record(
                Snapshot(
                    cluster: "prod", takenAt: Self.start.advanced(by: Int64(number) * 900), source: "file",
                    coverage: [Coverage(kind: .deployment, outcome: .complete, objects: 1)], workloads: [workload])
            ).seal
        }
        return (record, seals)
    }

    private func sqlite3(_ record: ScratchRecord, _ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", record.path, sql]
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "sqlite3 refused \(sql)")
    }

    /// The first seal that is found broken, beside the pages whose checksums plain sqlite3 does not write.
    private func firstBrokenSeal(_ record: ScratchRecord) throws -> String {
        let seals = try record.verify().findings.compactMap { if case .seal = $0 { $0.sentence } else { nil } }
        #expect(seals.count == 1)
        return seals.first ?? "no seal is found broken"
    }

    @Test("a row edited: the snapshot that saw it is named")
    func edited() throws {
        let (record, _) = try record()
        try sqlite3(record, "UPDATE workload_version SET replicas = 5 WHERE from_snapshot = 4")
        #expect(try firstBrokenSeal(record).contains("snapshot 4 taken at \(Self.start.advanced(by: 3600))"))
    }

    @Test("a snapshot that saw nothing new taken out, which no other row names: the one behind it is named")
    func removed() throws {
        let (record, _) = try record()
        try sqlite3(record, "PRAGMA foreign_keys = ON; DELETE FROM snapshot WHERE id = 6")
        #expect(try firstBrokenSeal(record).contains("snapshot 7 taken at"))
    }

    @Test("two snapshots swapped: the first of them is named")
    func swapped() throws {
        let (record, _) = try record()
        // All of it: their numbers, their times, their seals, and what names them.
        try sqlite3(
            record,
            """
            PRAGMA foreign_keys = OFF; BEGIN;
            UPDATE snapshot SET id = 100 WHERE id = 4; UPDATE snapshot SET id = 4 WHERE id = 5;
            UPDATE snapshot SET id = 5 WHERE id = 100;
            UPDATE snapshot SET taken_at = -taken_at WHERE id IN (4, 5);
            UPDATE snapshot SET taken_at = \(Self.start.secondsSince1970) + 900 * id WHERE id IN (4, 5);
            UPDATE workload_version SET from_snapshot = 5 WHERE from_snapshot = 4;
            UPDATE workload_version SET until_snapshot = 5 WHERE until_snapshot = 4;
            COMMIT
            """)
        #expect(try firstBrokenSeal(record).contains("snapshot 4 taken at"))
    }

    @Test("a row added: the snapshot it pretends to is named")
    func added() throws {
        let (record, _) = try record()
        try sqlite3(
            record,
            """
            INSERT INTO container (workload_id, init, name) VALUES (1, 0, 'miner');
            INSERT INTO container_version (container_id, from_snapshot, until_snapshot, reference_id, position, trigger_istag_id)
            VALUES (last_insert_rowid(), 3, 8, 1, 1, NULL)
            """)
        #expect(try firstBrokenSeal(record).contains("snapshot 3 taken at"))
    }

    @Test("newest snapshots taken away by somebody with this program hold for a key too; only a seal from outside shows it")
    func shortened() throws {
        let key = try SigningKey()
        let (record, seals) = try record(signedWith: key)
        try record.edit(
            "UPDATE workload_version SET until_snapshot = NULL WHERE until_snapshot = 8",
            "DELETE FROM workload_version WHERE from_snapshot = 8", "DELETE FROM snapshot WHERE id >= 8")
        #expect(try record.verify(expecting: [seals[6]], publicKey: key.publicKey).holds)
        let findings = try record.verify(expecting: [seals[9]]).findings
        #expect(findings == [.unexpected(seal: seals[9])])
    }
}
