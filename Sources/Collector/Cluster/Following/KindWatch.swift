internal import ClusterAPI
internal import Logging
internal import Model
internal import Record

/// How watches are kept up.
public struct FollowLimits: Sendable {
    /// How long a watch is asked to last: between this and twice this, so that not all begin anew at once.
    public var lifetime: Duration = .seconds(300)
    /// How long a watch may be silent before it is asked for again. Servers send a bookmark each minute or so.
    public var silence: Duration = .seconds(150)
    /// How long after a list what happened before it may take to come.
    public var grace: Duration = .milliseconds(700)
    /// The most bytes of one event. etcd keeps no object over a megabyte and a half.
    public var largestEvent = 16 << 20

    /// The usual ones.
    public init() {}
}

/// What a list leaves behind for watches to go on from.
struct FollowSeed: Sendable {
    var index: [FollowedKey: FollowedMark] = [:]
    var pods: FollowedPods
    var watches: [FollowedState.Watch] = []
    var remarks: [ClusterRemark] = []
}

/// Keeps one watch open, for as long as it can go on from where it was.
struct KindWatch: Sendable {
    let client: APIClient
    let source: ClusterSource
    let hub: FollowHub
    let watch: FollowedState.Watch

    /// The server has forgotten where the watch was, in these words.
    private struct Expired: Error {
        var words: String?
    }

    /// Returns when it is over, or the task is cancelled.
    func run() async {
        var breaks = 0
        while !Task.isCancelled, let version = await hub.resourceVersion(watch.scope) {
            let begin = ContinuousClock.now
            var retryAfter: Int?
            do {
                try await listen(from: version)
                // It came to its time's end. One that ends at once is asked for less and less often.
                breaks = ContinuousClock.now - begin > .seconds(1) ? 0 : breaks + 1
            } catch {
                guard !Task.isCancelled else { return }
                switch error {
                case let end as Expired: return await hub.broke(watch.scope, .expired(end.words))
                case let failure as WatchFailure: source.logger.debug("a watch of \(watch.resource)", error: failure)
                case let problem as PageProblem: return await hub.broke(watch.scope, .page(problem))
                case let problem as DocumentProblem: return await hub.broke(watch.scope, .document(problem.fault))
                case let error as APIError:
                    if await isOver(error) { return }
                    retryAfter = error.retryAfter
                    source.logger.debug("a watch of \(watch.resource)", error: error)
                default: return await hub.broke(watch.scope, .unreadable)
                }
                // Progress is what it told, not that it was asked for.
                breaks = await hub.resourceVersion(watch.scope) == version ? breaks + 1 : 1
            }
            await hub.restarted()
            if breaks > 0 { try? await Task.sleep(for: client.pause(beforeStream: breaks, retryAfter: retryAfter)) }
        }
    }

    /// Whether asking again from the same moment would not help.
    private func isOver(_ error: APIError) async -> Bool {
        switch error.reason {
        case .expired:
            // What the error says of a list is not so of a watch.
            await hub.broke(watch.scope, .forgotten)
            return true
        case .forbidden, .methodNotAllowed, .notFound, .noSuchAPI, .notAcceptable, .unexpectedStatus, .redirected:
            await hub.refused(RefusedWatch(scope: watch.scope, error: error))
            return true
        default: return false
        }
    }

    private func listen(from version: String) async throws {
        let place = watch.namespace.map { "/namespaces/\($0)" } ?? ""
        let least = Double(source.follow.lifetime.components.seconds)
        let lifetime = Int(least * Double.random(in: 1...2))
        let request = APIRequest(
            "\(watch.kind.root(watch.version))\(place)/\(watch.resource)",
            query: [
                ("watch", "1"), ("allowWatchBookmarks", "true"), ("resourceVersion", version),
                ("timeoutSeconds", "\(max(1, lifetime))"),
            ])
        try await client.stream(request, silence: source.follow.silence) { body in try await read(body) }
    }

    private func read(_ body: APIBody) async throws {
        let receiver = WatchReceiver(watch.kind, in: watch.namespace, kinds: source.kinds)
        var limits = JSONReader(replacesNUL: true)
        limits.largestObject = source.follow.largestEvent
        let feed = try JSONStream(receiver, limits: limits)
        var reader = body.reader()
        while let part = try await reader.next() {
            do {
                try part.withUnsafeBytes { try feed.feed($0) }
            } catch {
                // What came whole before counts.
                await hub.apply(receiver.take(), watch.scope)
                throw error
            }
            let events = receiver.take()
            guard !events.isEmpty else { continue }
            await hub.apply(events, watch.scope)
            for event in events {
                switch event.event {
                case .expired(let words): throw Expired(words: words)
                case .failed(let failure): throw failure
                default: break
                }
            }
        }
    }
}
