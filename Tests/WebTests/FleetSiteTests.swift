import Foundation
import Histories
import Model
import Questions
import Record
import Synchronization
import Testing

@testable import Web

/// The pages of a fleet, over files that stand for the copies of its clusters.
@Suite struct FleetSiteTests {
    /// Clusters as a fleet tells of them, and how often each was copied.
    private final class Clusters: Sendable {
        let folder: String
        let names: [String]
        let copies = Mutex<[String: Int]>([:])
        let asked = Mutex(0)
        let isAway = Mutex(false)

        init(_ names: [String]) throws {
            let url = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            folder = url.path
            self.names = names
            for (place, name) in names.enumerated() {
                let writer = try RecordWriter(path: path(name))
                var history = RandomHistory(seed: UInt64(place + 40), cluster: name)
                for snapshot in history.snapshots(5) { _ = try writer.record(snapshot) }
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func path(_ name: String) -> String { "\(folder)/\(names.firstIndex(of: name) ?? -1).db" }

        var source: FleetSite.Source {
            FleetSite.Source(
                status: {
                    self.asked.withLock { $0 += 1 }
                    if self.isAway.withLock({ $0 }) { throw StoreError.missing(path: "the server") }
                    let answers = try self.names.map { try RecordReader(path: self.path($0)).status() }
                    return Answer(columns: answers[0].columns, rows: answers.flatMap(\.rows), notes: answers.flatMap(\.notes))
                },
                copy: { name in
                    self.copies.withLock { $0[name, default: 0] += 1 }
                    return self.path(name)
                })
        }

        func site(most: Int = 8) -> FleetSite {
            var settings = SiteSettings(version: "1.2.3", database: "postgresql://db/fleet")
            settings.isOfFleet = true
            return FleetSite(source, settings: settings, most: most, patience: (.seconds(3600), .seconds(3600)))
        }
    }

    private static let names = ["alpha", "beta & <i>co</i>", "gamma"]

    @Test("the index lists every cluster with its newest snapshot, each leading to its own pages")
    func index() async throws {
        let clusters = try Clusters(Self.names)
        let site = clusters.site()
        for (language, title) in [("en", "All clusters"), ("fr", "Tous les clusters")] {
            let page = await site.answer(WebRequest("/?lang=\(language)"))
            #expect(page.status == 200 && page.text.contains("<h1>\(title)</h1>"))
            #expect(page.header("Content-Security-Policy") != nil)
            #expect(
                page.text.contains("/?cluster=alpha&amp;lang=\(language)")
                    || page.text.contains("/?lang=\(language)&amp;cluster=alpha"))
            #expect(page.text.contains("beta &amp; &lt;i&gt;co&lt;/i&gt;</a>") && !page.text.contains("<i>co"))
            let newest = try #require(try RecordReader(path: clusters.path("gamma")).clusters().first?.takenAt)
            #expect(page.text.contains(Moment.spoken(newest)))
            #expect(page.text.contains("isinventory status --db postgresql://db/fleet"))
        }
        // Whoever asks for a page without a cluster is asked for one, and led to that page.
        let stale = await site.answer(WebRequest("/stale"))
        #expect(stale.status == 200 && stale.text.contains("href=\"/stale?cluster=gamma\""))
        // Nothing was copied for that, and the fleet was asked once.
        #expect(clusters.copies.withLock { $0.isEmpty } && clusters.asked.withLock { $0 } == 1)
    }

    @Test("a cluster's pages are its record's, and each of their links stays with it or leads back to all")
    func pages() async throws {
        let clusters = try Clusters(Self.names)
        let site = clusters.site()
        for name in Self.names {
            let encoded = Percent.encoded(name)
            for path in ["/", "/namespaces", "/view/containers", "/stale", "/record", "/diff", "/sql", "/search?q=w0"] {
                let separator = path.contains("?") ? "&" : "?"
                let page = await site.answer(WebRequest("\(path)\(separator)cluster=\(encoded)"))
                #expect(page.status == 200, "\(path) of \(name)")
                let links = page.text.matches(of: /(?:href|action)="(\/[^"]*)"/).map { String($0.1) }
                #expect(links.count > 5)
                for link in links where !link.hasPrefix("/assets/") && !link.hasPrefix("/api/v1/openapi.json") && link != "/" {
                    let isForm = page.text.contains("action=\"\(link)\"")
                    #expect(link.contains("cluster=\(encoded)") || isForm, "\(link) on \(path) of \(name)")
                }
                #expect(links.contains("/"))
            }
            let answer = await site.answer(WebRequest("/api/v1/snapshots?cluster=\(encoded)"))
            #expect(answer.status == 200 && answer.text.contains("taken_at"))
        }
        // Forms carry it unseen.
        let diff = await site.answer(WebRequest("/diff?cluster=alpha"))
        let forms = diff.text.matches(of: /<form[^>]*>/).count
        #expect(diff.text.matches(of: /<input type="hidden" name="cluster" value="alpha">/).count >= forms)
    }

    @Test("as many clusters stay open as are allowed; one that was closed is opened again")
    func bounded() async throws {
        let clusters = try Clusters(Self.names)
        let site = clusters.site(most: 2)
        for name in Self.names + Self.names {
            let page = await site.answer(WebRequest("/?cluster=\(Percent.encoded(name))"))
            #expect(page.status == 200)
            #expect(await site.openClusters <= 2)
        }
        #expect(clusters.copies.withLock { $0["alpha"] } == 2)
        // Those who ask for one at once share its copy.
        let fresh = try Clusters(["alpha"])
        let other = fresh.site()
        await withTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { await other.answer(WebRequest("/?cluster=alpha")).status } }
            for await status in group { #expect(status == 200) }
        }
        #expect(fresh.copies.withLock { $0 } == ["alpha": 1])
    }

    @Test("an unknown cluster, an API without one and a server that is away are said to be that")
    func refusals() async throws {
        let clusters = try Clusters(Self.names)
        let site = clusters.site()
        let unknown = await site.answer(WebRequest("/stale?cluster=delta"))
        #expect(unknown.status == 404 && unknown.text.contains("delta") && unknown.text.contains("href=\"/\""))
        #expect(await site.answer(WebRequest("/api/v1/containers?cluster=delta")).status == 404)
        let unnamed = await site.answer(WebRequest("/api/v1/containers"))
        #expect(unnamed.status == 400 && unnamed.text.contains("\"gamma\"") && unnamed.text.contains("?cluster="))
        #expect(clusters.copies.withLock { $0.isEmpty })
        #expect(await site.answer(WebRequest("/healthz")).text == "ok\n")
        clusters.isAway.withLock { $0 = true }
        let away = clusters.site()
        #expect(await away.answer(WebRequest("/")).status == 500)
        #expect(await away.answer(WebRequest("/readyz")).status == 500)
        #expect(await away.answer(WebRequest("/healthz")).status == 200)
        // It is asked again, and not for ever taken for away.
        clusters.isAway.withLock { $0 = false }
        #expect(await away.answer(WebRequest("/")).status == 200)
    }
}
