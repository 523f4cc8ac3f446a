public import Model
public import Record
internal import SQLite
internal import Texts

/// Publishes a record file's clusters.
///
/// The chain of seals is the cursor: a transaction locks the cluster's head, wants its seal to be one of the file's, writes what came
/// after, and moves the head on. So it can be ended at any instant and begun again, and doing it twice does nothing.
public struct Publisher {
    /// What publishing a cluster did.
    public struct Outcome: Sendable, Equatable {
        /// The cluster.
        public let cluster: String
        /// How many snapshots were written.
        public var snapshots = 0
        /// How many rows were written or ended.
        public var rows = 0
        /// Whether all that was there was replaced, and why.
        public var replaced: Replacement?
        /// Up to when it is published now.
        public var newest: Instant?
    }

    private let connection: Connection
    private let record: RecordReader

    /// As many changes are published in a transaction, or one snapshot where it has more.
    private let most: Int64

    /// Publishes from a file to a server whose schema is made.
    public init(_ record: RecordReader, to connection: Connection, changesAtOnce most: Int64 = 50_000) {
        self.record = record
        self.connection = connection
        self.most = most
    }

    /// Publishes every cluster, or one.
    ///
    /// - Parameters:
    ///   - replace: Whether what is there of it is thrown away.
    ///   - limit: Ends after so many transactions; nil ends when all is published.
    public func publish(cluster name: String? = nil, replace: Bool = false, limit: Int? = nil) throws -> [Outcome] {
        let clusters = try record.publishedClusters().filter { cluster in
            name.map { cluster.name.hasSameBytes(as: $0) } ?? true
        }
        if let name, clusters.isEmpty {
            throw FleetError.unknownCluster(
                server: record.path, name: name, known: try record.publishedClusters().map(\.name))
        }
        return try clusters.map { try publish($0, replace: replace, limit: limit) }
    }

    private func publish(_ cluster: PublishedCluster, replace: Bool, limit: Int?) throws -> Outcome {
        var outcome = Outcome(cluster: cluster.name)
        var replace = replace
        var rounds = 0
        while limit.map({ rounds < $0 }) ?? true {
            let isDone = try round(cluster, replace: replace, &outcome)
            replace = false
            rounds += 1
            if isDone { break }
        }
        return outcome
    }

    /// One transaction.
    ///
    /// - Returns: Whether nothing is left to do.
    private func round(_ cluster: PublishedCluster, replace: Bool, _ outcome: inout Outcome) throws -> Bool {
        try record.connection.reading {
            guard let end = try record.chainEnd(of: cluster) else { return true }
            var written = outcome
            let isDone = try connection.transaction {
                try connection.run(
                    "INSERT INTO isinventory.cluster (cluster) VALUES ($1) ON CONFLICT DO NOTHING",
                    [PlainText.written(cluster.name)])
                let begin = try beginning(cluster, end, replace: replace)
                written.newest = end.takenAt
                if begin.isUpToDate { return true }
                if let reason = begin.replaced {
                    try removeAll(cluster)
                    written.replaced = reason
                }
                let steps = try steps(of: cluster, after: begin.snapshot)
                // What replaces something is one transaction, so that nobody ever sees half of it.
                let now = begin.replaced == nil ? steps.prefix(1) : steps[...]
                var before = begin.snapshot
                for step in now {
                    written.snapshots += step.snapshots
                    for table in PublishedTable.all {
                        written.rows += try TableWriter(connection, record.connection, cluster, table).write(
                            after: before, through: step.last)
                    }
                    before = step.last
                }
                let isDone = now.count == steps.count
                if let last = now.last {
                    try moveHead(cluster, end, to: last)
                    if isDone { try tellPods(of: cluster) }
                    try FleetFigures(connection).write(of: PlainText.written(cluster.name))
                }
                written.newest = now.last?.takenAt
                return isDone
            }
            outcome = written
            return isDone
        }
    }

    // MARK: Where to go on

    private struct Beginning {
        /// The newest snapshot that is published, 0 for none.
        var snapshot: Int64 = 0
        var isUpToDate = false
        /// Why all that is there goes first.
        var replaced: Replacement?
    }

    /// Locks the head, and finds it in the file.
    private func beginning(_ cluster: PublishedCluster, _ end: ChainEnd, replace: Bool) throws -> Beginning {
        let row = try connection.rows(
            "SELECT head_taken_at, head_seal, cuts, last_cut, rules, uid FROM isinventory.cluster WHERE cluster = $1 FOR UPDATE",
            [PlainText.written(cluster.name)]
        ).first
        guard let row else { throw FleetError.changed(server: connection.server, cluster: cluster.name, table: "cluster") }
        guard let takenAt = row[0].flatMap(FleetTime.instant) else { return Beginning() }
        let head = ChainEnd(
            takenAt: takenAt, seal: row[1] ?? "", cuts: row[2].flatMap(Int64.init) ?? 0, lastCut: row[3],
            rules: row[4].flatMap(Int64.init) ?? 0)
        if replace { return Beginning(replaced: .askedFor) }
        if let there = row[5], let here = cluster.uid, there != PlainText.written(here) {
            // A cluster that was installed anew goes on under its name, and its seals show it.
            if try record.snapshot(of: cluster, takenAt: head.takenAt)?.seal != head.seal {
                throw FleetError.anotherCluster(server: connection.server, path: record.path, cluster: cluster.name)
            }
        }
        guard let known = try record.snapshot(of: cluster, takenAt: head.takenAt), known.seal == head.seal else {
            throw try parting(cluster, end, head)
        }
        if end.isKept(like: head) { return Beginning(snapshot: known.number, isUpToDate: end.takenAt == head.takenAt) }
        guard try isCutFurther(cluster, end, than: head) else {
            throw FleetError.olderCopy(
                server: connection.server, path: record.path, cluster: cluster.name, here: end.takenAt, there: head.takenAt)
        }
        return Beginning(
            replaced: end.cuts == head.cuts ? .otherRules : .pruned)
    }

