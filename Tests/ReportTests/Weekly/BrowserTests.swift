import Foundation
import Inventory
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
        let page = try write(storyReport(in: folder), language, in: folder)
        let script =
            "import html5lib,sys; html5lib.HTMLParser(strict=True).parse(open(sys.argv[1],'rb').read(), transport_encoding='utf-8')"
        let run = try Tool.run("/usr/bin/python3", ["-c", script, page])
        #expect(run.status == 0, "\(run.errors.suffix(400))")
    }

    @Test(
        .enabled(if: Tool.chromium != nil, "chromium is missing"),
        arguments: [("1280", 1280), ("400", 400)])
    func `A browser opens it without a word and without the network`(name: String, width: Int) throws {
        let folder = try ScratchFolder()
        let page = try write(storyReport(in: folder), .english, in: folder)
        let (log, picture) = (folder.path("net.json"), folder.path("\(name).png"))
        let run = try Tool.browse(
            page,
            [
                "--window-size=\(width),2400", "--screenshot=\(picture)", "--log-net-log=\(log)", "--enable-logging=stderr",
                "--v=0",
            ])
        #expect(run.status == 0)
        #expect(!run.errors.contains("CONSOLE"), "\(run.errors.suffix(600))")
        #expect(FileManager.default.fileExists(atPath: picture))
        // The browser asks its own maker for the time and for updates; nothing else may be asked for.
        let net = try String(contentsOfFile: log, encoding: .utf8)
        let hosts = net.matches(of: /"url":"(?:https?|wss?):\/\/([^\/":]+)/).map { String($0.output.1) }
        let own = [".google.com", ".googleapis.com", ".gvt1.com"]
        #expect(hosts.filter { host in !own.contains { host.hasSuffix($0) } }.isEmpty)
        if ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1", width == 1280 {
            try record(page)
        }
    }

    @Test(.enabled(if: Tool.chromium != nil, "chromium is missing"))
    func `It prints`() throws {
        let folder = try ScratchFolder()
        let page = try write(storyReport(in: folder), .french, in: folder)
        let run = try Tool.browse(page, ["--print-to-pdf=\(folder.path("week.pdf"))", "--no-pdf-header-footer"])
        #expect(run.status == 0)
        #expect(try Data(contentsOf: URL(filePath: folder.path("week.pdf"))).starts(with: Data("%PDF".utf8)))
    }

    private func write(_ report: WeeklyReport, _ language: Language, in folder: borrowing ScratchFolder) throws -> String {
        let path = folder.path("week.html")
        let options = ReportOptions(language: language, command: ReportGoldenTests.command)
        try Data(report.rendered(as: .html, options: options).utf8).write(to: URL(filePath: path))
        return path
    }

    /// The picture that README shows, made anew from today's report.
    private func record(_ page: String) throws {
        let docs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/report.png")
        _ = try Tool.browse(page, ["--window-size=1280,1500", "--screenshot=\(docs.path)"])
    }
}

/// Programs the tests borrow.
enum Tool {
    static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static func browse(_ page: String, _ arguments: [String]) throws -> (status: Int32, errors: String) {
        try run(
            #require(chromium),
            ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking"] + arguments
                + ["file://\(page)"])
    }

    static func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, errors: String) {
        let folder = try ScratchFolder()
        let errors = folder.path("errors")
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self))
    }
}
