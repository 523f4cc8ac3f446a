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
    /// How the whole of it is called where something is not found in it.
    var scope: QuestionError.Scope { get }
    /// The rows that some SQL answers; values stand for `?1`, `?2`, …
    func rows(_ sql: String, _ values: [Value]) throws -> [[Value]]
    /// The same as cells.
    func cells(_ sql: String, _ values: [Value]) throws -> [[Answer.Cell]]
    /// Each cluster, by name, with the snapshot that is shown.
    func clusters() throws -> [RecordReader.Standing]
    /// Those of the namespaces of which nothing was ever recorded, and all of which something was where there are such.
    func unknownNamespaces(among namespaces: [String]) throws -> (unknown: [String], known: [String])
    /// Whether anything of a namespace was ever recorded.
    func knowsNamespace(_ name: String) throws -> Bool
    /// Digests that begin so, at most fifty.
    func digests(beginning: String) throws -> [String]
    /// The row numbers of some objects; nil where nothing has a number.
    func numbers(of objects: NumberedObjects) throws -> [Int64]?
    /// Of each of some looks the one before it that saw the same kind there whole; nil where there was none.
    func looks(before looks: [LookLimit]) throws -> [Instant?]
    /// The kinds of whatever Pods that ran something were made for.
    func kindsOfOwners() throws -> [ObjectKind]
    /// The kinds of workloads that answers may tell of: in a cluster, or in any.
    func kindsOfWorkloads(in cluster: String?) throws -> [ObjectKind]
    /// What the snapshot that is shown of a cluster looked at: kind, outcome, namespace, message.
    func coverage(of standing: RecordReader.Standing) throws -> [[Value]]
    /// The snapshots that took much for gone, oldest first, up to the instant asked about.
    func massDeletions(of cluster: String) throws -> [MassDeletion]
    /// The newest snapshot of a cluster for which somebody looked, up to the one shown; it is that one itself unless watches told it.
    func lastLook(of cluster: String) throws -> (snapshot: Int64, takenAt: Instant)?
    /// Whether Pods of a cluster were ever seen to run anything, so that their absence from a look is to be told.
    func knowsPods(of cluster: String) throws -> Bool
    /// How the clusters stand, by name.
    func overviews(_ filter: Filter) throws -> [ClusterOverview]
    /// The states by which containers lagged behind a tag at some time of a period.
    func staleStates(_ filter: Filter, in period: ReportPeriod) throws -> StaleStates
    /// Which tags and which short names that stand are problems of some kinds, a kind after the other.
    func problemsOfTagsAndNames(_ filter: Filter, _ wanted: [Problem]) throws -> [FoundProblem]
    /// How rows of two views are told to be of one thing.
    var links: Links { get }
}

/// The states by which containers lagged behind a tag at some time of a period, up to its end; each the container's names, what it ran,
/// istag_namespace, istag, stale_since, and when it began and ended, in seconds since 1970.
public struct StaleStates: Sendable {
    /// Of images that lagged behind.
    let images: [[Value]]
    /// Of what Pods ran while their container's image did not.
    let pods: [[Value]]
}

extension QuestionEngine {
    func rows(_ sql: String) throws -> [[Value]] { try rows(sql, []) }

    /// The kinds of workloads that answers may tell of.
    public func kindsOfWorkloads() throws -> [ObjectKind] { try kindsOfWorkloads(in: nil) }

    /// The newest look, asked of the views.
    public func newestLook(of cluster: String) throws -> (snapshot: Int64, takenAt: Instant)? {
        let row = try rows("SELECT snapshot, taken_at FROM last_look_ WHERE cluster = ?1", [.text(cluster)]).first
        guard let snapshot = row?[0].integer, let takenAt = row?[1].text.flatMap({ Instant($0) }) else { return nil }
        return (snapshot, takenAt)
    }
}
