import Foundation
import Histories
import Model
import Questions
import Record
import Testing
import Words

@testable import Report
@testable import Web

/// Whatever a page says in French is French: titles, sentences, words for codes, messages, comments in commands, names for those who are read to.
@Suite("French pages are French")
struct FrenchPagesTests {
    /// Words that no French sentence has.
    private static let english: Set<String> = [
        "the", "of", "is", "are", "was", "were", "not", "did", "at", "in", "no", "by", "to", "for", "what", "there", "has",
        "have",
        "it", "its", "this", "that", "from", "and", "with", "last", "known", "nothing", "looked", "look", "shown", "since",
        "seen",
        "needed", "usually", "every", "between", "then", "once", "any", "them", "whole", "none", "took", "gone", "before",
        "after",
        "points", "which", "who", "where", "when", "does", "more", "rows", "row", "names", "such", "ask", "write", "nobody",
    ]
    /// Codes that have a word.
    private static let codes: Set<String> = [
        "current", "stale", "floating", "unresolved", "unmanaged", "forbidden", "failed", "followed", "complete", "added",
        "removed",
        "changed", "same", "differs", "mixed", "true", "false", "failing-import", "unscheduled-tag", "no-workload",
        "unresolved-name",
        "unreadable-trigger", "paused-trigger", "long-internal", "long-external", "never-needed", "no-longer-needed",
    ]

