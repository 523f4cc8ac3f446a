internal import ClusterAPI
internal import Logging
public import Model
package import Record
internal import Texts

/// What watches told of a cluster since it was last looked at, to be recorded together.
public struct FollowedChanges: Sendable {
    /// What is told of it before its objects.
    package let gathered: GatheredHeader
    let parts: [SnapshotPart]

    /// Records it in one transaction; nil where nothing that is kept changed.
    ///
    /// - Parameter header: What is told of it before, in words.
    /// - Throws: ``StoreError``; the file is then as it was.
    package func record(_ header: SnapshotHeader, in store: RecordWriter) throws -> Recorded? {
        try store.follow(header, parts: parts)
    }
}

/// How following a cluster went so far.
public struct FollowFigures: Sendable, Hashable {
    /// Watches that are open, or about to be.
    public var watches = 0
    /// Objects that watches showed or told to be deleted.
    public var events: Int64 = 0
    /// Watches that were asked for again, since they broke off or came to their time's end.
    public var restarts: Int64 = 0

    /// How it went.
    public init(watches: Int = 0, events: Int64 = 0, restarts: Int64 = 0) {
        self.watches = watches
        self.events = events
        self.restarts = restarts
    }
}

/// Listens, from one list of a cluster to the next, to what it says of its objects.
///
/// Each kind (in each namespace, where not all may be listed at once) has a watch that begins with the moment of its list. A watch that
/// breaks off is asked for again from the last moment it told of. One that cannot go on from there (410), or that tells what cannot be
/// understood, is over: that is recorded as coverage, and the next list is due early. What it missed is never taken for a deletion.
public final class ClusterFollowing: Sendable {
    private let hub: FollowHub
    private let source: ClusterSource
    private let connection: ClusterEndpoint
    private let cluster: String
    /// What is not followed, and why.
    package let unfollowed: [ClusterRemark]

    /// As many watches are open at once; each is a connection.
    static let mostWatches = 100

    init(_ source: ClusterSource, _ connection: ClusterEndpoint, cluster: String, _ seed: FollowSeed) {
        self.source = source
        self.connection = connection
        self.cluster = cluster
        let watches = seed.watches.sorted { ($0.namespace ?? "", $0.kind) < ($1.namespace ?? "", $1.kind) }
        var remarks = seed.remarks
        if watches.count > Self.mostWatches {
            remarks.append(.tooManyWatches(watches.count, opened: Self.mostWatches))
        }
        unfollowed = remarks
        hub = FollowHub(FollowedState(index: seed.index, pods: seed.pods, watches: Array(watches.prefix(Self.mostWatches))))
    }

    /// Begins to listen.
    ///
    /// - Parameter old: What listened until the list; it is ended.
    /// - Returns: In how many objects of which kinds the list corrects what the old watches had told.
    public func begin(after old: ClusterFollowing?) async -> [ObjectKind: Int] {
        var corrections: [ObjectKind: Int] = [:]
        if let old {
            // What happened just before the list may be on its way still.
            try? await Task.sleep(for: source.follow.grace)
            await old.end()
            corrections = await hub.goOn(after: old.hub.current)
        }
        var limits = source.limits
        limits.deadline = nil
        limits.concurrent = Self.mostWatches + 1
        let client = APIClient(
            connection, keeper: source.credentialKeeper, userAgent: source.userAgent, limits: limits, logger: source.logger)
        let watches = await hub.watches
        await hub.run(client) { [source, hub] in
            await withTaskGroup { group in
                for watch in watches {
                    group.addTask { await KindWatch(client: client, source: source, hub: hub, watch: watch).run() }
                }
            }
        }
        return corrections
    }

    /// Returns as soon as there is something to record, or the task is cancelled.
    public func nextNews() async { await hub.nextNews() }

    /// Whether there is something to record.
    public var hasNews: Bool { get async { await hub.current.hasNews } }

    /// Whether something came and went that nobody recorded, and that no list can show.
    public var hasPassed: Bool { get async { await hub.current.hasPassed } }

    /// Why the next list is due early; nil where nothing is lost.
    package var lost: WatchLoss? { get async { await hub.loss } }

    /// What was refused since this was last asked.
    package func takeRefused() async -> [RefusedWatch] { await hub.takeRefused() }

    /// How it went so far.
    public var figures: FollowFigures { get async { await hub.figures } }

    /// Where each watch is.
    var watches: [FollowedState.Watch] { get async { await hub.watches } }

    /// A look begins.
    public func lookBegins() async { await hub.listBegins() }

    /// What there is to record; nil where that is nothing. ``settle(isRecorded:)`` says what became of it.
    public func take(_ takenAt: Instant) async -> FollowedChanges? {
        guard let news = await hub.take() else { return nil }
        return FollowedChanges(
            news,
            GatheredHeader(
                cluster: cluster, takenAt: takenAt, source: "watches of \(connection.server.description)", coverage: []))
    }

    /// What was taken is recorded, or is to be taken again.
    public func settle(isRecorded: Bool) async { await hub.settle(isRecorded: isRecorded) }

