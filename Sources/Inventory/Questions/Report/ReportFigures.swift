internal import Model
internal import Record

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
        /// Containers that run an earlier digest of their tag.
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
    private let containers: [ContainerRow]
    private let problems: [Problem: Int64]

    /// Counts what a record shows.
    ///
    /// - Parameter containers: Every container that stands in the clusters asked for, whatever its namespace.
    init(of record: RecordReader, _ filter: Filter, containers all: [ContainerRow], problems: [Problem: Int64]) throws {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        workloads = try record.rows("SELECT count(*) FROM workloads\(condition.clause)", condition.values)[0][0].integer ?? 0
        containers = all.filter { filter.includes(namespace: $0.id.workload.namespace) }
        self.problems = problems
    }

    /// Counts what a record shows; nil where it shows no snapshot of any cluster asked for.
    init?(of record: RecordReader, _ filter: Filter) throws {
        guard try record.clusters().contains(where: { $0.snapshot != nil && filter.asks($0.cluster) }) else { return nil }
        let containers = try ContainerRow.standing(in: record, cluster: filter.cluster)
        let problems = try record.problemCounts(filter, tied: Set(containers.compactMap(\.tagID)))
        try self.init(of: record, filter, containers: containers, problems: problems)
    }

    func count(of name: ReportFigure.Name) -> Int64? {
        switch name {
        case .workloads: workloads
        case .containers: Int64(containers.count)
        case .longReferences: Int64(containers.count(where: \.isLong))
        case .stale: Int64(containers.count { $0.verdict == "stale" })
        case .floating: Int64(containers.count { $0.verdict == "floating" })
        case .floatingKnown: Int64(containers.count { $0.verdict == "floating" && $0.isKnownToRun })
        case .unresolved: Int64(containers.count { $0.verdict == "unresolved" })
        case .failingImports: problems[.failingImport] ?? 0
        case .unscheduledTags: problems[.unscheduledTag] ?? 0
        case .noWorkloadTags: problems[.noWorkload] ?? 0
        case .digestChanges, .imageChanges, .appeared, .disappeared: nil
        }
    }
}

extension [StreamProblem] {
    /// How many there are of each kind.
    var counts: [Problem: Int64] { Dictionary(map { ($0.problem, 1) }, uniquingKeysWith: +) }
}

extension Filter {
    /// Whether a cluster is asked for.
    func asks(_ name: String) -> Bool { cluster.map { $0 == name } ?? true }
}
