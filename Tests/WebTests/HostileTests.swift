import Foundation
import Model
import Questions
import Record
import Testing
import Texts

@testable import Web

@Suite("What a cluster says is nothing but text, on every page and in the API")
struct HostileTests {
    private static let hostile = [
        "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "javascript:alert(1)", "\u{202E}gpj.exe",
        "../../etc/passwd",
        "a\nb\tc", "%2e%2e%2f", "</title></style><svg/onload=alert(1)>", "'; DROP TABLE snapshot; --", "{0}{1}", "é\u{301}",
        "&lt;b&gt;",
    ]

    private static func served() throws -> Served {
        try Served { store in
            for step in 0..<3 {
                var snapshot = Snapshot(
                    cluster: "<b>prod</b>", takenAt: Instant(secondsSince1970: 1_750_000_000 + Int64(step) * 900),
                    source: "<script>alert(1)</script>",
                    coverage: [
                        Coverage(kind: .deployment, outcome: .complete, objects: Int64(hostile.count)),
                        Coverage(kind: .imageStream, outcome: .complete, objects: Int64(hostile.count)),
                        Coverage(kind: .cronJob, outcome: .forbidden, objects: 0, message: "<img src=x onerror=alert(1)>"),
                    ])
                for (place, text) in hostile.enumerated() {
                    let stream = ImageStream.ID(namespace: text, name: text)
                    snapshot.imageStreams.append(ImageStream(id: stream, uid: text, lookupLocal: true, repository: text))
                    let digest = "sha256:" + String(repeating: "\((place + step) % 10)", count: 64)
                    var tag = ImageStreamTag(id: .init(stream: stream, tag: text), source: .init(kind: "DockerImage", name: text))
                    tag.revisions = [
                        .init(createdAt: snapshot.takenAt.advanced(by: -10), digest: digest, image: "r.example/x@\(digest)")
                    ]
                    tag.importError = text
                    snapshot.imageStreamTags.append(tag)
                    let image = step == 1 ? text : "r.example/\(place)@\(digest)"
                    snapshot.workloads.append(
                        Workload(
                            id: .init(namespace: text, kind: .deployment, name: text), uid: text, replicas: 1,
                            containers: [
                                Container(name: text, image: image),
                                Container(name: "second", image: "docker.io/x/\(place):1"),
                            ]))
                    snapshot.images.append(Image(digest: digest, size: 10, labels: [ExactText(text): ExactText(text)]))
                }
                _ = try store.record(snapshot)
            }
        }
    }

    private static let elements: Set<String> = [
        "html", "head", "meta", "title", "link", "script", "body", "a", "header", "svg", "path", "span", "form", "label", "input",
        "button",
        "div", "nav", "h1", "h2", "h3", "p", "ul", "ol", "li", "main", "section", "strong", "time", "rect", "line", "g", "circle",
        "text",
        "defs", "pattern", "polyline", "dl", "dt", "dd", "b", "i", "table", "caption", "thead", "tbody", "tr", "th", "td",
        "footer", "pre",
        "code", "aside", "figure", "figcaption", "details", "summary", "textarea", "kbd",
    ]

    @Test("no page holds an element, an attribute or an address that the program did not write; every link leads somewhere")
    func pages() async throws {
        let served = try Self.served()
        let pages = await served.crawl(most: 500)
        #expect(pages.count > 100)
        var kinds: Set<String> = []
        for (address, answer) in pages {
            kinds.insert(address.split(separator: "/").first.map { String($0.prefix { $0 != "?" }) } ?? "")
            // Names that no API server takes read as something else: a tag's with a slash as another namespace's, a stream's with a colon
            // as a tag's.
            let isOdd =
                answer.status == 404
                && (address.hasPrefix("/istag/") && address.contains("%2F")
                    || address.hasPrefix("/imagestream/") && address.contains(":"))
            #expect(answer.status == 200 || isOdd, "\(address): \(answer.status)")
            guard answer.header("Content-Type")?.hasPrefix("text/html") == true else {
                if answer.header("Content-Type") == "application/json" {
                    _ = try JSONSerialization.jsonObject(with: Data(answer.text.utf8))
                }
                continue
            }
            guard !address.hasPrefix("/report/") else { continue }
            expectInert(answer.text, address)
            let policy = try #require(answer.header("Content-Security-Policy"))
            #expect(
                policy.contains("script-src 'self'") && policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
        }
        let wanted: Set<String> = [
            "", "view", "namespaces", "namespace", "workload", "imagestream", "istag", "image", "used", "diff", "stale",
            "problems", "running", "drift", "cleanup", "registries",
            "long-references", "report", "record", "sql", "help", "api",
        ]
        #expect(wanted.subtracting(kinds).isEmpty, "\(wanted.subtracting(kinds))")
    }

    @Test("what somebody asks is nothing but text either", arguments: hostile)
    func questions(text: String) async throws {
        let served = try Served.random(1, 3)
        let written = Percent.encoded(text)
        for address in [
            "/search?q=\(written)", "/sql?q=\(written)", "/view/containers?q=\(written)", "/view/containers?at=\(written)",
            "/view/containers?cluster=\(written)", "/view/containers?sort=\(written)", "/view/containers?verdict=\(written)",
            "/view/\(written)", "/workload/\(written)/\(written)/\(written)", "/image/\(written)", "/used/\(written)",
            "/\(written)",
            "/diff?from=\(written)", "/istag/\(written)/\(written):1", "/report/\(written)", "/?lang=\(written)",
        ] {
            let answer = await served.get(address)
            #expect([200, 400, 404].contains(answer.status), "\(address): \(answer.status) \(answer.text.suffix(300))")
            if answer.header("Content-Type")?.hasPrefix("text/html") == true { expectInert(answer.text, address) }
            let told = await served.get("/api/v1/containers?q=\(written)")
            _ = try JSONSerialization.jsonObject(with: Data(told.text.utf8))
        }
    }

    private func expectInert(_ html: String, _ place: String) {
        // Tags as a parser meets them: what is within quotes is no tag.
        for tag in html.matches(of: /<\/?([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[^\s"'>=\/]+(?:="[^"]*")?)*)\s*\/?>/) {
            let name = tag.output.1.lowercased()
            if !Self.elements.contains(name) { Issue.record("\(place): <\(name)>") }
            for attribute in tag.output.2.matches(of: /\s+([^\s"'>=\/]+)(?:="([^"]*)")?/) {
                let word = attribute.output.1.lowercased()
                if word.hasPrefix("on") || word == "style" || word == "srcdoc" { Issue.record("\(place): \(word)=") }
                guard ["href", "src", "action"].contains(word), let value = attribute.output.2 else { continue }
                let isOurs = value.hasPrefix("/") && !value.hasPrefix("//") || value.hasPrefix("#")
                if !isOurs { Issue.record("\(place): \(word)=\(value)") }
            }
        }
        let scripts = html.matches(of: /<script[^>]*>/).map { String($0.output) }
        #expect(scripts.allSatisfy { $0.hasPrefix("<script src=\"/assets/") }, "\(place)")
        #expect(!html.unicodeScalars.contains("\u{202E}"), "\(place)")
        #expect(html.matches(of: /<img|<iframe|<object|<embed|<base/).isEmpty, "\(place)")
    }
}
