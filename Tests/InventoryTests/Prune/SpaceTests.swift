import Foundation
import Model
import SQLite
import Testing

@testable import Record

@Suite("Pruning gives the space back")
struct SpaceTests {
    @Test("the file on the disk becomes as small as it was said to, and a trial leaves it as it was")
    func smaller() throws {
        let record = try ScratchRecord(seed: 5, snapshots: 400)
        func size() throws -> Int64 {
            try #require(try FileManager.default.attributesOfItem(atPath: record.path)[.size] as? Int64)
        }
        let store = try RecordWriter(path: record.path)
        try store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        let before = try size()
        let tried = try store.prune(keepingSince: .now, done: false)
        try store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        #expect(try size() == before)
        #expect(tried.sizeAfter < tried.sizeBefore)
        let done = try store.prune(keepingSince: .now, done: true)
        #expect(try size() == done.sizeAfter)
        #expect(done.sizeAfter < before)
    }

    @Test(
        "a reader that stays keeps the file from becoming smaller: the cut stands all the same, and the next prune does the rest")
    func beside() throws {
        let record = try ScratchRecord(seed: 5, snapshots: 60)
        let reader = try Connection(path: record.path, mode: .readOnly)
        try reader.execute("BEGIN")
        #expect(try reader.integer("SELECT count(*) FROM snapshot") == 60)
        let store = try RecordWriter(path: record.path, busyTimeout: 50)
        #expect(try store.prune(keepingSince: .now, done: true).cuts.map(\.snapshots) == [59])
        #expect(try reader.integer("SELECT count(*) FROM snapshot") == 60)
        try reader.execute("COMMIT")
        #expect(try store.prune(keepingSince: .now, done: true).cuts == [])
        #expect(try record.verify().holds)
    }
}
