import ArgumentParser
import Collector
import Inventory

struct Collect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take one snapshot and record it.",
        discussion: """
            FILE is what `oc get deploy,sts,ds,dc,cj,is -A -o json` (or yaml) prints, a folder of such files, or a must-gather; \
            - reads standard input. -A or -n says what the dump covers, since a dump itself does not; a must-gather covers all \
            namespaces. Only a kind that the dump covers completely can close what is no longer there.

            Examples:
              oc get deploy,sts,ds,dc,cj,is -A -o json | isinventory collect --from - -A --cluster prod
              isinventory collect --from dumps/monday/ -A --taken-at 2026-01-05T06:00:00Z
              isinventory collect --from must-gather.local.123/ --cluster prod
            """)

    @Option(help: ArgumentHelp("The dump to read: a file, a folder, or - for standard input.", valueName: "file|dir|-"))
    var from: String?

    @Option(help: ArgumentHelp("When the dump was taken (default: now).", valueName: "time"), transform: instant(from:))
    var takenAt: Instant?

    @OptionGroup var source: SourceOptions
    @OptionGroup var signing: SigningOptions
    @OptionGroup var record: RecordOptions

    func validate() throws {
        guard from != nil else {
            throw ValidationError(
                "This version reads dumps only: pass --from FILE, --from DIR or --from -. For example: "
                    + "oc get deploy,sts,ds,dc,cj,is -A -o json | isinventory collect --from - -A")
        }
    }

    func run() throws {
        guard let from else { return }
        let key = try signing.key()
        let collected = try FileSource(
            from == "-" ? .standardInput : .path(from), scope: source.scope, covers: source.coveredKinds()
        ).read(cluster: record.cluster ?? defaultCluster, takenAt: takenAt ?? .now)
        Presentation.tell(collected.notices)
        let store = try record.openToRecord()
        store.signingKey = key
        let recorded = try collected.record(in: store)
        try StandardOutput.write(recorded.sentence + "\n")
        Presentation.tell(clockNotices(takenAt: collected.header.takenAt, now: .now))
        try leave(recorded)
    }

    private func leave(_ recorded: Recorded) throws {
        guard !recorded.incomplete.isEmpty else { return }
        Presentation.tell(recorded.incompleteness)
        throw Outcome.incomplete
    }
}

/// A dump does not say which cluster it is of.
let defaultCluster = "default"
