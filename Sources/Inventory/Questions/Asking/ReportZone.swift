public import Model

/// The time zone a report is read in: where its days and weeks begin. Data stay in UTC.
public struct ReportZone: Sendable {
    /// The zone's name, as people are told it: `Europe/Paris`.
    public let name: String
    /// Seconds east of UTC at an instant.
    private let offset: @Sendable (Instant) -> Int64

    /// Describes a zone by its rule; who knows the rules of the world's zones is the caller.
    public init(name: String, secondsEastOfUTC offset: @escaping @Sendable (Instant) -> Int64) {
        self.name = name
        self.offset = offset
    }

    /// Coordinated Universal Time.
    public static let utc = ReportZone(name: "UTC") { _ in 0 }

    /// The day an instant falls on, and the seconds since that day's midnight by the clock on the wall.
    public func civil(_ instant: Instant) -> (date: CivilDate, second: Int64) {
        let local = instant.secondsSince1970 + offset(instant)
        let days = local.floorDivided(by: 86_400)
        return (CivilDate(daysSince1970: days), local - days * 86_400)
    }

    /// The instant at which a day begins.
    public func midnight(of date: CivilDate) -> Instant {
        let wall = date.daysSince1970 * 86_400
        // The offset at the answer itself is what counts; one guess and one correction find it on both sides of a change.
        let guess = Instant(secondsSince1970: wall - offset(Instant(secondsSince1970: wall)))
        return Instant(secondsSince1970: wall - offset(guess))
    }

    /// Whether an instant is some day's first.
    public func isMidnight(_ instant: Instant) -> Bool { midnight(of: civil(instant).date) == instant }
}
