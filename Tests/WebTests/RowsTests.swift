import Foundation
import Histories
import Model
import Questions
import Record
import Report
import Testing
import Words

@testable import Web

@Suite("A page and the API say what the command says")
struct RowsTests {
    @Test("rows of every view, at random instants of random histories", arguments: 1...6 as ClosedRange<UInt64>)
    func views(seed: UInt64) async throws {
        let served = try Served.random(seed)
        var random = SplitMix(seed &* 77)
        let taken = try RecordReader(path: served.path).instants(of: "prod").sorted()
        for _ in 0..<3 {
            let instant = taken[random.below(taken.count)].advanced(by: Int64(random.below(900)))
            for view in View.all {
                let answer = try RecordReader(path: served.path, at: instant).standing(view)
                let told = await served.get("/api/v1/\(view.name)?at=\(instant)&limit=10000")
                #expect(told.status == 200)
                #expect(
                    told.text.hasPrefix("{\"rows\": \(answer.rendered(as: .json).dropLast()),\n\"notes\": ["),
                    "\(view.name) at \(instant)")
                #expect(told.text.contains("\"total\": \(answer.rows.count), \"next\": null}"))
                let page = await served.get("/view/\(view.name)?at=\(instant)&columns=all")
                #expect(page.status == 200)
                expect(page.text, shows: answer, "\(view.name) at \(instant)")
            }
        }
    }

    @Test("how many rows there are in all is told of a part as of the whole, and text is found in a part as in the whole")
    func totalsOfParts() async throws {
        // The story has what old ReplicaSets need, which is no workload's.
        for served in [try Served.story(), try Served.random(9, 12)] {
            let reader = try RecordReader(path: served.path)
            let cluster = try #require(try reader.clusters().first?.cluster)
            let taken = try reader.instants(of: cluster).sorted()
            for instant in [taken[taken.count / 2], taken[taken.count - 1]] {
                for view in View.all {
                    let whole = try RecordReader(path: served.path, at: instant).standing(view)
                    for query in ["limit=1", "limit=3&offset=2", "limit=1&offset=5000"] {
                        let told = try await object(served.get("/api/v1/\(view.name)?at=\(instant)&\(query)"))
                        #expect(told["total"] as? Int == whole.rows.count, "\(view.name)?\(query) at \(instant)")
                    }
                    let all = try await object(served.get("/api/v1/\(view.name)?at=\(instant)&limit=10000&q=we"))
                    let part = try await object(served.get("/api/v1/\(view.name)?at=\(instant)&limit=2&q=we"))
                    let (rows, first) = (all["rows"] as? [NSDictionary] ?? [], part["rows"] as? [NSDictionary] ?? [])
                    #expect(part["total"] as? Int == rows.count && Array(rows.prefix(2)) == first, "\(view.name) at \(instant)")
                }
                let status = try RecordReader(path: served.path, at: instant).status().rows[0].suffix(4).map(\.plain)
                let counts = try [View.workloads, .containers, .imageStreams, .istags].map {
                    try String(RecordReader(path: served.path, at: instant).standing($0).rows.count)
                }
                #expect(Array(status) == counts, "status at \(instant)")
                let record = try RecordReader(path: served.path, at: instant)
                #expect(
                    try record.failingImports(Filter()) == Int64(record.problems(Filter(), only: [.failingImport]).rows.count))
            }
        }
    }

    @Test("figures of many instants, counted in one pass, are those of each")
    func figures() async throws {
        var compared = 0
        for served in try [Served.story(), Served.random(11, 6), Served.random(12, 6)] {
            let entries = try #require(SnapshotLog(RecordReader(path: served.path)).clusters.first).entries
            let counts = try RecordReader(path: served.path).verdictCounts(Filter(), at: entries.map(\.number))
            for (place, entry) in entries.enumerated() {
                let record = try RecordReader(path: served.path, at: entry.takenAt)
                let own = try record.figures(Filter(), at: entry.takenAt)
                guard let counts else { continue }
                #expect(try record.figures(Filter(), at: entry.takenAt, known: counts[place]) == own, "\(entry.takenAt)")
                compared += 1
            }
        }
        #expect(compared > 10)
    }

    @Test("questions that are no view, at random instants of random histories", arguments: 1...4 as ClosedRange<UInt64>)
    func questions(seed: UInt64) async throws {
        let served = try Served.random(seed)
        let taken = try RecordReader(path: served.path).instants(of: "prod").sorted()
        for instant in [taken[4], taken[9]] {
            let reader = try RecordReader(path: served.path, at: instant)
            let digest = "sha256:" + String(repeating: "3", count: 64)
            var answers: [(String, Answer)] = try [
                ("stale", reader.stale()), ("problems", reader.problems()),
                ("long-references", LongReferences(in: reader).answer),
                ("status", reader.status()), ("drift", reader.drift()), ("cleanup", Cleanup(in: reader).answer),
            ]
            if let used = try? reader.used(digest) { answers.append(("used/\(digest)", used)) }
            if let history = try? reader.history(of: Subject("imagestream/s0")) {
                answers.append(("history/imagestream/s0", history))
            }
            for (name, answer) in answers {
                let told = await served.get("/api/v1/\(name)?at=\(instant)&limit=10000")
                #expect(told.text.hasPrefix("{\"rows\": \(answer.rendered(as: .json).dropLast()),\n"), "\(name) at \(instant)")
            }
            let difference = try Difference(from: RecordReader(path: served.path, at: taken[1]), to: reader).answer
            let told = await served.get("/api/v1/diff?from=\(taken[1])&to=\(instant)&limit=10000")
            #expect(told.text.hasPrefix("{\"rows\": \(difference.rendered(as: .json).dropLast()),\n"))
        }
    }

    @Test(
        "the command that a page shows answers, as JSON, what the page's link to the API answers", arguments: [7, 8] as [UInt64])
    func commands(seed: UInt64) async throws {
        let served = try Served.random(seed)
        let taken = try RecordReader(path: served.path).instants(of: "prod").sorted()
        var kinds: [String: Int] = [:]
        let found = await served.crawl().map(\.address).filter { address in
            guard !address.hasPrefix("/api/"), !address.hasPrefix("/report/") else { return false }
            let parts = address.dropFirst().prefix { $0 != "?" }.split(separator: "/")
            let kind = parts.first == "view" ? String(address) : String(parts.first ?? "")
            kinds[kind, default: 0] += 1
            return kinds[kind, default: 0] == 1
        }
        let chosen = [
            "/view/containers?verdict=stale&verdict=floating", "/view/workloads?q=w1&sort=-name", "/view/containers?istag=-",
            "/view/containers_history?namespace=shop", "/cleanup?unused-for=2h", "/registries?since=\(taken[1])",
            "/stale?namespace=shop", "/sql?q=SELECT%20kind%2C%20count(*)%20AS%20n%20FROM%20containers%20GROUP%20BY%20kind",
        ]
        var compared: Set<String> = []
        for (place, address) in (found + chosen).enumerated() {
            // Each at an instant of its own, one in three as it stands.
            let at = place % 3 == 0 ? nil : taken[2 + place * 5 % (taken.count - 2)].advanced(by: Int64(place))
            let asked = at.map { address + (address.contains("?") ? "&" : "?") + "at=\($0)" } ?? address
            let page = await served.get(asked)
            // What did not stand yet has no page then.
            guard page.status == 200, let command = HTMLText.command(page.text),
                let api = HTMLText.links(page.text).first(where: { $0.hasPrefix("/api/v1/") && !$0.contains("openapi") })
            else { continue }
            let (output, status) = try Program.run(command.replacing(" -o wide", with: "") + " -o json")
            try #require(status == 0, "\(asked): \(command)")
            let told = try await object(
                served.get(api + (api.contains("limit=") ? "" : (api.contains("?") ? "&" : "?") + "limit=10000")))
            let rows = try #require(told["rows"] as? [NSDictionary], "\(api)")
            let wanted = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [NSDictionary], "\(command)")
            let isSame =
                command.hasPrefix("isinventory sql ") ? NSCountedSet(array: rows) == NSCountedSet(array: wanted) : rows == wanted
            #expect(isSame, "\(asked): \(command): \(wanted.count) rows, \(api): \(rows.count)")
            compared.insert(String(address.dropFirst().prefix { $0 != "/" && $0 != "?" }))
        }
        let missing = Set([
            "", "view", "namespaces", "namespace", "workload", "imagestream", "istag", "image", "used", "diff", "stale",
            "problems",
            "long-references", "running", "drift", "cleanup", "registries", "record", "sql",
        ]).subtracting(compared)
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test("the parts of an answer are the whole, one after another, and filters leave what they say")
    func parts() async throws {
        let served = try Served.random(3, 20)
        var (address, rows): (String?, [NSDictionary]) = ("/api/v1/containers_history?limit=7", [])
        var total = 0
        while let next = address {
            let answer = try await object(served.get(next))
            rows += try #require(answer["rows"] as? [NSDictionary])
            total = try #require(answer["total"] as? Int)
            address = answer["next"] as? String
            try #require(rows.count <= total)
        }
        let whole = try await object(served.get("/api/v1/containers_history?limit=10000"))
        #expect(rows == whole["rows"] as? [NSDictionary] && rows.count == total && total > 14)
        let chosen = try await object(served.get("/api/v1/containers?verdict=unmanaged&verdict=stale&sort=-name"))
        let found = try #require(chosen["rows"] as? [NSDictionary])
        let all = try #require(try await object(served.get("/api/v1/containers"))["rows"] as? [NSDictionary])
        #expect(found.count == all.count { ["unmanaged", "stale"].contains($0["verdict"] as? String) })
        #expect(found.compactMap { $0["name"] as? String } == found.compactMap { $0["name"] as? String }.sorted(by: >))
        let none = try #require(try await object(served.get("/api/v1/containers?istag=-"))["rows"] as? [NSDictionary])
        #expect(none.count == all.count { $0["istag"] is NSNull })
        #expect(await served.get("/api/v1/containers?colour=red").status == 400)
        #expect(await served.get("/api/v1/containers?limit=10001").status == 400)
        #expect(await served.get("/api/v1/nothing").status == 404)
        #expect(await served.get("/api/v1/containers?output=csv").text.hasPrefix("cluster,namespace,kind"))
    }

    @Test("a list says how many rows it has, also where an owner's objects need images that no view shows")
    func totals() async throws {
        let served = try Served.story()
        let taken = try RecordReader(path: served.path).instants(of: "sample").sorted()
        for instant in [taken[4], taken[9], taken[11]] {
            let reader = try RecordReader(path: served.path, at: instant)
            for view in View.all {
                let count = try reader.standing(view).rows.count
                let told = try await object(served.get("/api/v1/\(view.name)?limit=1&at=\(instant)"))
                #expect(told["total"] as? Int == count, "\(view.name) at \(instant)")
                let page = await served.get("/view/\(view.name)?at=\(instant)").text
                let words = SiteWords(.english)
                let said =
                    count > Pager.rowsPerPage
                    ? words(.rowsOf, "1", "\(Pager.rowsPerPage)", words.number(Int64(count))) : words.rows(Int64(count))
                #expect(page.contains("role=\"status\">\(said)<"), "\(view.name) at \(instant): \(said)")
            }
        }
        // A digest's beginning is enough, and its page is that of the whole.
        let moves = try RecordReader(path: served.path).standing(.digestChanges).rows
        let pointed = try #require(moves.last { $0.last != .null })
        let digest = try #require(pointed.last).plain
        let (whole, part) = (await served.get("/image/\(digest)"), await served.get("/image/\(digest.prefix(19))"))
        #expect(whole.status == 200 && part.status == 200 && part.text.contains("<code>\(digest)</code>"))
        let rows = { (answer: WebAnswer) in answer.text.matches(of: /<tr role=row>/).count }
        #expect(rows(part) == rows(whole) && rows(whole) > 2)
        // Nor does the search lead to them.
        let found = await served.get("/search?q=theses").text
        #expect(found.contains("theses-web") && !found.contains("//Deployment"))
        for href in HTMLText.links(found) where href.hasPrefix("/workload/") {
            #expect(await served.get(href).status == 200, "\(href)")
        }
        // Whoever counted those would tell of more.
        let hidden = try RecordReader(path: served.path).cells("SELECT count(*) FROM workload WHERE substr(name, 1, 2) = '//'")
        #expect(hidden != [[.integer(0)]])
    }

    @Test("long references are the same in parts as whole, with how many there are in all")
    func longReferences() async throws {
        // Of the story each namespace's proposals depend on those before them.
        for (served, least) in [(try Served.story(), 19), (try Served.random(4, 20), 1)] {
            let reader = try RecordReader(path: served.path)
            let cluster = try #require(try reader.clusters().first?.cluster)
            let taken = try reader.instants(of: cluster).sorted()
            for (place, instant) in [taken[taken.count / 2], taken[taken.count - 1]].enumerated() {
                let whole = try LongReferences(in: RecordReader(path: served.path, at: instant)).answer
                var (address, rows): (String?, [NSDictionary]) = ("/api/v1/long-references?limit=\(place + 2)&at=\(instant)", [])
                while let next = address {
                    let answer = try await object(served.get(next))
                    rows += try #require(answer["rows"] as? [NSDictionary])
                    #expect(answer["total"] as? Int == whole.rows.count)
                    address = answer["next"] as? String
                    try #require(rows.count <= whole.rows.count)
                }
                let wanted = try JSONSerialization.jsonObject(with: Data(whole.rendered(as: .json).utf8)) as? [NSDictionary]
                #expect(rows == wanted, "\(instant): \(rows.count) of \(whole.rows.count)")
                #expect(rows.count >= (place == 1 ? least : 0))
            }
        }
    }

    @Test("what is recorded while it is served is shown, with its seal; what stood before keeps its name")
    func follows() async throws {
        var history = RandomHistory(seed: 5)
        let served = try Served { store in for snapshot in history.snapshots(6) { _ = try store.record(snapshot) } }
        let taken = try RecordReader(path: served.path).instants(of: "prod").sorted()
        let past = "/api/v1/workloads?at=\(taken[2])"
        let (before, page) = (await served.get(past), await served.get("/"))
        #expect(before.header("Cache-Control") == "private, max-age=31536000, immutable")
        #expect(page.header("Cache-Control") == "private, no-cache")
        let tag = try #require(before.header("ETag"))
        #expect(await served.get(past, known: tag).status == 304)
        #expect(await served.get("/", known: page.header("ETag")).status == 304)
        _ = try RecordWriter(path: served.path).record(history.next())
        let (after, newer) = (await served.get(past), await served.get("/", known: page.header("ETag")))
        #expect(after.text == before.text && after.header("ETag") == tag)
        #expect(newer.status == 200 && newer.header("ETag") != page.header("ETag"))
        let seal = try RecordReader(path: served.path).standing(.snapshots).rows.last?.last?.plain
        #expect(newer.text.contains(try #require(seal)))
    }

    private func object(_ answer: WebAnswer) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any], "\(answer.text.prefix(300))")
    }

    /// Each cell of the table says, shortened or told for people, what the answer's says.
    private func expect(_ html: String, shows answer: Answer, _ place: String) {
        let words = SiteWords(.english)
        let rows = HTMLText.rows(html)
        #expect(rows.count == min(answer.rows.count, Pager.rowsPerPage), "\(place)")
        for (row, cells) in zip(rows, answer.rows) {
            #expect(row.count == cells.count, "\(place)")
            for (shown, (cell, column)) in zip(row, zip(cells, answer.columns)) {
                var allowed: [String] = ["–"]
                if cell != .null {
                    let plain = cell.plain.isEmpty ? words(.emptyText) : cell.plain
                    allowed = [plain, Moment.spoken(plain), TableFormat.shortenedDigest(plain), String(plain.prefix(16)) + "…"]
                    if case .integer(let number) = cell {
                        allowed =
                            column.kind == .boolean ? [number == 0 ? "false" : "true"] : [words.number(number), "\(number)"]
                    }
                    if column.kind == .reason {
                        let tag = answer.columns.firstIndex { $0.name == "istag" }.flatMap {
                            cells[$0] == .null ? nil : cells[$0].plain
                        }
                        allowed = [ReasonSentence.text(plain, tag: tag, in: .english)]
                    }
                    if let title = shown.title, Links.digest(of: plain) != nil {
                        #expect(title == htmlEscaped(plain), "\(place)")
                    }
                }
                #expect(allowed.map(htmlEscaped).contains(shown.seen), "\(place): \(column.name): \(shown.seen) for \(cell)")
            }
        }
    }
}
