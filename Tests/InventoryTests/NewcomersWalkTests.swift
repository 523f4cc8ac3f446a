import Foundation
import Testing

@Suite("The walk for newcomers in docs/design.md") struct NewcomersWalkTests {
    @Test("it names at most 25 files, each once, and all are there")
    func files() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/design.md"), encoding: .utf8)
        let walk = try #require(page.components(separatedBy: "## One image, from a dump to the report").last)
            .components(separatedBy: "\n## ")[0]
        let files = walk.matches(of: /\n\| \d+ \| `([^`]+)` \|/).map { String($0.output.1) }
        #expect((10...25).contains(files.count))
        #expect(Set(files).count == files.count)
        for file in files {
            #expect(FileManager.default.fileExists(atPath: root.appendingPathComponent(file).path), "\(file)")
        }
    }
}