    /// Whether what was cut there was cut here as well.
    private func isCutFurther(_ cluster: PublishedCluster, _ end: ChainEnd, than head: ChainEnd) throws -> Bool {
        guard let last = head.lastCut else { return true }
        return try record.rows(
            "SELECT 1 FROM cut WHERE cluster_id = ?1 AND lower(hex(seal)) = ?2", [.integer(cluster.number), .text(last)]
        ).first != nil
    }

    /// Why the file does not go on from the head.
    private func parting(_ cluster: PublishedCluster, _ end: ChainEnd, _ head: ChainEnd) throws -> FleetError {
        let server = connection.server
        let name = PlainText.written(cluster.name)
        func isThere(_ takenAt: Instant, _ seal: String) throws -> Bool {
            try connection.rows(
                "SELECT 1 FROM isinventory.snapshot WHERE cluster = $1 AND taken_at = $2 AND seal = $3",
                [name, takenAt.description, seal]
            ).first != nil
        }
        if end.takenAt < head.takenAt, try isThere(end.takenAt, end.seal) {
            return .olderCopy(server: server, path: record.path, cluster: cluster.name, here: end.takenAt, there: head.takenAt)
        }
        let snapshots = try record.rows(
            "SELECT taken_at, lower(hex(seal)) FROM snapshot WHERE cluster_id = ?1 ORDER BY taken_at", [.integer(cluster.number)])
        // Seals are chained: where one is the same, all before it are.
        var low = 0
        var high = snapshots.count
        while low < high {
            let middle = (low + high) / 2
            let takenAt = Instant(secondsSince1970: snapshots[middle][0].integer ?? 0)
            if try isThere(takenAt, snapshots[middle][1].text ?? "") { low = middle + 1 } else { high = middle }
        }
        let common = low > 0 ? snapshots[low - 1][0].integer.map { Instant(secondsSince1970: $0) } : nil
        let oldest = snapshots.first?[0].integer ?? 0
        if common == nil, end.cuts > head.cuts, oldest > head.takenAt.secondsSince1970 {
            return .prunedAway(server: server, path: record.path, cluster: cluster.name, there: head.takenAt)
        }
        return .fork(server: server, path: record.path, cluster: cluster.name, common: common, there: head.takenAt)
    }

    // MARK: How far to go

    private struct Step {
        var last: Int64
        var takenAt: Instant
        var seal: String
        var snapshots: Int
        var changes: Int64
    }

    /// The snapshots that are not published yet, in portions.
    private func steps(of cluster: PublishedCluster, after snapshot: Int64) throws -> [Step] {
        var steps: [Step] = []
        for row in try record.rows(
            "SELECT id, taken_at, lower(hex(seal)), changes FROM snapshot WHERE cluster_id = ?1 AND id > ?2 ORDER BY id",
            [.integer(cluster.number), .integer(snapshot)])
        {
            // A snapshot's own row is work as well.
            let changes = (row[3].integer ?? 0) + 10
            var step = Step(
                last: row[0].integer ?? 0, takenAt: Instant(secondsSince1970: row[1].integer ?? 0), seal: row[2].text ?? "",
                snapshots: 1, changes: changes)
            if let previous = steps.last, previous.changes + changes <= most {
                step.snapshots += previous.snapshots
                step.changes += previous.changes
                steps[steps.count - 1] = step
            } else {
                steps.append(step)
            }
        }
        return steps
    }

    // MARK: What is written

    private func removeAll(_ cluster: PublishedCluster) throws {
        for table in PublishedTable.all {
            try connection.run("DELETE FROM isinventory.\(table.name) WHERE cluster = $1", [PlainText.written(cluster.name)])
        }
    }

    /// In how many Pods something runs, the file knows as of its newest snapshot alone.
    private func tellPods(of cluster: PublishedCluster) throws {
        try TableWriter.writePodCounts(connection, record.connection, cluster)
        try connection.run(
            "UPDATE isinventory.cluster SET pods_at = head_taken_at WHERE cluster = $1", [PlainText.written(cluster.name)])
    }

    private func moveHead(_ cluster: PublishedCluster, _ end: ChainEnd, to step: Step) throws {
        let first = try record.rows(
            "SELECT min(taken_at) FROM snapshot WHERE cluster_id = ?1 AND stub = 0", [.integer(cluster.number)]
        ).first?[0].integer.map { Instant(secondsSince1970: $0).description }
        try connection.run(
            """
            UPDATE isinventory.cluster SET uid = $2, version_id = $3, infrastructure = $4, rules = $5, head_taken_at = $6,
                head_seal = $7, cuts = $8, last_cut = $9, first_taken_at = $10, published_at = now()
            WHERE cluster = $1
            """,
            [
                PlainText.written(cluster.name), cluster.uid.map(PlainText.written), cluster.versionID.map(PlainText.written),
                cluster.infrastructure.map(PlainText.written), String(end.rules), step.takenAt.description, step.seal,
                String(end.cuts), end.lastCut, first,
            ])
    }
}

/// Why all that was there of a cluster was replaced.
public enum Replacement: Sendable {
    /// Somebody asked for it.
    case askedFor
    /// Its containers are judged by other rules.
    case otherRules
    /// The record was pruned further than what is there.
    case pruned
}
