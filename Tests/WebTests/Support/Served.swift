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

    convenience init(_ record: (RecordWriter) throws -> Void) throws {
        try self.init(make: { try record(RecordWriter(path: $0)) })
    }

    /// - Parameter make: Makes the record, at that path.
    init(make: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
        path = "\(folder)/record.db"
        try make(path)
        site = RecordSite(path: path, settings: SiteSettings(version: "1.2.3", database: path))
    }

    /// A record that is there already, and stays.
    init(existing path: String) {
        folder = ""
        self.path = path
        site = RecordSite(path: path, settings: SiteSettings(version: "1.2.3", database: "record.db"))
    }

    deinit { if !folder.isEmpty { try? FileManager.default.removeItem(atPath: folder) } }

    /// A small cluster that lives through so many looks.
    static func random(_ seed: UInt64, _ count: Int = 12) throws -> Served {
        try Served { store in
            var history = RandomHistory(seed: seed)
            for snapshot in history.snapshots(count) { _ = try store.record(snapshot) }
        }
    }

    /// The sample story, imported by the program itself.
    static func story() throws -> Served {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try Served(make: { path in
            let line = "isinventory import '\(root.path)/Samples/story' -A --cluster sample --db '\(path)'"
            try #require(try Program.run(line).status == 0)
        })
    }

    func get(_ address: String, known: String? = nil) async -> WebAnswer {
        await site.answer(WebRequest(address, known: known))
    }

    /// Every page that is led to from the first one, each once.
    ///
    /// - Parameters:
    ///   - ofKind: How many pages of a kind, whose addresses begin alike, are followed at most.
    ///   - ofShape: How many are followed of those that add several choices to an address, or another instant or order: there are as
    ///     many as there are instants, columns and subsets of choices. They are of one shape where they are of one kind and add the same; one
    ///     that is led to by another such page is not followed.
    func crawl(most: Int = 400, ofKind: Int = .max, ofShape: Int = 0) async -> [(address: String, answer: WebAnswer)] {
        var (due, met, found) = (["/"], Set(["/"]), [(String, WebAnswer)]())
        var counts: [String: Int] = [:]
        while !due.isEmpty, found.count < most {
            let address = due.removeFirst()
            let answer = await get(address)
            found.append((address, answer))
            guard answer.header("Content-Type")?.hasPrefix("text/html") == true else { continue }
            for href in HTMLText.links(answer.text)
            where href.hasPrefix("/") && !href.hasPrefix("/assets/") && !met.contains(href) {
                let shape = PageShape(href)
                guard !shape.isCombined || !PageShape(address).isCombined else { continue }
                // A report of a week tells more than all others, and is tested by itself.
                let bound = shape.isCombined ? ofShape : shape.kind == "/report/" ? min(ofKind, 60) : ofKind
                guard counts[shape.name, default: 0] < bound else { continue }
                counts[shape.name, default: 0] += 1
                met.insert(href)
                due.append(href)
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
        guard let body = html.firstMatch(of: /(?s)<tbody role="rowgroup">\n(.*?)<\/tbody>/)?.output.1 else { return [] }
        return body.matches(of: /(?s)<tr role=row>(.*?)<\/tr>\n/).map { row in
            row.output.1.matches(of: /(?s)<td[^>]*>(.*?)<\/td>/).map { cell in
                let inner = String(cell.output.1)
                return (inner.replacing(/<[^>]*>/, with: ""), inner.firstMatch(of: /title="([^"]*)"/).map { String($0.output.1) })
            }
        }
    }
}

/// What pages' addresses have in common.
struct PageShape {
    /// `/workload/`, `/view/containers`, `/api/v1/stale`.
    let kind: String
    /// The kind, and the names of what is chosen.
    let name: String
    /// Whether it is one of many ways to look at a page.
    let isCombined: Bool

    init(_ address: String) {
        let parts = address.split(separator: "?", maxSplits: 1).map(String.init)
        let path = parts[0].split(separator: "/").map(String.init)
        kind =
            switch path.first {
            case "api": "/" + path.prefix(3).joined(separator: "/")
            case "view": "/" + path.joined(separator: "/")
            case let first?: "/\(first)" + (path.count > 1 ? "/" : "")
            case nil: "/"
            }
        let query = parts.count > 1 ? parts[1] : ""
        let chosen = query.split(separator: "&").map { String($0.prefix { $0 != "=" }) }
        name = ([kind] + Set(chosen).sorted()).joined(separator: " ")
        let isAPI = path.first == "api"
        isCombined =
            !query.isEmpty
            && (isAPI ? query.contains("at=") : query.contains("&") || !["page", "registry", "verdict"].contains(chosen.first))
    }
}
