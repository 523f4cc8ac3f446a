import FakeCluster
import Foundation
import Logging
import NIOCore
import RawHTTP
import Record
import Testing
import Web

@testable import Service

@Suite("What a monitor is answered")
struct StatusServerTests {
    /// Runs a server on a free port of this machine while the test asks it.
    private func served(
        lifetime: TimeAmount = .seconds(60), _ body: (Int, MetricsRegistry) async throws -> Void
    ) async throws {
        let board = MetricsRegistry([try ScriptedCluster().target()], time: ManualTime("2026-11-25T03:00:00Z"))
        let pages = StatusPages(board: board, version: "1.2.3") { 4096 }
        var limits = ConnectionLimits.ofMonitors
        limits.question = lifetime
        let server = try await WebServer.bind(try #require(ListenAddress("127.0.0.1:0")), pages, log: quiet, limits: limits)
        let running = Task { try await server.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body(server.port, board)) } catch { result = .failure(error) }
        running.cancel()
        try await running.value
        try result.get()
    }

    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func status(_ answer: String) -> String { answer.components(separatedBy: "\r\n")[0] }

    @Test("the three pages answer, each with its kind")
    func pages() async throws {
        try await served { port, _ in
            let metrics = try await RawHTTP.ask(
                port, "GET /metrics?x=1 HTTP/1.1\r\nHost: localhost:\(port)\r\nConnection: close\r\n\r\n")
            #expect(status(metrics) == "HTTP/1.1 200 OK")
            #expect(metrics.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
            #expect(metrics.contains("isinventory_database_bytes 4096\n"))
            let health = try await RawHTTP.ask(port, "GET /healthz HTTP/1.0\r\n\r\n")
            #expect(status(health).hasSuffix(" 200 OK") && health.hasSuffix("\r\n\r\nok\nprod: alive\n"))
            let ready = try await RawHTTP.ask(port, "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            #expect(status(ready) == "HTTP/1.1 503 Service Unavailable" && ready.hasSuffix("not ok\nprod: not looked yet\n"))
        }
    }

    @Test("HEAD is answered with the length and no body")
    func head() async throws {
        try await served { port, _ in
            let answer = try await RawHTTP.ask(port, "HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            #expect(status(answer) == "HTTP/1.1 200 OK")
            #expect(answer.contains("Content-Length: 15\r\n") && answer.hasSuffix("\r\n\r\n"))
        }
    }

    @Test(
        "what is no reading is refused",
        arguments: [
            ("POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", "405"),
            ("DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"),
            ("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "404"),
            ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", "413"),
            ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "413"),
            ("GET /../metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "404"), ("nonsense\r\n\r\n", "400"),
            // A page of elsewhere, whose name its owner makes point to this machine.
            ("GET /metrics HTTP/1.1\r\nHost: evil.example:9464\r\n\r\n", "403"),
            ("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", "403"),
        ])
    func refused(request: String, code: String) async throws {
        try await served { port, _ in
            let answer = try await RawHTTP.ask(port, request)
            #expect(status(answer).hasPrefix("HTTP/1.1 \(code) "), "\(answer)")
            #expect(!answer.contains("isinventory_"))
        }
    }

    @Test("a question longer than questions are is cut off")
    func tooLong() async throws {
        try await served { port, _ in
            let connection = try RawHTTP(port: port)
            connection.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n")
            for _ in 0..<64 { connection.send("X-Padding: \(String(repeating: "x", count: 1000))\r\n") }
            #expect(!(await connection.rest()).contains("isinventory_"))
        }
    }

    @Test("a connection that asks nothing ends by itself, and others are answered meanwhile")
    func slow() async throws {
        try await served(lifetime: .milliseconds(300)) { port, _ in
            let slow = try RawHTTP(port: port)
            slow.send("GET /metrics HT")
            #expect(try await RawHTTP.ask(port, "GET /healthz HTTP/1.0\r\n\r\n").contains(" 200 OK"))
            #expect(await slow.rest() == "")
        }
    }

    @Test("more connections than a monitor needs are not taken; once they end, it answers again")
    func many() async throws {
        try await served { port, _ in
            var idle: [RawHTTP] = []
            for _ in 0..<ConnectionLimits.ofMonitors.mostConnections { idle.append(try RawHTTP(port: port)) }
            try await eventually("one too many is turned away") {
                try await RawHTTP.ask(port, "GET /healthz HTTP/1.0\r\n\r\n") == ""
            }
            idle.removeAll()
            try await eventually("it answers again") {
                try await RawHTTP.ask(port, "GET /healthz HTTP/1.0\r\n\r\n").contains("ok")
            }
        }
    }

    @Test("an address that is taken is an error that says so")
    func taken() async throws {
        try await served { port, board in
            let address = try #require(ListenAddress("127.0.0.1:\(port)"))
            let error = await #expect(throws: ListenError.self) {
                _ = try await WebServer.bind(address, StatusPages(board: board, version: "") { nil }, log: quiet)
            }
            #expect("\(try #require(error))".hasPrefix("--listen 127.0.0.1:\(port): "))
        }
    }

    @Test(
        "addresses are read whole or not at all",
        arguments: [
            ("127.0.0.1:9464", true), ("[::1]:9464", true), ("localhost:9464", true), ("127.8.9.1:1", true),
            ("0.0.0.0:9464", false),
            ("[::]:9464", false), ("10.0.0.1:9464", false), ("collector.example:9464", false), ("127.0.0.1.example:1", false),
        ])
    func addresses(text: String, isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.isLoopback == isLoopback)
        #expect(address.description == text)
    }

    @Test(
        "what is no address is none",
        arguments: ["", "9464", ":9464", "127.0.0.1", "127.0.0.1:", "h:99999", "::1:9464", "[a]:1", "a b:1"])
    func noAddress(text: String) { #expect(ListenAddress(text) == nil) }
}
