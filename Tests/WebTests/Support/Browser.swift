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
    static var isThere: Bool { driver != nil && chromium != nil }

    private let driver: Child
    private let base: String
    private let session: String
    /// The browser's own process, as the driver names it.
    private let browser: pid_t?

    init() async throws {
        driver = try Child([try #require(Self.driver), "--port=0"])
        do {
            (base, session, browser) = try await Self.begin(driver)
        } catch {
            driver.end()
            throw error
        }
    }

    /// The driver's address and the session that it opened.
    private static func begin(_ driver: Child) async throws -> (base: String, session: String, browser: pid_t?) {
        let said = driver.said { $0.firstMatch(of: /on port ([0-9]+)\./) != nil }
        let port = try #require(said.firstMatch(of: /on port ([0-9]+)\./), "chromedriver ended: \(said)").output.1
        let options: [String: Any] = [
            "binary": try #require(chromium),
            "args": [
                "--headless=new", "--no-sandbox", "--hide-scrollbars", "--disable-background-networking",
                "--disable-component-update", "--no-first-run", "--disable-dev-shm-usage",
                // Where others keep the machine busy, drawing by software takes long: nobody is to be thought hung and ended for it.
                "--disable-gpu", "--disable-gpu-watchdog", "--disable-hang-monitor",
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
        let base = "http://127.0.0.1:\(port)"
        let answer = try #require(try await ask("POST", "\(base)/session", wanted) as? [String: Any])
        let own = (answer["capabilities"] as? [String: Any])?["goog:processID"] as? Int
        return (base, try #require(answer["sessionId"] as? String), own.map { pid_t($0) })
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
        // One that was lost does not hear of it, and may be in a group of its own.
        if let browser, browser > 1 { kill(browser, SIGKILL) }
        driver.end()
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
        guard !data.isEmpty else { throw BrowserError(name: "timeout", text: "chromedriver hung up") }
        let answer = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let value = answer["value"] ?? NSNull()
        if let failure = value as? [String: Any], let name = failure["error"] as? String {
            throw BrowserError(name: name, text: "\(failure["message"] ?? "")")
        }
        return value
    }
}

struct BrowserError: Error, CustomStringConvertible {
    let name: String
    let text: String
    var description: String { "\(name): \(text)" }

    /// Whether the browser or its page is gone or does not answer, which is nothing that was found out about a page.
    var isLoss: Bool {
        ["invalid session id", "no such window", "timeout", "script timeout"].contains(name)
            || ["crash", "disconnected", "not reachable", "renderer"].contains { text.contains($0) }
    }
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
        document.querySelectorAll("a[href^='#']").forEach(function (e) { if (!document.getElementById(e.getAttribute("href").slice(1))) out.push("leads nowhere: " + e.outerHTML.slice(0, 120)); });
        document.querySelectorAll("[aria-labelledby],[aria-describedby],[aria-controls],label[for]").forEach(function (e) {
          ["aria-labelledby", "aria-describedby", "aria-controls", "for"].forEach(function (a) {
            (e.getAttribute(a) || "").split(" ").filter(Boolean).forEach(function (i) { if (!document.getElementById(i)) out.push(a + " names nothing: " + i); });
          });
        });
        document.querySelectorAll("[tabindex]").forEach(function (e) { if (e.tabIndex > 0) out.push("tabindex " + e.tabIndex); });
        document.querySelectorAll("a a, a button, button a, summary a").forEach(function (e) { out.push("one control in another: " + e.outerHTML.slice(0, 120)); });
        var areas = {};
        document.querySelectorAll("nav,aside,section[aria-label]").forEach(function (e) {
          var key = e.tagName + " " + name(e);
          if (e.tagName !== "SECTION" && !e.getAttribute("aria-label") || areas[key]) out.push("an area like another: " + key.slice(0, 60));
          areas[key] = 1;
        });
        document.querySelectorAll("[aria-hidden=true]").forEach(function (e) {
          if (e.matches("a[href],button,input") || e.querySelector("a[href]:not([tabindex='-1']),button,input")) out.push("hidden from those who are read to, and yet a control: " + e.outerHTML.slice(0, 120));
        });
        document.querySelectorAll("body *").forEach(function (e) {
          if (e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.tabIndex < 0 && !e.querySelector("a[href],button,input"))
            out.push("scrolls for who has a mouse: " + e.outerHTML.slice(0, 120));
        });
        // Laid out as blocks, a table is none to some browsers unless its parts say what they are.
        var parts = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TH: "columnheader", TD: "cell" };
        Object.keys(parts).forEach(function (tag) {
          document.querySelectorAll(tag).forEach(function (e) {
            if (getComputedStyle(e.closest("table")).display !== "table" && e.getAttribute("role") !== parts[tag]) out.push("no table to who is read to: " + e.outerHTML.slice(0, 120));
          });
        });
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
        document.querySelectorAll("input[placeholder]").forEach(function (e) {
          var ratio = contrast(parse(getComputedStyle(e, "::placeholder").color), paper(e));
          if (e.getBoundingClientRect().width && ratio < 4.5) out.push("contrast " + ratio.toFixed(2) + " of what a field suggests: " + e.id);
        });
        if (document.documentElement.scrollWidth > window.innerWidth + 1) {
          var wide = [].find.call(document.querySelectorAll("main *, header *, nav *"), function (e) { return e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".scroll,.side"); });
          out.push("sticks out: " + document.documentElement.scrollWidth + " of " + window.innerWidth + " " + (wide ? wide.outerHTML.slice(0, 120) : ""));
        }
        return out;
        """#
}
