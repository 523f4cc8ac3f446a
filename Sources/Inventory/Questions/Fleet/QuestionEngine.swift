public import Model
public import Record
public import SQLite

/// What questions are asked of: a record file, or a fleet in PostgreSQL.
///
/// A question is written once, in SQL over the views and a few of the steps on the way to them (names that end in _), which both have
/// alike. It uses what both dialects know: no functions of time, `NULLS FIRST` where an order has NULLs, CAST where sums are wanted as whole
/// numbers. What is found by row numbers, which a fleet does not have, is asked by the requirements below.
public protocol QuestionEngine {
    /// What is asked, for messages: a file's path, a server.
    var path: String { get }
    /// The instant that the plain views show; nil is now.
    var instant: Instant? { get }
    /// The rows that some SQL answers; values stand for `?1`, `?2`, …
    func rows(_ sql: String, _ values: [Value]) throws -> [[Value]]
    /// The same as cells.
    func cells(_ sql: String, _ values: [Value]) throws -> [[Answer.Cell]]
    /// Each cluster, by name, with the snapshot that is shown.
    func clusters() throws -> [RecordReader.Standing]
    /// Those of the namespaces of which nothing was ever recorded, and all of which something was where there are such.
    func unknownNamespaces(among namespaces: [String]) throws -> (unknown: [String], known: [String])
    /// The kinds of workloads that answers may tell of.
    func kindsOfWorkloads() throws -> [ObjectKind]
    /// What the snapshot that is shown of a cluster looked at: kind, outcome, namespace, message.
    func coverage(of standing: RecordReader.Standing) throws -> [[Value]]
    /// The snapshots that took much for gone, oldest first, up to the instant asked about.
    func massDeletions(of cluster: String) throws -> [MassDeletion]
}

extension QuestionEngine {
    func rows(_ sql: String) throws -> [[Value]] { try rows(sql, []) }
}

extension RecordReader: QuestionEngine {
    /// Those of the namespaces that the file never heard of.
    public func unknownNamespaces(among namespaces: [String]) throws -> (unknown: [String], known: [String]) {
        let known = try rows("SELECT DISTINCT name FROM namespace").compactMap { $0[0].text }
        return (namespaces.filter { !known.contains($0) }, known)
    }

    /// What the snapshot that is shown looked at.
    public func coverage(of standing: Standing) throws -> [[Value]] {
        try rows(
            "SELECT kind, outcome, namespace, message FROM coverage WHERE cluster = ?1 AND snapshot = ?2",
            [.text(standing.cluster), .integer(lastLook(of: standing.cluster)?.snapshot ?? 0)])
    }

    /// The snapshots that took much for gone, up to the instant asked about.
    public func massDeletions(of cluster: String) throws -> [MassDeletion] { try massDeletions(of: cluster, in: nil) }
}
