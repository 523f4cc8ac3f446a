import Foundation
import Histories
import Model
import Questions
import Record
import Testing

/// Libraries of SQLite newer than the one the tests were built with.
enum NewerSQLite {
    /// The folders that hold one: those ISINVENTORY_SQLITE names, separated by colons, else what `scripts/newer-sqlite` built.
    static let folders: [String] = {
        if let named = ProcessInfo.processInfo.environment["ISINVENTORY_SQLITE"], !named.isEmpty {
            return named.split(separator: ":").map(String.init)
        }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let built = root.appendingPathComponent(".build/sqlite")
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: built.path)) ?? []
        return versions.sorted().map { built.appendingPathComponent($0).path }
            .filter { FileManager.default.fileExists(atPath: "\($0)/libsqlite3.so.0") }
    }()

    static let missing: Comment =
        "no newer SQLite is at hand: `scripts/newer-sqlite` builds Debian 13's and sid's, ISINVENTORY_SQLITE names others"
}

/// SQLite from 3.45 on reads the rest of a long text straight from its overflow pages, parts of pages at a time.
@Suite("Under a newer SQLite", .enabled(if: !NewerSQLite.folders.isEmpty, NewerSQLite.missing))
struct NewerSQLiteTests {
    private let folder: Folder
    private var record: String { folder.file("record.db") }
    /// Lengths around a page's room, its halves and quarters, and the one that was first met.
    private static let lengths: [Int] = {
        let edges: [Int] = [200, 1024, 2048, 4096, 8192, 12_288]
        let around = edges.flatMap { edge in stride(from: edge - 30, through: edge, by: 5) }
        return around + [1502, 1506, 5000, 40_000]
    }()

    init() throws {
        folder = try Folder()
        var snapshot = Snapshot(
            cluster: "prod", takenAt: Instant(secondsSince1970: 1_700_000_000), source: "test",
            coverage: [Coverage(kind: .deployment, outcome: .complete, objects: Int64(Self.lengths.count))])
        snapshot.workloads = Self.lengths.map { length in
            var workload = Workload(id: Workload.ID(namespace: "shop", kind: .deployment, name: "w\(length)"), containers: [])
            workload.triggers = "web:" + String(repeating: "w", count: length)
            return workload
        }
        try RecordWriter(path: record).record(snapshot)
    }

    private func child(_ library: String, _ name: String = "isinventory") -> Child {
        Child(name: name, folder: folder.path, environment: ["LD_LIBRARY_PATH": library])
    }

    @Test("the library under test is newer than the one the tests were built with", arguments: NewerSQLite.folders)
    func version(library: String) throws {
        // The tests themselves may run with another.
        let own = try child("").run(Self.version + [record])
        let other = try child(library).run(Self.version + [record])
        #expect(other.status == 0 && other.output != own.output, "\(other.output)\(other.errors)")
    }

    private static let version = ["sql", "SELECT sqlite_version() AS version", "-o", "json", "--db"]

    @Test(
        "an intact record with texts of any length verifies, answers, is copied, put back and pruned",
        arguments: NewerSQLite.folders)
    func intact(library: String) throws {
        let program = child(library)
        let expected = try Child(name: "isinventory", folder: folder.path).run([
            "get", "workloads", "-A", "-o", "json", "--db", record,
        ])
        let dumps = try Dumps.write(3, to: folder)
        #expect(
            try program.run(["import", folder.file("dumps"), "-A", "--cluster", "other", "--db", record]).status == 0, "\(dumps)")
        for words in [
            ["verify"], ["report", "--since", "9999d"], ["status"], ["backup", folder.file("copy.db")],
            ["restore", folder.file("copy.db"), "--confirm"], ["prune", "--keep", "2026-01-05T02:00:00Z", "--confirm"],
            ["verify"],
        ] {
            let ending = try program.run(words + ["--db", record])
            #expect(ending.status == 0, "\(words): \(ending.errors)")
        }
        let asked = try program.run(["get", "workloads", "-A", "--cluster", "prod", "-o", "json", "--db", record])
        #expect(asked.status == 0 && asked.output == expected.output, "\(asked.errors)")
    }

    @Test("a bit turned within a long text is found, not answered", arguments: NewerSQLite.folders)
    func flipped(library: String) throws {
        try RecordReader(path: record).backUp(to: folder.file("plain.db"))
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.file("plain.db")))
        let run = Data(repeating: UInt8(ascii: "w"), count: 16)
        var random = SplitMix(7)
        var tried = 0
        while tried < 12 {
            let place = random.below(whole.count - 16)
            guard whole[place..<place + 16] == run else { continue }
            tried += 1
            var damaged = whole
            damaged[place] ^= 1
            try damaged.write(to: URL(fileURLWithPath: folder.file("plain.db")))
            for words in [["sql", "SELECT length(triggers), triggers FROM workloads"], ["verify"]] {
                let ending = try child(library).run(words + ["--db", folder.file("plain.db")])
                #expect(
                    ending.status == 2 && ending.errors.contains("not as it was written"),
                    "byte \(place): \(words) \(ending.errors)")
            }
        }
    }

    @Test("of bits turned anywhere none is answered wrongly", arguments: NewerSQLite.folders)
    func flips(library: String) throws {
        let ending = try child(library, "fault-worker").run(["flip", record, "5", "0", "6"])
        #expect(ending.status == 0, "\(ending.errors)")
        let lines = ending.output.split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("flip ") } == 6)
        #expect(!lines.contains { $0.hasPrefix("wrong ") }, "\(ending.output)")
    }
}