    /// Stops listening.
    public func end() async { await hub.end() }
}

/// Where all watches of a cluster tell what they hear, and whoever records asks for it.
actor FollowHub {
    private var state: FollowedState
    private var restarts: Int64 = 0
    private var refused: [RefusedWatch] = []
    private(set) var loss: WatchLoss?
    private var waiting: CheckedContinuation<Void, Never>?
    private var running: (task: Task<Void, Never>, client: APIClient)?

    init(_ state: FollowedState) { self.state = state }

    var current: FollowedState { state }
    var watches: [FollowedState.Watch] { Array(state.watches.values) }
    var figures: FollowFigures {
        FollowFigures(watches: running == nil ? 0 : state.watches.count, events: state.events, restarts: restarts)
    }

    func goOn(after old: FollowedState) -> [ObjectKind: Int] {
        defer { wake() }
        return state.goOn(after: old)
    }

    func run(_ client: APIClient, _ body: @escaping @Sendable () async -> Void) {
        running = (Task { await body() }, client)
    }

    func end() async {
        guard let (task, client) = running else { return }
        running = nil
        task.cancel()
        await task.value
        // TLS waits seconds for the farewell of a server that hangs.
        Task { await client.shutdown() }
        wake()
    }

    // MARK: What watches tell

    /// Where a watch is to go on from; nil where it is over.
    func resourceVersion(_ scope: Coverage.Scope) -> String? { state.watches[scope]?.resourceVersion }

    func apply(_ events: [WatchEvent.Timed], _ scope: Coverage.Scope) {
        for event in events { state.apply(event, scope) }
        if state.watches[scope] == nil, loss == nil { loss = .tooMuch }
        if state.hasNews { wake() }
    }

    func restarted() { restarts += 1 }

    func broke(_ scope: Coverage.Scope, _ fault: WatchFault) {
        state.end(scope, fault)
        loss = loss ?? .broke(scope, fault)
        wake()
    }

    func refused(_ watch: RefusedWatch) {
        state.end(watch.scope, nil)
        refused.append(watch)
        wake()
    }

    // MARK: Who records

    func takeRefused() -> [RefusedWatch] {
        defer { refused = [] }
        return refused
    }

    func listBegins() { state.listBegins() }

    /// Nil where there is nothing to record.
    func take() -> FollowedNews? {
        guard state.hasNews else { return nil }
        let news = state.take()
        return news.isEmpty ? nil : news
    }

    func settle(isRecorded: Bool) { state.settle(isRecorded: isRecorded) }

    func nextNews() async {
        guard !state.hasNews, loss == nil, refused.isEmpty, running != nil else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiting?.resume()
                waiting = continuation
                if Task.isCancelled { wake() }
            }
        } onCancel: {
            Task { await self.wake() }
        }
    }

    private func wake() {
        waiting?.resume()
        waiting = nil
    }
}

extension FollowedChanges {
    /// One part a namespace, in the order of their bytes, and of what they know anything.
    fileprivate init(_ all: FollowedNews, _ header: GatheredHeader) {
        var parts: [ExactText: SnapshotPart] = [:]
        var told: [Coverage.Scope: Int] = [:]
        for (key, news) in all.objects {
            let namespace = ExactText(key.namespace)
            var part = parts[namespace] ?? SnapshotPart(lastNamespace: key.namespace)
            told[Coverage.Scope(kind: key.kind, namespace: key.namespace), default: 0] += 0
            if key.kind == .imageStream {
                told[Coverage.Scope(kind: .imageStreamTag, namespace: key.namespace), default: 0] += 0
            }
            switch news {
            case .gone: part.gone.append(GoneObject(kind: key.kind, namespace: key.namespace, name: key.name))
            case .shown(.workload(let workload), _), .shown(.pod(_, let workload?), _):
                part.workloads.append(workload)
                told[Coverage.Scope(kind: key.kind, namespace: key.namespace), default: 0] += 1
            case .shown(.imageStream(let stream, let tags), _):
                part.imageStreams.append(stream)
                part.imageStreamTags += tags
                told[Coverage.Scope(kind: .imageStream, namespace: key.namespace), default: 0] += 1
                told[Coverage.Scope(kind: .imageStreamTag, namespace: key.namespace), default: 0] += tags.count
            case .shown(.imageStreamTag, _), .shown(.owned, _), .shown(.pod, _): break
            }
            parts[namespace] = part
        }
        for (name, owners, images) in all.running {
            let namespace = ExactText(name)
            var part = parts[namespace] ?? SnapshotPart(lastNamespace: name)
            part.toldOwners = owners
            part.runningImages = images
            parts[namespace] = part
            told[Coverage.Scope(kind: .pod, namespace: name), default: 0] += 0
        }
        var header = header
        header.isFollowed = true
        header.coverage =
            told.sorted { $0.key < $1.key }.map {
                KindCoverage(kind: $0.key.kind, namespace: $0.key.namespace, outcome: .followed, objects: $0.value)
            } + all.broken
        self.init(gathered: header, parts: parts.sorted { $0.key < $1.key }.map(\.value))
    }
}
