internal import Model
internal import Record

extension DocumentNode {
    /// The member as a time; nil where it is absent or null.
    func instant(_ key: String) throws -> Instant? {
        guard let text = try nonEmptyString(key) else { return nil }
        guard let instant = Instant(kubernetes: text) ?? Instant(text) else {
            throw MalformedObject(reason: "\(key) is not a time")
        }
        return instant
    }
}

extension Instant {
    /// Reads the one form that the API writes (`2026-01-05T00:00:00Z`, `metav1.Time`); nil for any other, valid or not.
    ///
    /// A dump has tens of thousands of them, and reading any form of RFC 3339 takes ten times as long.
    init?(kubernetes text: String) {
        var text = text
        let read: Instant? = text.withUTF8 { bytes in
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
        guard let read else { return nil }
        self = read
    }
}