    /// What is read on a page, text by text, and what is read beside: titles, labels, what fields suggest.
    private func said(_ html: String) -> (texts: [String], beside: [String]) {
        var html = html.replacing(/(?s)^.*?<body>/, with: "")
        let beside = html.matches(of: /[ ](?:title|aria-label|placeholder|data-label|data-th)="([^"]*)"/).map {
            String($0.output.1)
        }
        // Commands and names of columns are the same in every language; of commands, comments are not.
        for element in [
            /(?s)<pre class="cmd">.*?<\/pre>/, /(?s)<code[^>]*>.*?<\/code>/, /(?s)<textarea.*?<\/textarea>/,
            /(?s)<[a-z]+ [^>]*lang="en"[^>]*>.*?<\/[a-z]+>/, /(?s)<kbd>.*?<\/kbd>/,
        ] as [Regex<Substring>] { html = html.replacing(element, with: "") }
        html = html.replacing(/(?s)<pre>(.*?)<\/pre>/) { part in
            part.output.1.split(separator: "\n").filter { $0.hasPrefix("#") }.joined(separator: " ")
        }
        let texts = html.split(separator: /<[^>]*>/).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        return (texts.filter { !$0.isEmpty }.map(HTMLText.unescaped), beside.map(HTMLText.unescaped))
    }

    private func left(_ text: String, _ words: Set<String>) -> Set<String> {
        let told = text.replacing(/`[^`]*`/, with: "").lowercased()
        return Set(
            told.split { $0.isWhitespace || "(),;:.!?«»“”\"".contains($0) }.map(String.init)
        ).intersection(words)
    }

    /// What sources said, which stays as it is, the longest first.
    private func messages(_ served: Served) throws -> [String] {
        let reader = try RecordReader(path: served.path)
        let found = try ["SELECT import_error FROM istags_history", "SELECT message FROM coverage"].flatMap {
            try reader.cells("\($0)").compactMap { $0.first }
        }
        return Set(found.map(\.plain)).filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
    }

    private func check(_ served: Served, _ addresses: [String]) async throws {
        let data = try messages(served)
        func ours(_ text: String) -> String { data.reduce(text) { $0.replacing($1, with: "") } }
        for address in addresses {
            let asked = address + (address.contains("?") ? "&" : "?") + "lang=fr"
            let page = await served.get(asked)
            guard page.header("Content-Type")?.hasPrefix("text/html") == true else { continue }
            #expect(page.text.contains("<html lang=\"fr\">"), "\(asked)")
            let (texts, beside) = said(page.text)
            // What an annotation says is a cluster's own.
            for text in texts where !text.hasPrefix("[{") {
                let found = left(ours(text), Self.english.union(Self.codes))
                #expect(found.isEmpty, "\(asked): \(found.sorted()) in “\(text.prefix(200))”")
            }
            for text in beside {
                // A title may be the code that commands write.
                let found = left(
                    ours(text), Self.codes.contains(text) || FrenchCodes.word(text, of: "tie") != nil ? [] : Self.english)
                #expect(found.isEmpty, "\(asked): \(found.sorted()) beside “\(text.prefix(200))”")
            }
        }
    }

    /// Some pages of each kind.
    private func pages(_ served: Served) async -> [String] {
        var kinds: [String: Int] = [:]
        return await served.crawl(most: 600, ofKind: 6, ofShape: 1).map(\.address).filter { address in
            guard !address.hasPrefix("/api/"), !address.hasPrefix("/report/") else { return false }
            let shape = PageShape(address)
            kinds[shape.name, default: 0] += 1
            return kinds[shape.name, default: 0] <= 4
        }
    }

    @Test("every kind of page of the story")
    func story() async throws {
        let served = try Served.story()
        let pages = await pages(served)
        #expect(pages.count > 60)
        try await check(served, pages)
        // The test can fail: in English it does.
        let english = said(await served.get("/stale").text)
        #expect(english.texts.contains { !left($0, Self.english).isEmpty })
        #expect(english.texts.contains("stale") || english.texts.contains { !left($0, Self.codes).isEmpty })
    }

    @Test("every kind of page of random histories, with Pods, failing looks and holes", arguments: [2, 9] as [UInt64])
    func histories(seed: UInt64) async throws {
        let served = try Served.random(seed, 20)
        try await check(served, await pages(served))
    }

    @Test("what cannot be answered is said in French, too")
    func failures() async throws {
        let served = try Served.random(4)
        let digest = "sha256:" + String(repeating: "f", count: 64)
        let addresses = [
            "/nothing", "/namespace/nix", "/view/nix", "/view/containers?sort=zzz", "/view/containers?at=whenever",
            "/?at=2001-01-01",
            "/workload/shop/Deployment/nix", "/imagestream/shop/nix", "/istag/shop/nix:1", "/image/\(digest)", "/image/sha256:zz",
            "/used/nix", "/cleanup?unused-for=often", "/registries?since=2999-01-01", "/registries?since=once",
            "/diff?from=whenever", "/?cluster=nix", "/stale?namespace=nix", "/search?q=nothing-of-the-kind",
            "/sql?q=DELETE%20FROM%20containers", "/sql?q=SELECT%20verdikt%20FROM%20containers",
        ]
        var statuses: Set<Int> = []
        for address in addresses {
            let page = await served.get(address + (address.contains("?") ? "&" : "?") + "lang=fr")
            statuses.insert(page.status)
            let (texts, _) = said(page.text)
            for text in texts where !text.hasPrefix("SQL :") {
                let found = left(text, Self.english)
                #expect(found.isEmpty, "\(address): \(found.sorted()) in “\(text.prefix(200))”")
            }
        }
        #expect(statuses == [200, 400, 404], "\(statuses)")
        // What SQLite says stays English; what we say of a statement does not.
        for (sql, words) in [("SELECT%201;%20SELECT%202", "une seule instruction à la fois"), ("--", "aucune instruction")] {
            #expect(await served.get("/sql?q=\(sql)&lang=fr").text.contains("SQL : \(words)</p>"))
        }
    }

    @Test("every code, column, view and meaning has its French, and the code stands beside its word")
    func words() async throws {
        let words = SiteWords(.french)
        let known: [(String, [String])] = [
            ("verdict", VerdictStyle.verdicts), ("problem", Problem.allCases.map(\.rawValue)),
            ("outcome", Coverage.Outcome.allCases.map(\.rawValue)), ("form", ImageReference.Form.allCases.map(\.rawValue)),
            ("change", ["added", "removed", "changed"]), ("runs", ["same", "differs", "mixed"]), ("how", ["spec", "pod"]),
            ("against", ["spec", "tag", "pods"]), ("tie", ["trigger", "internal", "short", "digest", "from"]),
        ]
        for (column, codes) in known { for code in codes { #expect(FrenchCodes.word(code, of: column) != nil, "\(code)") } }
        for view in View.all {
            #expect(SiteWords.columns[view.name] != nil, "\(view.name)")
            #expect(FrenchSchema.meaning(view.summary) != nil, "\(view.summary)")
            for column in view.columns {
                #expect(SiteWords.columns[column.name] != nil, "\(view.name).\(column.name)")
                #expect(FrenchSchema.meaning(column.meaning) != nil, "\(view.name).\(column.name): \(column.meaning)")
            }
        }
        for verdict in VerdictStyle.verdicts {
            #expect(Vocabulary.entries.contains { $0.code == verdict && $0.meaning.english != $0.meaning.french }, "\(verdict)")
        }
        let help = try await Served.random(3).get("/help?lang=fr").text
        for entry in Vocabulary.entries { #expect(help.contains(htmlEscaped(entry.meaning.french)), "\(entry.code)") }
        #expect(words.value("stale", of: "verdict") == "en retard" && words.value("stale", of: "name") == "stale")
        let served = try Served.random(3)
        let reader = try RecordReader(path: served.path)
        for answer in try [
            reader.stale(), reader.problems(), reader.drift(), Cleanup(in: reader).answer, LongReferences(in: reader).answer,
            reader.status(), reader.namespaces(), reader.search("w"), Difference(from: reader, to: reader).answer,
        ] { for column in answer.columns { #expect(SiteWords.columns[column.name] != nil, "\(column.name)") } }
        var told = 0
        for address in [
            "/view/containers?columns=all", "/view/coverage", "/problems", "/stale", "/drift", "/diff?from=2026-01-05",
        ] {
            let asked = address + (address.contains("?") ? "&" : "?")
            let (english, french) = (
                HTMLText.rows(await served.get(asked + "lang=en").text), HTMLText.rows(await served.get(asked + "lang=fr").text)
            )
            #expect(english.count == french.count)
            for (left, right) in zip(english.joined(), french.joined()) where Self.codes.contains(left.seen) {
                // A truth has no title: there are but two.
                #expect(
                    right.seen != left.seen && (right.title == left.seen || ["oui", "non"].contains(right.seen)),
                    "\(left) \(right)")
                told += 1
            }
        }
        #expect(told > 50, "\(told)")
    }
}
