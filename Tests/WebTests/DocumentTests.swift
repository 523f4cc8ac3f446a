import Foundation
import Model
import Questions
import Record
import Report
import Testing

@testable import Web

@Suite("What others are given: the API's description, a folder of pages, words")
struct DocumentTests {
    @Test("openapi.json is one: every reference leads somewhere, every operation is told apart, and answers as it says")
    func description() async throws {
        let served = try Served.random(4)
        let text = await served.get("/api/v1/openapi.json").text
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(document["openapi"] as? String == "3.1.0")
        #expect((document["info"] as? [String: Any])?["version"] as? String == "1.2.3")
        for reference in Set(text.matches(of: /"\$ref": "#\/([^"]*)"/).map { String($0.output.1) }) {
            var place: Any? = document
            for part in reference.split(separator: "/") { place = (place as? [String: Any])?[String(part)] }
            #expect(place != nil, "\(reference)")
        }
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        #expect(paths.count == View.all.count + API.Question.allCases.count)
        var ids: Set<String> = []
        for (path, operations) in paths {
            #expect(operations.keys.sorted() == ["get"])
            let operation = try #require(operations["get"])
            #expect(ids.insert(try #require(operation["operationId"] as? String)).inserted)
            let parameters = try #require(operation["parameters"] as? [[String: Any]])
            let names = parameters.compactMap {
                $0["name"] as? String ?? ($0["$ref"] as? String)?.split(separator: "/").last.map(String.init)
            }
            #expect(Set(names).count == names.count, "\(path): \(names.sorted())")
            for place in path.matches(of: /\{([a-z]+)\}/) { #expect(names.contains(String(place.output.1))) }
            #expect((operation["responses"] as? [String: Any])?["200"] != nil)
            guard !path.contains("{"), !path.hasSuffix("/sql"), !path.hasSuffix("/diff"), !path.hasSuffix("/report") else {
                continue
            }
            let answer = await served.get(path)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])
            #expect(answer.status == 200 && Set(object.keys) == ["rows", "notes", "total", "next"], "\(path)")
        }
    }

    @Test("a folder of pages holds all it links to, and nothing that needs a server")
    func folder() async throws {
        let served = try Served.random(4)
        var files: [String: String] = [:]
        let taken = try RecordReader(path: served.path).instants(of: "prod").sorted()
        let count = try await served.site.export(at: taken[8], cluster: nil, language: .french) { files[$0] = $1 }
        #expect(count == files.count && count > 20 && files["index.html"]?.contains("<html lang=\"fr\">") == true)
        for (name, text) in files where name.hasSuffix(".html") {
            #expect(!text.contains("<script") && !text.contains("<form"), "\(name)")
            for href in text.matches(of: /(?:href|src)="([^"]*)"/).map({ HTMLText.unescaped(String($0.output.1)) })
            where !href.hasPrefix("#") {
                let isThere = files[href] != nil || href == "data:,"
                #expect(isThere, "\(name): \(href)")
            }
        }
    }

    @Test("every word is there in both languages, with the same places; the script is small")
    func words() {
        for word in SiteWord.allCases {
            let (english, french) = (SiteWords(.english)(word), SiteWords(.french)(word))
            #expect(english != word.rawValue || french != word.rawValue, "\(word)")
            let places = { (text: String) in text.matches(of: /\{[0-9]\}/).map { String($0.output) }.sorted() }
            #expect(places(english) == places(french), "\(word)")
        }
        #expect(SiteScript.source.utf8.count < 20_000)
        #expect(!SiteStyle.sheet.contains("url(") && !SiteStyle.sheet.contains("@import"))
    }

    @Test("addresses are read as they are written")
    func addresses() throws {
        for text in ["a b", "é/ü?&=#%", "\u{0}\n", "sha256:ab", "'\"<>"] {
            #expect(Percent.decoded(Percent.encoded(text)) == text)
            #expect(Query("x=\(Percent.encoded(text))")?["x"] == text)
        }
        #expect(Percent.decoded("%") == nil && Percent.decoded("%f") == nil && Percent.decoded("%ff") == nil)
        #expect(Query("a=1&a=2")?.all("a") == ["1", "2"] && Query("a=1&a=2")?.removing("a", "1").text == "a=2")
        #expect(Base64.decoded(Base64.encoded("héllo".utf8)) == Array("héllo".utf8))
    }
}
