import Foundation
import Questions
import Testing

@testable import Report

/// The HTML report as a strict parser and a browser see it. Each is skipped, and says so, only where its tool is not installed.
@Suite(.serialized) struct BrowserTests {
    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: "/usr/lib/python3/dist-packages/html5lib"), "python3-html5lib is missing"),
        arguments: Language.allCases)
    func `A strict HTML5 parser has nothing to say`(language: Language) throws {
        let folder = try ScratchFolder()
        for report in [try storyReport(in: folder), try HostileReportTests.hostileReport()] {
            try expectStrict(write(report, language, in: folder))
        }
    }

    private func expectStrict(_ page: String) throws {
        let script =
            "import html5lib,sys; html5lib.HTMLParser(strict=True).parse(open(sys.argv[1],'rb').read(), transport_encoding='utf-8')"
        let run = try Tool.run("/usr/bin/python3", ["-c", script, page])
        #expect(run.status == 0, "\(run.errors.suffix(400))")
    }

    @Test(.enabled(if: Tool.chromium != nil, "chromium is missing"), arguments: View.all)
    func `A browser opens it without a word and without the network, and nothing sticks out`(view: View) throws {
        let folder = try ScratchFolder()
        let page = try write(storyReport(in: folder), view.language, in: folder)
        let (log, picture) = (folder.path("net.json"), Self.picture("\(view)", in: folder))
        let run = try Tool.browse(
            page,
            view.arguments + ["--screenshot=\(picture)", "--log-net-log=\(log)", "--enable-logging=stderr", "--v=0"])
        #expect(run.status == 0)
        #expect(!run.errors.contains("CONSOLE"), "\(run.errors.suffix(600))")
        #expect(FileManager.default.fileExists(atPath: picture))
        // The browser asks its own maker for the time and for updates; nothing else may be asked for.
        let net = try String(contentsOfFile: log, encoding: .utf8)
        let hosts = net.matches(of: /"url":"(?:https?|wss?):\/\/([^\/":]+)/).map { String($0.output.1) }
        let own = [".google.com", ".googleapis.com", ".gvt1.com"]
        #expect(hosts.filter { host in !own.contains { host.hasSuffix($0) } }.isEmpty)
        #expect(try widths(page, view, in: folder) == [view.width, view.width])
    }

    @Test(.enabled(if: Tool.chromium != nil, "chromium is missing"), arguments: Language.allCases)
    func `It prints, with what is folded on the screen`(language: Language) throws {
        let folder = try ScratchFolder()
        let page = try write(storyReport(in: folder), language, in: folder)
        let paper = Self.picture("print-\(language.rawValue)", ending: "pdf", in: folder)
        let run = try Tool.browse(page, ["--print-to-pdf=\(paper)", "--no-pdf-header-footer"])
        #expect(run.status == 0)
        #expect(try Data(contentsOf: URL(filePath: paper)).starts(with: Data("%PDF".utf8)))
    }

    /// `docs/report.png` shows today's report: it carries the SHA-256 of the page it was made from, since the same page looks
    /// different to every browser and with every font. `ISINVENTORY_RECORD=1` takes it anew.
    @Test func `The picture in README is one of the page that is written today`() throws {
        let folder = try ScratchFolder()
        let page = try write(storyReport(in: folder), .english, in: folder)
        let sum = try String(Tool.run("/usr/bin/sha256sum", [page]).output.prefix(64))
        if ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1" {
            let taken = folder.path("report.png")
            _ = try Tool.browse(page, ["--window-size=1280,1500", "--screenshot=\(taken)"])
            try PNG(contentsOf: taken).saying(sum, under: "sha256 of the page").data.write(
                to: URL(filePath: Self.docs("report.png")))
        }
        let png = try PNG(contentsOf: Self.docs("report.png"))
        #expect(png.size == [1280, 1500])
        #expect(png.text(under: "sha256 of the page") == sum, "docs/report.png shows another page: ISINVENTORY_RECORD=1")
        for page in ["README.md", "docs/report.md"] {
            #expect(try String(contentsOfFile: Self.docs("../\(page)"), encoding: .utf8).contains("report.png)"))
        }
    }

    /// How the page is looked at.
    struct View: CustomTestStringConvertible, CustomStringConvertible {
        let language: Language
        let width: Int
        let isDark: Bool

        var description: String { "\(width)-\(language.rawValue)\(isDark ? "-dark" : "")" }
        var testDescription: String { description }
        var arguments: [String] {
            ["--window-size=\(width),\(width < 600 ? 9000 : 6000)"] + (isDark ? ["--blink-settings=preferredColorScheme=0"] : [])
        }

        static let all = Language.allCases.flatMap { language in
            [(1280, false), (1280, true), (400, false), (400, true)].map { View(language: language, width: $0, isDark: $1) }
        }
    }

    /// How wide the page would have to be to show everything, and how wide its window is, as the browser lays them out. A script in
    /// a copy of the page tells, which allows one; the window is a frame, since a browser's own cannot be as narrow as a telephone.
    private func widths(_ page: String, _ view: View, in folder: borrowing ScratchFolder) throws -> [Int] {
        var html = try String(contentsOfFile: page, encoding: .utf8)
        html.replace(/<meta http-equiv[^>]*>/, with: "")
        html += "<script>parent.postMessage('W' + document.documentElement.scrollWidth + 'of' + innerWidth, '*')</script>"
        let (copy, frame) = (folder.path("measured.html"), folder.path("frame.html"))
        try Data(html.utf8).write(to: URL(filePath: copy))
        let script = "onmessage = event => document.title = event.data"
        let window = "<iframe src=measured.html style='border:0;width:\(view.width)px;height:900px'></iframe>"
        try Data("<!DOCTYPE html><title></title><script>\(script)</script>\(window)".utf8).write(to: URL(filePath: frame))
        let dom = try Tool.browse(frame, view.arguments + ["--virtual-time-budget=5000", "--dump-dom"]).output
        let found = try #require(dom.firstMatch(of: /<title>W([0-9]+)of([0-9]+)/))
        return [found.output.1, found.output.2].compactMap { Int($0) }
    }

    /// Where a picture goes: into `ISINVENTORY_PICTURES`, to be looked at, where that is set.
    private static func picture(_ name: String, ending: String = "png", in folder: borrowing ScratchFolder) -> String {
        let place = ProcessInfo.processInfo.environment["ISINVENTORY_PICTURES"]
        return place.map { "\($0)/\(name).\(ending)" } ?? folder.path("\(name).\(ending)")
    }

    private static func docs(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/\(name)").path
    }

    private func write(_ report: WeeklyReport, _ language: Language, in folder: borrowing ScratchFolder) throws -> String {
        let path = folder.path("week.html")
        let options = ReportOptions(language: language, command: ReportGoldenTests.command)
        try Data(report.rendered(as: .html, options: options).utf8).write(to: URL(filePath: path))
        return path
    }
}

/// Programs the tests borrow.
enum Tool {
    static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static func browse(_ page: String, _ arguments: [String]) throws -> Run {
        try run(
            #require(chromium),
            ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking"] + arguments
                + ["file://\(page)"])
    }

    struct Run {
        let status: Int32
        let output: String
        let errors: String
    }

    static func run(_ path: String, _ arguments: [String]) throws -> Run {
        let folder = try ScratchFolder()
        let files = [folder.path("output"), folder.path("errors")]
        for file in files { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle(forWritingAtPath: files[0])
        process.standardError = FileHandle(forWritingAtPath: files[1])
        try process.run()
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: URL(filePath: $0)), as: UTF8.self) }
        return Run(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }
}
