import Testing

@testable import Model
@testable import Questions

@Suite struct ReportPeriodTests {
    /// Central European time around the change of 2026-10-25, 01:00 UTC.
    private static let zone = ReportZone(name: "Europe/Paris") { $0 < Instant(secondsSince1970: 1_792_890_000) ? 7200 : 3600 }

    @Test func `A week runs from Monday to Monday by the clock on the wall, an hour longer when it goes back`() throws {
        let week = try #require(ReportPeriod(week: "2026-W43", zone: Self.zone))
        #expect(week.from.description == "2026-10-18T22:00:00Z")
        #expect(week.to.description == "2026-10-25T23:00:00Z")
        #expect(week.week?.description == "2026-W43")
        #expect(week.previous.from.description == "2026-10-11T22:00:00Z")
        #expect(week.days.map(\.description).first == "2026-10-19")
        #expect(week.days.count == 7)
    }

    @Test(arguments: [
        ("2026-W01", "2025-12-29"), ("2020-W53", "2020-12-28"), ("2021-W01", "2021-01-04"), ("2026-w47", "2026-11-16"),
    ])
    func `Weeks are numbered as ISO 8601 numbers them`(text: String, monday: String) throws {
        #expect(try #require(ReportPeriod(week: text)).from.description == "\(monday)T00:00:00Z")
    }

    @Test(arguments: ["2026-W54", "2021-W53", "2026-W00", "2026-47", "W47", "2026-W7", "", "2026-W47-1", "-026-W47"])
    func `What names no week is refused`(text: String) { #expect(ReportPeriod(week: text)?.from == nil) }

    @Test func `A period must not be empty`() {
        #expect(ReportPeriod(from: Instant(secondsSince1970: 5), to: Instant(secondsSince1970: 5))?.from == nil)
    }
}
