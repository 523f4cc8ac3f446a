import Foundation
import Histories
import Model
import Questions
import Record
import SQLite
import Testing
import Words

/// Beside our own connections, other programs read these files, copy them, and write their logs back.
@Suite("Checksums of pages")
struct PageSumsTests {
    let folder: Folder
    let seals: [String]
    var path: String { folder.file("record.db") }

    init() throws {
        folder = try Folder()
        seals = try Whole.record(folder.file("record.db"), seed: 5, 20)
    }

    private func sqlite3(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        process.arguments = arguments
        // The machine's own, and with its own library, whichever the tests run with.
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "LD_LIBRARY_PATH" }
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    /// How many pages carry a checksum, and how many there are.
    private func summed(_ path: String) throws -> (with: Int, all: Int) {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let pages = bytes.count / 4096
        return ((0..<pages).count { bytes[($0 + 1) * 4096 - 4..<($0 + 1) * 4096].elementsEqual("sum1".utf8) }, pages)
    }

    @Test("every page of a record carries one, a copy's too, a pruned record's too")
    func everyPage() throws {
        #expect(try summed(path).with == summed(path).all)
        try RecordReader(path: path).backUp(to: folder.file("copy.db"))
        #expect(try summed(folder.file("copy.db")) == summed(path))
        _ = try RecordWriter(path: path).prune(keepingSince: .now, done: true)
        #expect(try summed(path).with == summed(path).all)
    }

    @Test("plain sqlite3 reads the record, copies it, vacuums it into another and writes its log back, and it still holds")
    func plain() throws {
        try sqlite3("-readonly", path, "PRAGMA integrity_check")
        try sqlite3(path, ".backup \(folder.file("backup.db"))")
        #expect(try Found(folder.file("backup.db")) == Found(snapshots: 20, seal: seals.last))
        try sqlite3(path, "VACUUM INTO '\(folder.file("vacuumed.db"))'")
        #expect(try Found(folder.file("vacuumed.db")) == Found(snapshots: 20, seal: seals.last))
        // A log that is not written back: what a killed collector leaves.
        let store = try RecordWriter(path: path)
        var history = RandomHistory(seed: 5)
        for snapshot in history.snapshots(30).dropFirst(20) { try store.record(snapshot) }
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: folder.file("left.db") + suffix)
        }
        try sqlite3(folder.file("left.db"), "PRAGMA wal_checkpoint(TRUNCATE)")
        #expect(try Found(folder.file("left.db")).snapshots == 30)
    }

    @Test("a row changed by plain sqlite3: questions refuse the page, verify names the page and the first snapshot")
    func edited() throws {
        try sqlite3(path, "UPDATE container_version SET position = position + 1 WHERE from_snapshot > 10")
        #expect { try RecordReader(path: path).standing(.containers) } throws: {
            $0.sentence.contains("a page is not as it was written") && $0.sentence.hasPrefix(path)
        }
        let findings = try RecordReader(path: path).verify().findings
        guard case .damage? = findings.first else { Issue.record("\(findings)"); return }
        #expect(findings[0].sentence.contains("another program wrote to it"))
        #expect(findings.contains { if case .seal = $0 { $0.sentence.contains("cluster prod, snapshot 1") } else { false } })
    }

    @Test("a page that came to lie where another belongs is found")
    func misplaced() throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let page = bytes[4096..<8192]
        bytes.replaceSubrange(8192..<12288, with: page)
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(try !RecordReader(path: path).verify().holds)
    }

    @Test("a file made before there were checksums is read, and gets them when it is pruned")
    func older() throws {
        let old = folder.file("old.db")
        let version = try Connection(path: path, mode: .readOnly).integer("PRAGMA user_version")
        // A reserve of none, which is what SQLite does by itself.
        try sqlite3(path, ".output \(folder.file("dump.sql"))", ".dump")
        try sqlite3(
            old, ".read \(folder.file("dump.sql"))", "PRAGMA application_id = \(RecordWriter.applicationID)",
            "PRAGMA user_version = \(version)")
        #expect(try Found(old) == Found(snapshots: 20, seal: seals.last))
        #expect(try summed(old).with == 0)
        _ = try RecordWriter(path: old).prune(keepingSince: .now, done: true)
        #expect(try summed(old).with == summed(old).all)
        #expect(try Found(old).snapshots == 1)
    }
}
