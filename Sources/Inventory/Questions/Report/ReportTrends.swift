public import Model
internal import Record
internal import SQLite

/// How many containers were on long references at the end of a week.
public struct TrendPoint: Sendable, Equatable {
    /// The end of the week, in UTC.
    public let at: Instant
    /// Containers on a long reference; nil where nobody had looked by then.
    public let longReferences: Int64?

    /// A week's end and its count.
    public init(at: Instant, longReferences: Int64?) {
        self.at = at
        self.longReferences = longReferences
    }
}

/// How many tags moved on a day.
public struct DayCount: Sendable, Equatable {
    /// The day, in the report's zone.
    public let day: CivilDate
    /// Moves.
    public let moves: Int64
    /// Whether the day is of the period before.
    public let isBefore: Bool
}

enum ReportTrends {
    /// Twelve weeks back from the period's end, the oldest first.
    static func weeks(_ runs: [LongReferenceRun], until end: Instant, first: Instant?, zone: ReportZone) -> [TrendPoint] {
        (0..<12).reversed().map { back in
            let at = zone.days(-7 * Int64(back), from: end)
            let isKnown = first.map { $0 <= at } ?? false
            return TrendPoint(at: at, longReferences: isKnown ? Int64(runs.count { $0.stands(at: at) }) : nil)
        }
    }

    /// The days of the period before and of the period, with how many moves each had.
    ///
    /// A move seen just after the period's start may have happened just before it; it is counted on the first day.
    static func days(_ moves: [DigestMove], before: [DigestMove], in period: ReportPeriod) -> [DayCount] {
        days(before, in: period.previous, isBefore: true) + days(moves, in: period, isBefore: false)
    }

    private static func days(_ moves: [DigestMove], in period: ReportPeriod, isBefore: Bool) -> [DayCount] {
        let days = period.days
        guard let first = days.first, let last = days.last else { return [] }
        var counts: [Int64: Int64] = [:]
        for move in moves {
            let day = period.zone.civil(move.time).date.daysSince1970
            counts[min(max(day, first.daysSince1970), last.daysSince1970), default: 0] += 1
        }
        return days.map { DayCount(day: $0, moves: counts[$0.daysSince1970] ?? 0, isBefore: isBefore) }
    }
}

extension ReportZone {
    /// The same time by the clock on the wall, so many days later.
    func days(_ days: Int64, from instant: Instant) -> Instant {
        let (date, second) = civil(instant)
        return midnight(of: CivilDate(daysSince1970: date.daysSince1970 + days)).advanced(by: second)
    }
}

extension RecordReader {
    /// The number of the first snapshot of any cluster taken after an instant. Numbers rise with time within a cluster, so what
    /// changed after it has this number or a higher one; with several clusters other changes may have it too.
    func firstSnapshot(after instant: Instant) throws -> Int64 {
        try rows("SELECT min(id) FROM snapshot WHERE taken_at > ?1", [.integer(instant.secondsSince1970)])[0][0].integer ?? .max
    }

    /// The number of the last snapshot of any cluster taken at an instant or before: what has a higher number came later.
    func lastSnapshot(until instant: Instant) throws -> Int64 {
        try rows("SELECT max(id) FROM snapshot WHERE taken_at <= ?1", [.integer(instant.secondsSince1970)])[0][0].integer ?? 0
    }
}
