import ArgumentParser
import Model
import Record
import Report

struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", _superCommandName: Program.name,
        abstract: "Cut off what is older than a while, and give its space back.",
        discussion: """
            Says what would go, and does it only with --confirm. Every answer about an instant that is kept stays as it is: \
            states that reach into it keep their beginnings, tags keep their history, and what is gone keeps its last known \
            digest. The cut is sealed, so `verify` still proves the record and says what was cut off when. Make a backup first.

            Examples:
              isinventory prune --keep 400d
              isinventory prune --keep 400d --max-size 2GB --confirm
            """)

    @Option(
        help: ArgumentHelp("Keep every answer since that time: 400d, 2025-01-01, …", valueName: "time"),
        transform: instant(from:)) var keep: Instant
    @Option(help: ArgumentHelp("Cut off more, until the record is no larger: 500MB, 2GB.", valueName: "size"))
    var maxSize: ByteCount?
    @Flag(help: "Do it.") var confirm = false
    @OptionGroup var signing: SigningOptions
    @OptionGroup var record: RecordOptions

    func run() throws {
        _ = try record.open()
        let store = try record.openToRecord()
        store.signingKey = try signing.key()
        let since = try store.cut(toFit: maxSize?.bytes, keepingSince: keep)
        let pruning = try store.prune(keepingSince: since, done: confirm)
        for cut in pruning.cuts {
            try StandardOutput.write(
                terminalSafe(
                    "cluster \(cut.cluster): \(cut.snapshots.counted("snapshot")) from \(cut.removedFrom) on and "
                        + "\(cut.states.counted("state")) that had "
                        + "ended \(confirm ? "were cut off" : "would go"); kept whole from \(cut.keptFrom) on") + "\n")
        }
        guard !pruning.cuts.isEmpty else {
            try StandardOutput.write(
                "nothing is older than \(since); \(confirm ? "nothing was cut off" : "nothing to cut off")\n")
            return
        }
        let sizes = "\(ByteCount(bytes: pruning.sizeBefore)) before, \(ByteCount(bytes: pruning.sizeAfter)) after"
        try StandardOutput.write("\(sizes)\(confirm ? "" : "; --confirm does it")\n")
        if let maxSize, pruning.sizeAfter > maxSize.bytes {
            Presentation.tell(["it cannot become as small as \(maxSize): what stands now and its histories need that much"])
        }
    }
}

/// A size on the disk, as people write it.
struct ByteCount: ExpressibleByArgument, CustomStringConvertible {
    let bytes: Int64

    init(bytes: Int64) { self.bytes = bytes }

    init?(argument: String) {
        let units: [(String, Int64)] = [("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000), ("KB", 1_000), ("B", 1)]
        let unit = units.first { argument.hasSuffix($0.0) }
        guard let number = Int64(argument.dropLast(unit?.0.count ?? 0)), number >= 0 else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: unit?.1 ?? 1)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    var description: String {
        for (unit, size) in [("GB", Int64(1_000_000_000)), ("MB", 1_000_000), ("kB", 1_000)] where bytes >= size {
            return "\(bytes / size).\(bytes % size * 10 / size) \(unit)"
        }
        return "\(bytes) B"
    }
}
