import Model
import Testing

@testable import Service

@Suite("When a cluster is looked at")
struct ScheduleTests {
    private func tick(_ schedule: Schedule?, _ instant: String) throws -> String {
        try #require(schedule).tick(atOrBefore: try #require(Instant(instant))).description
    }

    @Test(
        "ticks are the full periods of the clock in UTC",
        arguments: [
            (900, "2026-11-25T03:14:59Z", "2026-11-25T03:00:00Z"), (900, "2026-11-25T03:15:00Z", "2026-11-25T03:15:00Z"),
            (3600, "2026-11-25T03:59:59Z", "2026-11-25T03:00:00Z"), (86_400, "2026-11-25T03:59:59Z", "2026-11-25T00:00:00Z"),
            // 2026-11-23 is a Monday.
            (604_800, "2026-11-25T03:59:59Z", "2026-11-23T00:00:00Z"), (60, "1969-12-31T23:59:59Z", "1969-12-31T23:59:00Z"),
        ])
    func aligned(period: Int64, instant: String, expected: String) throws {
        #expect(try tick(Schedule(period: period), instant) == expected)
    }

    @Test("ticks go through Europe's change of summer time as if nothing were: UTC has none")
    func summerTime() throws {
        let schedule = try #require(Schedule(period: 1800))
        var instant = try #require(Instant("2026-10-25T00:00:00Z"))
        for _ in 0..<12 {
            let next = schedule.tick(after: instant)
            #expect(next == instant.advanced(by: 1800))
            instant = next
        }
    }

    @Test("the offset is within the jitter, always the same for a seed, and differs between seeds")
    func jitter() throws {
        let offsets = try (0..<200).map { try #require(Schedule(period: 900, jitter: 30, seed: "host cluster-\($0)")).offset }
        #expect(offsets.allSatisfy { (0...30).contains($0) })
        #expect(Set(offsets).count > 20)
        #expect(Schedule(period: 900, jitter: 30, seed: "a") == Schedule(period: 900, jitter: 30, seed: "a"))
        #expect(Schedule(period: 900, jitter: 0, seed: "a")?.offset == 0)
    }

    @Test("a tick with an offset is the newest one at or before the instant, for many periods and instants")
    func newest() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let period = Int64.random(in: 1...Schedule.longestPeriod, using: &random)
            let schedule = try #require(
                Schedule(period: period, jitter: Int64.random(in: 0..<period, using: &random), seed: "\(period)"))
            let instant = Instant(secondsSince1970: Int64.random(in: -10_000_000_000...10_000_000_000, using: &random))
            let tick = schedule.tick(atOrBefore: instant)
            #expect(tick <= instant && instant < tick.advanced(by: period))
            #expect(schedule.tick(atOrBefore: tick) == tick && schedule.tick(after: tick) == tick.advanced(by: period))
        }
    }

    @Test(
        "what is no schedule is none",
        arguments: [(0, 0), (-1, 0), (604_801, 0), (900, 900), (900, -1)] as [(Int64, Int64)])
    func refused(period: Int64, jitter: Int64) {
        #expect(Schedule(period: period, jitter: jitter) == nil)
    }
}
