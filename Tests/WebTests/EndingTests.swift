import Foundation
import Logging
import Model
import Questions
import RawHTTP
import Testing

@testable import Web

@Suite("The server's end", .timeLimit(.minutes(20)))
struct EndingTests {
    @Test("whatever is under way when a server ends, nothing of it is left to its thread afterwards")
    func quiet() async throws {
        // A process of its own, since what is looked at is what it writes to standard error.
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            // Others keep all threads of the program's tasks busy.
            let busy = (0..<8).map { _ in
                Task {
                    while !Task.isCancelled {
                        usleep(500)
                        await Task.yield()
                    }
                }
            }
            for round in 0..<120 { try await EndingTests.endAmidQuestions(round) }
            for task in busy { task.cancel() }
        }
        let said = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(!said.contains("EventLoop"), "\(said.prefix(2_000))")
    }

    /// Begins a server, and ends it while questions are answered, connections idle and others ask half.
    static func endAmidQuestions(_ round: Int) async throws {
        let site = FleetSite(
            .init(
                status: {
                    usleep(useconds_t(20_000 * (round % 5)))
                    return Answer(columns: [.init("cluster")], rows: [])
                }, copy: { _ in "" }),
            settings: SiteSettings(version: "1.2.3", database: "postgresql://fleet"))
        var limits = ConnectionLimits()
        limits.mostConnections = 10
        limits.finishing = .milliseconds(30)
        let server = try await WebServer.bind(
            #require(ListenAddress("127.0.0.1:0")), site, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            limits: limits)
        // More urgent than the others: what the server leaves to tasks of its own comes late.
        let running = Task(priority: .high) { try await server.run() }
        var connections: [RawHTTP] = []
        for place in 0..<(round % 4 == 0 ? 12 : 0) {
            let connection = try RawHTTP(port: server.port)
            connections.append(connection)
            if place % 3 == 0 { connection.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") }
            if place % 3 == 1 { connection.send("GET / HTTP/1.1\r\nHo") }
        }
        try await Task.sleep(for: .milliseconds(round % 7 * 3))
        running.cancel()
        try await running.value
        withExtendedLifetime(connections) {}
    }
}
