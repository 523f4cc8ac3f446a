import FakeCluster
import Logging
import Record
import ServiceLifecycle
import Synchronization
import Testing

@testable import Service

@Suite("How a collector ends, and begins anew")
struct EndingTests {
    @Test("asked to end, it finishes the look that goes on, if that is soon done")
    func finishes() async throws {
        let gate = Gate()
        let cluster = ScriptedCluster { _, _ in
            try await gate.wait()
            return .whole
        }
        let bench = try Workbench([cluster.target()], at: "2026-11-25T03:00:00Z")
        let opener = Task {
            try await eventually("the look began") { cluster.looks.count == 1 }
            // The end has been asked for by then or will be at once; both are to be borne.
            try await Task.sleep(for: .milliseconds(50))
            gate.open()
        }
        try await bench.run { _ in try await eventually("the look began") { cluster.looks.count == 1 } }
        try await opener.value
        #expect(try bench.recorded() == ["2026-11-25T03:00:00Z"])
        #expect(cluster.closed == 1)
    }

    @Test("a look that is not soon done is abandoned: nothing of it is recorded, nothing counted as an error")
    func abandons() async throws {
        let cluster = ScriptedCluster { _, _ in
            try await Task.sleep(for: .seconds(3600))
            return .whole
        }
        let bench = try Workbench([cluster.target()], at: "2026-11-25T03:00:00Z")
        let begin = ContinuousClock.now
        try await bench.run(finishing: .milliseconds(50)) { _ in
            try await eventually("the look began") { cluster.looks.count == 1 }
        }
        #expect(ContinuousClock.now - begin < .seconds(600))
        #expect(try bench.recorded().isEmpty)
        #expect(try bench.figures().troubles.isEmpty)
        #expect(bench.lines.having("abandoned because the end was asked for").count == 1)
    }

    @Test("asked to end while it waits, it ends at once")
    func waiting() async throws {
        let cluster = ScriptedCluster()
        let bench = try Workbench([cluster.target()], at: "2026-11-25T03:00:00Z")
        // The manual clock stands still, so only the request itself can end the nap.
        try await bench.run { try await $0.time.whenNapping() }
        #expect(try bench.recorded().count == 1)
    }

    @Test("what finishing and abandoning may take together is under ten seconds")
    func tenSeconds() {
        #expect(CollectorService.finishing + CollectorService.abandoning < .seconds(10))
    }

    @Test("what ends a process that hangs lets one alone in which all ended well", arguments: [true, false])
    func watchdog(endsWell: Bool) async throws {
        let ended = Mutex(0)
        let watchdog = ShutdownWatchdog(
            patience: .seconds(2), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) {
            ended.withLock { $0 += 1 }
        }
        let group = ServiceGroup(services: [watchdog], logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        async let running: Void = group.run()
        await group.triggerGracefulShutdown()
        try await running
        if endsWell { watchdog.disarm() }
        try await Task.sleep(for: .seconds(5))
        #expect(ended.withLock { $0 } == (endsWell ? 0 : 1))
    }

    @Test("a reload makes the next look connect anew, and leaves the one that goes on alone")
    func reload() async throws {
        let gate = Gate()
        let cluster = ScriptedCluster { look, _ in
            if look == 1 { try await gate.wait() }
            return .whole
        }
        let target = try cluster.target()
        let bench = try Workbench([target], at: "2026-11-25T03:00:00Z")
        let connection = ObserverConnection(target.connect)
        try await bench.run([connection]) { bench in
            try await eventually("the look began") { cluster.looks.count == 1 }
            connection.reload()
            #expect(cluster.closed == 0)
            gate.open()
            try await bench.time.whenNapping()
            #expect(cluster.connections == 1)
            bench.time.pass(900)
            try await eventually("looked again") { cluster.looks.count == 2 }
            #expect(cluster.connections == 2 && cluster.closed == 1)
            try await bench.time.whenNapping()
            bench.time.pass(900)
            try await eventually("looked a third time") { cluster.looks.count == 3 }
            #expect(cluster.connections == 2)
        }
    }
}
