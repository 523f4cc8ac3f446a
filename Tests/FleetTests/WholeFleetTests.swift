import Foundation
import Histories
import Model
import Publish
import Record
import Testing

/// What is asked of a fleet cluster by cluster: of each it says what is said of it alone, whatever it is called.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed: scripts/setup test"), .serialized)
struct WholeFleetTests {
    /// In the order of their bytes: formulas, paths, markup, line ends, names that differ by letters' case alone, a colour of terminals.
    private static let hostile = [
        "\u{1B}[31mred", "../../up", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "PROD", "a\nb\r\nc", "d`e\"'f|g", "prod",
        "\u{202E}dorp",
    ]

    /// A fleet of some clusters, each recorded in a file of its own.
    private struct Clusters {
        let program: FleetCommand
        let address: String
        let names: [String]

        var folder: Folder { program.folder }

        init(_ names: [String], looks: Int = 3, seed: UInt64) throws {
            address = try PostgreSQLServer.database().address
            var files = try RecordedFiles(names.map { [$0] }, seed: seed)
            for file in names.indices { try files.record(file, looks) }
            program = FleetCommand(in: files.folder)
            self.names = names
            for path in files.paths {
                let published = try program.run(["publish", "--to", address, "--db", path])
                #expect(published.status == 0, "\(published.errors)")
            }
        }

        func ask(_ words: [String], of cluster: String? = nil) throws -> FleetCommand.Run {
            try program.run(words + ["--db", address] + (cluster.map { ["--cluster", $0] } ?? []))
        }
    }

    private static let period = ["--from", "2023-11-14", "--to", "2023-11-15T07:00:00Z"]

