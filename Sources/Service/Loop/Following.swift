internal import Collector
internal import Logging
internal import Model
internal import Record
internal import ServiceLifecycle
internal import ServiceWords
internal import Words

/// What goes on at one cluster between two looks: what its watches tell is recorded, many changes together, and what the next look
/// corrects of it is counted.
struct Following {
    let target: ClusterTarget
    let writer: SnapshotQueue
    let board: MetricsRegistry
    let time: any Timekeeper
    let log: Logger

    /// How long changes that follow each other are waited for, so that a rollout is not a snapshot a step.
    static let settling: Duration = .seconds(1)
    /// Between two followed snapshots.
    static let distance: Duration = .seconds(2)
    /// How long a record that could not be written is left alone.
    static let recovery: Duration = .seconds(30)
    /// The least time between a look and another that comes early, since watches were lost. It doubles as long as that goes on.
    static let leastEarly: Duration = .seconds(30)

    private var follower: (any ClusterFollower)?
    /// By the steady clock: before then nothing is recorded.
    private var nextRecording: Duration = .zero
    private var lastLook: Duration = .zero
    private var early = leastEarly
    private var toldLoss: String?

    init(target: ClusterTarget, writer: SnapshotQueue, board: MetricsRegistry, time: any Timekeeper, log: Logger) {
        self.target = target
        self.writer = writer
        self.board = board
        self.time = time
        self.log = log
    }

    /// Whether there is anybody who listens.
    var isListening: Bool { follower != nil }

    /// Whether watches were lost, so that a look is due before its tick.
    func isLookDue() async -> Bool {
        guard let follower, await follower.loss != nil else { return false }
        return time.steady >= lastLook + early
    }

    // MARK: Between looks

    /// Listens for so long at most; records what is heard.
    ///
    /// - Parameter newest: When the cluster was last recorded.
    mutating func listen(for longest: Duration, newest: inout Instant?) async {
        guard let follower else { return }
        await wait(longest) { await follower.nextNews() }
        guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
        await tell(follower)
        guard await follower.hasNews else {
            // A loss that is told already is no news: without a pause nobody would ever wait.
            if await follower.loss != nil { await pause(min(longest, Self.settling)) }
            return
        }
        let settled = max(time.steady + Self.settling, nextRecording)
        await pause(settled - time.steady)
        guard !Task.isShuttingDownGracefully, !Task.isCancelled else { return }
        await record(&newest)
    }

    /// Records what was heard so far.
    mutating func record(_ newest: inout Instant?) async {
        guard let follower, await follower.hasNews else { return }
        let takenAt = time.now
        // A second holds one snapshot.
        if let newest, newest >= takenAt { return await pause(.seconds(1)) }
        guard let observation = await follower.take(takenAt) else { return }
        do {
            let recorded = try await writer.record(observation)
            await follower.settle(isRecorded: true)
            nextRecording = time.steady + Self.distance
            guard let recorded else { return log.debug(.event(.nothingChanged)) }
            newest = takenAt
            let figures = await follower.figures
            board.update(target.name) { $0.followed(recorded, figures, steady: time.steady) }
            tell(recorded, observation.header)
        } catch {
            await follower.settle(isRecorded: false)
            nextRecording = time.steady + Self.recovery
            guard !(error is CancellationError) else { return }
            board.update(target.name) { $0.count(.record) }
            log.error(.event(.changesNotRecorded(error, wait: Self.recovery.components.seconds)))
        }
    }

    // MARK: Looks

    /// A look begins. What came and went since the last is recorded before, for no look can show it.
    mutating func lookBegins(newest: inout Instant?) async {
        guard let follower else { return }
        if await follower.hasPassed {
            await record(&newest)
            await pause(.seconds(1))
        }
        await follower.lookBegins()
    }

    /// A look ended.
    ///
    /// - Parameters:
    ///   - next: Who listens from it on; nil where nothing was recorded, and whoever listened goes on.
    ///   - isEarly: Whether it came before its tick.
    mutating func lookEnded(_ next: (any ClusterFollower)?, isEarly: Bool) async {
        lastLook = time.steady
        early = isEarly ? min(early * 2, .seconds(target.schedule.period)) : Self.leastEarly
        guard let next else { return }
        toldLoss = nil
        let old = follower
        let corrections = await next.begin(after: old)
        follower = next
        let corrected = corrections.values.reduce(0, +)
        let figures = await next.figures
        board.update(target.name) { $0.goesOn(figures, corrected: Int64(corrected)) }
        for remark in next.remarks { log.info("\(remark)") }
        if corrected > 0 {
            log.warning(.event(.corrected(corrections)), metadata: ["corrections": "\(corrected)"])
        } else if old == nil {
            log.info(.event(.follows), metadata: ["watches": "\(figures.watches)"])
        }
    }

    /// Stops listening; what was heard is recorded.
    mutating func end(newest: inout Instant?) async {
        guard let follower else { return }
        await record(&newest)
        await follower.end()
        self.follower = nil
    }

    // MARK: Words

    private mutating func tell(_ follower: any ClusterFollower) async {
        for refusal in await follower.refusals() { log.warning("\(refusal)") }
        let figures = await follower.figures
        board.update(target.name) { $0.goesOn(figures, corrected: 0) }
        guard let loss = await follower.loss, toldLoss == nil else { return }
        toldLoss = loss
        let due = max(0, (lastLook + early - time.steady).components.seconds)
        log.warning(.event(.lost(loss, wait: due)))
    }

    private func tell(_ recorded: Recorded, _ header: SnapshotHeader) {
        log.info(
            .event(.recordedChanges(recorded)),
            metadata: [
                "snapshot": .stringConvertible(recorded.snapshot), "taken_at": "\(recorded.takenAt)",
                "opened": .stringConvertible(recorded.opened), "changed": .stringConvertible(recorded.changed),
                "closed": .stringConvertible(recorded.closed),
            ])
    }

    // MARK: Time

    /// Returns after so long, or when the body does, or the end is asked for.
    private func wait(_ longest: Duration, _ body: @escaping @Sendable () async -> Void) async {
        await cancelWhenGracefulShutdown { [time] in
            await withTaskGroup { group in
                group.addTask { try? await time.sleep(for: longest) }
                group.addTask { await body() }
                await group.next()
                group.cancelAll()
            }
        }
    }

    private func pause(_ duration: Duration) async {
        guard duration > .zero else { return }
        try? await cancelWhenGracefulShutdown { [time] in try await time.sleep(for: duration) }
    }
}
