internal import Texts

/// A point in time to the second, in UTC.
///
/// Kubernetes writes times to the second (`metav1.Time`), so the record keeps no finer unit, and its text sorts as it reads.
public struct Instant: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let secondsSince1970: Int64

    /// - Parameter secondsSince1970: Seconds since 1970-01-01T00:00:00Z.
    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// Orders by time.
    public static func < (left: Instant, right: Instant) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    /// ISO 8601 in UTC, as the views print it: `2026-01-05T00:00:00Z`.
    public var description: String {
        let days = secondsSince1970.floorDivided(by: 86_400)
        let second = secondsSince1970 - days * 86_400
        let date = CivilDate(daysSince1970: days)
        return "\(date)T\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))Z"
    }

    /// The instant `seconds` later, or earlier where negative.
    public func advanced(by seconds: Int64) -> Instant {
        Instant(secondsSince1970: secondsSince1970 + seconds)
    }
}

extension Instant {
    /// Reads an RFC 3339 time: `2026-01-05T00:00:00Z`, `2026-01-05T01:00:00.250+01:00`; a fraction is cut off.
    ///
    /// With `-` for `:` in the time (`2026-01-05T00-00-00Z`) or in ISO 8601's basic form (`20260105T000000Z`) it is read too,
    /// since those are what file names hold. Anything else, a date that does not exist included, is nil.
    public init?(_ text: some StringProtocol) {
        guard let seconds = (text.utf8.withContiguousStorageIfAvailable(RFC3339.plainSeconds) ?? nil) ?? RFC3339.seconds(text)
        else { return nil }
        self.init(writable: seconds)
    }

    /// The instant, or nil where its year has not four digits: the text of any other would be read back by nobody, and sort
    /// wrongly among the others.
    init?(writable seconds: Int64) {
        guard (-62_167_219_200...253_402_300_799).contains(seconds) else { return nil }
        self.init(secondsSince1970: seconds)
    }
}

/// A day of the proleptic Gregorian calendar.
///
/// The conversions are those of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
public struct CivilDate: Sendable, Hashable, CustomStringConvertible {
    /// The year, astronomical numbering.
    public let year: Int64
    /// The month, 1 to 12.
    public let month: Int64
    /// The day of the month, 1 to 31.
    public let day: Int64

    /// The day `daysSince1970` days after 1970-01-01.
    public init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The day named, or nil where the calendar has no such day.
    public init?(year: Int64, month: Int64, day: Int64) {
        guard CivilCalendar.has(year: year, month: month, day: day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days from 1970-01-01 to this day.
    public var daysSince1970: Int64 { CivilCalendar.daysSince1970(year: year, month: month, day: day) }

    /// `2026-01-05`.
    public var description: String {
        let digits = String(year.magnitude)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        return "\(year < 0 ? "-" : "")\(padding)\(digits)-\(padded(month))-\(padded(day))"
    }
}

private func padded(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
}

extension Int64 {
    package func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
