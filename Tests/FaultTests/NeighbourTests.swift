import Foundation
import Histories
import Model
import Questions
import Record
import SQLite
import Testing
import Words

@Suite("A record among its neighbours")
struct NeighbourTests {
    let folder: Folder
    var path: String { folder.file("record.db") }

    init() throws { folder = try Folder() }

    /// Starts several collects at once and gives how each ended.
    private func collectAtOnce(_ arguments: [[String]]) async throws -> [Child.Ending] {
        try await withThrowingTaskGroup(of: (Int, Child.Ending).self) { group in
            for (index, words) in arguments.enumerated() {
                let folder = folder.file("c\(index)")
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                group.addTask { (index, try Child(name: "isinventory", folder: folder).run(words)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    @Test("two collectors of two clusters at once both get their snapshot in")
    func twoCollectors() async throws {
        let dumps = try Dumps.write(1, to: folder)
        let endings = try await collectAtOnce(
            ["a", "b"].map { ["collect", "--from", dumps[0].path, "-A", "--cluster", $0, "--db", path] })
        #expect(endings.allSatisfy { $0.status == 0 }, "\(endings.map(\.errors))")
        let chains = try RecordReader(path: path).verify().chains
        #expect(chains.map(\.cluster) == ["a", "b"] && chains.allSatisfy { $0.snapshots == 1 })
    }

    @Test("of two collectors of one look, one records it and the other says that it is there")
    func sameLook() async throws {
        let dumps = try Dumps.write(1, to: folder)
        let words = ["collect", "--from", dumps[0].path, "--taken-at", dumps[0].instant, "-A", "--cluster", "a", "--db", path]
        let endings = try await collectAtOnce([words, words])
        #expect(Set(endings.map(\.status)) == [0, 2])
        #expect(endings.contains { $0.errors.contains("is already recorded. Nothing was changed.") })
        #expect(try Found(path).snapshots == 1)
    }

    @Test("a reader that holds a long transaction sees one state; the collector and prune go on beside it")
    func longReader() throws {
        let seals = try Whole.record(path, seed: 41, 10)
        let reader = try Connection(path: path, mode: .readOnly)
        let store = try RecordWriter(path: path, busyTimeout: 50)
        var history = RandomHistory(seed: 41)
        try reader.reading {
            #expect(try reader.integer("SELECT count(*) FROM snapshots") == 10)
            for snapshot in history.snapshots(60).dropFirst(10) { try store.record(snapshot) }
            _ = try store.prune(keepingSince: .now, done: true)
            #expect(try reader.integer("SELECT count(*) FROM snapshots") == 10)
            #expect(try reader.rows("SELECT seal FROM snapshots ORDER BY taken_at DESC LIMIT 1") == [[.text(seals[9])]])
        }
        #expect(try reader.integer("SELECT count(*) FROM snapshots") == 1)
        #expect(try Found(path).snapshots == 1)
    }

    @Test("a file that another program keeps locked: writer and reader both name it and say what to do")
    func locked() throws {
        let seals = try Whole.record(path, seed: 42, 3)
        let other = try Connection(path: path, mode: .readWrite)
        try other.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT 1")
        try other.execute("UPDATE snapshot SET stub = 0")
        for open in [{ _ = try RecordWriter(path: path, busyTimeout: 20) }, { _ = try RecordReader(path: path) }] {
            #expect {
                try open()
            } throws: { error in
                guard case StoreError.busy(path) = error else { return false }
                return error.sentence.hasPrefix("\(path): ") && error.sentence.contains("try again")
            }
        }
        try other.execute("ROLLBACK")
        other.close()
        #expect(try Found(path) == Found(snapshots: 3, seal: seals[2]))
    }

    @Test("the log that a crash left is read by whoever comes next, reader or writer", arguments: [true, false])
    func leftoverLog(isReader: Bool) throws {
        let store = try RecordWriter(path: path)
        var history = RandomHistory(seed: 43)
        let seals = try history.snapshots(15).map { try store.record($0).seal }
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + suffix, toPath: folder.file("left.db") + suffix)
        }
        let left = folder.file("left.db")
        if isReader {
            #expect(try RecordReader(path: left).verify().chains.map(\.seal) == [seals[14]])
        } else {
            try RecordWriter(path: left).record(history.next())
            #expect(try Found(left, expecting: seals).snapshots == 16)
        }
    }

    @Test("a log cut off or damaged at its end gives the snapshots before, whole", arguments: 0..<12)
    func tornLog(cut: Int) throws {
        let store = try RecordWriter(path: path)
        var history = RandomHistory(seed: 44)
        let seals = try history.snapshots(15).map { try store.record($0).seal }
        let left = folder.file("left.db")
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: left + suffix) }
        var log = try Data(contentsOf: URL(fileURLWithPath: left + "-wal"))
        var random = SplitMix(UInt64(cut))
        let place = random.below(log.count)
        if cut % 2 == 0 { log = log.prefix(place) } else { log[place] ^= 0x10 }
        try log.write(to: URL(fileURLWithPath: left + "-wal"))
        let found = try Found(left)
        #expect(found.snapshots == 0 || found.seal == seals[found.snapshots - 1])
    }

    @Test("an older file is brought up to date from each version with all it holds")
    func older() throws {
        let seals = try Whole.record(path, seed: 45, 10)
        try Whole.makeOlder(path)
        #expect(try RecordReader(path: path).olderVersion == 1)
        #expect(try Found(path) == Found(snapshots: 10, seal: seals[9]))
    }
}
