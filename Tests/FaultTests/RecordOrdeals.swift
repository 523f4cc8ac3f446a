import Foundation
import Histories
import Model
import Testing

/// The program reads dumps into a record, and is killed at random times.
struct DumpOrdeal {
    enum Manner { case collect, importing, migrating }

    private let manner: Manner
    private let folder: Folder
    private let dumps: [(path: String, instant: String)]
    /// The seal after each snapshot, of a record that nothing happened to.
    private let truth: [String]
    private let older: String
    private let usual: Int
    private var recorded = 0

    init(_ manner: Manner) throws {
        self.manner = manner
        folder = try Folder()
        dumps = try Dumps.write(10, to: folder)
        older = folder.file("older.db")
        let child = Child(name: "isinventory", folder: folder.path)
        var longest = 0
        for index in manner == .importing ? 0..<1 : 0..<dumps.count {
            let ending = try child.run(DumpOrdeal.arguments(manner, folder, dumps[index], "whole.db"))
            try #require(ending.status == 0, "\(ending.errors)")
            longest = max(longest, ending.microseconds)
            if index == 3 {
                try FileManager.default.copyItem(atPath: folder.file("whole.db"), toPath: older)
                try Whole.makeOlder(older)
            }
        }
        usual = longest
        truth = try Whole.seals(folder.file("whole.db"))
        try #require(truth.count == dumps.count)
    }

    private static func arguments(
        _ manner: Manner, _ folder: Folder, _ dump: (path: String, instant: String), _ name: String
    ) -> [String] {
        let common = ["-A", "--cluster", "prod", "--db", folder.file(name)]
        switch manner {
        case .importing: return ["import", folder.file("dumps")] + common
        default: return ["collect", "--from", dump.path, "--taken-at", dump.instant] + common
        }
    }

    mutating func round(_ random: inout SplitMix, _ tally: inout Tally) throws -> Bool {
        if recorded == dumps.count || manner == .migrating {
            recorded = manner == .migrating ? 4 : 0
            try manner == .migrating ? folder.put(older, as: "record.db") : folder.remove("record.db")
        }
        let arguments = DumpOrdeal.arguments(manner, folder, dumps[recorded], "record.db")
        let ending = try Child(name: "isinventory", folder: folder.path).run(
            arguments, killedAfter: random.below(usual * 11 / 10))
        if ending.isCrashed { tally.crashes += 1 }
        let found = try Found(folder.file("record.db"))
        let most = manner == .importing ? dumps.count : recorded + 1
        // Exit code 0 is the acknowledgement.
        let least = ending.status == 0 ? most : recorded
        if found.snapshots < least {
            tally.lost += least - found.snapshots
            tally.tell("\(found.snapshots) snapshots where \(least) were recorded")
        } else if found.snapshots > most || found.snapshots > 0 && found.seal != truth[found.snapshots - 1] {
            tally.wrong += 1
            tally.tell("\(found) is no state of the record")
        }
        recorded = found.snapshots
        return ending.isKilled
    }
}

/// Records one snapshot after another and is killed just before it changes the disk for the nth time.
struct RecordOrdeal {
    private static let count = 12
    private let folder: Folder
    private let truth: [String]
    private var changes = 0
    private let start: String?

    init(isOlder: Bool) throws {
        folder = try Folder()
        truth = try Whole.record(folder.file("whole.db"), seed: 21, RecordOrdeal.count)
        if isOlder {
            _ = try Whole.record(folder.file("older.db"), seed: 21, 5)
            try Whole.makeOlder(folder.file("older.db"))
            start = folder.file("older.db")
        } else {
            start = nil
        }
        let all = try run(nth: 0)
        try #require(all.status == 0, "\(all.errors)")
        let line = all.output.split(separator: "\n").last ?? ""
        changes = try #require(Int(line.dropFirst("changes ".count)))
    }

    private func run(nth: Int) throws -> Child.Ending {
        if let start { try folder.put(start, as: "record.db") } else { try folder.remove("record.db") }
        return try Child(name: "fault-worker", folder: folder.path).run(
            ["record", folder.file("record.db"), "21", "\(RecordOrdeal.count)", "\(nth)"])
    }

    mutating func round(_ random: inout SplitMix, _ tally: inout Tally) throws -> Bool {
        // An older file is migrated by the first of its changes.
        let ending = try run(nth: 1 + random.below(start == nil ? changes : min(changes, 40)))
        if ending.isCrashed { tally.crashes += 1 }
        let acknowledged = ending.output.split(separator: "\n").filter { $0.hasPrefix("recorded ") }
        let least = (start == nil ? 0 : 5) + acknowledged.count
        let found = try Found(folder.file("record.db"))
        if found.snapshots < least {
            tally.lost += least - found.snapshots
            tally.tell("\(found.snapshots) snapshots where \(least) were acknowledged")
        } else if found.snapshots > least + 1 || found.snapshots > 0 && found.seal != truth[found.snapshots - 1] {
            tally.wrong += 1
            tally.tell("\(found) is no state of the record")
        }
        return ending.isKilled
    }
}
