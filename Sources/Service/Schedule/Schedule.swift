public import Model
internal import Texts

/// When a cluster is to be looked at: every so often, at the same seconds of the clock whatever happened before.
///
/// Ticks are counted from Monday 1970-01-05 00:00 UTC and never from when a look ended, so they cannot drift: `15m` is the full
/// hour and its quarters, `1d` midnight, `1w` Monday's. UTC has no summer time, so there is no hour that is missing or comes
/// twice.
public struct Schedule: Sendable, Hashable {
    /// Seconds between two ticks.
    public let period: Int64
    /// By how many seconds the ticks of this collector and cluster come after the full period.
    public let offset: Int64

    /// The longest period: a week.
    public static let longestPeriod: Int64 = 604_800

    /// Makes a schedule; nil where the period is not between a second and a week, or the jitter not below the period.
    ///
    /// - Parameters:
    ///   - period: Seconds between two ticks.
    ///   - jitter: The largest offset, in seconds, from the full period.
    ///   - seed: Picks the offset within the jitter, always the same for the same text. So two collectors, or two clusters of one
    ///     collector, do not all ask at one second, and yet the distance between two looks stays the period.
    public init?(period: Int64, jitter: Int64 = 0, seed: String = "") {
        guard (1...Self.longestPeriod).contains(period), jitter >= 0, jitter < period else { return nil }
        self.period = period
        offset = Int64(seed.fnv1a() % UInt64(jitter + 1))
    }

    /// The jitter where nobody says otherwise: a thirtieth of the period, half a minute for a quarter of an hour; at most a
    /// minute.
    public static func usualJitter(period: Int64) -> Int64 { min(period / 30, 60) }

    /// The newest tick that is not after the instant.
    public func tick(atOrBefore instant: Instant) -> Instant {
        let since = instant.secondsSince1970 - Self.anchor - offset
        let remainder = since % period
        return instant.advanced(by: -(remainder < 0 ? remainder + period : remainder))
    }

    /// The first tick after the instant.
    public func tick(after instant: Instant) -> Instant { tick(atOrBefore: instant).advanced(by: period) }

    /// Monday 1970-01-05T00:00:00Z.
    private static let anchor: Int64 = 4 * 86_400
}
