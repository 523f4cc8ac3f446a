/// Times as Kubernetes, registries and clients write them: https://www.rfc-editor.org/rfc/rfc3339.
package enum RFC3339 {
    /// Seconds since 1970-01-01T00:00:00Z of `2026-01-05T00:00:00Z` or `2026-01-05T01:00:00.250+01:00`; a fraction is cut off.
    ///
    /// With `-` for `:` in the time (`2026-01-05T00-00-00Z`) or in ISO 8601's basic form (`20260105T000000Z`) it is read too,
    /// since those are what file names hold. Anything else, a date that does not exist included, is nil.
    package static func seconds(_ text: some StringProtocol) -> Int64? {
        if let plain = text.utf8.withContiguousStorageIfAvailable(plainSeconds) ?? nil { return plain }
        var reader = DigitReader(text.utf8)
        guard let year = reader.number(4) else { return nil }
        let dashed = reader.skip("-")
        guard let month = reader.number(2), reader.skip("-") == dashed, let day = reader.number(2),
            CivilCalendar.has(year: year, month: month, day: day),
            reader.skip("T") || reader.skip("t") || reader.skip(" "),
            let seconds = reader.timeOfDay(), let offset = reader.zone(), reader.isAtEnd
        else { return nil }
        return CivilCalendar.daysSince1970(year: year, month: month, day: day) * 86_400 + seconds - offset
    }

    /// Reads the one form that the API writes (`2026-01-05T00:00:00Z`, `metav1.Time`); nil for any other, valid or not.
    ///
    /// A dump has tens of thousands of them, and reading any form takes ten times as long.
    package static func plainSeconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
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
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        for (place, separator) in zip([4, 7, 10, 13, 16, 19], "--T::Z".utf8) where bytes[place] != separator {
            isWellFormed = false
        }
        guard isWellFormed, CivilCalendar.has(year: year, month: month, day: day), time.hour < 24, time.minute < 60,
            time.second < 60
        else { return nil }
        return CivilCalendar.daysSince1970(year: year, month: month, day: day) * 86_400 + time.hour * 3600 + time.minute * 60
            + time.second
    }
}

/// The proleptic Gregorian calendar, years by astronomical numbering.
package enum CivilCalendar {
    /// Whether there is such a day.
    package static func has(year: Int64, month: Int64, day: Int64) -> Bool {
        (1...12).contains(month) && day >= 1 && day <= days(in: month, of: year)
    }

    /// Days from 1970-01-01, by Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
    package static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
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
