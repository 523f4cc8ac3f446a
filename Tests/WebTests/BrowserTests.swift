import Foundation
import Model
import Questions
import Record
import Testing

@testable import Web

@Suite(
    "The pages in Chromium", .serialized,
    .enabled(if: Browser.isAsked, "ISINVENTORY_BROWSER is not 1, or chromium or chromium-driver is missing"),
    .timeLimit(.minutes(10)))
struct BrowserTests {
    /// The sample story, imported by the program itself.
    private static func story() throws -> Served {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "isinventory")
        let folder = FileManager.default.temporaryDirectory.appending(path: "isinventory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        process.executableURL = program
        process.arguments = [
            "import", root.appending(path: "Samples/story").path, "-A", "--cluster", "sample", "--db",
            folder.appending(path: "s.db").path,
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try Served { store in
            let path = store.path
            for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + ending) }
            try FileManager.default.copyItem(atPath: folder.appending(path: "s.db").path, toPath: path)
            let log = folder.appending(path: "s.db-wal").path
            if FileManager.default.fileExists(atPath: log) {
                try FileManager.default.copyItem(atPath: log, toPath: path + "-wal")
            }
        }
    }

    /// Some pages of each kind; `ISINVENTORY_BROWSE=all` takes all there are.
    private static func chosen(_ pages: [String]) -> [String] {
        if ProcessInfo.processInfo.environment["ISINVENTORY_BROWSE"] == "all" { return pages }
        var counts: [String: Int] = [:]
        return pages.filter { page in
            let kind = page.split(separator: "/").first.map { String($0.prefix { $0 != "?" }) } ?? ""
            counts[kind, default: 0] += 1
            return counts[kind, default: 0] <= (kind == "view" ? 3 : 1)
        }
    }

    @Test("every page of the story: no word in the console, no request elsewhere, nothing that keeps anybody from reading it")
    func pages() async throws {
        let served = try Self.story()
        let crawled = await served.crawl()
        #expect(crawled.allSatisfy { $0.answer.status == 200 }, "\(crawled.filter { $0.answer.status != 200 }.map(\.address))")
        let pages =
            Self.chosen(
                crawled.filter {
                    $0.answer.header("Content-Type")?.hasPrefix("text/html") == true && !$0.address.hasPrefix("/report/")
                }
                .map(\.address))
            + [
                "/search?q=web", "/sql?q=SELECT%201%20AS%20x", "/view/containers?columns=all&verdict=stale", "/?lang=fr",
                "/nothing",
            ]
        #expect(pages.count > 20)
        try await served.listening { port in
            let browser = try await Browser()
            do {
                for (width, isDark) in [(1280, false), (768, true), (390, false), (1280, true)] {
                    try await browser.look(width: width, isDark: isDark)
                    for page in pages {
                        try await browser.open("http://127.0.0.1:\(port)\(page)")
                        let found = try #require(try await browser.run(Accessibility.check) as? [String])
                        #expect(found.isEmpty, "\(page) at \(width)\(isDark ? " dark" : ""): \(found.prefix(4))")
                    }
                }
                let said = try await browser.console().filter { !$0.contains("/nothing") }
                #expect(said.isEmpty, "\(said.prefix(5))")
                let elsewhere = try await browser.requests().filter {
                    !$0.hasPrefix("http://127.0.0.1:\(port)/") && !$0.hasPrefix("data:") && !$0.hasPrefix("chrome")
                }
                #expect(elsewhere.isEmpty, "\(elsewhere.prefix(5))")
            } catch {
                await browser.end()
                throw error
            }
            await browser.end()
        }
    }

    @Test("keys step through time and find the search; the slider shows what stood, and the address says so")
    func keys() async throws {
        let served = try Self.story()
        try await served.listening { port in
            let browser = try await Browser()
            do {
                try await browser.look(width: 1280, isDark: false)
                try await browser.open("http://127.0.0.1:\(port)/view/containers")
                let newest = try #require(
                    try await browser.run("return document.getElementById('content').dataset.at") as? String)
                try await browser.press("\u{E012}")
                try await becomes(browser, "location.search.includes('at=2026-11-23T06')")
                try await becomes(browser, "document.getElementById('content').dataset.at < '\(newest)'")
                try await browser.press("\u{E014}")
                try await becomes(browser, "document.getElementById('content').dataset.at == '\(newest)'")
                _ = try await browser.run(
                    "var s = document.getElementById('slider'); s.value = Number(s.min) + 60; s.dispatchEvent(new Event('input')); s.dispatchEvent(new Event('change'));"
                )
                try await becomes(
                    browser,
                    "location.search.includes('at=2026-11-23T06:39') || location.search.includes('at=2026-11-23T06%3A39')")
                try await becomes(browser, "document.querySelector('.now time').textContent.startsWith('2026-11-23 06:39:33')")
                #expect(try await browser.run("return document.querySelectorAll('#slider,#play').length") as? Int == 2)
                try await browser.press("/")
                #expect(try await browser.run("return document.activeElement.id") as? String == "q")
                #expect(try await browser.console().isEmpty)
            } catch {
                await browser.end()
                throw error
            }
            await browser.end()
        }
    }

    private func becomes(_ browser: Browser, _ condition: String) async throws {
        for _ in 0..<100 {
            if try await browser.run("return Boolean(\(condition))") as? Bool == true { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        let address = try await browser.run("return location.href")
        Issue.record("not so after ten seconds: \(condition) at \(address)")
    }
}
