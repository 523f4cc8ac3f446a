import ArgumentParser
import ClusterAPI
import ClusterWords
import Collector
import CollectorWords
import Logging
import Model
import Record
import Report
import Words

struct Collect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect", _superCommandName: Program.name,
        abstract: "Take one snapshot and record it, or keep on with --every.",
        discussion: """
            Without --from the cluster itself is read, reached as kubectl reaches it: all namespaces, or with -n only those. Where \
            not all may be listed at once, every namespace that may be read is. `isinventory doctor` says what is missing.

            With --from a dump is read instead. FILE is what `oc get deploy,sts,ds,dc,cj,jobs,rs,rc,pods,is -A -o json` (or yaml) prints, a folder \
            of such files, or a must-gather, compressed or packed by tar or ZIP if need be; - reads standard input. -A or -n says what the dump covers, since a dump itself does \
            not; a must-gather covers the namespaces whose folders it holds, and is recorded as of its own time. Only a kind that \
            was covered completely can close what is no longer there, and a dump that would close much of it is refused first.

            Examples:
              isinventory collect
              isinventory collect --context prod -n shop -n billing --cluster prod
              isinventory collect --every 15m --context prod --context test \\
                --listen 127.0.0.1:9464
              oc get deploy,sts,ds,dc,cj,is -A -o json |
                isinventory collect --from - -A --cluster prod
              isinventory collect --from dumps/monday/ -A --taken-at 2026-01-05T06:00:00Z
              isinventory collect --from must-gather.local.123/ --cluster prod
            """)

    @Option(
        help: ArgumentHelp(
            "A dump to read instead of the cluster: a file, a folder, or - for standard input.", valueName: "file|dir|-"),
        completion: .file())
    var from: String?

    @Option(help: ArgumentHelp("When the dump was taken (default: now).", valueName: "time"), transform: instant(from:))
    var takenAt: Instant?

    @Flag(help: "The cluster was installed anew; its history is to go on under the same name.")
    var rebuilt = false

    @Flag(help: "Take the dump although its time lies in the future.")
    var allowFuture = false

    @Flag(help: ArgumentHelp("Record it although much of what stands would be taken to be gone (docs/sources.md)."))
    var confirmDeletions = false

    @Option(
        help: ArgumentHelp(
            "Publish what was recorded to a fleet's PostgreSQL, too (docs/fleet.md); with --every recording never waits for it.",
            valueName: "url"))
    var publishTo: String?

    @OptionGroup(title: "Which cluster") var cluster: ClusterOptions
    @OptionGroup(title: "Keeping on") var periodic: PeriodicOptions
    @OptionGroup var source: SourceOptions
    @OptionGroup var signing: SigningOptions
    @OptionGroup var record: RecordOptions

    func validate() throws {
        if record.fleet != nil {
            throw ValidationError(
                "--db names a fleet, and snapshots are recorded in a file: --db FILE --publish-to postgresql://….")
        }
        if let publishTo, Fleet(publishTo) == nil {
            throw ValidationError(
                "--publish-to is an address that begins with postgresql://, as postgresql://USER@HOST/DATABASE.")
        }
        if from != nil {
            if periodic.every != nil {
                throw ValidationError("--every keeps looking at a cluster, which --from asks nothing of.")
            }
            try refuseFuture(takenAt, allowed: allowFuture)
            if let option = cluster.given { throw ValidationError("\(option) is of no use with --from, which asks no cluster.") }
        } else {
            try periodic.refuse(contexts: cluster.context, cluster: record.cluster, server: cluster.server, rebuilt: rebuilt)
            if confirmDeletions {
                throw ValidationError("--confirm-deletions goes with --from: what a live cluster shows is recorded, and said.")
            }
            if takenAt != nil || allowFuture {
                throw ValidationError("--taken-at goes with --from: a live cluster is looked at now.")
            }
            if source.covers != nil {
                throw ValidationError("--covers goes with --from: a live cluster says itself what it has.")
            }
        }
    }

    func run() async throws {
        let key = try signing.key()
        if periodic.every != nil {
            return try await PeriodicCollection(
                options: periodic, cluster: cluster, scope: source.scope, kinds: try source.kinds.kinds(), record: record,
                key: key, fleet: publishTo.flatMap { Fleet($0) }
            ).run()
        }
        guard let from else { return try await collectLive(key) }
        let dump = FileSource(
            from == "-" ? .standardInput : .path(from), scope: source.scope, covers: try source.coveredKinds(),
            kinds: try source.kinds.kinds())
        let cluster = record.cluster ?? defaultCluster
        let collected = try takenAt.map { try dump.read(cluster: cluster, takenAt: $0) } ?? dump.read(cluster: cluster, now: .now)
        Presentation.tell(collected.notices)
        guard !collected.hasNothing else {
            throw SourceError(file: from == "-" ? "standard input" : from, .nothingKept)
        }
        let store = try record.openToRecord()
        store.signingKey = key
        let (recorded, notices) = try collected.recordIdentified(in: store, rebuilt: rebuilt, confirmed: confirmDeletions)
        Presentation.tell(notices)
        try tell(recorded)
    }

    private func collectLive(_ key: SigningKey?) async throws {
        let logger = Logger(label: "isinventory") { _ in NoticeLog() }
        let live = try cluster.source(scope: source.scope, kinds: source.kinds.kinds(), record: record.path, logger: logger)
        let endpoint = try live.endpoint()
        let name = record.cluster ?? endpoint.name
        Presentation.tell(endpoint.warnings.map(\.sentence))
        StandardError.write(terminalSafe("reading cluster \(name) at \(endpoint.server), by \(endpoint.origin.words)") + "\n")
        let look = try await live.read(cluster: name, takenAt: .now)
        Presentation.tell(look.collected.notices)
        let store = try record.openToRecord()
        store.signingKey = key
        let (recorded, notices) = try look.record(in: store, rebuilt: rebuilt)
        Presentation.tell(notices)
        try tell(recorded)
    }

    private func tell(_ recorded: Recorded) throws {
        try StandardOutput.write(recorded.sentence + "\n")
        record.tellPlace()
        Presentation.tell(recorded.losses + clockNotices(takenAt: recorded.takenAt, now: .now))
        Presentation.tell(recorded.deletions.warnings + recorded.strangers(among: source.scope))
        // It is recorded, whatever comes of this.
        if let publishTo, let fleet = Fleet(publishTo) { try fleet.call(["publish", "--record", record.path]) }
        guard !recorded.incomplete.isEmpty else { return }
        Presentation.tell(recorded.incompleteness)
        throw Outcome.incomplete
    }
}

/// A dump does not say which cluster it is of.
let defaultCluster = "default"
