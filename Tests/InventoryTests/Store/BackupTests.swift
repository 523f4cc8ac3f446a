import Foundation
import Histories
import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

@Suite("Backups are whole records or nothing")
struct BackupTests {
    let record: ScratchRecord
    var copy: String { record.folder.appendingPathComponent("copy.db").path }

    init() throws { record = try ScratchRecord(seed: 11, snapshots: 20) }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: record.folder.path).sorted() }

    @Test("a copy is one private plain file that verifies to the same seal and can be read from a folder nobody may write")
    func copied() throws {
        let seal = try record.verify().chains[0].seal
        #expect(try RecordReader(path: record.path).backUp(to: copy).chains[0].seal == seal)
        #expect(try names().filter { $0.hasPrefix("copy") } == ["copy.db"])
        #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
        #expect(try Connection(path: copy, mode: .readOnly).rows("PRAGMA journal_mode") == [[.text("delete")]])
    }

    @Test("a copy made while a collector writes holds whole snapshots only")
    func whileRecording() async throws {
        let path = record.path
        let writer = Task.detached {
            let store = try RecordWriter(path: path)
            var history = RandomHistory(seed: 12, cluster: "other")
            for snapshot in history.snapshots(150) { try store.record(snapshot) }
        }
        var last = 0
        for number in 0..<12 {
            let path = "\(copy)-\(number)"
            let verification = try RecordReader(path: record.path).backUp(to: path)
            let count = verification.chains.reduce(0) { $0 + $1.snapshots }
            #expect(count >= last)
            last = count
        }
        try await writer.value
        #expect(try record.verify().chains.map(\.snapshots) == [150, 20])
    }

    @Test("a file that is there is replaced only when that is confirmed, and never the record by itself")
    func existing() throws {
        try "precious".write(toFile: copy, atomically: false, encoding: .utf8)
        #expect { try RecordReader(path: record.path).backUp(to: copy) } throws: { $0.sentence.contains("Pass --confirm") }
        #expect(try String(contentsOfFile: copy, encoding: .utf8) == "precious")
        try RecordReader(path: record.path).backUp(to: copy, replacing: true)
        let link = record.folder.appendingPathComponent("link.db").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: record.path)
        #expect { try RecordReader(path: record.path).backUp(to: link, replacing: true) } throws: {
            $0.sentence.contains("is the record itself")
        }
        #expect(try record.verify().holds)
    }

    @Test("a record that does not verify is not copied over a copy that does")
    func damaged() throws {
        try RecordReader(path: record.path).backUp(to: copy)
        let good = try Data(contentsOf: URL(fileURLWithPath: copy))
        try record.edit("UPDATE container_version SET position = 9")
        #expect { try RecordReader(path: record.path).backUp(to: copy, replacing: true) } throws: {
            $0.sentence.contains("does not verify")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == good)
        #expect(try names().filter { $0.hasPrefix("copy") } == ["copy.db"])
    }

    @Test("what a killed backup left behind does not get into the next one")
    func leftovers() throws {
        try Data(repeating: 7, count: 9000).write(to: URL(fileURLWithPath: "\(copy).partial"))
        try Data(repeating: 7, count: 9000).write(to: URL(fileURLWithPath: "\(copy).partial-journal"))
        try RecordReader(path: record.path).backUp(to: copy)
        #expect(try names().filter { $0.hasPrefix("copy") } == ["copy.db"])
        #expect(try RecordReader(path: copy).verify().holds)
    }

    @Test("of many backups to one name each gives a whole copy or is told of another, and the copy there is whole")
    func atOnce() async throws {
        let (path, copy) = (record.path, copy)
        let seal = try record.verify().chains[0].seal
        for _ in 0..<6 {
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        do {
                            return try RecordReader(path: path).backUp(to: copy, replacing: true).chains[0].seal
                        } catch BackupError.running {
                            return "running"
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.allSatisfy { $0 == seal || $0 == "running" } && outcomes.contains(seal), "\(outcomes)")
            #expect(try RecordReader(path: copy).verify().chains[0].seal == seal)
            #expect(try names().filter { $0.hasPrefix("copy") } == ["copy.db"])
        }
    }

    @Test("who gets the lock when its holder has finished does not empty the finished copy")
    func lockOfTheFinished() throws {
        try RecordReader(path: record.path).backUp(to: copy)
        let whole = try Data(contentsOf: URL(fileURLWithPath: copy))
        // As at the instant between opening and locking: the file that was opened has its final name by now.
        let first = try PartialFile(for: copy)
        #expect { try PartialFile(for: copy) } throws: { if case BackupError.running = $0 { true } else { false } }
        try whole.write(to: URL(fileURLWithPath: first.path), options: [])
        try first.place(replacing: true)
        let second = try PartialFile(for: copy)
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == whole)
        _ = second
    }

    @Test("nothing is emptied or removed that is not ours: a FIFO, a link, or another name of somebody's file in the way")
    func inTheWay() throws {
        let partial = "\(copy).partial"
        let precious = record.folder.appendingPathComponent("precious").path
        try "precious".write(toFile: precious, atomically: false, encoding: .utf8)
        for make in [
            { mkfifo(partial, 0o600) }, { symlink(precious, partial) }, { link(precious, partial) }, { mkdir(partial, 0o700) },
        ] {
            try #require(make() == 0)
            #expect(throws: BackupError.self) { try RecordReader(path: record.path).backUp(to: copy) }
            var status = stat()
            #expect(lstat(partial, &status) == 0)
            #expect(try String(contentsOfFile: precious, encoding: .utf8) == "precious")
            #expect(!FileManager.default.fileExists(atPath: copy))
            try FileManager.default.removeItem(atPath: partial)
        }
    }

    @Test("a file that came to have the name meanwhile is not replaced without word")
    func meanwhile() throws {
        let partial = try PartialFile(for: copy)
        try "precious".write(toFile: copy, atomically: false, encoding: .utf8)
        #expect { try partial.place(replacing: false) } throws: { if case BackupError.exists = $0 { true } else { false } }
        #expect(try String(contentsOfFile: copy, encoding: .utf8) == "precious")
        #expect(FileSystem.rename(partial.path, toNew: copy) == EEXIST)
    }

    @Test("restoring keeps what it replaces, its unwritten log included, and brings back the copy's last snapshot")
    func restored() throws {
        try RecordReader(path: record.path).backUp(to: copy)
        let seal = try record.verify().chains[0].seal
        var history = RandomHistory(seed: 13, cluster: "later")
        try RecordWriter(path: record.path).record(history.next())
        #expect { try RecordReader.restore(copy, to: record.path) } throws: { $0.sentence.contains("Pass --confirm") }
        let (verification, kept) = try RecordReader.restore(copy, to: record.path, replacing: true)
        #expect(verification.chains.map(\.seal) == [seal])
        #expect(try record.verify().chains.map(\.seal) == [seal])
        #expect(try RecordReader(path: try #require(kept)).verify().chains.map(\.cluster) == ["later", "prod"])
        try RecordWriter(path: record.path).record(history.next())
        #expect(try record.verify().holds)
    }

    @Test("a record that is being written, or a copy that does not verify, is not restored over")
    func refused() throws {
        try RecordReader(path: record.path).backUp(to: copy)
        let writer = try Connection(path: record.path, mode: .readWrite)
        try writer.execute("BEGIN IMMEDIATE")
        #expect { try RecordReader.restore(copy, to: record.path, replacing: true) } throws: {
            $0.sentence.contains("another process")
        }
        try writer.execute("ROLLBACK")
        try Connection(path: copy, mode: .readWrite).execute("UPDATE container_version SET position = 9")
        #expect { try RecordReader.restore(copy, to: record.path, replacing: true) } throws: {
            $0.sentence.contains("does not verify")
        }
        #expect(try record.verify().holds)
        #expect(try names().allSatisfy { !$0.contains("replaced") && !$0.contains("partial") })
    }

    @Test("a damaged record can be restored over")
    func overDamage() throws {
        try RecordReader(path: record.path).backUp(to: copy)
        try Data(repeating: 7, count: 100_000).write(to: URL(fileURLWithPath: record.path))
        _ = try RecordReader.restore(copy, to: record.path, replacing: true)
        #expect(try record.verify().holds)
    }
}
