public import ArgumentParser
import Model
import Questions
import Report

extension ReportFormat: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}

/// Which stretch of time a report is about.
struct PeriodOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From so long ago until now (default: 7d).", valueName: "time")) var since: String?
    @Option(help: ArgumentHelp("A week of ISO 8601, Monday to Monday: 2026-W47.", valueName: "week")) var week: String?
    @Option(help: ArgumentHelp("From this time or day on …", valueName: "time")) var from: String?
    @Option(help: ArgumentHelp("… until this time, or this day's beginning (default: now).", valueName: "time")) var to: String?
    @Option(
        help: ArgumentHelp(
            "The zone in whose days and hours it is told, as Europe/Paris (default: $TZ, else UTC).", valueName: "zone"))
    var timeZone: String?

    func validate() throws {
        let ways = [since != nil, week != nil, from != nil || to != nil].count { $0 }
        if ways > 1 { throw ValidationError("--since, --week and --from/--to exclude each other.") }
        if let timeZone, TimeZones.zone(named: timeZone) == nil {
            throw ValidationError(
                "'\(terminalSafe(timeZone))' is no time zone. Write a name such as Europe/Paris, UTC, or an offset such as +02:00."
            )
        }
        if timeZone == nil, let name = Self.environmentZone, TimeZones.zone(named: name) == nil {
            throw ValidationError(
                "$TZ is '\(terminalSafe(name))', which is no name of a time zone; so that no day begins at a wrong hour, name the zone "
                    + "with --time-zone, such as Europe/Paris, UTC or +02:00.")
        }
        if from != nil || to == nil { _ = try period(now: .now) }
    }

    /// The zone that was named, then the environment's, then UTC.
    var zone: ReportZone {
        (timeZone ?? Self.environmentZone).flatMap(TimeZones.zone(named:)) ?? .utc
    }

    private static var environmentZone: String? {
        RecordOptions.environment("TZ").map(TimeZones.name(inEnvironment:)).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Where it ends, whatever it begins with.
    func end(now: Instant) throws -> Instant { try to.map { try time($0, now) } ?? now }

    func period(now: Instant) throws -> ReportPeriod {
        if let week {
            guard let period = ReportPeriod(week: week, zone: zone) else {
                throw ValidationError("'\(week)' is no week. Write it as ISO 8601 does: 2026-W47.")
            }
            return period
        }
        let start = try time(from ?? since ?? "7d", now)
        let end = try to.map { try time($0, now) } ?? now
        guard let period = ReportPeriod(from: start, to: end, zone: zone) else {
            throw ValidationError("The period is empty: \(start) is not before \(end).")
        }
        return period
    }

    /// A day means its first second in the report's zone, not in UTC.
    private func time(_ text: String, _ now: Instant) throws -> Instant {
        let parts = text.split(separator: "-").compactMap { Int64($0) }
        if text.utf8.count == 10, parts.count == 3, let date = CivilDate(year: parts[0], month: parts[1], day: parts[2]) {
            return zone.midnight(of: date)
        }
        return try instant(from: text)
    }
}
