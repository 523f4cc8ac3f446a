import Model
import Record
import Testing

@testable import Service

@Suite("What is to be done now, by two clocks")
struct TickerTests {
    /// A ticker every quarter of an hour, with both clocks.
    private struct Bench {
        var ticker: Ticker
        var wall: Instant
        var steady: Duration = .zero

        init(_ wall: String, newest: String? = nil, every period: Int64 = 900) throws {
            self.wall = try #require(Instant(wall))
            ticker = Ticker(try #require(Schedule(period: period)), newest: newest.flatMap { Instant($0) })
        }

        mutating func pass(_ seconds: Int64) {
            wall = wall.advanced(by: seconds)
            steady += .seconds(seconds)
        }

        mutating func set(_ instant: String) throws { wall = try #require(Instant(instant)) }

        mutating func step() -> String {
            switch ticker.step(wall: wall, steady: steady) {
            case .wait(let until): "wait \(until)"
            case .look(let tick): "look \(tick)"
            case .clockWasSet(let seconds): "set \(seconds)"
            }
        }

        mutating func finished() -> Int64 { ticker.finished(wall: wall, steady: steady) }
    }

    @Test("the first look is at once, the next at the full period, however long the first took")
    func first() throws {
        var bench = try Bench("2026-11-25T03:07:00Z")
        #expect(bench.step() == "look 2026-11-25T03:00:00Z")
        bench.pass(200)
        #expect(bench.finished() == 0)
        #expect(bench.step() == "wait 2026-11-25T03:15:00Z")
        bench.pass(280)
        #expect(bench.step() == "look 2026-11-25T03:15:00Z")
        bench.pass(1)
        #expect(bench.finished() == 0)
        #expect(bench.step() == "wait 2026-11-25T03:30:00Z")
    }

    @Test("started again within a period, it waits; after one, it looks")
    func startedAgain() throws {
        var soon = try Bench("2026-11-25T03:14:00Z", newest: "2026-11-25T03:00:03Z")
        #expect(soon.step() == "wait 2026-11-25T03:15:00Z")
        var later = try Bench("2026-11-25T03:16:00Z", newest: "2026-11-25T03:00:03Z")
        #expect(later.step() == "look 2026-11-25T03:15:00Z")
    }

    @Test("10,000 looks of random length are all at full periods: nothing drifts")
    func driftFree() throws {
        var random = SystemRandomNumberGenerator()
        var bench = try Bench("2026-11-25T03:00:00Z")
        var looks = 0
        while looks < 10_000 {
            switch bench.ticker.step(wall: bench.wall, steady: bench.steady) {
            case .look(let tick):
                looks += 1
                #expect(tick.secondsSince1970 % 900 == 0 && bench.wall.secondsSince1970 - tick.secondsSince1970 < 20)
                bench.pass(Int64.random(in: 0...2000, using: &random))
                _ = bench.finished()
            case .wait(let until):
                // As the loop naps: never longer than so, and it may wake late.
                bench.pass(
                    min(until.secondsSince1970 - bench.wall.secondsSince1970, 20) + Int64.random(in: 0...3, using: &random))
            case .clockWasSet: Issue.record("nobody set the clock")
            }
        }
    }

    @Test("ticks that come while a look goes on are left out and counted")
    func slow() throws {
        var bench = try Bench("2026-11-25T03:00:00Z")
        #expect(bench.step() == "look 2026-11-25T03:00:00Z")
        bench.pass(2000)
        #expect(bench.finished() == 2)
        #expect(bench.step() == "wait 2026-11-25T03:45:00Z")
    }

    @Test("a quick look that began right before a tick leaves it out no more than any other")
    func across() throws {
        var bench = try Bench("2026-11-25T03:14:59Z")
        #expect(bench.step() == "look 2026-11-25T03:00:00Z")
        bench.pass(3)
        #expect(bench.finished() == 0)
        #expect(bench.step() == "look 2026-11-25T03:15:00Z")
        bench.pass(3)
        #expect(bench.finished() == 0)
        #expect(bench.step() == "wait 2026-11-25T03:30:00Z")
    }

    @Test("a look of half a period and more that lay across a tick leaves it out, so that a slow cluster gets a pause")
    func slowAcross() throws {
        var bench = try Bench("2026-11-25T03:14:59Z")
        #expect(bench.step() == "look 2026-11-25T03:00:00Z")
        bench.pass(450)
        #expect(bench.finished() == 1)
        #expect(bench.step() == "wait 2026-11-25T03:30:00Z")
    }

    @Test("a clock set back a little repeats no tick")
    func backALittle() throws {
        var bench = try Bench("2026-11-25T03:00:05Z")
        _ = bench.step()
        _ = bench.finished()
        try bench.set("2026-11-25T02:59:30Z")
        #expect(bench.step() == "wait 2026-11-25T03:15:00Z")
    }

    @Test("a clock set back by years is said, and the ticks are those of the new time")
    func farBack() throws {
        var bench = try Bench("2031-01-01T00:00:05Z")
        _ = bench.step()
        _ = bench.finished()
        try bench.set("2026-11-25T03:07:00Z")
        #expect(bench.step() == "set -129415985")
        #expect(bench.step() == "wait 2026-11-25T03:15:00Z")
        bench.pass(480)
        #expect(bench.step() == "look 2026-11-25T03:15:00Z")
    }

    @Test("a clock set ahead by years is not looked by before it stood for a tick, so that a slip poisons no record")
    func farAhead() throws {
        var bench = try Bench("2026-11-25T03:00:05Z")
        _ = bench.step()
        _ = bench.finished()
        _ = bench.step()
        try bench.set("2031-01-01T00:07:00Z")
        #expect(bench.step().hasPrefix("set "))
        #expect(bench.step() == "wait 2031-01-01T00:15:00Z")
        try bench.set("2026-11-25T03:00:10Z")
        #expect(bench.step().hasPrefix("set -"))
        #expect(bench.step() == "wait 2026-11-25T03:15:00Z")
    }

    @Test("a machine that slept looks once when it wakes: time did pass")
    func slept() throws {
        var bench = try Bench("2026-11-25T03:00:05Z")
        _ = bench.step()
        _ = bench.finished()
        bench.pass(7 * 3600)
        #expect(bench.step() == "look 2026-11-25T10:00:00Z")
        #expect(bench.finished() == 0)
        #expect(bench.step() == "wait 2026-11-25T10:15:00Z")
    }

    @Test("a clock that is set while a look goes on leaves out no ticks that nobody missed")
    func setWhileLooking() throws {
        var bench = try Bench("2026-11-25T03:00:05Z")
        _ = bench.step()
        try bench.set("2027-11-25T03:00:05Z")
        bench.pass(5)
        #expect(bench.finished() == 0)
        #expect(bench.step() == "wait 2027-11-25T03:15:00Z")
    }

    @Test("a record that is ahead of the clock does not silence the collector until then")
    func recordAhead() throws {
        var bench = try Bench("2026-11-25T03:07:00Z", newest: "2031-01-01T00:00:00Z")
        #expect(bench.step() == "wait 2026-11-25T03:15:00Z")
        bench.pass(480)
        #expect(bench.step() == "look 2026-11-25T03:15:00Z")
    }
}
