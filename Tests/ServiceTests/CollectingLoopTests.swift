import FakeCluster
import Model
import Record
import SQLite
import Testing

@testable import Service

@Suite("A loop looks at its cluster, and records")
struct CollectingLoopTests {
    struct Unplugged: Error, CustomStringConvertible {
        var description: String { "no route to api.example:6443" }
    }

    @Test("it looks at once, then at each full period, and records each look once")
    func periodic() async throws {
        let cluster = ScriptedCluster()
        let bench = try Workbench([cluster.target()], at: "2026-11-25T03:07:10Z")
        try await bench.run { bench in
            for instant in ["2026-11-25T03:15:00Z", "2026-11-25T03:30:04Z", "2026-11-25T03:45:00Z"] {
                try await bench.time.whenNapping()
                try bench.time.pass(until: instant)
                try await eventually("looked at \(instant)") { cluster.looks.last == instant }
            }
            try await bench.time.whenNapping()
        }
        #expect(
            cluster.looks == ["2026-11-25T03:07:10Z", "2026-11-25T03:15:00Z", "2026-11-25T03:30:04Z", "2026-11-25T03:45:00Z"])
        #expect(try bench.recorded() == cluster.looks)
        #expect(try bench.figures().results[.complete] == 4)
        #expect(cluster.connections == 1 && cluster.closed == 1)
    }

    @Test("started again within a period it does not look again, and knows its newest snapshot from the record")
    func startedAgain() async throws {
        let cluster = ScriptedCluster()
        let first = try Workbench([cluster.target()], at: "2026-11-25T03:01:00Z")
        try await first.run { try await $0.time.whenNapping() }
        let second = try Workbench([cluster.target()], at: "2026-11-25T03:09:00Z", in: first.path)
        try await second.run { bench in
            try await bench.time.whenNapping()
            #expect(try bench.figures().lastSuccess?.description == "2026-11-25T03:01:00Z")
            #expect(Health.ready(bench.service.board).isWell)
        }
        #expect(cluster.looks == ["2026-11-25T03:01:00Z"])
    }

    @Test("what cannot be looked at is recorded as failed, closes nothing, and is tried again at the next tick")
    func failure() async throws {
        let cluster = ScriptedCluster { look, _ in
            if look == 2 { throw Unplugged() }
            return .whole(objects: 3)
        }
        let bench = try Workbench([cluster.target()], at: "2026-11-25T03:00:00Z")
        try await bench.run { bench in
            for look in 2...3 {
                try await bench.time.whenNapping()
                bench.time.pass(900)
                try await eventually("look \(look)") { cluster.looks.count == look }
            }
            try await bench.time.whenNapping()
        }
        #expect(try bench.recorded().count == 3)
        #expect(
            try bench.rows("SELECT DISTINCT outcome, message FROM coverage WHERE taken_at = '2026-11-25T03:15:00Z'").count == 1)
        let figures = try bench.figures()
        #expect(figures.results == [.complete: 2, .incomplete: 1])
        #expect(figures.troubles == [.unanswered: 1, .failed: Int64(Kinds.builtIn.all.count)])
        #expect(figures.closed == 0)
        #expect(bench.lines.having("error prod: the cluster could not be looked at: no route to api.example:6443").count == 1)
        // Whatever was wrong, the next look began with fresh credentials.
        #expect(cluster.connections == 2)
    }

    @Test("a collector whose credentials cannot even be read goes on trying")
    func noCredentials() async throws {
        let cluster = ScriptedCluster()
        var target = try cluster.target()
        target.connect = { throw Unplugged() }
        let bench = try Workbench([target], at: "2026-11-25T03:00:00Z")
        try await bench.run { bench in
            try await bench.time.whenNapping()
            bench.time.pass(900)
            try await eventually("two failed looks") { try bench.figures().troubles[.unanswered] == 2 }
        }
        #expect(try bench.recorded().count == 2)
    }

    @Test("a look that finds no end is given up at its limit, and the next tick is looked at")
    func limit() async throws {
        let cluster = ScriptedCluster { look, _ in
            if look == 1 { try await Task.sleep(for: .seconds(3600)) }
            return .whole
        }
        let bench = try Workbench([cluster.target(limit: .seconds(600))], at: "2026-11-25T03:00:00Z")
        try await bench.run { bench in
            try await eventually("the look began") { cluster.looks.count == 1 }
            try await eventually("its limit runs") {
                bench.time.pass(1)
                return try bench.figures().troubles[.deadline] == 1
            }
            try await bench.time.whenNapping()
            bench.time.pass(900)
            try await eventually("looked again") { try bench.figures().results[.complete] == 1 }
        }
        #expect(bench.lines.having("no end after 600 s").count == 1)
    }

    @Test("two looks at one cluster never overlap; ticks that a slow one takes are left out, and that is said")
    func noOverlap() async throws {
        let gate = Gate()
        let cluster = ScriptedCluster { look, _ in
            if look == 1 { try await gate.wait() }
            return .whole
        }
        let bench = try Workbench([cluster.target(limit: .seconds(86_400))], at: "2026-11-25T03:00:00Z")
        try await bench.run { bench in
            try await eventually("the look began") { cluster.looks.count == 1 }
            bench.time.pass(2000)
            gate.open()
            try await bench.time.whenNapping()
            #expect(try bench.figures().skippedTicks == 2)
            #expect(cluster.looks.count == 1)
            try bench.time.pass(until: "2026-11-25T03:45:00Z")
            try await eventually("looked again") { cluster.looks.count == 2 }
            try await bench.time.whenNapping()
        }
        #expect(cluster.mostAtOnce == 1)
        #expect(bench.lines.having("2 ticks were left out").count == 1)
    }

    @Test("a slow cluster does not hold up the others, and one file takes the snapshots of all")
    func severalClusters() async throws {
        let gate = Gate()
        let slow = ScriptedCluster { _, _ in
            try await gate.wait()
            return .whole
        }
        let quick = (1...4).map { _ in ScriptedCluster() }
        let targets =
            try [slow.target("slow", limit: .seconds(86_400))]
            + quick.enumerated().map { try $1.target("quick-\($0)") }
        let bench = try Workbench(targets, at: "2026-11-25T03:00:00Z")
        try await bench.run { bench in
            for look in 1...5 {
                try await eventually("look \(look)") { quick.allSatisfy { $0.looks.count == look } }
                try await bench.time.whenNapping(4)
                bench.time.pass(900)
            }
            try await bench.time.whenNapping(4)
            #expect(slow.looks.count == 1)
            gate.open()
        }
        for number in 0..<4 { #expect(try bench.recorded("quick-\(number)").count >= 5) }
        #expect(try bench.recorded("slow") == ["2026-11-25T03:00:00Z"])
    }

    @Test("where the record holds a newer snapshot than the clock says, the cluster is not asked in vain, and that is said")
    func clockBehind() async throws {
        let cluster = ScriptedCluster()
        let before = try Workbench([cluster.target()], at: "2031-01-01T00:00:00Z")
        try await before.run { try await $0.time.whenNapping() }
        let bench = try Workbench([cluster.target()], at: "2026-11-25T03:10:00Z", in: before.path)
        try await bench.run { bench in
            try await bench.time.whenNapping()
            bench.time.pass(300)
            try await eventually("the clock's trouble is counted") { try bench.figures().troubles[.clock] == 1 }
            #expect(!Health.ready(bench.service.board).isWell)
        }
        #expect(cluster.looks.count == 1)
        #expect(bench.lines.having("set the clock right").count == 1)
    }

    @Test("a record that cannot be written is an error in the log and the figures, and no end")
    func unwritable() async throws {
        let cluster = ScriptedCluster()
        let bench = try Workbench([cluster.target()], at: "2026-11-25T03:00:00Z", in: "/nowhere/at/all/record.db")
        try await bench.run { bench in
            try await bench.time.whenNapping()
            bench.time.pass(900)
            try await eventually("tried twice") { try bench.figures().results[.unrecorded] == 2 }
            #expect(!Health.ready(bench.service.board).isWell)
            #expect(Health.alive(bench.service.board).isWell)
        }
        #expect(bench.lines.having("not recorded: /nowhere/at/all/record.db: cannot be opened").count == 2)
    }

    @Test("while another process writes, recording waits for it")
    func busy() async throws {
        let cluster = ScriptedCluster()
        let bench = try Workbench([cluster.target()], at: "2026-11-25T03:00:00Z")
        try await bench.run { try await $0.time.whenNapping() }
        let other = try Connection(path: bench.path, mode: .readWrite)
        try other.execute("BEGIN IMMEDIATE")
        let second = try Workbench([cluster.target()], at: "2026-11-25T03:15:00Z", in: bench.path)
        try await second.run { second in
            // SQLite waits a little; then the loop naps a second on its own clock, and tries again.
            try await second.time.whenNapping()
            #expect(try second.figures().results.isEmpty)
            try other.execute("COMMIT")
            second.time.pass(1)
            try await eventually("recorded") { try second.figures().results[.complete] == 1 }
        }
        #expect(try second.recorded().count == 2)
    }
}
