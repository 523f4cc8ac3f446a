internal import Model
internal import Record
internal import Texts

/// What watches told and nobody recorded yet, and what is known of every object so that only news is news.
///
/// An object that was made and is gone again before anybody recorded it is recorded both times, one after the other: else a short
/// Job between two snapshots would never have been.
struct FollowedState: Sendable {
    /// What is to be recorded of an object.
    enum News: Sendable {
        case shown(DecodedObject, FollowedMark)
        case gone
    }

    /// How a watch fares.
    struct Watch: Sendable {
        var kind: ObjectKind
        var resource: String
        var version: String
        var namespace: String?
        /// The moment to go on from.
        var resourceVersion: String
        /// The moment of the list it began with.
        var listed: String

        var scope: Coverage.Scope { Coverage.Scope(kind: kind, namespace: namespace) }
    }

    /// Beyond so many objects that wait to be recorded, a list tells it cheaper.
    static let mostPending = 20_000
    /// Of an object, as many states wait; what comes beyond takes the place of the last.
    private static let mostStates = 2
    /// Deletions that are remembered, since an event that comes after them may be older than they are.
    private static let mostTombstones = 4_096

    var index: [FollowedKey: FollowedMark]
    var pods: FollowedPods
    var watches: [Coverage.Scope: Watch]
    private(set) var pending: [FollowedKey: [News]] = [:]
    /// What was taken to be recorded, and is not known to be.
    private var taken: [FollowedKey: News] = [:]
    private var takenBroken: [KindCoverage] = []
    /// Watches that broke for good, until that is recorded.
    private var broken: [KindCoverage] = []
    /// Objects that were told of since a list began.
    private var touched: Set<FollowedKey>?
    private var tombstones: [UInt64: Int] = [:]
    private var tombstone = 0
    private(set) var events: Int64 = 0

