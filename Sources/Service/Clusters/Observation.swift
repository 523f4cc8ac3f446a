public import Collector
internal import CollectorWords
public import Model
public import Record

/// What one look brought, and what it cost.
public struct Observation: Sendable {
    /// What is to be recorded, its objects aside.
    public let header: SnapshotHeader
    /// What a person should know of it, a sentence each.
    public let notices: [String]
    /// Bytes of the cluster's answers, after decompression.
    public var receivedBytes: Int64
    /// Requests sent, those that were sent again included.
    public var requests: Int64
    /// Who listens from this look on; nil where nobody does.
    public var follower: (any ClusterFollower)?
    private let recording: Recording

    /// Records a look in one transaction, or throws and leaves the file as it was. Also gives what a person should know that only
    /// the record could tell, a sentence each.
    public typealias Recording = @Sendable (RecordWriter) throws -> (recorded: Recorded, notices: [String])

    /// What a source collected, and its cost.
    public init(
        _ collected: Collected, receivedBytes: Int64 = 0, requests: Int64 = 0, record: @escaping Recording
    ) {
        header = collected.header
        notices = collected.notices
        recording = record
        self.receivedBytes = receivedBytes
        self.requests = requests
    }

    /// A snapshot that is held whole.
    init(_ snapshot: Snapshot, receivedBytes: Int64 = 0, requests: Int64 = 0) {
        header = snapshot.header
        notices = []
        recording = { (try $0.record(snapshot), []) }
        self.receivedBytes = receivedBytes
        self.requests = requests
    }

    /// Records it in one transaction.
    ///
    /// - Throws: ``StoreError``, or what reading back the objects throws; the file is then as it was.
    func record(in store: RecordWriter) throws -> (recorded: Recorded, notices: [String]) { try recording(store) }
}
