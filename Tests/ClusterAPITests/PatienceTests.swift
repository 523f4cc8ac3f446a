import Synchronization
import Testing

@testable import ClusterAPI

@Suite("A server in trouble is left alone for longer and longer, and never asked by too many at once")
struct PatienceTests {
    @Test("Pauses double up to the longest one, and half of each is chance")
    func pauses() {
        var limits = RequestLimits()
        limits.firstPause = .seconds(1)
        limits.longestPause = .seconds(5)
        let shortest = Patience(chance: { 0 })
        let longest = Patience(chance: { 1 })
        #expect((1...5).map { shortest.pause(after: $0, retryAfter: nil, limits) } == [0.5, 1, 2, 2.5, 2.5].map { .seconds($0) })
        #expect((1...5).map { longest.pause(after: $0, retryAfter: nil, limits) } == [1, 2, 4, 5, 5].map { .seconds($0) })
    }

    @Test("What the server asks for is the least it gets")
    func retryAfter() {
        let patience = Patience(chance: { 0.5 })
        #expect(patience.pause(after: 1, retryAfter: 7, RequestLimits()) >= .seconds(7))
        #expect(patience.pause(after: 1, retryAfter: 0, RequestLimits()) >= .milliseconds(250))
    }

    @Test("No more than so many pass the gate at once, and all of them in the end")
    func gate() async throws {
        let gate = Gate(3)
        let inside = Turnout()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await gate.pass {
                        inside.enter()
                        try await Task.sleep(for: .milliseconds(1))
                        inside.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        let counts = inside.counts.withLock { $0 }
        #expect(counts.now == 0)
        #expect((2...3).contains(counts.most))
        #expect(counts.total == 40)
    }

    @Test("Who gives up waiting at the gate does not keep the others out")
    func cancelledWait() async throws {
        let gate = Gate(1)
        try await gate.enter()
        let waiting = Task { try await gate.pass {} }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.leave()
        try await gate.pass {}
    }

    @Test("Bytes earn time, and only waiting for the server spends it")
    func progress() async throws {
        var limits = RequestLimits()
        limits.requestTimeout = .seconds(10)
        limits.slowestBody = 1000
        let progress = Progress(limits)
        progress.waits()
        progress.came(5000)
        #expect(progress.patienceLeft > .seconds(14))
        try await Task.sleep(for: .milliseconds(30))
        let idle = progress.patienceLeft
        try await Task.sleep(for: .milliseconds(30))
        #expect(progress.patienceLeft == idle)
        progress.waits()
        try await Task.sleep(for: .milliseconds(30))
        #expect(progress.patienceLeft < idle)
    }

    @Test("A request is given up for its own slowness, or because the time for everything is over, whichever comes first")
    func endings() async throws {
        // What is not to end first has an hour: beside other tests a task may wait for minutes.
        var limits = RequestLimits()
        limits.requestTimeout = .milliseconds(20)
        limits.deadline = .now + .seconds(3600)
        let slow = Progress(limits)
        slow.waits()
        #expect(try await slow.watch() == .tooSlow)
        limits.requestTimeout = .seconds(3600)
        limits.deadline = .now + .milliseconds(20)
        let late = Progress(limits)
        late.waits()
        #expect(try await late.watch() == .deadlinePassed)
    }
}

/// How many are inside, were at most, and came in all.
private final class Turnout: Sendable {
    let counts = Mutex((now: 0, most: 0, total: 0))

    func enter() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.total + 1) } }

    func leave() { counts.withLock { $0.now -= 1 } }
}
