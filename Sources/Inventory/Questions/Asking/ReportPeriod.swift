public import Model

/// The stretch of time a report is about: what was seen after `from`, up to and including `to`.
///
/// Both ends are instants of the record: the state at `from` is what the last snapshot until then showed, so whatever a report
/// says happened was seen after it, and a period that ends where the next begins leaves nothing out and nothing twice.
public struct ReportPeriod: Sendable {
    /// Where it begins.
    public let from: Instant
    /// Where it ends.
    public let to: Instant
    /// In whose days it is told.
    public let zone: ReportZone

    /// A period between two instants; nil where it would be empty.
    public init?(from: Instant, to: Instant, zone: ReportZone = .utc) {
        guard from < to else { return nil }
        self.from = from
        self.to = to
        self.zone = zone
    }

    /// A week of ISO 8601, `2026-W47`, from Monday to Monday in the zone; nil where the text names none.
    public init?(week text: String, zone: ReportZone = .utc) {
        let parts = text.uppercased().split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, let year = Int64(parts[0]), parts[1].hasPrefix("W"),
            parts[1].utf8.count == 3, let week = Int64(parts[1].dropFirst()), let monday = Week(year: year, number: week)?.monday
        else { return nil }
        self.init(
            from: zone.midnight(of: monday), to: zone.midnight(of: CivilDate(daysSince1970: monday.daysSince1970 + 7)),
            zone: zone)
    }

    /// The period of the same length that ends where this one begins: as many days where both ends are midnights.
    public var previous: ReportPeriod {
        ReportPeriod(unchecked: start(before: from), to: from, zone: zone)
    }

    /// The week it is, where it is exactly one.
    public var week: Week? {
        let first = zone.civil(from).date
        let week = Week(of: first)
        guard zone.isMidnight(from), zone.isMidnight(to), week.monday == first,
            zone.civil(to).date.daysSince1970 - first.daysSince1970 == 7
        else { return nil }
        return week
    }

    /// The days it touches, in order.
    public var days: [CivilDate] {
        let last = zone.civil(to.advanced(by: -1)).date.daysSince1970
        let first = zone.civil(from).date.daysSince1970
        return (min(first, last)...last).map { CivilDate(daysSince1970: $0) }
    }

    /// Whether something seen at an instant belongs to it.
    public func contains(_ instant: Instant) -> Bool { instant > from && instant <= to }

    private func start(before end: Instant) -> Instant {
        guard zone.isMidnight(from), zone.isMidnight(to) else {
            return end.advanced(by: from.secondsSince1970 - to.secondsSince1970)
        }
        let days = zone.civil(to).date.daysSince1970 - zone.civil(from).date.daysSince1970
        return zone.midnight(of: CivilDate(daysSince1970: zone.civil(end).date.daysSince1970 - days))
    }

    private init(unchecked from: Instant, to: Instant, zone: ReportZone) {
        self.from = from
        self.to = to
        self.zone = zone
    }
}

/// A week of ISO 8601: it begins on Monday and belongs to the year its Thursday lies in.
public struct Week: Sendable, Hashable, CustomStringConvertible {
    /// The year its Thursday lies in.
    public let year: Int64
    /// 1 to 53.
    public let number: Int64
    /// Its first day.
    public let monday: CivilDate

    /// The week a day lies in.
    public init(of date: CivilDate) {
        let days = date.daysSince1970
        // 1970-01-01 was a Thursday.
        let first = days - (days + 3 - (days + 3).floorDivided(by: 7) * 7)
        let thursday = CivilDate(daysSince1970: first + 3)
        let newYear = CivilDate(year: thursday.year, month: 1, day: 1)?.daysSince1970 ?? first
        monday = CivilDate(daysSince1970: first)
        year = thursday.year
        number = (first + 3 - newYear) / 7 + 1
    }

    /// The week of a number; nil where the year has none such.
    public init?(year: Int64, number: Int64) {
        guard (1...53).contains(number), let fourth = CivilDate(year: year, month: 1, day: 4) else { return nil }
        let first = Week(of: fourth).monday.daysSince1970
        self.init(of: CivilDate(daysSince1970: first + (number - 1) * 7))
        guard self.year == year else { return nil }
    }

    /// `2026-W47`.
    public var description: String { "\(year)-W\(number < 10 ? "0" : "")\(number)" }
}
