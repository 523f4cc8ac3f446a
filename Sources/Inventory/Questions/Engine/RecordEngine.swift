public import Model
public import Record
public import SQLite
internal import Texts

extension RecordReader: QuestionEngine {
    /// The record.
    public var scope: QuestionError.Scope { .record }

    /// Those of the namespaces that the file never heard of.
    public func unknownNamespaces(among namespaces: [String]) throws -> (unknown: [String], known: [String]) {
        let known = try rows("SELECT DISTINCT name FROM namespace").compactMap { $0[0].text }
        return (namespaces.filter { name in !known.contains { $0.hasSameBytes(as: name) } }, known)
    }

    /// Whether the file has heard of a namespace.
    public func knowsNamespace(_ name: String) throws -> Bool {
        try !rows("SELECT 1 FROM namespace WHERE name = ?1 LIMIT 1", [.text(name)]).isEmpty
    }

    /// What the snapshot that is shown looked at.
    public func coverage(of standing: Standing) throws -> [[Value]] {
        try rows(
            "SELECT kind, outcome, namespace, message FROM coverage WHERE cluster = ?1 AND snapshot = ?2",
            [.text(standing.cluster), .integer(lastLook(of: standing.cluster)?.snapshot ?? 0)])
    }

    /// The snapshots that took much for gone, up to the instant asked about.
    public func massDeletions(of cluster: String) throws -> [MassDeletion] { try massDeletions(of: cluster, in: nil) }

    /// The newest look that is shown.
    public func lastLook(of cluster: String) throws -> (snapshot: Int64, takenAt: Instant)? { try newestLook(of: cluster) }

    /// Whether the file tells of any Pods.
    public func knowsPods(of cluster: String) throws -> Bool { try !rows("SELECT 1 FROM ran_ LIMIT 1").isEmpty }

    /// By numbers.
    public var links: Links { .numbers }
}
