import Foundation
import Model
import SQLite
import Testing

@testable import Record

@Suite("What docs/design.md shows newcomers") struct NewcomersWalkTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
    }

    /// What stands below a heading of the page, up to the next one.
    private func section(_ title: String) throws -> String {
        let rest = try #require(text("docs/design.md").components(separatedBy: "\n## \(title)\n").dropFirst().first)
        return rest.components(separatedBy: "\n## ")[0]
    }

    /// Lines without what indents them, as one text.
    private func flat(_ lines: some Sequence<some StringProtocol>) -> String {
        lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }

    @Test("the walk names at most 25 files, each once, and all are there")
    func files() throws {
        let walk = try section("One image, from a dump to the report")
        let files = walk.matches(of: /\n\| \d+ \| `([^`]+)` \|/).map { String($0.output.1) }
        #expect((10...25).contains(files.count))
        #expect(Set(files).count == files.count)
        for file in files {
            #expect(FileManager.default.fileExists(atPath: Self.root.appendingPathComponent(file).path), "\(file)")
        }
    }

    @Test("a field more is added between lines that stand in its file")
    func field() throws {
        let diff = try #require(try section("A field more").firstMatch(of: /(?s)```diff\n(.*?)```/)?.output.1)
        let file = try flat(text("Sources/Inventory/Model/Workload.swift").components(separatedBy: "\n"))
        let hunks = String(diff).components(separatedBy: "\n@@ ")
        #expect(hunks.count == 2 && file.contains("extension Workload.State: FieldList {"))
        for hunk in hunks {
            let context = hunk.components(separatedBy: "\n").filter { $0.hasPrefix(" ") }
            #expect(context.count > 1 && file.contains(flat(context)), "\(context)")
        }
        // A step of its own, after all that there are.
        let version = try #require(diff.firstMatch(of: /since: (\d+)/)?.output.1)
        #expect(Int(version) == RecordWriter.migrator.steps.count + 1)
        // `LaterFieldTests` add what is added there.
        let added = diff.components(separatedBy: "\n").filter { $0.contains("FieldName(") }
        let name = try #require(added.first?.firstMatch(of: /"The annotation [^"]*"/)?.output)
        #expect(try text("Tests/InventoryTests/Store/LaterFieldTests.swift").contains(name))
    }

    @Test("a kind more is an entry that this program takes, and finds by its names")
    func kind() throws {
        let kinds = Kinds(
            Kinds.builtIn.all + [
                KindDefinition(
                    ObjectKind(group: "shop.example.com", name: "Widget", resource: "widgets"), shortNames: ["wd"],
                    workload: .init(template: ["spec", "workload", "template"], triggers: .ignored, resolvesNames: false))
            ])
        let widget = ObjectKind(group: "shop.example.com", name: "Widget")
        for word in ["wd", "widgets", "Widget", "widgets.shop.example.com"] { #expect(kinds.kind(spelling: word) == widget) }
        #expect(widget.qualified == "Widget.shop.example.com")
        let diff = try #require(try section("A kind more").matches(of: /(?s)```diff\n(.*?)```/).last?.output.1)
        let entry = flat(diff.components(separatedBy: "\n").map { $0.drop { $0 == "+" } }).trimmingCharacters(in: [" ", ","])
        #expect(entry.hasPrefix("KindDefinition("))
        #expect(try flat(text("Tests/InventoryTests/NewcomersWalkTests.swift").components(separatedBy: "\n")).contains(entry))
    }
}