    @Test("a report of all clusters is each one's own in every format, by whatever name")
    func reports() throws {
        let clusters = try Clusters(Array(Self.hostile.dropFirst(3).dropLast()), seed: 118)
        let leaving = ["--leaving", "docker.io", "--to", "2023-11-15T07:00:00Z"]
        for subject in [Self.period, leaving] {
            let words = ["report"] + subject
            func all(_ more: String...) throws -> String {
                let run = try clusters.ask(words + more)
                #expect(run.status == 0, "\(more): \(run.errors)")
                return run.output
            }
            func each(_ more: String...) throws -> [String] {
                try clusters.names.map { try clusters.ask(words + more, of: $0).output }
            }
            let documents = try JSONSerialization.jsonObject(with: Data(all("-o", "json").utf8)) as? [NSDictionary]
            let owns = try each("-o", "json").map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? NSDictionary }
            #expect(documents == owns.map { $0 ?? [:] } && documents?.count == clusters.names.count)
            try tables(of: subject == leaving ? ["weeks", "notes"] : ["headline", "tag_users", "stale", "snapshots"], all, each)
            if subject == leaving { continue }
            for format in ["text", "markdown"] {
                let whole = try all("-o", format)
                for own in try each("-o", format) { #expect(whole.contains(own)) }
                #expect(!whole.contains("\u{1B}") && !whole.contains("\u{202E}") && !whole.contains("\nb\r"))
            }
            try page(all("-o", "html", "--limit", "5"), each("-o", "html", "--limit", "5"))
        }
        // Beside a table its notes are told of each cluster, whose name stands before them once.
        let told = try clusters.ask(["report", "-o", "csv"] + Self.period).errors
        #expect(told.contains("note: prod: ") && !told.contains("prod: prod: "))
        // Into a file as to standard output, and nothing of it where it fails.
        let path = "\(clusters.folder.path)/report.json"
        #expect(try clusters.ask(["report"] + Self.period + ["--output", path]).status == 0)
        #expect(
            try String(contentsOfFile: path, encoding: .utf8) == clusters.ask(["report"] + Self.period + ["-o", "json"]).output)
        let nowhere = try clusters.ask(["report", "-n", "nosuch"] + Self.period + ["-o", "json"])
        #expect(nowhere.status == 2 && nowhere.output.isEmpty && nowhere.errors.contains("nosuch"))
    }

    /// Of each table the rows of all are those of each, with the cluster's name before them where it did not stand there.
    private func tables(of names: [String], _ all: (String...) throws -> String, _ each: (String...) throws -> [String]) throws {
        for table in names {
            let whole = try all("-o", "csv", "--table", table)
            var rest = whole[...]
            let names = whole.prefix { $0 != "\r\n" }.split(separator: ",")
            #expect(names.contains("cluster"), "\(table)")
            rest = rest.drop { $0 != "\r\n" }.dropFirst()
            for own in try each("-o", "csv", "--table", table) {
                let header = own.prefix { $0 != "\r\n" }
                let rows = own.dropFirst(header.count + 1)
                if header.contains("cluster") {
                    #expect(rest.hasPrefix(rows), "\(table)")
                    rest = rest.dropFirst(rows.count)
                } else {
                    for line in rows.split(separator: "\r\n") {
                        let end = try #require(rest.range(of: "\(line)\r\n"), "\(table): \(line)")
                        rest = rest[end.upperBound...]
                    }
                }
            }
            #expect(rest.isEmpty, "\(table): \(rest.prefix(200))")
            // Nothing that a spreadsheet would compute.
            #expect(!whole.contains("\r\n=cmd") && !whole.contains(",=cmd"))
        }
    }

    /// One page with each one's tables, whose links lead to what is there, and to each but once.
    private func page(_ whole: String, _ each: [String]) throws {
        #expect(!whole.contains("<script") && !whole.contains("\u{202E}") && !whole.contains("\u{1B}"))
        let ids = whole.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        for link in whole.matches(of: /href="#([^"]*)"/) { #expect(ids.contains(String(link.1)), "\(link.1)") }
        for label in whole.matches(of: /aria-labelledby="([^"]*)"/) { #expect(ids.contains(String(label.1)), "\(label.1)") }
        #expect(whole.matches(of: /<h1>/).count == 1 && whole.matches(of: /<article id/).count == each.count)
        func bodies(_ page: String) -> [Substring] { page.matches(of: /<tbody>[\s\S]*?<\/tbody>/).map(\.output) }
        #expect(Array(bodies(whole).dropFirst()) == each.flatMap(bodies))
    }

    @Test("a page of many clusters keeps below what mail programs take in, and says what it left out")
    func limits() throws {
        let clusters = try Clusters((0..<17).map { "c\($0 + 10)" }, looks: 4, seed: 128)
        let page = try clusters.ask(["report"] + Self.period + ["-o", "html"])
        #expect(page.status == 0 && page.output.utf8.count < 1_000_000)
        for name in clusters.names {
            #expect(page.output.contains(">\(name)</a></td>") || page.output.contains("<td>\(name)</td>"))
        }
        // Of so many no copy is kept, neither among caches nor among temporary files.
        let kept = FileManager.default.enumerator(atPath: clusters.folder.path)?.compactMap { $0 as? String } ?? []
        #expect(
            !kept.contains { $0.contains("isinventory/fleet") && $0.hasSuffix(".db") }
                && !kept.contains { $0.contains("isinventory-") })
        // The others' answers are the same as where they are kept.
        let problems = try clusters.ask(["cleanup", "-o", "json"])
        let each = try clusters.names.map { try clusters.ask(["cleanup", "-o", "csv", "--no-headers"], of: $0).output }
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(problems.output.utf8)) as? [NSDictionary])
        #expect(problems.status == 0 && rows.count == each.reduce(0) { $0 + $1.split(separator: "\r\n").count })
    }

    @Test(
        "names that look alike are clusters of their own; what a killed command left is removed by the next, what is in use is not"
    )
    func alike() throws {
        let clusters = try Clusters(["cafe\u{301}", "caf\u{E9}"], looks: 5, seed: 158)
        for words in [["status"], ["problems"], ["get", "workloads"], ["get", "coverage"]] {
            let whole = try clusters.ask(words + ["-o", "csv", "--no-headers"])
            let each = try clusters.names.map { try clusters.ask(words + ["-o", "csv", "--no-headers"], of: $0) }
            let lines = each.flatMap { $0.output.utf8.split(separator: 0x0A).map(Array.init) }
            #expect(Set(whole.output.utf8.split(separator: 0x0A).map(Array.init)) == Set(lines) && !lines.isEmpty, "\(words)")
            for run in each { for note in run.errors.split(separator: "\n") { #expect(whole.errors.contains(note)) } }
        }
        let folder = clusters.folder.path
        let (left, used) = ("\(folder)/isinventory-copies-aaaaaa", "\(folder)/isinventory-copies-bbbbbb")
        for path in [left, used] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data([1]).write(to: URL(fileURLWithPath: "\(path)/0.db"))
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -600)], ofItemAtPath: path)
        }
        let lock = open(used, O_RDONLY)
        #expect(flock(lock, LOCK_SH) == 0)
        defer { close(lock) }
        #expect(try clusters.ask(["verify"]).status == 0)
        #expect(!FileManager.default.fileExists(atPath: left) && FileManager.default.fileExists(atPath: "\(used)/0.db"))
    }

    @Test("cleanup over all clusters is each one's, cluster by cluster; a script is for one")
    func cleanup() throws {
        let clusters = try Clusters(Array(Self.hostile.prefix(5)) + ["prod"], looks: 6, seed: 138)
        for words in [["cleanup"], ["cleanup", "--unused-for", "30m"]] {
            let whole = try clusters.ask(words + ["-o", "csv"])
            let each = try clusters.names.map { try clusters.ask(words + ["-o", "csv", "--no-headers"], of: $0) }
            #expect(whole.status == 0 && whole.output.hasPrefix("cluster,namespace,istag,"))
            #expect(whole.output.drop { $0 != "\r\n" }.dropFirst() == Substring(each.map(\.output).joined()))
            // What is not known of a cluster is told of that one.
            for line in each.flatMap({ $0.errors.split(separator: "\n") }) where line.contains("note: no tag of") {
                #expect(whole.errors.contains(line), "\(line)")
            }
        }
        let script = try clusters.ask(["cleanup", "--script"])
        #expect(script.status == 2 && script.output.isEmpty && script.errors.contains("--cluster"))
        #expect(try clusters.ask(["cleanup", "--script"], of: "prod").status == 0)
    }

    @Test("a folder of all clusters' pages has an index, each one's own pages below, and nothing beside it")
    func exported() throws {
        let clusters = try Clusters(["../../up", "<script>alert(1)</script>", "PROD", "prod"], seed: 148)
        let folder = "\(clusters.folder.path)/out/site"
        let run = try clusters.ask(["serve", "--export", folder, "--language", "en"])
        #expect(run.status == 0 && run.errors.contains("open \(folder)/index.html"), "\(run.errors)")
        let files = try #require(FileManager.default.subpaths(atPath: "\(clusters.folder.path)/out"))
        #expect(files.allSatisfy { $0 == "site" || $0.hasPrefix("site/") })
        func read(_ name: String) throws -> String { try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
        let index = try read("index.html")
        let links = index.matches(of: /<td[^>]*><a href="([^"]*)\/index.html">/).map { String($0.1) }
        #expect(links.count == clusters.names.count && Set(links.map { $0.lowercased() }).count == links.count)
        #expect(links.contains("prod") && links.contains("prod~2"))
        #expect(!index.contains("<script") && !index.contains("\u{202E}"))
        for (name, place) in zip(clusters.names, links) {
            #expect(place.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_~".contains($0)) }, "\(place)")
            // Page by page what is written of that cluster alone, but for the way back to all.
            let own = "\(clusters.folder.path)/own"
            #expect(try clusters.ask(["serve", "--export", own, "--language", "en"], of: name).status == 0)
            let pages = try FileManager.default.contentsOfDirectory(atPath: own).sorted()
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(place)").sorted() == pages && pages.count > 10)
            for page in pages where page.hasSuffix(".html") {
                let mine = try read("\(place)/\(page)")
                let isWhole = mine.contains("class=\"side\"")
                #expect(mine.contains("href=\"../index.html\"") == isWhole && !mine.contains("href=\"/"), "\(place)/\(page)")
                let without = mine.replacing(/<p class="group">[^<]*<\/p>\n<ul class="clusters">[\s\S]*?<\/ul>\n/, with: "")
                #expect(try without == String(contentsOfFile: "\(own)/\(page)", encoding: .utf8), "\(place)/\(page)")
            }
            try FileManager.default.removeItem(atPath: own)
        }
    }
}
