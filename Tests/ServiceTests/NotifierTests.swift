import FakeCluster
import Foundation
import Logging
import Model
import Questions
import Record
import ServiceLifecycle
import Synchronization
import Testing

@testable import Service

/// A webhook that answers as it is told: takes, refuses, hangs, is gone.
private final class Webhook: Sendable {
    enum Mood {
        case takes, refuses, hangs
        /// Goes wrong in another way each time: 500, taken but never said so, no HTTP at all, elsewhere, and only then as it should.
        case unsteady
    }

    struct Post: Equatable {
        let key: String
        let body: String
    }

    private let mood = Mutex<Mood>(.takes)
    private let posts = Mutex<[Post]>([])
    private let socket = Mutex<Int32>(-1)
    let port: UInt16

    init(port wanted: UInt16 = 0) throws {
        let (descriptor, port) = try Self.listen(wanted)
        self.port = port
        socket.withLock { $0 = descriptor }
        Thread.detachNewThread { [self] in serve(descriptor) }
    }

    var taken: [Post] { posts.withLock { $0 } }
    func set(_ new: Mood) { mood.withLock { $0 = new } }

    /// Nobody listens any more.
    func close() {
        socket.withLock { descriptor in
            shutdown(descriptor, Int32(SHUT_RDWR))
            Glibc.close(descriptor)
            descriptor = -1
        }
    }

