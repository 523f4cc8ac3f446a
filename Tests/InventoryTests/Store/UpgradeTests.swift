import Foundation
import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

/// A schema that a later isinventory would have: today's, and a step more.
@Suite("A record of an older isinventory") struct UpgradeTests {
    private let file: TemporaryFile
    private let later = Migrator(
        applicationID: RecordWriter.applicationID,
        steps: RecordWriter.migrator.steps + [
            Migrator.Step(name: "later", sql: "CREATE TABLE later (x); INSERT INTO later VALUES (7)")
        ])

    init() throws {
        file = try TemporaryFile()
        let store = try RecordWriter(path: file.path)
        for day in 1...5 { try store.record(Recording.snapshot(day, workloads: [.deployment("web:\(day)")])) }
    }

    private func version() throws -> Int64 { try Connection(path: file.path, mode: .readOnly).integer("PRAGMA user_version") }

    /// Takes the file back to the tables alone, as version 1 had them.
    private func makeOlder() throws {
        let connection = try Connection(path: file.path, mode: .readWrite)
        for row in try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'view'") {
            try connection.execute("DROP VIEW \"\(row[0].text ?? "")\"")
        }
        try connection.execute("PRAGMA user_version = 1")
    }

    @Test("readers ask a copy that is brought up to date, and the file stays as it is")
    func reading() throws {
        let seal = try RecordReader(path: file.path).verify().chains[0].seal
        try makeOlder()
        let record = try RecordReader(path: file.path)
        #expect(record.olderVersion == 1)
        #expect(try record.rows("SELECT image FROM containers") == [[.text("web:5")]])
        #expect(
            try RecordReader(path: file.path, at: Recording.day(2)).rows("SELECT image FROM containers") == [[.text("web:2")]])
        #expect(try record.verify().chains.map(\.seal) == [seal])
        #expect(try version() == 1)
        let copy = file.folder.appending(path: "copy.db").path
        try record.backUp(to: copy)
        #expect(
            try RecordReader(path: copy).olderVersion == nil && RecordReader(path: copy).verify().chains.map(\.seal) == [seal])
        let restored = file.folder.appending(path: "restored.db").path
        _ = try RecordReader.restore(file.path, to: restored)
        #expect(try RecordReader(path: restored).verify().chains.map(\.seal) == [seal])
        #expect(try version() == 1)
    }

    @Test("a reader's copy is a private file without a name, which leaves nothing behind")
    func copy() throws {
        let original = try Connection(path: file.path, mode: .readOnly)
        let copy = try MigratedCopy.of(original, migrator: later)
        #expect(try copy.integer("SELECT x FROM later") == 7)
        #expect(try copy.integer("SELECT count(*) FROM snapshots") == 5)
        let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        let path = try #require(try copy.rows("PRAGMA database_list")[0][2].text)
        #expect(path.hasPrefix(folder) && !FileManager.default.fileExists(atPath: path))
        #expect(try version() == Int64(RecordWriter.migrator.steps.count))
    }

    @Test("recording brings the file up to date in one transaction, and goes on")
    func recording() throws {
        let store = try RecordWriter(path: file.path, migrator: later, freeBytes: { _ in nil })
        #expect(try store.connection.integer("SELECT x FROM later") == 7)
        try store.record(Recording.snapshot(6))
        #expect(try version() == Int64(later.steps.count))
        #expect { try RecordReader(path: file.path) } throws: { if case StoreError.newer = $0 { true } else { false } }
    }

    @Test("an upgrade that fails leaves the file as it was")
    func failing() throws {
        let broken = Migrator(
            applicationID: RecordWriter.applicationID,
            steps: later.steps + [Migrator.Step(name: "broken", sql: "CREATE TABLE later (x)")])
        #expect(throws: StoreError.self) { try RecordWriter(path: file.path, migrator: broken, freeBytes: { _ in nil }) }
        #expect(try version() == Int64(RecordWriter.migrator.steps.count))
        #expect(try RecordReader(path: file.path).verify().holds)
    }

    @Test(
        "where the disk has no room for it nothing is begun, and both figures are said; a file that is up to date asks for none")
    func noRoom() throws {
        let size = RecordFile.size(file.path)
        #expect {
            try RecordWriter(path: file.path, migrator: later, freeBytes: { _ in size - 1 })
        } throws: {
            $0.sentence.contains("may take \(size) bytes, where \(size - 1) are free")
        }
        #expect(try version() == Int64(RecordWriter.migrator.steps.count))
        try RecordWriter(path: file.path, migrator: RecordWriter.migrator, freeBytes: { _ in 0 }).record(Recording.snapshot(6))
    }
}
