import Foundation
import Model
import Questions
import Record
import Testing

@testable import Web

@Suite(
    "The pages in Chromium", .serialized, .enabled(if: Browser.isThere, "chromium or chromium-driver is missing"),
    .timeLimit(.minutes(60)))
struct BrowserTests {
    /// The widths of a desk, a tablet and a telephone, by day and by night.
    private static let looks = [1280, 768, 390].flatMap { [(width: $0, isDark: false), (width: $0, isDark: true)] }

    private static func setting(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

    /// Where pictures of the pages are to be written, for who wants to look at them.
    private static let pictures = setting("ISINVENTORY_PICTURES")

    /// Opens a page and looks at it in some widths, by day or by night.
    private func look(_ browser: Browser, _ port: Int, _ page: String, _ looks: [(width: Int, isDark: Bool)]) async throws {
        try await browser.open("http://127.0.0.1:\(port)\(page)")
        for (width, isDark) in looks {
            try await browser.look(width: width, isDark: isDark)
            let found = try #require(try await browser.run(Accessibility.check) as? [String])
            #expect(found.isEmpty, "\(page) at \(width)\(isDark ? " dark" : ""): \(found.prefix(4))")
            if let pictures = Self.pictures {
                let name = page.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined().prefix(90)
                try await browser.picture().write(
                    to: URL(filePath: "\(pictures)/\(name)-\(width)\(isDark ? "-dark" : "").png"))
            }
        }
        let said = try await browser.console().filter { !Self.refused.contains(page) || !$0.contains("status of 40") }
        #expect(said.isEmpty, "\(page): \(said.prefix(5))")
        let elsewhere = try await browser.requests().filter {
            !$0.hasPrefix("http://127.0.0.1:\(port)/") && !$0.hasPrefix("data:") && !$0.hasPrefix("chrome")
        }
        #expect(elsewhere.isEmpty, "\(page): \(elsewhere.prefix(5))")
    }

    /// Opens pages one after another. A browser sees some hundred pages, so that it does not grow; one that is lost, which says nothing
    /// of a page, is replaced, and the page is opened again.
    private func look(
        at pages: [String], of served: Served, _ looks: @escaping (Int, String) -> [(width: Int, isDark: Bool)]
    ) async throws -> Int {
        var (place, lost, count) = (0, 0, 0)
        try await served.listening { port in
            while place < pages.count {
                do {
                    try await Browser.during { browser in
                        let end = min(pages.count, place + 200)
                        while place < end {
                            let wanted = looks(place, pages[place])
                            if !wanted.isEmpty { try await look(browser, port, pages[place], wanted) }
                            place += 1
                            count += wanted.count
                        }
                    }
                } catch let error as BrowserError where error.isLoss && lost < 3 {
                    lost += 1
                    print("a browser was lost at \(pages[place]): \(error)")
                }
            }
        }
        return count
    }

    /// Pages that no link leads to.
    private static let typed = [
        "/search?q=web", "/search?q=nothing-of-the-kind", "/sql?q=SELECT%201%20AS%20x", "/sql?q=SELEC", "/?lang=fr",
        "/view/containers?columns=all&verdict=stale", "/cleanup?unused-for=90d", "/problems?lang=fr", "/long-references?lang=fr",
        "/view/containers", "/view/containers?verdict=none", "/?at=2001-01-01", "/nothing",
    ]

    /// Pages of which the browser says that there is no such thing.
    private static let refused = ["/nothing", "/sql?q=SELEC"]

    /// The first of each kind of page, in French, whose words are longer.
    private static func inFrench(_ pages: [String]) -> [String] {
        var kinds: Set<String> = []
        return pages.filter { !$0.contains("?") && kinds.insert(PageShape($0).kind).inserted }.map { "\($0)?lang=fr" }
    }

    private static func isPage(_ crawled: (address: String, answer: WebAnswer)) -> Bool {
        crawled.answer.header("Content-Type")?.hasPrefix("text/html") == true && !crawled.address.hasPrefix("/report/")
    }

    @Test("every page of the story: no word in the console, no request elsewhere, nothing that keeps anybody from reading it")
    func pages() async throws {
        // All pages in all ways: ISINVENTORY_CRAWL=story, as `make crawl` sets it.
        let isAll = Self.setting("ISINVENTORY_CRAWL") == "story"
        let served = try Served.story()
        let crawled = await served.crawl(most: 4_000, ofShape: isAll ? 12 : 1)
        #expect(crawled.allSatisfy { $0.answer.status == 200 }, "\(crawled.filter { $0.answer.status != 200 }.map(\.address))")
        let pages =
            crawled.filter(Self.isPage).map(\.address) + Self.typed
            + ["/registries?since=2026-11-23T06:40:00Z", "/view/containers?at=2026-11-23T06:40:00Z"]
            + Self.inFrench(crawled.filter(Self.isPage).map(\.address))
        #expect(pages.count > 100)
        var kinds: [String: Int] = [:]
        let looks = try await look(at: pages, of: served) { place, page in
            // The first of a kind is looked at in every way, some others in one.
            let shape = PageShape(page)
            kinds[shape.kind, default: 0] += 1
            kinds[shape.name, default: 0] += shape.name == shape.kind ? 0 : 1
            if isAll || kinds[shape.kind] == 1 && !shape.isCombined { return Self.looks }
            return kinds[shape.name, default: 0] <= 2 ? [Self.looks[place % Self.looks.count]] : []
        }
        print("the story: \(crawled.count) addresses, \(pages.count) pages, \(looks) looks")
    }

    @Test(
        "every kind of page of a large cluster",
        .enabled(if: setting("ISINVENTORY_CRAWL")?.hasPrefix("/") == true, "`make crawl` does"))
    func large() async throws {
        let served = Served(existing: try #require(Self.setting("ISINVENTORY_CRAWL")))
        let crawled = await served.crawl(most: 4_000, ofKind: 24, ofShape: 3)
        #expect(crawled.allSatisfy { $0.answer.status == 200 }, "\(crawled.filter { $0.answer.status != 200 }.map(\.address))")
        let pages = crawled.filter(Self.isPage).map(\.address) + Self.typed
        var kinds: [String: Int] = [:]
        let looks = try await look(at: pages, of: served) { place, page in
            let name = PageShape(page).name
            kinds[name, default: 0] += 1
            return kinds[name] == 1 ? Self.looks : [Self.looks[place % Self.looks.count]]
        }
        print("a large cluster: \(crawled.count) addresses, \(pages.count) pages, \(looks) looks")
    }

    @Test("keys step through time and find the search; the slider shows what stood, and the address says so")
    func keys() async throws {
        let served = try Served.story()
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