    private static func listen(_ port: UInt16) throws -> (Int32, UInt16) {
        let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 }
        }
        try #require(isBound && Glibc.listen(descriptor, 16) == 0)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    private func serve(_ descriptor: Int32) {
        while true {
            let connection = accept(descriptor, nil, nil)
            guard connection >= 0 else { return }
            Thread.detachNewThread { [self] in answer(connection) }
        }
    }

    private func answer(_ connection: Int32) {
        defer { Glibc.close(connection) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(connection, &buffer, buffer.count)
            guard count > 0 else { return }
            bytes += buffer[..<count]
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else { continue }
            let head = text[..<end.lowerBound].lowercased()
            let length = head.firstMatch(of: /content-length: (\d+)/).flatMap { Int($0.1) } ?? 0
            let body = String(text[end.upperBound...])
            guard body.utf8.count >= length else { continue }
            let mood = mood.withLock { $0 }
            if mood == .unsteady { return answerUnsteadily(connection, head, body) }
            if mood == .hangs {
                Thread.sleep(forTimeInterval: 20)
                return
            }
            if mood == .takes { take(head, body) }
            let status = mood == .takes ? "204 No Content" : "500 Internal Server Error"
            let answer = Array("HTTP/1.1 \(status)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
            _ = write(connection, answer, answer.count)
            return
        }
    }

    private let calls = Mutex(0)

    private func take(_ head: String, _ body: String) {
        let key = head.firstMatch(of: /idempotency-key: ([^\r\n]*)/).map { String($0.1) } ?? ""
        posts.withLock { $0.append(Post(key: key, body: body)) }
    }

    private func answerUnsteadily(_ connection: Int32, _ head: String, _ body: String) {
        let call = calls.withLock { count in
            defer { count += 1 }
            return count % 5
        }
        if call == 1 || call == 4 { take(head, body) }
        let answer = [
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "",
            "I am no web server\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        ][call]
        let bytes = Array(answer.utf8)
        _ = write(connection, bytes, bytes.count)
    }
}

@Suite("A webhook is told of each change at least once, in order, with its key", .serialized)
struct NotifierTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-notify-\(UUID().uuidString)")
    private var path: String { folder.appendingPathComponent("record.db").path }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private static let start = Instant(secondsSince1970: 1_767_225_600)

    /// A snapshot a quarter of an hour: the tag moves each time, and one container stays behind.
    private func record(_ number: Int) throws -> String {
        func digest(_ number: Int) -> String { "sha256:" + String(repeating: "\(number % 10)", count: 64) }
        let stream = ImageStream(id: .init(namespace: "shop", name: "web"))
        var tag = ImageStreamTag(id: .init(stream: stream.id, tag: "1"))
        tag.revisions = (0...number).reversed().prefix(3).map {
            .init(createdAt: Self.start.advanced(by: Int64($0) * 900), digest: digest($0), image: "docker.io/a/b@\(digest($0))")
        }
        let workload = Workload(
            id: .init(namespace: "shop", kind: .deployment, name: "web"), uid: "u",
            containers: [
                Container(name: "web", image: "docker.io/a/b@\(digest(0))"), Container(name: "x", image: "<!channel> @all"),
            ])
        let snapshot = Snapshot(
            cluster: "prod", takenAt: Self.start.advanced(by: Int64(number) * 900), source: "a test",
            coverage: Kinds.builtIn.all.map { Coverage(kind: $0.kind, outcome: .complete, objects: 0) }, workloads: [workload],
            imageStreams: [stream], imageStreamTags: [tag])
        try RecordWriter(path: path).record(snapshot)
        return try RecordReader(path: path).answer(SQLQuestion("SELECT seal FROM snapshots ORDER BY taken_at DESC LIMIT 1")).rows[
            0][0].plain
    }

    /// Waits as short as tests want it, whatever is asked.
    private struct Hasty: Timekeeper {
        var now: Instant { .now }
        var steady: Duration { .zero }
        func sleep(for duration: Duration) async throws { try await Task.sleep(for: .milliseconds(30)) }
    }

    private func notifying(
        _ url: String, _ events: Set<SnapshotNews.Event> = Set(SnapshotNews.Event.allCases), _ lines: Lines = Lines(),
        _ body: () async throws -> Void
    ) async throws {
        let target = try #require(NotifyTarget(url: url, events: events))
        let log = Logger(label: "test") { _ in LineLogHandler(format: .text, level: .debug) { lines.append($0) } }
        let notifier = Notifier(target: target, path: path, clusters: ["prod"], time: Hasty(), log: log)
        let running = Task { try await notifier.run() }
        defer { running.cancel() }
        try await body()
        running.cancel()
        _ = await running.result
    }

    /// It has noted what was there when it began, however long a busy machine takes for it.
    private func begun() async throws {
        let file = path + ".notified"
        try await eventually("something is noted") { FileManager.default.fileExists(atPath: file) }
    }

    @Test("through refusals, silence, absence and a restart, each change is told, in order, and the address stays a secret")
    func throughTrouble() async throws {
        let webhook = try Webhook()
        let url = "http://127.0.0.1:\(webhook.port)/services/s3cr3t"
        _ = try record(0)
        var seals: [String] = []
        let lines = Lines()
        try await notifying(url, [.digest, .stale], lines) {
            try await begun()
            #expect(webhook.taken.isEmpty, "the past is nobody's news")
            seals.append(try record(1))
            try await eventually("something is noted") { webhook.taken.count == 1 }
            webhook.set(.refuses)
            for number in 2...3 { seals.append(try record(number)) }
            try await Task.sleep(for: .milliseconds(300))
            #expect(webhook.taken.count == 1)
        }
        // It was ended while it had news; a new one goes on, and finds nobody there at first.
        webhook.close()
        try await notifying(url, [.digest, .stale], lines) {
            seals.append(try record(4))
            try await Task.sleep(for: .milliseconds(200))
        }
        let back = try Webhook(port: webhook.port)
        try await notifying(url, [.digest, .stale], lines) {
            try await eventually("something is noted") { back.taken.count == 3 }
            seals.append(try record(5))
            try await eventually("something is noted") { back.taken.count == 4 }
            // Taken is not yet noted; ended in between, the same news would come once more, which is no fault.
            let path = path
            try await eventually("something is noted") {
                (try? String(contentsOfFile: path + ".notified", encoding: .utf8))?.contains("01:15:00Z") == true
            }
        }
        let told = webhook.taken + back.taken
        #expect(told.map(\.key) == seals)
        let first = try #require(try JSONSerialization.jsonObject(with: Data(told[0].body.utf8)) as? [String: Any])
        #expect(first["key"] as? String == seals[0] && first["cluster"] as? String == "prod" && first["count"] as? Int == 2)
        let changes = try #require(first["changes"] as? [[String: Any]])
        #expect(changes.map { $0["event"] as? String } == ["digest", "stale"])
        #expect(changes[0]["affected"] as? [String] == ["shop/deploy/web/web"])
        #expect(changes[0]["command"] as? String == "isinventory history istag/web:1 -n shop")
        let text = try #require(first["text"] as? String)
        #expect(text.contains("shop istag/web:1: sha256:000000000000 → sha256:111111111111 (1 container tied to it)"), "\(text)")
        #expect(!lines.all.contains { $0.contains("s3cr3t") } && lines.having("it answered 500").count > 0)
        let cursor = try String(contentsOfFile: path + ".notified", encoding: .utf8)
        #expect(!cursor.contains("s3cr3t") && cursor.contains("2026-01-01T01:15:00Z prod"))
        back.close()
    }

    @Test(
        "gone for an hour, then answering each time in another wrong way, over restarts: each is told, in order, once or the same again"
    )
    func unsteady() async throws {
        let webhook = try Webhook()
        let url = "http://127.0.0.1:\(webhook.port)/"
        _ = try record(0)
        try await notifying(url, [.digest]) { try await begun() }
        webhook.close()
        var seals: [String] = []
        // An hour of snapshots, a quarter of an hour apart, while nobody is there; recording goes on.
        try await notifying(url, [.digest]) {
            for number in 1...4 { seals.append(try record(number)) }
            try await Task.sleep(for: .milliseconds(150))
        }
        let back = try Webhook(port: webhook.port)
        back.set(.unsteady)
        func isTold() -> Bool { Set(back.taken.map(\.key)) == Set(seals) }
        for restart in 0..<3 {
            seals.append(try record(5 + restart))
            // Ended in the middle of it, but for the last time.
            try await notifying(url, [.digest]) {
                if restart < 2 {
                    try await Task.sleep(for: .milliseconds(120))
                } else {
                    try await eventually("it is told", isTold)
                }
            }
        }
        let keys = back.taken.map(\.key)
        let first = keys.enumerated().filter { !keys[..<$0.offset].contains($0.element) }.map(\.element)
        #expect(first == seals, "in order, none left out")
        #expect(
            zip(keys, keys.dropFirst()).allSatisfy { left, right in
                (seals.firstIndex(of: left) ?? 0) <= (seals.firstIndex(of: right) ?? 0)
            }, "what is told again is what was told last")
        #expect(Set(back.taken.map(\.body)).count == seals.count, "the same key says the same")
        back.close()
    }

    @Test("a webhook that never answers holds up no recording, and nothing a cluster says is markup in a chat")
    func hanging() async throws {
        let webhook = try Webhook()
        _ = try record(0)
        try await notifying("http://127.0.0.1:\(webhook.port)/") {
            try await begun()
            webhook.set(.hangs)
            _ = try record(1)
            try await Task.sleep(for: .milliseconds(200))
            let clock = ContinuousClock()
            let took = try clock.measure { for number in 2...4 { _ = try record(number) } }
            #expect(took < .seconds(8))
        }
        webhook.close()
        let message = NewsMessage(
            .init(
                cluster: "a<b", takenAt: Self.start, key: "k",
                items: [
                    .init(
                        event: .longReference, namespace: "n", object: "deploy/x", container: "c", old: nil,
                        new: "<!channel> @all \"q\"\n`x`",
                        affected: [], command: "c")
                ]))
        let json = try #require(try JSONSerialization.jsonObject(with: Data(message.json.utf8)) as? [String: Any])
        let text = try #require(json["text"] as? String)
        #expect(!text.contains("<") && !text.contains("@all") && !text.contains("`"))
        #expect((json["changes"] as? [[String: Any]])?[0]["new"] as? String == "<!channel> @all \"q\"\n`x`")
    }

    @Test("what is no address of a webhook is refused", arguments: ["", "ftp://x", "https://a b", "x"])
    func refused(url: String) { #expect(NotifyTarget(url: url, events: []) == nil) }
}
