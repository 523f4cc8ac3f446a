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
        /// Containers whose short name nothing resolved.
        case unresolved
        /// Tags whose last import failed.
        case failingImports = "failing_imports"
        /// Tags that came to point elsewhere.
        case digestChanges = "digest_changes"
        /// Containers whose image changed.
        case imageChanges = "image_changes"
        /// Objects that came.
        case appeared
        /// Objects that went.
        case disappeared

        /// Whether it counts what happened rather than what stands.
        public var isEvent: Bool {
            switch self {
            case .digestChanges, .imageChanges, .appeared, .disappeared: true
            default: false
            }
        }
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
struct StateCounts {
    var workloads: Int64 = 0
    var containers: Int64 = 0
    var longReferences: Int64 = 0
    var stale: Int64 = 0
    var unresolved: Int64 = 0
    var failingImports: Int64 = 0

    /// Counts what a record shows; nil where it shows no snapshot of any cluster asked for.
    init?(of record: Record, _ filter: Filter) throws {
        guard try record.clusters().contains(where: { $0.snapshot != nil && filter.asks($0.cluster) }) else { return nil }
        let place = filter.condition(over: ["cluster", "namespace"], name: "")
        var standing = place
        standing.add("standing = 1")
        let verdicts = try record.rows(
            """
            SELECT count(*), coalesce(sum(form LIKE 'long-%'), 0), coalesce(sum(verdict = 'stale'), 0),
                coalesce(sum(verdict = 'unresolved'), 0) FROM container_row_\(standing.clause)
            """, standing.values)
        var failing = place
        failing.add("standing = 1")
        failing.add("import_error_id IS NOT NULL")
        containers = verdicts[0][0].integer ?? 0
        longReferences = verdicts[0][1].integer ?? 0
        stale = verdicts[0][2].integer ?? 0
        unresolved = verdicts[0][3].integer ?? 0
        workloads = try record.count("workloads", place)
        failingImports = try record.count("istag_case_", failing)
    }

    /// Counts containers that were read already.
    init(of record: Record, _ filter: Filter, containers rows: [ContainerRow], failingImports: Int) throws {
        workloads = try record.count("workloads", filter.condition(over: ["cluster", "namespace"], name: ""))
        containers = Int64(rows.count)
        longReferences = Int64(rows.count { $0.isLong })
        stale = Int64(rows.count { $0.verdict == "stale" })
        unresolved = Int64(rows.count { $0.verdict == "unresolved" })
        self.failingImports = Int64(failingImports)
    }

    func count(of name: ReportFigure.Name) -> Int64? {
        switch name {
        case .workloads: workloads
        case .containers: containers
        case .longReferences: longReferences
        case .stale: stale
        case .unresolved: unresolved
        case .failingImports: failingImports
        case .digestChanges, .imageChanges, .appeared, .disappeared: nil
        }
    }
}

extension Record {
    fileprivate func count(_ view: String, _ condition: Filter.Condition) throws -> Int64 {
        try rows("SELECT count(*) FROM \(view)\(condition.clause)", condition.values)[0][0].integer ?? 0
    }
}

extension Filter {
    /// Whether a cluster is asked for.
    func asks(_ name: String) -> Bool { cluster.map { $0 == name } ?? true }
}
