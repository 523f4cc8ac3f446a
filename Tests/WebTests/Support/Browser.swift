import Foundation
import Glibc
import RawHTTP
import Testing

/// Chromium, driven as https://www.w3.org/TR/webdriver2/ says, by its chromedriver.
final class Browser: Sendable {
    /// Where Debian has it; nil where it is not installed.
    static let driver = ["/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    /// Whether it is there and asked for: some two thousand looks at pages take minutes where others need the machine, too.
    static var isAsked: Bool {
        driver != nil && chromium != nil && ProcessInfo.processInfo.environment["ISINVENTORY_BROWSER"] == "1"
    }

    private let process: Process
    private let base: String
    private let session: String

    init() async throws {
        process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: try #require(Self.driver))
        process.arguments = ["--port=0"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        do {
            (base, session) = try await Self.begin(output)
        } catch {
            kill(process.processIdentifier, SIGKILL)
            throw error
        }
    }

    /// The driver's address and the session that it opened.
    private static func begin(_ output: Pipe) async throws -> (base: String, session: String) {
        var said = ""
        while said.firstMatch(of: /on port ([0-9]+)\./) == nil {
            let data = output.fileHandleForReading.availableData
            try #require(!data.isEmpty, "chromedriver ended: \(said)")
            said += String(decoding: data, as: UTF8.self)
        }
        let base = "http://127.0.0.1:\(try #require(said.firstMatch(of: /on port ([0-9]+)\./)).output.1)"
        let options: [String: Any] = [
            "binary": try #require(chromium),
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
                "--disable-component-update", "--no-first-run", "--disable-dev-shm-usage",
            ],
            // Of what Chromium could tell only the network is asked about: it would tell of every pixel.
            "perfLoggingPrefs": ["enableNetwork": true, "enablePage": false],
        ]
        let wanted: [String: Any] = [
            "capabilities": [
                "alwaysMatch": [
                    "browserName": "chrome", "goog:chromeOptions": options,
                    "goog:loggingPrefs": ["browser": "ALL", "performance": "ALL"],
                ] as [String: Any]
            ]
        ]
        let answer = try await ask("POST", "\(base)/session", wanted)
        return (base, try #require((answer as? [String: Any])?["sessionId"] as? String))
    }

    /// Opens a browser for a while.
    static func during(_ body: (Browser) async throws -> Void) async throws {
        let browser = try await Browser()
        let result: Result<Void, any Error>
        do { result = .success(try await body(browser)) } catch { result = .failure(error) }
        await browser.end()
        try result.get()
    }

    private func end() async {
        _ = try? await Self.ask("DELETE", "\(base)/session/\(session)", nil)
        // Not SIGTERM: what this process ignores for the sake of other tests, its children ignore too, and would be waited for for ever.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    func open(_ address: String) async throws { _ = try await post("url", ["url": address]) }

    func run(_ script: String) async throws -> Any { try await post("execute/sync", ["script": script, "args": [Any]()]) }

    func press(_ key: String) async throws {
        let actions: [[String: Any]] = [["type": "keyDown", "value": key], ["type": "keyUp", "value": key]]
        _ = try await post("actions", ["actions": [["type": "key", "id": "keyboard", "actions": actions] as [String: Any]]])
    }

    /// A window of that width, by day or by night.
    func look(width: Int, height: Int = 900, isDark: Bool) async throws {
        let size: [String: Any] = ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500]
        _ = try await post("goog/cdp/execute", ["cmd": "Emulation.setDeviceMetricsOverride", "params": size])
        let features = [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]
        _ = try await post("goog/cdp/execute", ["cmd": "Emulation.setEmulatedMedia", "params": ["features": features]])
    }

    /// What the console said since it was last asked.
    func console() async throws -> [String] {
        try #require(try await post("se/log", ["type": "browser"]) as? [[String: Any]]).map { "\($0["message"] ?? "")" }
    }

    /// The addresses that were asked for since it was last asked.
    func requests() async throws -> [String] {
        try #require(try await post("se/log", ["type": "performance"]) as? [[String: Any]]).compactMap { entry in
            guard let text = entry["message"] as? String, text.contains("Network.requestWillBeSent\""),
                let event = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
                let message = event["message"] as? [String: Any], let told = message["params"] as? [String: Any]
            else { return nil }
            return (told["request"] as? [String: Any])?["url"] as? String
        }
    }

    /// What is to be seen of the whole page, as a PNG.
    func picture() async throws -> Data {
        let height = try #require(try await run("return document.documentElement.scrollHeight") as? Int)
        let width = try #require(try await run("return document.documentElement.clientWidth") as? Int)
        let clip: [String: Any] = ["x": 0, "y": 0, "width": width, "height": min(height, 3000), "scale": 1]
        let asked: [String: Any] = ["format": "png", "captureBeyondViewport": true, "clip": clip]
        let answer = try await post("goog/cdp/execute", ["cmd": "Page.captureScreenshot", "params": asked])
        let text = try #require((answer as? [String: Any])?["data"] as? String)
        return try #require(Data(base64Encoded: text))
    }

    private func post(_ command: String, _ body: [String: Any]) async throws -> Any {
        try await Self.ask("POST", "\(base)/session/\(session)/\(command)", body)
    }

    private static func ask(_ method: String, _ address: String, _ body: [String: Any]?) async throws -> Any {
        let text = try body.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) } ?? ""
        let url = try #require(URL(string: address))
        let connection = try RawHTTP(port: try #require(url.port))
        connection.send(
            "\(method) \(url.path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n"
                + "Connection: close\r\n\r\n\(text)")
        let said = await connection.answer()
        let data = Data(said.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "\r\n\r\n").utf8)
        let answer = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let value = answer["value"] ?? NSNull()
        if let failure = value as? [String: Any], let name = failure["error"] as? String {
            throw BrowserError(text: "\(name): \(failure["message"] ?? "")")
        }
        return value
    }
}

