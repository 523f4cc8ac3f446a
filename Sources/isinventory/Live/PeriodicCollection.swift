import ArgumentParser
import ClusterAPI
import ClusterWords
import Collector
import Logging
import Model
import Record
import Report
import Service
import Web

/// `collect --every`: looks at one or more clusters until it is told to end.
///
/// What is wrong from the start, such as a context that is not there, ends it at once with words and an exit code; whatever goes
/// wrong later is recorded, logged and tried again.
struct PeriodicCollection {
    let options: PeriodicOptions
    let cluster: ClusterOptions
    let scope: Scope?
    let kinds: Kinds
    let record: RecordOptions
    let key: SigningKey?
    /// Where to publish what is recorded.
    var fleet: Fleet?

    /// Beyond its own deadline, by which it records what it has, a look gets this long to end.
    private static let grace: Int64 = 30

    func run() async throws {
        LeanHeap.use()
        let log = options.logger()
        let contexts: [String?] = cluster.context.isEmpty ? [nil] : cluster.context
        let targets = try contexts.map { try target($0, log) }
        try refuseOneName(targets)
        let path = try prepare()
        log.info("records in \(path)")
        var plan = CollectorService.Plan(targets: targets, listen: options.listen, version: Program.version)
        plan.notify = try options.notifyTarget()
        if let address = options.serve {
            DescriptorLimit.raise()
            plan.serve = (
                address, try options.access().access(), RecordSite(path: path, settings: record.siteSettings(nil))
            )
        }
        let service = CollectorService(
            plan,
            writer: SnapshotQueue(path: path, signingKey: key), log: log)
        let publishing = fleet.map { PublishingProcess($0, record: path, log: log) }
        publishing?.start()
        defer { publishing?.end() }
        try await service.run()
    }

    private func target(_ context: String?, _ log: Logger) throws -> ClusterTarget {
        var source = cluster.source(context: context, scope: scope, kinds: kinds, record: record.path, logger: log)
        let endpoint = try source.endpoint()
        let name = record.cluster ?? endpoint.name
        guard let schedule = options.schedule(of: name) else { throw ValidationError("--every is between 1s and 1w.") }
        var own = log
        own[metadataKey: "cluster"] = "\(name)"
        own.info("reads \(endpoint.server), by \(endpoint.origin.words)")
        for warning in endpoint.warnings { own.warning("\(warning.sentence)") }
        source.logger = own
        let deadline = min(cluster.deadline, schedule.period)
        source.deadline = .seconds(deadline)
        source.isFollowed = options.follow
        var target = ClusterTarget(
            name: name, schedule: schedule, limit: .seconds(deadline + Self.grace), namespaces: scope?.names ?? [nil],
            kinds: kinds
        ) { [source] in
            await source.forgetCredentials()
            return LiveObserver(source: source)
        }
        target.isFollowed = options.follow
        return target
    }

    /// Contexts of one cluster with different users have the cluster's name, and a name is one history.
    private func refuseOneName(_ targets: [ClusterTarget]) throws {
        for (name, same) in Dictionary(grouping: targets, by: \.name) where same.count > 1 {
            throw ValidationError(
                "two of the --context lead to a cluster that is called \(terminalSafe(name)); keep one of them, or run two collectors "
                    + "with a --cluster each.")
        }
    }

    /// Makes the record where there is none. A file that cannot be written, or is another program's, is said now.
    private func prepare() throws -> String { try record.openToRecord().path }
}

extension Scope {
    /// Its namespaces, nil standing for all.
    fileprivate var names: [String?] {
        switch self {
        case .all: [nil]
        case .namespaces(let names): names
        }
    }
}
