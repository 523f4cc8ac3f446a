internal import Logging
internal import Model
internal import Questions
internal import Record
internal import ServiceLifecycle
internal import ServiceWords
internal import Words

/// Looks at one cluster at each tick of its schedule until the end is asked for.
///
/// Each cluster has a loop of its own, so one that is slow to answer holds up no other. A loop does one thing at a time, so two
/// looks at a cluster never overlap.
struct CollectingLoop: Service {
    let target: ClusterTarget
    let connection: ObserverConnection
    let writer: SnapshotQueue
    let board: MetricsRegistry
    let time: any Timekeeper
    let log: Logger

    /// The longest nap between two looks at the clock, which somebody may have set meanwhile.
    static let longestNap: Int64 = 20

    func run() async throws {
        let before = await looksBefore()
        board.update(target.name) { $0.stood(before) }
        // Who listens listens from a look on, so the first is taken at once.
        var ticker = Ticker(target.schedule, newest: target.isFollowed ? nil : before?.newestLook ?? before?.newest)
        var look = Look(
            target: target, connection: connection, writer: writer, board: board, time: time,
            collectionLog: CollectionLog(log: log),
            newest: before?.newest)
        var following = Following(target: target, writer: writer, board: board, time: time, log: log)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            switch ticker.step(wall: time.now, steady: time.steady) {
            case .wait(let next):
                if await following.isLookDue() {
                    await take(&look, &following, isEarly: true)
                } else if following.isListening {
                    await following.listen(for: nap(until: next), newest: &look.newest)
                } else {
                    // An error here is the end, which the loop looks for itself.
                    let nap = nap(until: next)
                    try? await cancelWhenGracefulShutdown { try await time.sleep(for: nap) }
                }
            case .clockWasSet(let seconds):
                log.warning(.event(.clockWasSet(seconds)))
            case .look:
                await take(&look, &following, isEarly: false)
                tellMissed(ticker.finished(wall: time.now, steady: time.steady))
            }
        }
        await following.end(newest: &look.newest)
        await connection.drop()
    }

    private func take(_ look: inout Look, _ following: inout Following, isEarly: Bool) async {
        await following.lookBegins(newest: &look.newest)
        let follower = await look.take()
        await following.lookEnded(follower, isEarly: isEarly)
    }

    /// A record that cannot be read now may be readable at the first tick; recording will say so if not.
    private func looksBefore() async -> LooksBefore? {
        do {
            return try await writer.looksBefore(of: target.name)
        } catch {
            log.warning(.event(.recordUnread(error)))
            return nil
        }
    }

    /// How long to wait before looking at the clock again.
    private func nap(until next: Instant) -> Duration {
        board.update(target.name) { $0.waits(until: next, steady: time.steady) }
        let seconds = next.secondsSince1970 - time.now.secondsSince1970
        return Duration.seconds(max(1, min(seconds, Self.longestNap)))
    }

    private func tellMissed(_ missed: Int64) {
        guard missed > 0 else { return }
        board.update(target.name) { $0.skippedTicks += missed }
        log.warning(.event(.ticksLeftOut(missed)))
    }
}
