import FakeCluster
import Foundation
import Glibc
import RawHTTP
import Record
import Testing

@testable import Service

@Suite("collect --every, as a service manager runs it", .serialized)
struct PeriodicProgramTests {
    /// Serves small clusters while the test goes on.
    private func serving<Result>(_ count: Int, _ body: ([FakeServer]) async throws -> Result) async throws -> Result {
        var servers: [FakeServer] = []
        for _ in 0..<count { servers.append(try await FakeServer(GeneratedContents(deployments: 3, streams: 2))) }
        do {
            let result = try await body(servers)
            for server in servers { try await server.stop() }
            return result
        } catch {
            for server in servers { try? await server.stop() }
            throw error
        }
    }

    @Test("two clusters are looked at again and again into one file, a monitor reads how, and SIGTERM ends it well")
    func keepsOn() async throws {
        try await serving(2) { servers in
            let program = try RunningProgram(["prod": servers[0], "test": servers[1]])
            try program.start(
                "collect", "-A", "--every", "1s", "--jitter", "0s", "--context", "prod", "--context", "test", "--listen",
                "127.0.0.1:0")
            try await eventually("three snapshots of each: \(program.errors.suffix(500))") {
                program.recorded("prod") >= 3 && program.recorded("test") >= 3
            }
            let port = try #require(program.log.first { $0["message"] == "answers monitors" }?["port"].flatMap(Int.init))
            let page = try await RawHTTP.ask(port, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
            for cluster in ["prod", "test"] {
                #expect(page.contains("isinventory_objects{cluster=\"\(cluster)\",kind=\"Deployment\"} 3\n"))
                #expect(page.contains("isinventory_coverage{cluster=\"\(cluster)\",kind=\"CronJob\",outcome=\"complete\"} 1\n"))
            }
            #expect(try await RawHTTP.ask(port, "GET /readyz HTTP/1.0\r\n\r\n").contains(" 200 OK"))
            try program.signal(SIGTERM)
            #expect(try await program.end() == 0, "\(program.errors)")
            #expect(program.log.last?["message"] == "ended")
            #expect(program.log.count == program.errors.split(separator: "\n").count)
            #expect(try program.rows("SELECT count(*) FROM snapshots WHERE complete = 0") == [["0"]])
        }
    }

    @Test("a look that hangs when SIGTERM comes is abandoned within the time, and nothing of it is recorded")
    func abandons() async throws {
        try await serving(1) { servers in
            servers[0].inject(Fault(.hanging, on: .deployments))
            let program = try RunningProgram(["prod": servers[0]])
            try program.start("collect", "-A", "--every", "1h")
            try await eventually("it waits for an answer") { servers[0].requests.contains { $0.path.hasSuffix("/deployments") } }
            let begin = ContinuousClock.now
            try program.signal(SIGTERM)
            #expect(try await program.end() == 0, "\(program.errors)")
            // Ten seconds is the promise; the rest is for a machine that is busy with other tests.
            #expect(ContinuousClock.now - begin < .seconds(20))
            #expect(program.log.contains { $0["message"]?.contains("abandoned") == true })
            #expect(program.recorded("prod") == 0)
        }
    }

    @Test("a token that is no longer admitted is recorded as such; the next look after a new login sees all again")
    func rotation() async throws {
        try await serving(1) { servers in
            servers[0].admit(token: "sha256~first")
            let program = try RunningProgram(["prod": servers[0]], token: "sha256~first")
            try program.start("collect", "-A", "--every", "1s", "--jitter", "0s")
            func newest() throws -> [String]? {
                try program.rows("SELECT complete, workloads FROM snapshots ORDER BY snapshot DESC LIMIT 1").first
            }
            try await eventually("a whole snapshot") { try program.recorded("prod") > 0 && newest() == ["1", "3"] }
            servers[0].admit(token: "sha256~second")
            try await eventually("a failed one: \(program.errors.suffix(500))") { try newest() == ["0", "0"] }
            #expect(try program.rows("SELECT count(*) FROM workloads") == [["3"]])
            try program.log(in: ["prod": servers[0]], token: "sha256~second")
            try program.signal(SIGHUP)
            try await eventually("a whole one again: \(program.errors.suffix(500))") { try newest() == ["1", "3"] }
            #expect(program.log.contains { $0["message"]?.hasPrefix("SIGHUP: ") == true })
            #expect(!program.errors.contains("sha256~"))
            try program.signal(SIGTERM)
            #expect(try await program.end() == 0, "\(program.errors)")
        }
    }

    @Test("what is forbidden closes nothing and is said once")
    func forbidden() async throws {
        try await serving(1) { servers in
            let program = try RunningProgram(["prod": servers[0]])
            try program.start("collect", "-A", "--every", "1s", "--jitter", "0s")
            try await eventually("a whole snapshot") { program.recorded("prod") > 0 }
            servers[0].inject(Fault(.forbidden, on: .deployments))
            let before = program.recorded("prod")
            try await eventually("three more") { program.recorded("prod") >= before + 3 }
            #expect(try program.rows("SELECT count(*) FROM workloads") == [["3"]])
            let warnings = program.log.filter { $0["message"]?.hasPrefix("deployments: forbidden") == true }
            #expect(warnings.count == 1 && warnings.first?["level"] == "warning")
            try program.signal(SIGINT)
            #expect(try await program.end() == 0, "\(program.errors)")
        }
    }

    @Test("what is wrong from the start is said at once, with a code")
    func wrong() async throws {
        try await serving(1) { servers in
            for (arguments, code, words) in [
                (["--context", "nowhere"], Int32(2), "nowhere"), (["--every", "0s"], 64, "--every is between"),
                (["--jitter", "1h"], 64, "--jitter must be less"), (["--listen", ":9464"], 64, "no address to listen at"),
                (["--context", "prod", "--context", "b", "--cluster", "x"], 64, "--cluster names one cluster"),
                (["--from", "-"], 64, "--every keeps looking"), (["--listen", "192.0.2.1:9464"], 2, "--listen 192.0.2.1:9464: "),
            ] {
                let program = try RunningProgram(["prod": servers[0]])
                let every = arguments.contains("--every") ? [] : ["--every", "1h"]
                try program.start(["collect", "-A"] + every + arguments)
                #expect(try await program.end() == code, "\(arguments): \(program.errors)")
                #expect(program.errors.contains(words), "\(arguments): \(program.errors)")
            }
        }
    }
}
