import Foundation
import Model
import Questions

/// The rules of the world's time zones, which the system knows.
enum TimeZones {
    /// The zone that `--time-zone` or `TZ` names; nil where there is none, or where readers differ about which it is.
    ///
    /// Taken are names of the tz database (`Europe/Paris`, `CET`) and offsets as ISO 8601 writes them (`+02:00`). Refused is what
    /// POSIX reads another way than people: its `GMT+5` is five hours *behind* UTC.
    static func zone(named name: String) -> ReportZone? {
        if name == "UTC" || name == "Z" { return .utc }
        if let seconds = offset(name) { return ReportZone(name: name) { _ in seconds } }
        guard isName(name), let zone = TimeZone(identifier: name) else { return nil }
        return ReportZone(name: name) { instant in
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.secondsSince1970))))
        }
    }

    /// The zone's name in a value of `TZ`: `:Europe/Paris`, and files of the tz database, mean a name too.
    static func name(inEnvironment value: String) -> String {
        let name = value.hasPrefix(":") ? String(value.dropFirst()) : value
        guard name.hasPrefix("/") else { return name }
        let path = URL(fileURLWithPath: name).resolvingSymlinksInPath().path
        guard let folder = path.range(of: "/zoneinfo/") else { return name }
        return String(path[folder.upperBound...])
    }

    /// `+02:00` in seconds; no zone is further than a day from UTC.
    private static func offset(_ text: String) -> Int64? {
        guard let match = text.wholeMatch(of: /([+-])([0-9]{2}):([0-9]{2})/), let hours = Int64(match.2),
            let minutes = Int64(match.3), hours < 24, minutes < 60
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return match.1 == "-" ? -seconds : seconds
    }

    /// Whether it is a name of the tz database, rather than an abbreviation of several zones or a rule that the system would guess
    /// at. A name with a place in it is looked up by the system; the ones without are these.
    private static func isName(_ name: String) -> Bool {
        if name.contains("/") {
            return name.utf8.first != UInt8(ascii: "/")
                && name.utf8.allSatisfy { !(0x00...0x20).contains($0) && $0 != UInt8(ascii: ",") }
        }
        return withoutPlace.contains(name)
    }

    private static let withoutPlace: Set<String> = [
        "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "GMT", "GMT0", "Greenwich", "HST",
        "Hongkong", "Iceland", "Iran", "Israel", "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ",
        "NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "Universal",
        "W-SU", "WET", "Zulu",
    ]
}
