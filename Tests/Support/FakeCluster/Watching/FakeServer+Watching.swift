import Synchronization

extension FakeServer {
    /// What befalls open watches.
    package enum WatchBreak: Sendable, CaseIterable {
        /// The connection is reset.
        case reset
        /// The answer ends in good order, as at its time's end.
        case ended
        /// The server has forgotten where it is: an ERROR of code 410 in the stream.
        case expired
        /// The server fails: an ERROR of code 500 in the stream.
        case failed
        /// Half a line, then the connection is reset.
        case halfLine
    }

    /// Has open watches break.
    ///
    /// - Parameter resource: Only those of a kind.
    package func breakWatches(_ how: WatchBreak, of resource: Resource? = nil) {
        for watcher in watchers where resource == nil || watcher.call.resource == resource {
            switch how {
            case .reset: watcher.reset()
            case .ended: watcher.write(nil)
            case .expired:
                watcher.write(WatchCall.error(410, "Expired", "too old resource version: 1 (2)"))
                watcher.write(nil)
            case .failed:
                watcher.write(WatchCall.error(500, "InternalError", "etcdserver: request timed out"))
                watcher.write(nil)
            case .halfLine:
                watcher.write(Array(#"{"type":"MODIFIED","object":{"kind":"Depl"#.utf8))
                watcher.reset()
            }
        }
    }

    /// Tells every watch that wants to know where it is.
    package func sendBookmarks() {
        let version = contents.resourceVersion
        for watcher in watchers where watcher.call.hasBookmarks { watcher.write(watcher.call.bookmark(version)) }
    }

    /// Sends open watches some bytes that are none of a watch.
    package func sendWatches(_ text: String, of resource: Resource? = nil) {
        for watcher in watchers where resource == nil || watcher.call.resource == resource { watcher.write(Array(text.utf8)) }
    }

    /// Groups whose server refuses watches (405), as some aggregated ones do.
    package func refuseWatches(_ groups: Set<String>) { log.withLock { $0.refusing = groups } }

    /// Lets events come twice, and deletions late, so often in a hundred.
    package func disorder(duplicates: Int, lateDeletions: Int) {
        log.withLock {
            $0.duplicates = duplicates
            $0.lateDeletions = lateDeletions
        }
    }

    /// Keeps what happens from watches, as no server does, or no longer.
    package func silence(_ isSilent: Bool) { log.withLock { $0.isSilent = isSilent } }

    /// Which kinds are watched now.
    package var watched: [Resource] { watchers.map(\.call.resource) }

    private var watchers: [Watcher] { log.withLock { Array($0.watchers.values) } }

    /// Tells an event of an object that no state shows, as a large cluster's Pods have them all the time.
    package func tell(_ type: String, _ resource: Resource, _ key: ObjectKey, _ json: [UInt8], resourceVersion: Int) {
        send([(WatchLog.Event(type, resource, key, json, resourceVersion), type == "DELETED")])
    }

    /// Tells what happened from one state to the next.
    func tellWatchers(_ old: any ClusterContents, _ new: any ClusterContents) {
        guard let old = old as? StoredContents, let new = new as? StoredContents else { return }
        send(
            new.changes(from: old).map { change in
                (
                    WatchLog.Event(change.type, change.resource, change.key, change.json, new.resourceVersion),
                    change.type == "DELETED"
                )
            })
    }

    private func send(_ events: [(event: WatchLog.Event, isDeletion: Bool)]) {
        let deliveries = log.withLock { log -> [(Watcher, [UInt8])] in
            guard !log.isSilent else { return [] }
            for (event, _) in events { log.add(event) }
            let told = events.flatMap { log.sequence($0.event, isDeletion: $0.isDeletion) }
            return log.watchers.values.compactMap { watcher in
                let lines = told.filter { watcher.call.concerns($0) }.flatMap(\.line)
                return lines.isEmpty ? nil : (watcher, lines)
            }
        }
        for (watcher, lines) in deliveries { watcher.write(lines) }
    }

    /// Whether a watch is refused, or can no longer begin where it wants to; nil where it begins.
    func refusal(of watch: WatchCall) -> Answer? {
        log.withLock { log in
            if log.refusing.contains(watch.resource.group) { return .unwatchable(watch.resource) }
            // A server whose own memory does not reach back says so in the stream or at once; either is seen.
            guard watch.resourceVersion != 0, watch.resourceVersion < log.forgotten else { return nil }
            guard watch.resource.isAggregated else { return .expired(nil) }
            return Answer(body: .whole(WatchCall.error(410, "Expired", "too old resource version")))
        }
    }

    /// Begins to tell somebody who watches; what happened since the moment that was named comes first.
    ///
    /// - Returns: By which ``leave(_:)`` ends it.
    func watch(_ watcher: Watcher) -> Int {
        log.withLock { log in
            log.next += 1
            log.watchers[log.next] = watcher
            let missed = log.events.filter { watcher.call.concerns($0) && $0.resourceVersion > watcher.call.resourceVersion }
            if !missed.isEmpty { watcher.write(missed.flatMap(\.line)) }
            return log.next
        }
    }

    func leave(_ watcher: Int) { log.withLock { $0.watchers[watcher] = nil } }
}