struct BrowserError: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}

/// What a reader who does not see, or sees little, would stumble over: a part of what axe asks (https://dequeuniversity.com/rules/axe/),
/// written anew.
enum Accessibility {
    static let check = #"""
        var out = [];
        function name(e) {
          var by = e.getAttribute("aria-labelledby");
          if (by) return by.split(" ").map(function (i) { var x = document.getElementById(i); return x ? x.textContent : ""; }).join(" ").trim();
          var label = e.getAttribute("aria-label"); if (label && label.trim()) return label.trim();
          if (e.labels && e.labels.length) return e.labels[0].textContent.trim();
          return (e.textContent || e.getAttribute("title") || "").trim();
        }
        if (!document.documentElement.lang) out.push("no lang");
        if (!document.title.trim()) out.push("no title");
        if (document.querySelectorAll("h1").length !== 1) out.push("h1: " + document.querySelectorAll("h1").length);
        if (document.querySelectorAll("main").length !== 1) out.push("main");
        var level = 0;
        document.querySelectorAll("h1,h2,h3,h4").forEach(function (h) {
          var n = Number(h.tagName[1]);
          if (n > level + 1) out.push("heading " + h.textContent + " leaps from " + level + " to " + n);
          if (!h.textContent.trim()) out.push("empty heading");
          level = n;
        });
        document.querySelectorAll("a[href],button,input:not([type=hidden]),textarea,select,[role=img],[role=region],summary").forEach(function (e) {
          if (!name(e)) out.push("no name: " + e.outerHTML.slice(0, 120));
        });
        document.querySelectorAll("svg").forEach(function (e) {
          if (e.getAttribute("aria-hidden") !== "true" && !name(e)) out.push("no name: " + e.outerHTML.slice(0, 120));
        });
        var ids = {};
        document.querySelectorAll("[id]").forEach(function (e) { if (ids[e.id]) out.push("id twice: " + e.id); ids[e.id] = 1; });
        document.querySelectorAll("th").forEach(function (e) { if (!e.scope) out.push("th without scope: " + e.textContent); });
        document.querySelectorAll("dl > div").forEach(function (e) { if (!e.querySelector("dt")) out.push("dl without dt"); });
        document.querySelectorAll("li").forEach(function (e) { if (!/^(UL|OL)$/.test(e.parentElement.tagName)) out.push("li in " + e.parentElement.tagName); });
        function parse(c) { var m = c.match(/[\d.]+/g).map(Number); return { r: m[0], g: m[1], b: m[2], a: m.length > 3 ? m[3] : 1 }; }
        function light(c) { return [c.r, c.g, c.b].map(function (v) { v /= 255; return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4); })
          .reduce(function (s, v, i) { return s + v * [0.2126, 0.7152, 0.0722][i]; }, 0); }
        function contrast(a, b) { var x = light(a), y = light(b); return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); }
        function paper(e) { for (; e; e = e.parentElement) { var c = parse(getComputedStyle(e).backgroundColor); if (c.a > 0.9) return c; } return { r: 255, g: 255, b: 255 }; }
        var met = {};
        var walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (var node = walk.nextNode(); node; node = walk.nextNode()) {
          if (!node.textContent.trim()) continue;
          var e = node.parentElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
          if (box.width < 2 || box.height < 2 || style.visibility === "hidden" || e.closest(".sr,.step.off,title,defs")) continue;
          var ink, back;
          if (e.namespaceURI.indexOf("svg") > 0) {
            if (e.tagName !== "text") continue;
            ink = parse(style.fill);
            var before = e.previousElementSibling;
            back = before ? parse(getComputedStyle(before).fill) : paper(e.closest("svg").parentElement);
          } else { ink = parse(style.color); back = paper(e); }
          var size = parseFloat(style.fontSize), need = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700 ? 3 : 4.5;
          var ratio = contrast(ink, back);
          var key = e.tagName + "." + (e.getAttribute("class") || "");
          if (ratio < need && !met[key]) { met[key] = 1; out.push("contrast " + ratio.toFixed(2) + ": " + key + " " + node.textContent.trim().slice(0, 30)); }
        }
        if (document.documentElement.scrollWidth > window.innerWidth + 1) {
          var wide = [].find.call(document.querySelectorAll("main *, header *, nav *"), function (e) { return e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".scroll,.side"); });
          out.push("sticks out: " + document.documentElement.scrollWidth + " of " + window.innerWidth + " " + (wide ? wide.outerHTML.slice(0, 120) : ""));
        }
        return out;
        """#
}
