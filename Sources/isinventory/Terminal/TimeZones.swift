import Foundation
import Inventory

/// The rules of the world's time zones, which the system knows.
enum TimeZones {
    /// The zone of a name; nil where there is none.
    static func zone(named name: String) -> ReportZone? {
        if name == "UTC" || name == "Z" { return .utc }
        guard let zone = TimeZone(identifier: name) else { return nil }
        return ReportZone(name: name) { instant in
            Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.secondsSince1970))))
        }
    }
}
