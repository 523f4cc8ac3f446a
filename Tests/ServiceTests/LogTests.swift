import Foundation
import Logging
import Model
import Testing

@testable import Service

@Suite("One event is one line, whatever is in it")
struct LogTests {
    private func line(_ format: LogFormat, _ log: (Logger) -> Void) throws -> String {
        let lines = Lines()
        let now = try #require(Instant("2026-11-25T03:15:00Z"))
        var logger = Logger(label: "test") { _ in
            LineLogHandler(format: format, level: .debug, now: { now }, write: { lines.append($0) })
        }
        logger[metadataKey: "cluster"] = "prod"
        log(logger)
        #expect(lines.all.count == 1)
        return try #require(lines.all.first)
    }

    private func json(_ line: String) throws -> [String: String] {
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]).mapValues { "\($0)" }
    }

    /// Escapes, line ends of all sorts, marks that turn text around, a scalar beyond 16 bits that is not seen.
    private let hostile = "a\u{1B}[2J\r\n\"b\\\u{85}\u{2028}\u{202E}\u{0}\u{9B}31m\u{E0041}é😀"

    @Test("text for people: time, level, cluster, message, facts")
    func text() throws {
        let line = try line(.text) {
            $0.info("recorded; nothing changed", metadata: ["snapshot": "7", "reason": "a \"b\" c", "empty": ""])
        }
        #expect(line == "03:15:00Z info prod: recorded; nothing changed reason=\"a \\\"b\\\" c\" snapshot=7\n")
    }

    @Test("JSON for programs: one object, our own keys first")
    func jsonLine() throws {
        let line = try line(.json) { $0.warning("cronjobs: forbidden", metadata: ["reason": "no", "level": "mine"]) }
        #expect(
            line == #"{"time":"2026-11-25T03:15:00Z","level":"warning","message":"cronjobs: forbidden","cluster":"prod","#
                + #""field_level":"mine","reason":"no"}"# + "\n")
    }

    @Test("numbers and truth values are such in JSON; texts that look like them, and secrets, are not")
    func literals() throws {
        let line = try line(.json) {
            $0.info(
                "recorded",
                metadata: [
                    "opened": .stringConvertible(12), "seconds": .stringConvertible(0.25), "held": .stringConvertible(true),
                    "snapshot": "7", "token": .stringConvertible(42), "nan": .stringConvertible(Double.nan),
                ])
        }
        let expected =
            #""held":true,"nan":"nan","opened":12,"seconds":0.25,"snapshot":"7","token":"***"}"#
        #expect(line.hasSuffix(expected + "\n"), "\(line)")
    }

    @Test(
        "what a cluster says cannot end the line or act on a terminal, and JSON gives it back to the letter",
        arguments: LogFormat.allCases)
    func hostile(format: LogFormat) throws {
        let line = try line(format) { $0.error("said \(hostile)", metadata: ["reason": "\(hostile)", "\(hostile)": "x"]) }
        #expect(line.hasSuffix("\n"))
        for scalar in line.dropLast().unicodeScalars {
            let category = scalar.properties.generalCategory
            #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(category), "\(scalar.value)")
        }
        if format == .json {
            let object = try json(line)
            #expect(object["message"] == "said " + hostile)
            #expect(object["reason"] == hostile && object[hostile] == "x")
        }
    }

    @Test("levels below the one asked for are not written")
    func levels() {
        let lines = Lines()
        let log = Logger(label: "test") { _ in LineLogHandler(format: .text, level: .warning, write: { lines.append($0) }) }
        log.info("no")
        log.warning("yes")
        #expect(lines.all.count == 1)
    }

    @Test(
        "credentials are left out, wherever they stand",
        arguments: [
            "Authorization: Bearer sha256~AbCdEf_123-456", "the header was bearer abcDEF123==, it said",
            "token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlIn0.c2lnbmF0dXJl ended", "Basic YWRtaW46aHVudGVyMg==",
            "the login gave sha256~AbCdEf_123-456, it is said", "GET https://admin:hunter2@api.example:6443/api failed",
            "via http://u:hunter2@proxy:3128, https://a:hunter2@b/",
        ])
    func secrets(text: String) throws {
        let line = try line(.json) { $0.info("\(text)", metadata: ["reason": "\(text)"]) }
        for secret in ["AbCdEf", "abcDEF123", "eyJ", "YWRtaW46", "hunter2"] { #expect(!line.contains(secret), "\(line)") }
        #expect(line.contains(Redaction.mark))
    }

    @Test("a field named as a credential is left out whole")
    func secretFields() throws {
        let line = try line(.json) { $0.info("x", metadata: ["bearerToken": "abc", "client_secret": "def", "password": "ghi"]) }
        #expect(!["abc", "def", "ghi"].contains { line.contains($0) })
    }

    @Test("what is no credential stays as it is, and long texts are cut")
    func plain() {
        let text = "sha256:ab65daf8ad67 of https://quay.io/abes/web:1.0@sha256:00 is basically at user@host; Basic"
        #expect(Redaction.of(text, limit: 2000) == text)
        #expect(Redaction.of(String(repeating: "x", count: 3000), limit: 2000).count == 2001)
    }
}
