public import Model
internal import Record

/// Says what is to be done now: look, or wait; and keeps its head when somebody sets the clock.
///
/// It is told two clocks. The wall's says when a tick is; the steady one, which nobody can set, tells time passing from the
/// wall's clock being set. A look in the wrong time would be recorded in the wrong time, and the record never takes the past
/// back.
public struct Ticker: Sendable {
    /// What to do.
    public enum Step: Sendable, Equatable {
        /// Wait until the next tick.
        case wait(until: Instant)
        /// Look now, for this tick.
        case look(Instant)
        /// The wall's clock was set ahead by so many seconds, or back where negative: nothing is done before the next full tick.
        case clockWasSet(by: Int64)
    }

    private let schedule: Schedule
    /// The newest tick that was looked for, or is taken as done; nil before the first.
    private var done: Instant?
    private var before: (wall: Instant, steady: Duration)?

    /// Begins to tick.
    ///
    /// - Parameter newest: When the cluster was last looked at, as the record says, so that a collector that is started again and
    ///   again does not look again and again. Nil looks at once.
    public init(_ schedule: Schedule, newest: Instant? = nil) {
        self.schedule = schedule
        done = newest
    }

    /// What is to be done at this time by the two clocks.
    public mutating func step(wall: Instant, steady: Duration) -> Step {
        let leap = leap(to: wall, steady)
        let tick = schedule.tick(atOrBefore: wall)
        if let leap {
            done = tick
            return .clockWasSet(by: leap)
        }
        // What a record or an unset clock puts far ahead of now would else silence the collector until then.
        if let future = done, future > wall.advanced(by: schedule.period) { done = tick }
        guard done.map({ $0 < tick }) ?? true else { return .wait(until: next(after: wall)) }
        done = tick
        return .look(tick)
    }

    /// The look ended. Ticks that came meanwhile are left out, since a cluster that is slow to answer is not to be asked without
    /// a pause. A quick look that began late, as the first of all may, and so lay across a tick, leaves none out: that tick's look
    /// is next, and ends before the tick after it.
    ///
    /// - Returns: How many were left out.
    public mutating func finished(wall: Instant, steady: Duration) -> Int64 {
        let isQuick = before.map { (steady - $0.steady) * 2 < .seconds(schedule.period) } ?? false
        let newest = schedule.tick(atOrBefore: wall)
        guard leap(to: wall, steady) == nil, let last = done, last < newest else {
            done = newest
            return 0
        }
        let missed = (newest.secondsSince1970 - last.secondsSince1970) / schedule.period
        done = isQuick ? schedule.tick(atOrBefore: newest.advanced(by: -1)) : newest
        return isQuick ? missed - 1 : missed
    }

    /// Where the clock went back a little, the tick it repeats was done already.
    private func next(after wall: Instant) -> Instant {
        schedule.tick(after: max(wall, done ?? wall))
    }

    /// By how much more the wall's clock went on than time did, where that is more than a clock that is kept right makes up.
    private mutating func leap(to wall: Instant, _ steady: Duration) -> Int64? {
        defer { before = (wall, steady) }
        guard let before else { return nil }
        let passed = (steady - before.steady).components.seconds
        let leap = wall.secondsSince1970 - before.wall.secondsSince1970 - passed
        return abs(leap) >= max(schedule.period, Self.leastLeap) ? leap : nil
    }

    /// Seconds; below them it makes no difference to any period.
    private static let leastLeap: Int64 = 60
}
