public import Collector
internal import CollectorWords
public import Model
public import Record

/// Listens to a cluster between two looks.
public protocol ClusterFollower: Sendable {
    /// What is not followed, and why, a sentence each.
    var remarks: [String] { get }
    /// Begins to listen, from the look on that brought it.
    ///
    /// - Parameter old: What listened until then; it is ended.
    /// - Returns: In how many objects of which kinds the look corrects what the old one had told.
    func begin(after old: (any ClusterFollower)?) async -> [ObjectKind: Int]
    /// Returns as soon as there is something to record or to say, or the task is cancelled.
    func nextNews() async
    /// Whether there is something to record.
    var hasNews: Bool { get async }
    /// Whether something came and went that a look can no longer show.
    var hasPassed: Bool { get async }
    /// Why the next look is due early; nil where nothing is lost.
    var loss: String? { get async }
    /// What was refused since this was last asked, a sentence each.
    func refusals() async -> [String]
    /// How it went so far.
    var figures: FollowFigures { get async }
    /// A look begins.
    func lookBegins() async
    /// What there is to record; nil where that is nothing. ``settle(isRecorded:)`` says what became of it.
    func take(_ takenAt: Instant) async -> FollowedObservation?
    /// What was taken is recorded, or is to be taken again.
    func settle(isRecorded: Bool) async
    /// Stops listening.
    func end() async
}

/// What a follower heard, to be recorded together.
public struct FollowedObservation: Sendable {
    /// What is told of it before its objects.
    public let header: SnapshotHeader
    /// Records it in one transaction; nil where nothing that is kept changed.
    let record: @Sendable (RecordWriter) throws -> Recorded?

    /// Describes what was heard.
    public init(header: SnapshotHeader, record: @escaping @Sendable (RecordWriter) throws -> Recorded?) {
        self.header = header
        self.record = record
    }
}

extension ClusterFollowing: ClusterFollower {
    /// Begins to listen; only another of its own sort can be gone on from.
    public func begin(after old: (any ClusterFollower)?) async -> [ObjectKind: Int] {
        await begin(after: old as? ClusterFollowing)
    }

    /// What there is to record now.
    public func take(_ takenAt: Instant) async -> FollowedObservation? {
        guard let changes: FollowedChanges = await take(takenAt) else { return nil }
        return FollowedObservation(header: changes.header) { try changes.record(in: $0) }
    }
}
