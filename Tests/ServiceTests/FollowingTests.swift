import FakeCluster
import Foundation
import Glibc
import Model
import RawHTTP
import Record
import Testing

@testable import Service

@Suite("A loop that follows its cluster between two looks", .serialized) struct FollowingTests {
    private static func images(_ bench: Workbench) throws -> [String] {
        try bench.rows("SELECT name || ' ' || image FROM containers ORDER BY 1").map { $0[0] }
    }

    /// Runs a loop that has looked once and listens since, until the body is done.
    @discardableResult
    private func afterFirstLook(
        _ body: (Workbench, ScriptedCluster, ScriptedFollower) async throws -> Void
    ) async throws -> (bench: Workbench, follower: ScriptedFollower) {
        let follower = ScriptedFollower()
        let cluster = ScriptedCluster(follower: follower)
        let bench = try Workbench([cluster.target()], at: "2026-01-05T06:01:00Z")
        try await bench.run { bench in
            try await eventually("the first look") { follower.begun == 1 }
            try await bench.time.whenNapping()
            try await body(bench, cluster, follower)
        }
        return (bench, follower)
    }

    @Test("what is heard is recorded between two ticks, changes together; the ticks stay where they are")
    func records() async throws {
        let (_, follower) = try await afterFirstLook { bench, cluster, follower in
            bench.time.pass(5)
            follower.show("web", "web:2")
            follower.show("api", "api:2")
            try await eventually("it is recorded") {
                bench.time.pass(1)
                return try bench.recorded().count == 2
            }
            #expect(try Self.images(bench) == ["api api:2", "web web:2"])
            try await eventually("that is known") { follower.settled == [true] }
            #expect(cluster.looks == ["2026-01-05T06:01:00Z"])
            try await eventually("and counted") { try bench.figures().followedSnapshots == 1 }
            #expect(try bench.rows("SELECT complete FROM snapshots ORDER BY snapshot") == [["1"], ["0"]])
            follower.correct([.deployment: 2, .cronJob: 1])
            try await bench.time.whenNapping()
            try bench.time.pass(until: "2026-01-05T06:15:00Z")
            try await eventually("the look at the tick") {
                // Whoever began to wait only now waits from now on.
                bench.time.pass(1)
                return cluster.looks.count == 2 && follower.begun == 2
            }
            try await eventually("what it corrects is counted") { try bench.figures().corrections == 3 }
            #expect(
                bench.lines.having("the look corrects what watches had told: 2 deployments, 1 cronjobs").count == 1,
                "\(bench.lines.all)")
        }
        #expect(follower.ended >= 1)
    }

    @Test("watches that are lost have the cluster looked at early, but not at once, and less and less often")
    func early() async throws {
        try await afterFirstLook { bench, _, follower in
            follower.lose("deployments: too old")
            try await eventually("it is said") { !bench.lines.having("deployments: too old").isEmpty }
            let begin = bench.time.steady
            try await eventually("a look") {
                bench.time.pass(1)
                return follower.begun == 2
            }
            #expect(bench.time.steady - begin >= .seconds(28))
            #expect(bench.lines.having("deployments: too old").count == 1)
            let second = bench.time.steady
            follower.lose("deployments: too old again")
            try await eventually("another") {
                bench.time.pass(1)
                return follower.begun == 3
            }
            #expect(bench.time.steady - second >= .seconds(55))
        }
    }

    @Test("between watches that are lost and the look that is due for them it waits, and does not ask again and again")
    func waits() async throws {
        try await afterFirstLook { bench, _, follower in
            follower.lose("deployments: too old")
            try await eventually("it is said") { !bench.lines.having("deployments: too old").isEmpty }
            let asked = follower.asked
            // Whoever does not wait asks thousands of times meanwhile.
            try await Task.sleep(for: .milliseconds(300))
            #expect(follower.asked - asked <= 3)
        }
    }

    @Test("a look that is due in the second in which something was recorded waits for the next")
    func nextSecond() async throws {
        try await afterFirstLook { bench, cluster, follower in
            bench.time.pass(60)
            try await bench.time.whenNapping()
            // Told together, as a watch that breaks is: what changed is recorded, and the look is due at once.
            follower.show("web", "web:2")
            follower.lose("deployments: too old")
            try await eventually("more changes are waited for") { bench.time.isWaited(.seconds(1)) }
            bench.time.pass(1)
            try await eventually("the change is recorded") { try bench.recorded().count == 2 }
            try await eventually("the look waits, or is left out") {
                bench.time.isWaited(.seconds(1)) || !bench.lines.having("not looked").isEmpty
            }
            #expect(bench.lines.having("not looked").isEmpty, "\(bench.lines.all)")
            try await eventually("the look") {
                bench.time.pass(1)
                return cluster.looks.count == 2 && follower.begun == 2
            }
            #expect(try bench.recorded().count == 3)
        }
    }

    @Test("what was heard when the end is asked for is recorded still")
    func ends() async throws {
        let (bench, follower) = try await afterFirstLook { bench, _, follower in
            bench.time.pass(5)
            follower.show("web", "web:2")
        }
        #expect(try Self.images(bench) == ["web web:2"])
        #expect(follower.ended == 1)
    }
}

@Suite("collect --every --follow, as a service manager runs it", .serialized) struct FollowingProgramTests {
    @Test("changes stand in the record within seconds, what changes nothing writes nothing, and one SIGTERM ends it")
    func follows() async throws {
        var story = StoryCluster(seed: 3)
        let server = try await FakeServer(story.contents)
        server.admit(token: "reader")
        let program = try RunningProgram(["prod": server], token: "reader")
        try program.start("collect", "-A", "--every", "1h", "--jitter", "0s", "--follow", "--listen", "127.0.0.1:0")
        try await eventually("the first look: \(program.errors.suffix(500))") {
            program.recorded("prod") == 1 && server.watched.count >= 10
        }
        func standing() throws -> Set<String> {
            Set(
                try program.rows(
                    """
                    SELECT c.namespace || '/' || c.name || ' ' || w.uid || ' ' || c.container || ' ' || c.image FROM containers c
                    JOIN workloads w ON w.namespace = c.namespace AND w.name = c.name AND w.kind = c.kind
                    """
                ).map { $0[0] })
        }
        for _ in 1...4 {
            let before = story.moment.truth.containers
            while story.moment.truth.containers == before { for moment in story.live() { server.show(moment.contents) } }
            let begin = ContinuousClock.now
            try await eventually("it is recorded: \(program.errors.suffix(500))") {
                try standing() == story.moment.truth.containers
            }
            // Five seconds are the promise; the rest is for a machine that is busy with other tests.
            #expect(ContinuousClock.now - begin < .seconds(20))
        }
        let lists = server.requests.filter { $0.access?.verb == "list" && $0.access?.resource == "deployments" }
        #expect(lists.count == 1)
        let port = try #require(program.log.first { $0["message"] == "answers monitors" }?["port"].flatMap(Int.init))
        let page = try await RawHTTP.ask(port, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(page.contains("isinventory_follow_corrections_total{cluster=\"prod\"} 0\n"))
        #expect(!page.contains("isinventory_follow_watches{cluster=\"prod\"} 0\n"))
        try program.signal(SIGTERM)
        let begin = ContinuousClock.now
        #expect(try await program.end() == 0, "\(program.errors)")
        #expect(ContinuousClock.now - begin < .seconds(20))
        #expect(program.log.last?["message"] == "ended")
        #expect(try RecordReader(path: program.record).verify().findings == [])
        try await server.stop()
    }
}
