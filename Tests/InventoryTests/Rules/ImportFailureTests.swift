import Model
import Questions
import Record
import SQLite
import Testing
import Texts

@testable import Model
@testable import Questions
@testable import Record

/// A failing import is one failure for as long as it fails, however its message words itself.
@Suite struct ImportFailureTests {
    let recording: Recording

    init() throws { recording = try Recording() }

    private func failing(_ message: String?, since day: Int?, _ revisions: ImageStreamTag.Revision...) -> [ImageStreamTag] {
        [
            ImageStreamTag(
                id: .init(namespace: "shop", stream: "web", tag: "1"), revisions: revisions, importError: message,
                importErrorSince: day.map(Recording.day))
        ]
    }

    private func intervals() throws -> [[Value]] {
        try recording.rows("SELECT import_error, import_error_since FROM istags_history ORDER BY seen_from")
    }

    @Test("eleven looks at one failure that names another port each time write one interval, and since stays")
    func movingPort() throws {
        func message(_ port: Int) -> String {
            "Internal error occurred: Get \"https://registry-1.docker.io/v2/\": dial tcp: lookup registry-1.docker.io on 10.0.0.10:53: "
                + "read udp 127.0.0.1:\(port)->127.0.0.53:53: i/o timeout"
        }
        for look in 1...11 {
            let recorded = try recording.record(look, tags: failing(message(46_900 + look * 37), since: look))
            #expect(recorded.opened + recorded.changed == (look == 1 ? 1 : 0), "look \(look)")
        }
        #expect(try intervals() == [[.text(message(46_937)), .text("2026-01-02T00:00:00Z")]])
    }

    @Test(
        "what varies of itself is no change",
        arguments: [
            ("read udp 127.0.0.1:46900->127.0.0.53:53: i/o timeout", "read udp 127.0.0.1:3->127.0.0.53:53: i/o timeout"),
            ("dial tcp 34.205.13.154:443: connect: refused", "dial tcp 3.94.224.37:443: connect: refused"),
            ("read udp [::1]:46900->[::1]:53: i/o timeout", "read udp [::1]:50123->[::1]:53: i/o timeout"),
            ("dial tcp [2600:1f18::a]:443: i/o timeout", "dial tcp [2600:1f18:2148:bc02::7]:443: i/o timeout"),
            ("read tcp node-7:46900->registry:443: reset", "read tcp node-7:51001->registry:443: reset"),
            (
                "denied (request id: f81d4fae-7dec-11d0-a765-00a0c91e6bf6)",
                "denied (request id: 0a1d4fae-7dec-11d0-a765-00a0c91e6bf7)"
            ),
            ("AccessDenied, RequestId: 9K3F2H1G0JZQ4T7X", "AccessDenied, RequestId: 1A2B3C4D5E6F7G8H"),
            (
                "x509: expired: current time 2026-01-02T03:04:05Z is after",
                "x509: expired: current time 2026-02-03T04:05:06.789Z is after"
            ),
            ("at 2026/01/02 03:04:05: EOF", "at 2026/11/12 13:14:15: EOF"),
            ("Date: Fri, 02 Jan 2026 03:04:05 GMT", "Date: Mon, 05 Jan 2026 03:19:06 GMT"),
            ("timeout after 1.234s", "timeout after 15m0.5s"), ("retry-after: 342.7µs", "retry-after: 1.09ms"),
            ("retry after 12", "retry after 7"),
            ("stream error: stream ID 5; INTERNAL_ERROR", "stream error: stream ID 17; INTERNAL_ERROR"),
            ("panic at 0xc000123456", "panic at 0xc0007f00aa"),
            ("?X-Amz-Date=20260102T030405Z&e=1700000000", "?X-Amz-Date=20260103T040506Z&e=1700000900"),
            ("attempt 3 of 5", "attempt 4 of 5"),
            ("on ip-10-0-1-2.ec2.internal: EOF", "on ip-10-0-33-4.ec2.internal: EOF"),
            ("Ray ID: 7d1f2a3b4c5d6e7f", "Ray ID: 8e2f2a3b4c5d6e70"),
        ])
    func variations(first: String, second: String) throws {
        try recording.record(1, tags: failing(first, since: 1))
        #expect(try recording.record(2, tags: failing(second, since: 2)).changed == 0)
        #expect(try recording.column("SELECT import_error FROM istags") == [first])
    }

