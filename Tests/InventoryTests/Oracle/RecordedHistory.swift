import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// One random history, recorded in a file and kept in full copies beside it.
struct RecordedHistory {
    let file: TemporaryFile
    let expected: ExpectedRows

    init(seed: UInt64, snapshots: Int) throws {
        self = try RecordedHistory.record(seeds: ["okd": seed], snapshots: snapshots)[0]
    }

    private init(file: TemporaryFile, expected: ExpectedRows) {
        self.file = file
        self.expected = expected
    }

    /// Records several clusters into one file, a snapshot of one after a snapshot of another.
    static func record(seeds: KeyValuePairs<String, UInt64>, snapshots: Int) throws -> [RecordedHistory] {
        let file = try TemporaryFile()
        let store = try RecordWriter(path: file.path)
        try store.connection.execute("PRAGMA synchronous = OFF")
        var clusters = seeds.map { LivingCluster(name: $0.key, seed: $0.value) }
        var copies = clusters.map { FullCopies(cluster: $0.name, contents: $0.contents) }
        var recorded = seeds.map { _ in [Recorded]() }
        for _ in 0..<snapshots {
            for index in clusters.indices {
                clusters[index].live()
                let look = clusters[index].look()
                // Two looks within one second: the second is refused.
                guard
                    copies[index].index(at: look.snapshot.takenAt).map({
                        copies[index].takenAt($0) < look.snapshot.takenAt
                    }) ?? true
                else { continue }
                // Half of all histories are recorded part by part.
                let seed = seeds[index].value
                recorded[index].append(
                    seed % 2 == 0
                        ? try store.record(look.snapshot)
                        : try store.record(look.snapshot, inPartsBy: seed &+ UInt64(recorded[index].count)))
                copies[index].add(look)
            }
        }
        return zip(copies, recorded).map { RecordedHistory(file: file, expected: ExpectedRows($0, recorded: $1)) }
    }

    var count: Int { expected.copies.copies.count }

    func takenAt(_ index: Int) -> Instant { expected.copies.takenAt(index) }

    /// What a view shows of this cluster.
    func rows(_ view: String, _ columns: String = "*", at instant: Instant? = nil) throws -> [[Value]] {
        try rows(view, columns, in: RecordReader(path: file.path, at: instant))
    }

    func rows(_ view: String, _ columns: String = "*", in record: RecordReader) throws -> [[Value]] {
        try record.rows("SELECT \(columns) FROM \(view) WHERE cluster = ?1", [.text(expected.copies.cluster)])
    }

    static let containerColumns = """
        cluster, namespace, kind, name, container, init, image, form, registry, repository, tag, digest, istag_namespace, \
        istag, tie, istag_digest, verdict, reason, stale_since, canonical, pulled_from, set_by, set_at, seen_from, \
        seen_until
        """

    static let containerHistoryColumns = """
        cluster, namespace, kind, name, container, init, image, form, registry, repository, tag, digest, istag_namespace, \
        istag, tie, canonical, pulled_from, set_by, set_at, seen_from, seen_until
        """

    static let runningColumns =
        "cluster, namespace, kind, name, container, init, image, digest, image_id, started_at, seen_from, seen_until"

    /// Holds every view of one instant against the full copies.
    func expectAsOf(_ instant: Instant?, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let record = try RecordReader(path: file.path, at: instant)
        let index = expected.copies.index(at: instant)
        func expect(_ view: String, _ columns: String = "*", _ rows: (Int) -> [[Value]]) throws {
            expectSame(
                try self.rows(view, columns, in: record), index.map(rows) ?? [],
                "\(view) at \(instant?.description ?? "now") (snapshot \(index ?? -1))", sourceLocation: sourceLocation)
        }
        try expect("workloads") { expected.workloads(at: $0) }
        try expect("containers", Self.containerColumns) { expected.containers(at: $0) }
        try expect("running", Self.runningColumns) { expected.running(at: $0) }
        try expect("containers", "cluster, namespace, kind, name, container, init, runs") { expected.runs(at: $0) }
        try expect("verdicts") { expected.verdicts(at: $0) }
        try expect("image_streams") { expected.streams(at: $0) }
        try expect("istags") { expected.tags(at: $0) }
        try expect("digest_changes") { expected.digestChanges(at: $0) }
        // These list every snapshot until then; the newest is what this one adds.
        let last = "(SELECT max(snapshot) FROM snapshots WHERE cluster = '\(expected.copies.cluster)')"
        guard let index else {
            expectSame(try rows("snapshots", in: record) + rows("coverage", in: record), [], "before the first")
            return
        }
        for (view, all) in [("snapshots", expected.snapshots(at: index)), ("coverage", expected.coverage(at: index))] {
            expectSame(
                try record.rows(
                    "SELECT * FROM \(view) WHERE cluster = ?1 AND snapshot = \(last)", [.text(expected.copies.cluster)]),
                all.filter { $0[1] == .integer(expected.numbers[index]) }, "\(view) of snapshot \(index)",
                sourceLocation: sourceLocation)
        }
    }
}