    init(index: [FollowedKey: FollowedMark], pods: FollowedPods, watches: [Watch]) {
        self.index = index
        self.pods = pods
        self.watches = Dictionary(watches.map { ($0.scope, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var hasNews: Bool { !pending.isEmpty || !broken.isEmpty || pods.hasNews }
    /// Whether something came and went that nobody recorded, and that no list can show.
    var hasPassed: Bool { pods.hasPassed || pending.values.contains { $0.count > 1 } }

    // MARK: What watches tell

    /// Takes in what a watch told, in its order.
    mutating func apply(_ event: WatchEvent.Timed, _ scope: Coverage.Scope) {
        guard watches[scope] != nil else { return }
        if let version = event.resourceVersion { watches[scope]?.resourceVersion = version }
        switch event.event {
        case .shown(let object):
            events += 1
            show(object)
        case .deleted(let identity):
            events += 1
            delete(identity)
        case .bookmark, .expired, .failed: break
        }
        if pending.count > Self.mostPending {
            for scope in watches.keys { end(scope, .tooMuch(Self.mostPending)) }
            pending = [:]
        }
    }

    private mutating func show(_ object: FollowedObject) {
        guard object.mark.uid == 0 || tombstones[object.mark.uid] == nil else { return }
        let known = index[object.key]
        if let known, object.mark.isNoLater(than: known) { return }
        index[object.key] = object.mark
        guard known.map({ !object.mark.isSameState(as: $0) }) ?? true else { return }
        touched?.insert(object.key)
        pods.show(object.content)
        if object.mark.isKept {
            push(.shown(object.content, object.mark), object.key)
        } else if known?.isKept == true {
            // Something owns it since: it is no more by itself.
            push(.gone, object.key)
        }
    }

    private mutating func delete(_ identity: FollowedIdentity) {
        bury(identity.uid)
        guard let known = index[identity.key] else { return }
        // Another that went by the name before: it was overtaken by the news of the one that stands.
        guard known.uid == identity.uid || known.uid == 0 || identity.uid == 0 else { return }
        index[identity.key] = nil
        touched?.insert(identity.key)
        if identity.key.kind == .pod { pods.remove(identity.key) }
        if known.isKept { push(.gone, identity.key) }
    }

    private mutating func bury(_ uid: UInt64) {
        guard uid != 0 else { return }
        tombstone += 1
        tombstones[uid] = tombstone
        guard tombstones.count > Self.mostTombstones else { return }
        tombstones = tombstones.filter { $0.value > tombstone - Self.mostTombstones / 2 }
    }

    private mutating func push(_ news: News, _ key: FollowedKey) {
        var states = pending[key] ?? []
        if let last = states.last, news.replaces(last) || states.count == Self.mostStates { states.removeLast() }
        states.append(news)
        pending[key] = states
    }

    /// A watch cannot go on: what its objects do from now on only the next list tells.
    ///
    /// - Parameter fault: Why it broke; nil where the server does not let it be watched.
    mutating func end(_ scope: Coverage.Scope, _ fault: WatchFault?) {
        guard watches.removeValue(forKey: scope) != nil, let fault else { return }
        broken.append(
            KindCoverage(
                kind: scope.kind, namespace: scope.namespace, outcome: .failed, objects: 0, reason: ListFault.watch(fault)))
    }

    // MARK: What is recorded

    /// Hands over the next state of each object that has news, to be recorded together.
    mutating func take() -> FollowedNews {
        taken = pending.compactMapValues(\.first)
        pending = pending.compactMapValues { $0.count > 1 ? Array($0.dropFirst()) : nil }
        takenBroken = broken
        broken = []
        return FollowedNews(objects: taken, running: pods.take(), broken: takenBroken)
    }

    /// What was taken stands in the record, or does not and is to be taken again.
    mutating func settle(isRecorded: Bool) {
        if !isRecorded {
            for (key, news) in taken {
                let later = pending[key] ?? []
                pending[key] =
                    later.first.map { $0.replaces(news) } == true ? later : Array(([news] + later).prefix(Self.mostStates))
            }
            broken = takenBroken + broken
            pods.untake()
        }
        taken = [:]
        takenBroken = []
    }

    // MARK: The next list

    /// A list begins; what is told from now on it may show or not.
    mutating func listBegins() { touched = Set(pending.keys) }

    /// Goes on from a list that came after another's watches.
    ///
    /// - Returns: By kind, in how many objects the list differs from what the watches had told, although they had told nothing of them
    ///   meanwhile: what the list corrects.
    mutating func goOn(after old: FollowedState) -> [ObjectKind: Int] {
        let listed = watches
        pods.goOn(after: old.pods)
        for (scope, watch) in old.watches where listed[scope] == nil {
            // Not listed this time. The watch still knows.
            watches[scope] = watch
            for (key, mark) in old.index where key.isIn(scope) { index[key] = mark }
            for (key, states) in old.pending where key.isIn(scope) { pending[key] = states }
            if scope.kind == .pod { pods.keep(old.pods, in: scope) }
        }
        for (key, states) in old.pending where index[key] == nil {
            guard let scope = old.scope(of: key), let watch = listed[scope], case .shown(let content, let mark)? = states.first
            else {
                continue
            }
            // It was gone again before the list: it stood all the same.
            let isGone =
                if case .gone? = states.last { true } else { mark.version != 0 && mark.version <= UInt64(watch.listed) ?? 0 }
            if isGone { pending[key] = [.shown(content, mark), .gone] }
        }
        return corrections(to: old, listed)
    }

    private func corrections(to old: FollowedState, _ listed: [Coverage.Scope: Watch]) -> [ObjectKind: Int] {
        var corrections: [ObjectKind: Int] = [:]
        func isMissed(_ key: FollowedKey) -> Bool {
            guard let scope = old.scope(of: key), listed[scope] != nil else { return false }
            return !(old.touched?.contains(key) ?? false)
        }
        // Of what is its owner's to tell of only Pods say anything.
        for (key, mark) in index
        where (mark.isKept || key.kind == .pod) && old.index[key]?.isSameState(as: mark) != true && isMissed(key) {
            corrections[key.kind, default: 0] += 1
        }
        for (key, mark) in old.index where (mark.isKept || key.kind == .pod) && index[key] == nil && isMissed(key) {
            corrections[key.kind, default: 0] += 1
        }
        return corrections
    }

    /// The watch that tells of an object, where it lives.
    private func scope(of key: FollowedKey) -> Coverage.Scope? {
        [nil, key.namespace].map { Coverage.Scope(kind: key.kind, namespace: $0) }.first { watches[$0] != nil }
    }
}

/// What is to be recorded together.
struct FollowedNews: Sendable {
    var objects: [FollowedKey: FollowedState.News]
    /// Of owners that run something else than before, all that they run.
    var running: [(namespace: String, owners: [Workload.ID], images: [RunningImage])]
    /// Watches that broke for good.
    var broken: [KindCoverage]

    var isEmpty: Bool { objects.isEmpty && running.isEmpty && broken.isEmpty }
}

extension FollowedKey {
    fileprivate func isIn(_ scope: Coverage.Scope) -> Bool {
        kind == scope.kind && (scope.namespace == nil || scope.namespace.hasSameBytes(as: namespace))
    }
}

extension FollowedState.News {
    /// Whether it may stand for an earlier one that nobody recorded: nothing that ran is lost by it.
    fileprivate func replaces(_ earlier: FollowedState.News) -> Bool {
        switch (self, earlier) {
        case (.gone, .gone): true
        // What was there and is not any more was there.
        case (.gone, .shown), (.shown, .gone): false
        case (.shown(let new, let mark), .shown(let old, let before)): mark.uid == before.uid && new.images == old.images
        }
    }
}

extension DecodedObject {
    /// The images of a workload; a stream tells its own past.
    fileprivate var images: Set<String> {
        if case .workload(let workload) = self { Set(workload.containers.map(\.image)) } else { [] }
    }
}
