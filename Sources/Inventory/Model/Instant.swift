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
        if let plain = text.utf8.withContiguousStorageIfAvailable(Instant.plain) ?? nil {
            self = plain
            return
        }
        var reader = DigitReader(text.utf8)
        guard let year = reader.number(4) else { return nil }
        let dashed = reader.skip("-")
        guard let month = reader.number(2), reader.skip("-") == dashed, let day = reader.number(2),
            let date = CivilDate(year: year, month: month, day: day),
            reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let seconds = reader.timeOfDay(), let offset = reader.zone(), reader.isAtEnd
        else { return nil }
        self.init(writable: date.daysSince1970 * 86_400 + seconds - offset)
    }

    /// Reads the one form that the API writes (`2026-01-05T00:00:00Z`, `metav1.Time`); nil for any other, valid or not.
    ///
    /// A dump has tens of thousands of them, and reading any form takes ten times as long.
    private static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> Instant? {
        guard bytes.count == 20 else { return nil }
        var isWellFormed = true
        func number(_ places: Range<Int>) -> Int64 {
            places.reduce(0) { value, place in
                let digit = Int64(bytes[place]) - 0x30
                if digit < 0 || digit > 9 { isWellFormed = false }
                return value * 10 + digit
            }
        }
        let time = (hour: number(11..<13), minute: number(14..<16), second: number(17..<19))
        let date = CivilDate(year: number(0..<4), month: number(5..<7), day: number(8..<10))
        for (place, separator) in zip([4, 7, 10, 13, 16, 19], "--T::Z".utf8) where bytes[place] != separator {
            isWellFormed = false
        }
        guard let date, isWellFormed, time.hour < 24, time.minute < 60, time.second < 60 else { return nil }
        let seconds = time.hour * 3600 + time.minute * 60 + time.second
        return Instant(secondsSince1970: date.daysSince1970 * 86_400 + seconds)
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
        guard (1...12).contains(month), day >= 1, day <= CivilDate.days(in: month, of: year) else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Days from 1970-01-01 to this day.
    public var daysSince1970: Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.floorDivided(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// `2026-01-05`.
    public var description: String {
        let digits = String(year.magnitude)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        return "\(year < 0 ? "-" : "")\(padding)\(digits)-\(padded(month))-\(padded(day))"
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
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

/// Reads fixed-width numbers and separators off the front of some text.
private struct DigitReader<Bytes: Collection> where Bytes.Element == UInt8 {
    private var rest: Bytes.SubSequence

    init(_ bytes: Bytes) { rest = bytes[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(_ width: Int) -> Int64? {
        guard rest.count >= width else { return nil }
        var value: Int64 = 0
        for byte in rest.prefix(width) {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        rest = rest.dropFirst(width)
        return value
    }

    mutating func skip(_ separator: Unicode.Scalar) -> Bool {
        guard let first = rest.first, UInt32(first) == separator.value else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func timeOfDay() -> Int64? {
        guard let hour = number(2) else { return nil }
        let separator: Unicode.Scalar? = skip(":") ? ":" : skip("-") ? "-" : nil
        func separated(_ reader: inout Self) -> Bool { separator.map { reader.skip($0) } ?? true }
        guard let minute = number(2), separated(&self), let second = number(2),
            hour < 24, minute < 60, second < 60
        else { return nil }
        if skip(".") || skip(",") {
            let fraction = rest.prefix { (0x30...0x39).contains($0) }
            guard !fraction.isEmpty else { return nil }
            rest = rest.dropFirst(fraction.count)
        }
        return hour * 3600 + minute * 60 + second
    }

    /// Seconds east of UTC.
    mutating func zone() -> Int64? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int64 = skip("+") ? 1 : skip("-") ? -1 : 0
        guard sign != 0, let hours = number(2) else { return nil }
        _ = skip(":") || skip("-")
        guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
