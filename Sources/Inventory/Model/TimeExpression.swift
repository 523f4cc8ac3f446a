internal import Glibc

extension Instant {
    /// What people may write where an instant is wanted, for messages and help.
    public static let spellings =
        "an ISO instant (2026-01-05T00:00:00Z), a date (2026-01-05, its first second in UTC), a span ago (15m, 2h, 7d, 3w), "
        + "now, today or yesterday"

    /// Reads what people write for an instant, see ``spellings``.
    ///
    /// - Parameter now: What "now" and spans ago are counted from.
    public init?(expression: String, now: Instant) {
        let text = expression.lowercased()
        let day: Int64 = 86_400
        let midnight = now.secondsSince1970 - (now.secondsSince1970 % day + day) % day
        switch text {
        case "now": self = now
        case "today": self.init(secondsSince1970: midnight)
        case "yesterday": self.init(secondsSince1970: midnight - day)
        default:
            if let instant = Instant(expression) ?? Instant(expression + "T00:00:00Z") {
                self = instant
            } else if let span = Instant.span(text) {
                self.init(writable: now.secondsSince1970 - span)
            } else {
                return nil
            }
        }
    }

    /// Reads a span of time, `90s`, `15m`, `2h`, `7d`, `3w`, as seconds.
    public static func span(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let last = text.last, let unit = units[last], text.utf8.count <= 7, let count = Int64(text.dropLast()),
            count >= 0
        else { return nil }
        return count * unit
    }

    /// The present, to the second, by the system's clock.
    public static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(secondsSince1970: Int64(time.tv_sec))
    }
}
