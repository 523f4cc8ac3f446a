import ArgumentParser
import Collector
import CollectorWords
import Model
import Questions
import Record
import Report
import Words

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", _superCommandName: Program.name,
        abstract: "Record many dated dumps or must-gathers, oldest first.",
        discussion: """
            Every entry of DIR whose name tells when it was taken is one snapshot: a file, an archive or a folder. Names hold a \
            date (2026-01-05, 20260105), or a date and a time (2026-01-05T06:00:00Z, 20260105-060000, 2026-01-05T06:00:00+01:00), \
            with any words before it (prod-2026-01-05.json.gz), or seconds since 1970. Without a zone they are UTC, and a date \
            alone is its first second. must-gather.local.* is of the time it says itself. Other entries are left out by name, and \
            end in exit 3.

            Instants that are recorded already are skipped, so it can be run again. Each snapshot is recorded whole before the \
            next is read; if one is refused, those before it stand.

            Example:
              isinventory import dumps/ -A --cluster prod
            """)

    @Argument(help: ArgumentHelp("The folder of dated entries.", valueName: "dir"), completion: .directory) var folder: String
    @Flag(help: "Record dumps whose time lies in the future.") var allowFuture = false
    @Flag(help: "Record dumps although much of what stands would be taken to be gone (docs/sources.md).")
    var confirmDeletions = false
    @OptionGroup var source: SourceOptions
    @OptionGroup var signing: SigningOptions
    @OptionGroup var record: RecordOptions

    func run() throws {
        let cluster = record.cluster ?? defaultCluster
        let dumps = try DumpFolder(path: folder)
        guard !dumps.entries.isEmpty else {
            throw NothingDated(folder: folder)
        }
        let covers = try source.coveredKinds()
        let kinds = try source.kinds.kinds()
        let key = try signing.key()
        var tally = Tally(total: dumps.entries.count)
        // The first dump is read before the file is opened, so bad input does not even make one.
        var store: RecordWriter?
        let known = try recordedInstants(of: cluster)
        for entry in dumps.entries {
            guard !known.contains(entry.instant) else {
                tally.skipped += 1
                continue
            }
            do {
                try refuseFuture(entry.instant, allowed: allowFuture)
                let collected = try FileSource(.path(entry.path), scope: source.scope, covers: covers, kinds: kinds)
                    .read(cluster: cluster, takenAt: entry.instant)
                let writer = try store ?? record.openToRecord()
                writer.signingKey = key
                store = writer
                let (recorded, notices) = try collected.recordIdentified(in: writer, confirmed: confirmDeletions)
                tally.add(recorded, collected, notices + recorded.strangers(among: source.scope))
            } catch {
                tally.tell()
                throw error
            }
        }
        tally.others = dumps.others
        tally.tell()
        try StandardOutput.write(tally.sentence(cluster) + "\n")
        record.tellPlace()
        if tally.incomplete > 0 || !tally.others.isEmpty { throw Outcome.incomplete }
    }

    /// When the cluster was looked at before; a record that is not there yet, or whose last write is to be taken back
    /// first, knows of nothing.
    private func recordedInstants(of cluster: String) throws -> Set<Instant> {
        do {
            return try record.open().instants(of: cluster)
        } catch StoreError.missing, StoreError.empty, StoreError.interrupted {
            return []
        }
    }
}

/// What an import did so far.
private struct Tally {
    let total: Int
    var recorded = 0
    var skipped = 0
    var incomplete = 0
    var others: [String] = []
    private var left: [String: Int] = [:]
    private var notices: [String: Int] = [:]
    private var order: [String] = []

    init(total: Int) { self.total = total }

    mutating func add(_ recorded: Recorded, _ collected: Collected, _ more: [String]) {
        self.recorded += 1
        if StandardError.isTerminal {
            StandardError.write("[\(self.recorded + skipped)/\(total)] \(recorded.sentence)\n")
        }
        if !recorded.incomplete.isEmpty { incomplete += 1 }
        left.merge(collected.skipped, uniquingKeysWith: +)
        let warnings = recorded.deletions.warnings.map { "\(recorded.takenAt): \($0)" }
        for notice in collected.remarks + more + warnings + recorded.losses + recorded.incompleteness {
            if notices[notice] == nil { order.append(notice) }
            notices[notice, default: 0] += 1
        }
    }

    /// Every notice once, with how many snapshots it is about.
    func tell() {
        Presentation.tell(
            Collected.sentence(skipped: left)
                + order.map { notice in
                    let times = notices[notice] ?? 1
                    return times > 1 ? "\(notice) (\(times) snapshots)" : notice
                })
        if !others.isEmpty {
            Presentation.tell([
                "\(others.count) left out, whose names do not tell when they were taken: \(others.joined(separator: ", "))"
            ])
        }
    }

    func sentence(_ cluster: String) -> String {
        terminalSafe(
            "\(recorded) of \(total.counted("snapshot")) recorded for cluster \(cluster)"
                + (skipped > 0 ? ", \(skipped) were there already" : "")
                + (incomplete > 0 ? "; \(incomplete) incomplete" : ""))
    }
}

/// A folder has nothing that could be a dump of a known time.
private struct NothingDated: Error, CustomStringConvertible {
    let folder: String

    var description: String {
        "\(folder): no entry's name tells when it was taken, as 2026-01-05 or 2026-01-05T06:00:00Z do. Rename the dumps, or record one with "
            + "`collect --from`."
    }
}
