internal import Collector
internal import Logging
internal import Model
internal import ServiceLifecycle
internal import ServiceWords
internal import Words

/// Takes one snapshot of a cluster and records it, whatever goes wrong; keeps in mind what was said already.
struct Look {
    let target: ClusterTarget
    let connection: ObserverConnection
    let writer: SnapshotQueue
    let board: MetricsRegistry
    let time: any Timekeeper
    var collectionLog: CollectionLog
    /// When the cluster was last recorded; the record takes nothing older.
    var newest: Instant?

    /// How a look ended, its record aside.
    fileprivate enum Outcome {
        case observed(Observation)
        case unanswered(Observation, reason: String, LookFailure)
        case abandoned
    }

    /// Looks, records, tells. Never throws: what went wrong is recorded where it can be, counted and logged.
    ///
    /// - Returns: Who listens from it on; nil where nothing was recorded, or nobody does.
    @discardableResult
    mutating func take() async -> (any ClusterFollower)? {
        await waitForNextSecond()
        let begin = time.steady
        let takenAt = time.now
        board.update(target.name) { $0.begin(at: takenAt, steady: begin) }
        if let newest, newest >= takenAt {
            end(.clock, since: begin) { $0.clockIsBehind(newest: newest, now: takenAt) }
            return nil
        }
        let outcome = await outcome(takenAt: takenAt)
        guard let observation = outcome.observation else {
            board.update(target.name) { $0.abandoned(steady: time.steady) }
            collectionLog.abandoned()
            return nil
        }
        do {
            let (recorded, notices) = try await writer.record(observation)
            newest = takenAt
            let duration = time.steady - begin
            board.update(target.name) { figures in
                figures.recorded(recorded, observation, took: duration, steady: time.steady)
                if let trouble = outcome.trouble { figures.count(trouble) }
            }
            collectionLog.recorded(recorded, observation, notices: notices, took: duration, unanswered: outcome.reason)
            return observation.follower
        } catch is CancellationError {
            board.update(target.name) { $0.abandoned(steady: time.steady) }
            collectionLog.abandoned()
        } catch {
            end(.record, since: begin) { $0.notRecorded(error) }
        }
        return nil
    }

    /// A second holds one snapshot, and what watches told may just have been recorded.
    private func waitForNextSecond() async {
        guard let newest, newest == time.now else { return }
        try? await cancelWhenGracefulShutdown { [time] in try await time.sleep(for: .seconds(1)) }
    }

    private mutating func end(_ trouble: LookFailure, since begin: Duration, _ tell: (inout CollectionLog) -> Void) {
        board.update(target.name) { $0.notRecorded(trouble, took: time.steady - begin, steady: time.steady) }
        tell(&collectionLog)
    }

    private func outcome(takenAt: Instant) async -> Outcome {
        do {
            return .observed(
                try await within(target.limit, time) { [target, connection, log = collectionLog.log] in
                    try await connection.observer().observe(cluster: target.name, takenAt: takenAt, log: log)
                })
        } catch {
            if Task.isCancelled { return .abandoned }
            // Whatever is wrong may be that credentials or addresses changed, so the next look begins from them.
            connection.reload()
            let reason = Redaction.of(error.sentence, limit: 1000)
            let snapshot = Snapshot.unanswered(
                cluster: target.name, takenAt: takenAt, namespaces: target.namespaces, kinds: target.kinds,
                outcome: (error as? ClusterUnreachable)?.isForbidden == true ? .forbidden : .failed, reason: reason)
            let trouble: LookFailure = error is LimitReached ? .deadline : .unanswered
            return .unanswered(Observation(snapshot), reason: reason, trouble)
        }
    }
}

extension Look.Outcome {
    fileprivate var observation: Observation? {
        switch self {
        case .observed(let observation), .unanswered(let observation, _, _): observation
        case .abandoned: nil
        }
    }

    fileprivate var trouble: LookFailure? {
        if case .unanswered(_, _, let trouble) = self { trouble } else { nil }
    }

    fileprivate var reason: String? {
        if case .unanswered(_, let reason, _) = self { reason } else { nil }
    }
}
