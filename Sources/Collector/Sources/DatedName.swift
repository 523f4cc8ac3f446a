internal import Model

/// The instant that a dump's name tells, as people and their scripts write it.
///
/// Anywhere in the name may stand one date (`2026-01-05`, `20260105`, `2026_01_05`), with or without a time behind it
/// (`T06:00:00Z`, `_06-00-00`, `-0600`, `T060000.25+01:00`), or else seconds since 1970. A date alone is its first second, and a time
/// without a zone is UTC, as elsewhere on the command line. What can be read in two ways is not read.
struct DatedName {
    /// Nil where the name tells no instant, or more than one.
    let instant: Instant?

    /// - Parameter stem: The name without what says its format.
    init(_ stem: String) {
        if let exact = Instant(stem) {
            instant = exact
            return
        }
        let bytes = Array(stem.utf8)
        var found: [Instant?] = []
        var index = 0
        while index < bytes.count {
            let beginsNumber = bytes[index].isDigit && (index == 0 || !bytes[index - 1].isDigit)
            if beginsNumber, let match = Self.date(bytes, at: index) {
                found.append(match.instant)
                index = max(match.end, index + 1)
            } else {
                index += 1
            }
        }
        if found.isEmpty {
            instant = Self.seconds(bytes)
        } else {
            instant = found.count == 1 ? found[0] : nil
        }
    }

    /// A date, and how far it and its time reach; its instant is nil where what follows makes it doubtful.
    private static func date(_ bytes: [UInt8], at start: Int) -> (instant: Instant?, end: Int)? {
        var reader = NameReader(bytes, at: start)
        guard let year = reader.number(4), (1990...2199).contains(year) else { return nil }
        let separator = reader.separator("-_.")
        guard let month = reader.number(2), separator == nil || reader.skip(separator), let day = reader.number(2),
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        var seconds: Int64 = 0
        let afterDate = reader.at
        // `2026-01-01_2026-01-07` tells of a week.
        var behind = reader
        _ = behind.separator("-_. ")
        if behind.at > afterDate, behind.beginsDate() { return (nil, afterDate) }
        if let time = reader.time(isCompact: separator == nil) { seconds = time } else { reader.at = afterDate }
        let isSure = reader.at == afterDate ? reader.endsDate : reader.endsTime
        let instant = Instant(secondsSince1970: date.daysSince1970 * 86_400 + seconds)
        return (isSure ? instant : nil, reader.at)
    }

    /// The one number of ten digits, or thirteen for milliseconds, between 2001 and 2100.
    private static func seconds(_ bytes: [UInt8]) -> Instant? {
        let numbers = bytes.split { !$0.isDigit }.filter { $0.count == 10 || $0.count == 13 }
        guard numbers.count == 1, let number = Int64(String(decoding: numbers[0], as: UTF8.self)) else { return nil }
        let seconds = numbers[0].count == 13 ? number / 1000 : number
        return (1_000_000_000..<4_102_444_800).contains(seconds) ? Instant(secondsSince1970: seconds) : nil
    }
}

/// Reads a date's parts off a name.
private struct NameReader {
    let bytes: [UInt8]
    var at: Int

    init(_ bytes: [UInt8], at: Int) {
        self.bytes = bytes
        self.at = at
    }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func number(_ width: Int) -> Int64? {
        guard at + width <= bytes.count, bytes[at..<at + width].allSatisfy(\.isDigit) else { return nil }
        defer { at += width }
        return bytes[at..<at + width].reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    mutating func separator(_ choices: StaticString) -> UInt8? {
        guard let next, "\(choices)".utf8.contains(next) else { return nil }
        at += 1
        return next
    }

    mutating func skip(_ byte: UInt8?) -> Bool {
        guard next == byte else { return false }
        at += 1
        return true
    }

    /// Whether a date with separators begins here.
    mutating func beginsDate() -> Bool {
        guard let year = number(4), let mark = separator("-_."), let month = number(2), skip(mark), let day = number(2) else {
            return false
        }
        return CivilDate(year: year, month: month, day: day) != nil
    }

    /// The time of day less its zone, in seconds; nil where none stands there. A digit may follow a date at once only where the
    /// date itself has no separators.
    mutating func time(isCompact: Bool) -> Int64? {
        let mark = separator("Tt_-. ")
        guard mark != nil || isCompact, let hour = number(2), hour < 24 else { return nil }
        let isMarked = mark == UInt8(ascii: "T") || mark == UInt8(ascii: "t")
        var seconds = hour * 3600
        let afterHour = at
        let colon = separator(":-_.")
        if let minute = number(2), minute < 60 {
            seconds += minute * 60
            let afterMinute = at
            if colon == nil || skip(colon), let second = number(2), second < 60 { seconds += second } else { at = afterMinute }
            fraction()
        } else {
            // An hour alone is one behind a T; behind anything else the number may be anything.
            guard isMarked else { return nil }
            at = afterHour
        }
        return seconds - zone()
    }

    private mutating func fraction() {
        let before = at
        guard separator(".,") != nil, let digit = next, digit.isDigit else { return at = before }
        while next?.isDigit ?? false { at += 1 }
    }

    /// Seconds east of UTC, which is what goes without saying.
    private mutating func zone() -> Int64 {
        let before = at
        if separator("Zz") != nil { return 0 }
        let sign: Int64
        switch next {
        case UInt8(ascii: "+"): sign = 1
        case UInt8(ascii: "-"): sign = -1
        default: return 0
        }
        at += 1
        guard let hours = number(2), hours < 15 else {
            at = before
            return 0
        }
        let afterHours = at
        _ = separator(":-")
        guard let minutes = number(2), minutes < 60 else {
            at = afterHours
            // `+02` is a zone; `-02` behind a time may be a number of its own.
            guard sign > 0 else {
                at = before
                return 0
            }
            return hours * 3600
        }
        return sign * (hours * 3600 + minutes * 60)
    }

    /// Whether no more of the time can follow: no number, and no letters that could name a zone.
    var endsTime: Bool {
        let rest = bytes[at...].drop { "-_. +:".utf8.contains($0) }
        if rest.first?.isDigit ?? false { return false }
        let word = String(decoding: rest.prefix { $0.isAlphanumeric }, as: UTF8.self).uppercased()
        if word == "UTC" || word == "GMT" { return true }
        if Self.zones.contains(word) { return false }
        return rest.count < bytes.count - at || rest.isEmpty
    }

    /// Whether no time follows that was not understood.
    var endsDate: Bool {
        let rest = bytes[at...]
        guard let first = rest.first else { return true }
        return !first.isAlphanumeric && !(rest.dropFirst().first?.isDigit ?? false)
    }

    private static let zones: Set<String> = [
        "CET", "CEST", "WET", "WEST", "EET", "EEST", "BST", "MSK", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "IST",
        "JST",
        "KST", "SGT", "HKT", "AEST", "AEDT", "NZST", "NZDT",
    ]
}
