import Foundation
import Model
import Questions
import Record
import Testing

@testable import Web

@Suite(
    "The pages in Chromium", .serialized,
    .enabled(if: Browser.isAsked, "ISINVENTORY_BROWSER is not 1, or chromium or chromium-driver is missing"),
    .timeLimit(.minutes(15)))
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

    /// The widths of a desk, a tablet and a telephone, by day and by night.
    private static let looks = [1280, 768, 390].flatMap { [(width: $0, isDark: false), (width: $0, isDark: true)] }

    /// Where pictures of the pages are to be written, for who wants to look at them.
    private static let pictures = ProcessInfo.processInfo.environment["ISINVENTORY_PICTURES"]

    /// Opens a page and looks at it in some widths, by day or by night.
    private func look(_ browser: Browser, _ port: Int, _ page: String, _ looks: [(width: Int, isDark: Bool)]) async throws {
        try await browser.open("http://127.0.0.1:\(port)\(page)")
        for (width, isDark) in looks {
            try await browser.look(width: width, isDark: isDark)
            let found = try #require(try await browser.run(Accessibility.check) as? [String])
            #expect(found.isEmpty, "\(page) at \(width)\(isDark ? " dark" : ""): \(found.prefix(4))")
            if let pictures = Self.pictures {
                let name = page.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined().prefix(80)
                try await browser.picture().write(
                    to: URL(filePath: "\(pictures)/\(name)-\(width)\(isDark ? "-dark" : "").png"))
            }
        }
        let said = try await browser.console().filter { page != "/nothing" || !$0.contains("404") }
        #expect(said.isEmpty, "\(page): \(said.prefix(5))")
        let elsewhere = try await browser.requests().filter {
            !$0.hasPrefix("http://127.0.0.1:\(port)/") && !$0.hasPrefix("data:") && !$0.hasPrefix("chrome")
        }
        #expect(elsewhere.isEmpty, "\(page): \(elsewhere.prefix(5))")
    }

    @Test("every page of the story: no word in the console, no request elsewhere, nothing that keeps anybody from reading it")
    func pages() async throws {
        let served = try Self.story()
        let crawled = await served.crawl(most: 2_000)
        #expect(crawled.allSatisfy { $0.answer.status == 200 }, "\(crawled.filter { $0.answer.status != 200 }.map(\.address))")
        let pages =
            crawled.filter {
                $0.answer.header("Content-Type")?.hasPrefix("text/html") == true && !$0.address.hasPrefix("/report/")
            }
            .map(\.address)
            + [
                "/search?q=web", "/sql?q=SELECT%201%20AS%20x", "/view/containers?columns=all&verdict=stale", "/?lang=fr",
                "/cleanup?unused-for=90d", "/registries?since=2026-11-23T06:40:00Z", "/view/containers?at=2026-11-23T06:40:00Z",
                "/problems?lang=fr", "/view/containers", "/nothing",
            ]
        #expect(pages.count > 100)
        try await served.listening { port in
            try await Browser.during { browser in
                var kinds: [String: Int] = [:]
                let isAll = ProcessInfo.processInfo.environment["ISINVENTORY_BROWSE"] == "all"
                for (place, page) in pages.enumerated() {
                    // The first of a kind is looked at in every way, others in one of them; `ISINVENTORY_BROWSE=all` takes all.
                    let kind = String(page.dropFirst().prefix { $0 != "/" && $0 != "?" })
                    kinds[kind, default: 0] += 1
                    let isNew = kinds[kind] == 1
                    guard isAll || page.contains("?") || kinds[kind, default: 0] <= 2 else { continue }
                    try await look(browser, port, page, isNew ? Self.looks : [Self.looks[place % Self.looks.count]])
                }
            }
        }
    }

    @Test("keys step through time and find the search; the slider shows what stood, and the address says so")
    func keys() async throws {
        let served = try Self.story()
        try await served.listening { port in
            try await Browser.during { browser in
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
            }
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
