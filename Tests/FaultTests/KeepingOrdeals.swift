import Foundation
import Histories
import Model
import Questions
import Record
import Testing

/// One record to be pruned, backed up or restored, over and over.
struct Keeping {
    let folder: Folder
    let seals: [String]
    var record: String { folder.file("record.db") }

    init() throws {
        folder = try Folder()
        seals = try Whole.record(folder.file("whole.db"), seed: 33, 40)
    }

    /// When the 21st snapshot of the history was taken.
    static let middle = Instant(secondsSince1970: 1_700_000_000 + 21 * 900)

    func renew() throws { try folder.put(folder.file("whole.db"), as: "record.db") }

    /// Runs the program and kills it at a random time, or the worker at a random change of the disk.
    func harm(_ random: inout SplitMix, _ scale: Scale, _ program: [String], _ worker: [String]) throws -> Child.Ending {
        scale.isChanges
            ? try Child(name: "fault-worker", folder: folder.path).run(worker + ["\(1 + random.below(scale.length))"])
            : try Child(name: "isinventory", folder: folder.path).run(
                program + ["--db", record], killedAfter: random.below(scale.length * 11 / 10))
    }

    /// How long the work is when nobody disturbs it: in changes of the disk, or in microseconds.
    struct Scale {
        let isChanges: Bool
        let length: Int
    }

    func scale(isAtChange: Bool, _ program: [String], _ worker: [String]) throws -> Scale {
        let ending =
            isAtChange
            ? try Child(name: "fault-worker", folder: folder.path).run(worker + ["0"])
            : try Child(name: "isinventory", folder: folder.path).run(program + ["--db", record])
        try #require(ending.status == 0, "\(ending.errors)")
        let line = ending.output.split(separator: "\n").last ?? ""
        return Scale(
            isChanges: isAtChange,
            length: isAtChange ? try #require(Int(line.dropFirst("changes ".count))) : ending.microseconds)
    }
}

/// Cuts off the first half of a record.
struct PruneOrdeal {
    private let keeping: Keeping
    private let program: [String]
    private let worker: [String]
    private let scale: Keeping.Scale

    init(isAtChange: Bool) throws {
        keeping = try Keeping()
        program = ["prune", "--keep", "\(Keeping.middle)", "--confirm"]
        worker = ["prune", keeping.record, "\(Keeping.middle.secondsSince1970)"]
        try keeping.renew()
        scale = try keeping.scale(isAtChange: isAtChange, program, worker)
    }

    mutating func round(_ random: inout SplitMix, _ tally: inout Tally) throws -> Bool {
        try keeping.renew()
        let ending = try keeping.harm(&random, scale, program, worker)
        if ending.isCrashed { tally.crashes += 1 }
        // The newest snapshot's seal is in the chain, cut or not.
        let found = try Found(keeping.record, expecting: [try #require(keeping.seals.last)])
        let isWhole = found == Found(snapshots: 40, seal: keeping.seals.last)
        let isCut = found.snapshots == 20 && found.seal != keeping.seals.last
        if !isWhole && !isCut || ending.status == 0 && !isCut {
            tally.wrong += 1
            tally.tell("\(found) is neither the whole record nor the one that was cut")
        }
        return ending.isKilled
    }
}

/// Copies a record, every second time over an older copy.
struct BackupOrdeal {
    private let keeping: Keeping
    private let program: [String]
    private let worker: [String]
    private let scale: Keeping.Scale
    private var isOverCopy = false
    private var copy: String { keeping.folder.file("copy.db") }

    init(isAtChange: Bool) throws {
        keeping = try Keeping()
        program = ["backup", keeping.folder.file("copy.db"), "--confirm"]
        worker = ["backup", keeping.record, keeping.folder.file("copy.db")]
        try keeping.renew()
        scale = try keeping.scale(isAtChange: isAtChange, program, worker)
        _ = try Whole.record(keeping.folder.file("earlier.db"), seed: 33, 10)
    }

    mutating func round(_ random: inout SplitMix, _ tally: inout Tally) throws -> Bool {
        isOverCopy.toggle()
        try keeping.folder.remove("copy.db")
        if isOverCopy { try keeping.folder.put(keeping.folder.file("earlier.db"), as: "copy.db") }
        let ending = try keeping.harm(&random, scale, program, worker)
        if ending.isCrashed { tally.crashes += 1 }
        let original = try Found(keeping.record)
        if original != Found(snapshots: 40, seal: keeping.seals.last) {
            tally.lost += 1
            tally.tell("the record itself is \(original) after a backup of it")
        }
        // Asked only to read: a copy is used as it lies there.
        let found = try FileManager.default.fileExists(atPath: copy) ? Found(copy) : Found.none
        let isCopy = found == Found(snapshots: 40, seal: keeping.seals.last)
        let isEarlier = found == (isOverCopy ? Found(snapshots: 10, seal: keeping.seals[9]) : Found.none)
        if !isCopy && !isEarlier || ending.status == 0 && !isCopy {
            tally.wrong += 1
            tally.tell("the copy is \(found)")
        }
        return ending.isKilled
    }
}

/// Puts a copy back over a record that holds less.
struct RestoreOrdeal {
    private let keeping: Keeping
    private let program: [String]
    private let scale: Keeping.Scale

    init() throws {
        keeping = try Keeping()
        try RecordReader(path: keeping.folder.file("whole.db")).backUp(to: keeping.folder.file("copy.db"))
        _ = try Whole.record(keeping.folder.file("lesser.db"), seed: 33, 10)
        program = ["restore", keeping.folder.file("copy.db"), "--confirm"]
        try keeping.folder.put(keeping.folder.file("lesser.db"), as: "record.db")
        scale = try keeping.scale(isAtChange: false, program, [])
    }

    mutating func round(_ random: inout SplitMix, _ tally: inout Tally) throws -> Bool {
        for name in try kept() { try FileManager.default.removeItem(atPath: keeping.folder.file(name)) }
        try keeping.folder.put(keeping.folder.file("lesser.db"), as: "record.db")
        let ending = try keeping.harm(&random, scale, program, [])
        if ending.isCrashed { tally.crashes += 1 }
        let found = try Found(keeping.record)
        let replaced = try kept().first { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }
        let before = try replaced.map { try Found(keeping.folder.file($0)) } ?? found
        let isRestored = found == Found(snapshots: 40, seal: keeping.seals.last)
        // Between two names, the record that stood there is under the second one.
        if before != Found(snapshots: 10, seal: keeping.seals[9]) || ending.status == 0 && !isRestored
            || !(isRestored || found == before || found == Found.none)
        {
            tally.wrong += 1
            tally.tell("the record is \(found), what it replaced is \(before)")
        }
        return ending.isKilled
    }

    private func kept() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: keeping.folder.path).filter { $0.contains(".replaced-") }
    }
}

extension Found {
    static let none = Found(snapshots: 0, seal: nil)

    init(snapshots: Int, seal: String?) {
        self.snapshots = snapshots
        self.seal = seal
    }
}