    @Test(
        "another reason is a change, and the tag still fails since it first did",
        arguments: [
            ("unauthorized: access denied", "dial tcp: i/o timeout"), ("received status 500", "received status 502"),
            ("lookup a.example on 10.0.0.10:53: no such host", "lookup b.example on 10.0.0.10:53: no such host"),
            ("lookup a.example: no such host", "lookup a.example: i/o timeout"),
            ("a.example:5000: refused", "a.example:5001: refused"),
            ("manifest unknown: web:1.2", "manifest unknown: web:1.3"), ("denied for shop/web", "denied for shop/web2"),
            ("sha256:\(String(repeating: "1", count: 64)) unknown", "sha256:\(String(repeating: "2", count: 64)) unknown"),
            ("image is 4 layers", "image is 5 layers"), ("é", "e\u{301}"),
        ])
    func anotherReason(first: String, second: String) throws {
        try recording.record(1, tags: failing(first, since: 1))
        let changes = try recording.record(2, tags: failing(second, since: 2)).changed
        // Two spellings of one accent are two texts.
        #expect(changes == (first.hasSameBytes(as: second) ? 0 : 1))
        #expect(try recording.column("SELECT import_error_since FROM istags") == ["2026-01-02T00:00:00Z"])
    }

    @Test("a success between ends a failure: by its being seen, or by the image it left")
    func successBetween() throws {
        try recording.record(1, tags: failing("EOF", since: 1, .at(0, "a")))
        try recording.record(2, tags: failing(nil, since: nil, .at(0, "a")))
        try recording.record(3, tags: failing("EOF", since: 3, .at(0, "a")))
        #expect(try recording.column("SELECT import_error_since FROM istags") == ["2026-01-04T00:00:00Z"])
        try recording.record(5, tags: failing("EOF", since: 5, .at(4, "b"), .at(0, "a")))
        #expect(try recording.column("SELECT import_error_since FROM istags") == ["2026-01-06T00:00:00Z"])
    }

    @Test("where something else of the tag changed, its row tells the newest words and the oldest time")
    func besideAnotherChange() throws {
        try recording.record(1, tags: failing("port 10.0.0.1:1: EOF", since: 1))
        var tag = failing("port 10.0.0.1:2: EOF", since: 2)[0]
        tag.source.isScheduled = true
        #expect(try recording.record(2, tags: [tag]).changed == 1)
        #expect(try intervals().last == [.text("port 10.0.0.1:2: EOF"), .text("2026-01-02T00:00:00Z")])
    }

    @Test(
        "any message put together anew with other numbers of its kinds says the same; with another word it does not",
        arguments: 0..<200)
    func random(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let words = [
            "dial", "tcp:", "Get", "\"https://r.example:5000/v2/\":", "unexpected", "status", "503", "EOF", "(web:1.2)", "é—",
            "x509:",
        ]
        var pieces: [(String, String)] = []
        for _ in 0..<random.int(1...30) {
            func address() -> String {
                "\(random.int(1...255)).\(random.int(0...255)).\(random.int(0...255)).\(random.int(0...255))"
            }
            func two(_ make: () -> String) -> (String, String) { (make(), make()) }
            let piece =
                switch random.int(0...6) {
                case 0: two { "\(address()):\(random.int(1...65_535))" }
                case 1: two { "[fe80::\(random.hex(3))]:\(random.int(1...65_535))->\(address()):53" }
                case 2:
                    two { "request id: \(random.hex(8))-\(random.hex(4))-4\(random.hex(3))-a\(random.hex(3))-\(random.hex(12))" }
                case 3:
                    two {
                        "20\(random.int(10...99))-0\(random.int(1...9))-12T1\(random.int(0...9)):00:50.\(random.int(1...999))Z"
                    }
                case 4: two { "\(random.int(1...900)).\(random.int(1...900))ms" }
                default: { ($0, $0) }(random.pick(words))
                }
            pieces.append(piece)
        }
        let (left, right) = (pieces.map(\.0).joined(separator: " "), pieces.map(\.1).joined(separator: " "))
        #expect(ImportMessage.saysTheSame(left, right), "\(left)\n\(right)")
        #expect(!ImportMessage.saysTheSame(left, right + " unauthorized"))
    }
}
