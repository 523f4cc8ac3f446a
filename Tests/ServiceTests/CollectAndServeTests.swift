import FakeCluster
import Foundation
import RawHTTP
import Testing

@Suite("collect --every … --serve", .timeLimit(.minutes(20)))
struct CollectAndServeTests {
    private static let pages = [
        "/", "/namespaces", "/view/containers", "/view/istags", "/long-references", "/problems", "/record", "/api/v1/containers",
        "/api/v1/status", "/healthz", "/readyz",
    ]

    private static func ask(_ port: Int, _ path: String) async throws -> String {
        try await RawHTTP.ask(port, "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    }

    @Test("16 clients are answered while it looks every ten seconds, and no look is left out")
    func asked() async throws {
        let server = try await FakeServer(GeneratedContents(deployments: 100, streams: 40))
        server.admit(token: "fake-token")
        let folder = FileManager.default.temporaryDirectory.appending(path: "isinventory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let kubeconfig = folder.appending(path: "kubeconfig").path
        try Data(server.kubeconfig(token: "fake-token").utf8).write(to: URL(filePath: kubeconfig))
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "isinventory").path
        let child = try Child(
            [
                program, "collect", "--kubeconfig", kubeconfig, "--cluster", "asked", "--db", folder.appending(path: "r.db").path,
                "--every", "10s", "--serve", "127.0.0.1:0", "--image-metadata", "0",
            ], isErrorsRead: true)
        let result: Result<Void, any Error>
        do { result = .success(try await look(at: child)) } catch { result = .failure(error) }
        child.end()
        try await server.stop()
        try result.get()
    }

    private func look(at child: Child) async throws {
        let said = child.said { $0.contains(#""port":""#) && $0.hasSuffix("\n") }
        let port = try #require(said.firstMatch(of: /"port":"([0-9]+)"/).flatMap { Int($0.output.1) }, "\(said)")
        // Nobody has anything to ask before the first look.
        try await eventually("a first look") { try await Self.ask(port, "/readyz").hasPrefix("HTTP/1.1 200 ") }
        let end = ContinuousClock.now + .seconds(22)
        let (count, wrong) = await withTaskGroup(of: (Int, [String]).self) { group in
            for client in 0..<16 {
                group.addTask {
                    var (count, wrong, place) = (0, [String](), client)
                    while ContinuousClock.now < end {
                        let page = Self.pages[place % Self.pages.count]
                        let answer = (try? await Self.ask(port, page)) ?? "no connection"
                        if !answer.hasPrefix("HTTP/1.1 200 OK") { wrong.append("\(page): \(answer.prefix(200))") }
                        (count, place) = (count + 1, place + 1)
                    }
                    return (count, wrong)
                }
            }
            var all = (0, [String]())
            for await (count, wrong) in group { all = (all.0 + count, all.1 + wrong) }
            return all
        }
        #expect(wrong.isEmpty, "\(wrong.count) of \(count): \(wrong.prefix(3))")
        #expect(count >= 100)
        let metrics = try await Self.ask(port, "/metrics")
        #expect(metrics.contains(#"isinventory_skipped_ticks_total{cluster="asked"} 0"#), "\(metrics)")
        let answer = try await Self.ask(port, "/api/v1/snapshots?limit=100")
        let taken = answer.matches(of: /"taken_at": ?"([^"]+)"/).compactMap { try? Date(String($0.output.1), strategy: .iso8601) }
        #expect(taken.count >= 3)
        // A busy machine begins a look some seconds late, and the next one in time again; the first is at once, whenever that is.
        for (earlier, later) in zip(taken, taken.dropFirst()) {
            #expect((1..<18).contains(later.timeIntervalSince(earlier)), "\(taken)")
        }
    }
}
