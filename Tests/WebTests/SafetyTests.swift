import Foundation
import Glibc
import Histories
import NIOCore
import RawHTTP
import Record
import Testing

@testable import Web

@Suite("Whoever asks, and however", .serialized)
struct SafetyTests {
    private func expect(_ code: String, _ answer: String) { #expect(answer.contains(code)) }

    private func status(_ answer: String) -> String { answer.components(separatedBy: "\r\n")[0] }

    @Test(
        "only reading is let in, by a name that is this machine's",
        arguments: [
            ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", "405"),
            ("PUT /view/workloads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx", "405"),
            ("TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"), ("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", "405"),
            ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", "403"),
            ("GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", "403"),
            ("GET / HTTP/1.1\r\nHost: 10.0.0.1\r\n\r\n", "403"), ("GET / HTTP/1.1\r\nHost: localhost:x\r\n\r\n", "403"),
            ("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", "4"),
            ("GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
            ("GET /a\\b HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
            ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", "413"),
            ("GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "413"),
            ("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "4"),
            ("GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", "4"), ("nonsense\r\n\r\n", "400"),
            ("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "404"),
            ("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "404"),
            ("GET /assets/../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "404"),
            ("GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "400"),
            ("GET /%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "400"),
            ("GET /view/workloads HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "200"),
            ("GET /view/workloads HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n", "200"),
        ])
    func refused(request: String, code: String) async throws {
        let served = try Served.random(2, 3)
        try await served.listening { port in
            let answer = try await RawHTTP.ask(port, request)
            #expect(status(answer).hasPrefix("HTTP/1.1 \(code)"), "\(answer.prefix(400))")
            #expect(!answer.contains("root:"))
        }
    }

    @Test("every answer says that nothing of it is to be run, framed, guessed at or told to others; HEAD has no body")
    func headers() async throws {
        let served = try Served.random(2, 3)
        try await served.listening { port in
            for path in ["/", "/api/v1/workloads", SiteAssets.scriptPath, "/nothing", "/report/2023-W46"] {
                let answer = try await RawHTTP.ask(port, "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                for header in [
                    "Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
                    "Referrer-Policy: no-referrer",
                    "X-Frame-Options: DENY", "Cache-Control: ",
                ] { #expect(answer.contains(header), "\(path): \(header)") }
                #expect(!answer.components(separatedBy: "\r\n\r\n")[0].contains("unsafe-"))
            }
            let head = try await RawHTTP.ask(port, "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            #expect(status(head).hasSuffix("200 OK") && head.hasSuffix("\r\n\r\n") && !head.contains("Content-Length: 0"))
        }
    }

    @Test("a token, or a proxy's word from the proxy's own address, lets in; strangers learn only that it lives")
    func proofs() async throws {
        let served = try Served.random(2, 3)
        func ask(_ port: Int, _ headers: String, _ path: String = "/view/workloads", host: String = "127.0.0.1") async throws
            -> String
        {
            status(try await RawHTTP.ask(port, "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(headers)\r\n"))
        }
        try await served.listening(Access(.token(TokenFile { "s3cret\n" }))) { port in
            try await expect("401", ask(port, ""))
            try await expect("401", ask(port, "Authorization: Bearer wrong\r\n"))
            try await expect("200", ask(port, "Authorization: Bearer s3cret\r\n"))
            try await expect("200", ask(port, "Authorization: Basic \(Base64.encoded("x:s3cret".utf8))\r\n"))
            try await expect("401", ask(port, "Authorization: Basic \(Base64.encoded("x:s3cre".utf8))\r\n"))
            try await expect("200", ask(port, "", "/healthz"))
            try await expect("401", ask(port, "X-Forwarded-User: admin\r\n"))
        }
        try await served.listening(Access(.token(TokenFile { nil }))) { port in
            try await expect("401", ask(port, "Authorization: Bearer \r\n"))
        }
        try await served.listening(Access(.proxy(["127.0.0.1"]), names: ["inventory.example.org"])) { port in
            try await expect("403", ask(port, ""))
            try await expect("403", ask(port, "X-Forwarded-User: \r\n"))
            try await expect("200", ask(port, "X-Forwarded-User: admin\r\n"))
            try await expect("200", ask(port, "X-Forwarded-User: admin\r\n", host: "inventory.example.org"))
            try await expect("403", ask(port, "X-Forwarded-User: admin\r\n", host: "evil.example"))
        }
        try await served.listening(Access(.proxy(["10.1.2.3"]))) { port in
            try await expect("403", ask(port, "X-Forwarded-User: admin\r\n"))
        }
    }

    @Test("who asks too slowly or too much is hung up on, and others are answered meanwhile")
    func slow() async throws {
        let served = try Served.random(2, 3)
        var limits = ConnectionLimits()
        limits.question = .milliseconds(1500)
        try await served.listening(limits: limits) { port in
            let slow = try (0..<20).map { _ in try RawHTTP(port: port) }
            for connection in slow { connection.send("GET / HTTP/1.1\r\nX: ") }
            for _ in 0..<5 {
                for connection in slow { connection.send("x") }
                let answer = try await RawHTTP.ask(port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                #expect(answer.hasSuffix("ok\n"))
            }
            for connection in slow { #expect(!(await connection.rest()).contains("200 OK")) }
            let greedy = try RawHTTP(port: port)
            greedy.send("GET /" + String(repeating: "a", count: 200_000))
            #expect(!(await greedy.rest()).contains("200 OK"))
        }
    }

    @Test("who speaks HTTP/1.0 gets one answer, and then the connection ends")
    func oneQuestion() async throws {
        let served = try Served.random(2, 3)
        var limits = ConnectionLimits()
        limits.question = .seconds(300)
        try await served.listening(limits: limits) { port in
            let old = try RawHTTP(port: port)
            old.send("GET /healthz HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n")
            let began = ContinuousClock.now
            let answer = await old.rest()
            #expect(answer.hasPrefix("HTTP/1.1 200 OK") && answer.hasSuffix("ok\n"))
            // Not by anybody's patience: long before the time that a connection may idle.
            #expect(ContinuousClock.now - began < .seconds(120))
        }
    }

    @Test("a thousand idle connections leave the pages answering")
    func many() async throws {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, 8_192)
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        try #require(limit.rlim_cur >= 4_096)
        let served = try Served.random(2, 3)
        try await served.listening { port in
            var idle: [RawHTTP] = []
            for _ in 0..<1_000 { idle.append(try RawHTTP(port: port)) }
            let answer = try await RawHTTP.ask(
                port, "GET /view/workloads HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            #expect(answer.contains("200 OK"))
            withExtendedLifetime(idle) {}
        }
    }

    @Test("thousands of malformed questions end nothing and take no memory")
    func malformed() async throws {
        let served = try Served.random(2, 3)
        var random = SplitMix(42)
        // 10,000 by hand: ISINVENTORY_MALFORMED=10000.
        let count = ProcessInfo.processInfo.environment["ISINVENTORY_MALFORMED"].flatMap { Int($0) } ?? 1_500
        try await served.listening { port in
            let good =
                "GET /view/containers?sort=-name&q=a%20b&at=7d HTTP/1.1\r\nHost: localhost\r\nAccept-Language: fr\r\nConnection: close\r\n\r\n"
            func ask() async throws {
                var bytes = Array(good.utf8)
                for _ in 0...random.below(8) {
                    let place = random.below(bytes.count)
                    switch random.below(4) {
                    case 0: bytes[place] = UInt8(random.below(256))
                    case 1: bytes.remove(at: place)
                    case 2:
                        bytes.insert(contentsOf: Array(repeating: UInt8(random.below(256)), count: random.below(40)), at: place)
                    default: bytes.removeLast(random.below(bytes.count / 2))
                    }
                }
                let connection = try RawHTTP(port: port)
                connection.send(String(decoding: bytes, as: UTF8.self))
                connection.finish()
                _ = await connection.rest()
            }
            for _ in 0..<count / 3 { try await ask() }
            let before = Self.memory()
            for _ in 0..<count * 2 / 3 { try await ask() }
            #expect(Self.memory() - before < 48 << 20, "\((Self.memory() - before) >> 20) MB more")
            try await expect(
                "200", status(RawHTTP.ask(port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")))
        }
    }

    @Test("statements that take long hold up nobody else, and are stopped")
    func statements() async throws {
        let served = try Served.random(2, 3)
        var settings = SiteSettings(version: "1")
        settings.statementSeconds = 2
        let site = RecordSite(path: served.path, settings: settings)
        let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
        let slow = (0..<6).map { _ in Task { await site.answer(WebRequest("/api/v1/sql?q=\(Percent.encoded(endless))")) } }
        let start = ContinuousClock.now
        #expect(await site.answer(WebRequest("/view/workloads")).status == 200)
        #expect(start.duration(to: .now) < .seconds(2))
        for task in slow { #expect([400, 503].contains(await task.value.status)) }
        for statement in [
            "DELETE FROM snapshots", "PRAGMA journal_mode = DELETE", "ATTACH '/tmp/x' AS x", "SELECT readfile('/etc/passwd')",
        ] {
            let answer = await site.answer(WebRequest("/api/v1/sql?q=\(Percent.encoded(statement))"))
            #expect(answer.status == 400, "\(statement): \(answer.text)")
        }
    }

    private static func memory() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (Int(text.split(separator: " ").dropFirst().first ?? "0") ?? 0) * 4096
    }
}
