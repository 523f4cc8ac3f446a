internal import Model
internal import Record
internal import SQLite
internal import Texts

/// A number of the report's headline, beside the same number one period earlier.
public struct ReportFigure: Sendable, Equatable {
    /// What is counted. States are counted at the period's end, events over the period.
    public enum Name: String, Sendable, CaseIterable {
        /// Workloads that stand.
        case workloads
        /// Containers of their pod templates.
        case containers
        /// Containers on a long reference.
        case longReferences = "long_references"
        /// Containers that run an earlier digest of their tag, by their image or by what their Pods run.
        case stale
        /// Containers of which their image does not say what runs.
        case floating
        /// Those of them of which Pods say what runs.
        case floatingKnown = "floating_known"
        /// Containers whose short name nothing resolved.
        case unresolved
        /// Tags whose last import failed.
        case failingImports = "failing_imports"
        /// Tags that follow an external tag and are not imported again by themselves.
        case unscheduledTags = "unscheduled_tags"
        /// Tags that no container is tied to.
        case noWorkloadTags = "no_workload_tags"
        /// Tags that came to point elsewhere.
        case digestChanges = "digest_changes"
        /// Containers whose image changed.
        case imageChanges = "image_changes"
        /// Objects that came.
        case appeared
        /// Objects that went.
        case disappeared
    }

    /// What is counted.
    public let name: Name
    /// The number.
    public let value: Int64
    /// The number one period earlier; nil where nobody looked then.
    public let before: Int64?

    /// How much more it is than before.
    public var change: Int64? { before.map { value - $0 } }
}

/// Numbers of states at one instant.
struct StateCounts: Sendable {
    private let workloads: Int64
    private var containers: Int64 = 0
    private var longReferences: Int64 = 0
    private var stale: Int64
    private var floating: Int64 = 0
    private var floatingKnown: Int64 = 0
    private var unresolved: Int64 = 0
    private let problems: [Problem: Int64]

    /// Counts what a record shows.
    ///
    /// - Parameters:
    ///   - containers: Every container that stands in the clusters asked for, whatever its namespace.
    ///   - staleInPods: How many containers only their Pods make stale.
    init(
        of record: RecordReader, _ filter: Filter, containers all: [ContainerRow], staleInPods: Int, problems: [Problem: Int64]
    ) throws {
        stale = Int64(staleInPods)
        workloads = try record.workloadCount(filter)
        self.problems = problems
        for row in all where filter.includes(namespace: row.id.workload.namespace) {
            add(isLong: row.isLong, verdict: row.verdict, isKnownToRun: row.isKnownToRun)
        }
    }

    /// Counts what a record shows without reading each container; nil where it shows no snapshot of any cluster asked for.
    init?(of record: RecordReader, _ filter: Filter) throws {
        guard try record.clusters().contains(where: { $0.snapshot != nil && filter.asks($0.cluster) }) else { return nil }
        workloads = try record.workloadCount(filter)
        stale = Int64(try record.staleContainersInPods(filter).count)
        // What a tag is needed by stands anywhere in its cluster.
        let condition = Filter(cluster: filter.cluster).condition(over: ["cluster"], name: "")
        let isOfAll = filter.namespaces.isEmpty
        let rows = try record.rows(
            """
            SELECT \(LongForm.condition), verdict, verdict = 'floating' AND \(ContainerRow.isKnownToRun(in: "judged_")), istag_id,
                \(isOfAll ? "NULL" : "namespace")
            FROM judged_\(condition.clause)
            """, condition.values)
        problems = try record.problemCounts(filter, tied: Set(rows.compactMap { $0[3].integer }))
        for row in rows where isOfAll || filter.includes(namespace: row[4].text ?? "") {
            add(isLong: row[0] == .integer(1), verdict: row[1].text, isKnownToRun: row[2] == .integer(1))
        }
    }

    private mutating func add(isLong: Bool, verdict: String?, isKnownToRun: Bool) {
        containers += 1
        if verdict == "floating" { floating += 1 }
        if verdict == "floating", isKnownToRun { floatingKnown += 1 }
        if isLong { longReferences += 1 }
        if verdict == "stale" { stale += 1 }
        if verdict == "unresolved" { unresolved += 1 }
    }

    func count(of name: ReportFigure.Name) -> Int64? {
        switch name {
        case .workloads: workloads
        case .containers: containers
        case .longReferences: longReferences
        case .stale: stale
        case .floating: floating
        case .floatingKnown: floatingKnown
        case .unresolved: unresolved
        case .failingImports: problems[.failingImport] ?? 0
        case .unscheduledTags: problems[.unscheduledTag] ?? 0
        case .noWorkloadTags: problems[.noWorkload] ?? 0
        case .digestChanges, .imageChanges, .appeared, .disappeared: nil
        }
    }
}

extension RecordReader {
    fileprivate func workloadCount(_ filter: Filter) throws -> Int64 {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        return try rows("SELECT count(*) FROM workloads\(condition.clause)", condition.values)[0][0].integer ?? 0
    }
}

extension [StreamProblem] {
    /// How many there are of each kind.
    var counts: [Problem: Int64] { Dictionary(map { ($0.problem, 1) }, uniquingKeysWith: +) }
}

extension Filter {
    /// Whether a cluster is asked for.
    func asks(_ name: String) -> Bool { cluster.map { $0.hasSameBytes(as: name) } ?? true }
}
