import Foundation
import Histories
import Logging
import Model
import Questions
import Record
import Report
import Testing

@testable import Web

/// A record of a test's own, and the site over it.
final class Served: Sendable {
    let folder: String
    let path: String
    let site: RecordSite

    init(_ record: (RecordWriter) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
        path = "\(folder)/record.db"
        try record(RecordWriter(path: path))
        site = RecordSite(path: path, settings: SiteSettings(version: "1.2.3", database: path))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// A small cluster that lives through so many looks.
    static func random(_ seed: UInt64, _ count: Int = 12) throws -> Served {
        try Served { store in
            var history = RandomHistory(seed: seed)
            for snapshot in history.snapshots(count) { _ = try store.record(snapshot) }
        }
    }

    func get(_ address: String, known: String? = nil) async -> WebAnswer {
        await site.answer(WebRequest(address, known: known))
    }

    /// Every page that is led to from the first one, each once, with what it is asked by beside its own state left out.
    func crawl(most: Int = 400) async -> [(address: String, answer: WebAnswer)] {
        var (due, met, found) = (["/"], Set(["/"]), [(String, WebAnswer)]())
        while !due.isEmpty, found.count < most {
            let address = due.removeFirst()
            let answer = await get(address)
            found.append((address, answer))
            guard answer.header("Content-Type")?.hasPrefix("text/html") == true else { continue }
            for href in HTMLText.links(answer.text) where href.hasPrefix("/") && !href.hasPrefix("/assets/") {
                // Other instants and orders of the same page are as many as there are instants and columns.
                let parts = href.split(separator: "?", maxSplits: 1).map(String.init)
                let query = parts.count > 1 ? parts[1] : ""
                // Choices go together in as many ways as there are of them: one at a time will do.
                guard !query.contains("&") || href.hasPrefix("/api/") else { continue }
                guard
                    query.isEmpty || query.hasPrefix("page=") || query.hasPrefix("registry=") || query.hasPrefix("verdict=")
                        || href.hasPrefix("/api/") && !query.contains("at=")
                else { continue }
                if met.insert(href).inserted { due.append(href) }
            }
        }
        return found
    }

    /// Serves it on a free port while a test asks.
    func listening(
        _ access: Access = Access(), limits: ConnectionLimits = ConnectionLimits(), at address: String = "127.0.0.1:0",
        _ body: (Int) async throws -> Void
    ) async throws {
        let server = try await WebServer.bind(
            #require(ListenAddress(address)), site, access: access, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            limits: limits)
        let running = Task { try await server.run() }
        let result: Result<Void, any Error>
        do { result = .success(try await body(server.port)) } catch { result = .failure(error) }
        running.cancel()
        try await running.value
        try result.get()
    }
}

/// The program itself, as the build has it beside the tests.
enum Program {
    static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path

    /// Runs a command line as a shell reads it; what it writes to standard output, and its exit status.
    static func run(_ line: String) throws -> (output: String, status: Int32) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", line]
        process.environment = ProcessInfo.processInfo.environment.merging(["PATH": "\(folder):/usr/bin:/bin"]) { $1 }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (String(decoding: data, as: UTF8.self), process.terminationStatus)
    }
}

/// What a test looks for in HTML that the program wrote.
enum HTMLText {
    static func links(_ html: String) -> [String] {
        html.matches(of: /<a [^>]*?href="([^"]*)"/).map { unescaped(String($0.output.1)) }
    }

    /// The command that a page shows.
    static func command(_ html: String) -> String? {
        html.firstMatch(of: /(?s)<pre class="cmd"><code>(.*?)<\/code>/).map { unescaped(String($0.output.1)) }
    }

    static func unescaped(_ text: String) -> String {
        text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing(
            "&#39;", with: "'"
        )
        .replacing("&amp;", with: "&")
    }

    /// The rows of the first table: of each cell what is seen, and its title where it has one.
    static func rows(_ html: String) -> [[(seen: String, title: String?)]] {
        guard let body = html.firstMatch(of: /(?s)<tbody>\n(.*?)<\/tbody>/)?.output.1 else { return [] }
        return body.matches(of: /(?s)<tr>(.*?)<\/tr>\n/).map { row in
            row.output.1.matches(of: /(?s)<td[^>]*>(.*?)<\/td>/).map { cell in
                let inner = String(cell.output.1)
                return (inner.replacing(/<[^>]*>/, with: ""), inner.firstMatch(of: /title="([^"]*)"/).map { String($0.output.1) })
            }
        }
    }
}
