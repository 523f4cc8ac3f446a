import Model
import Questions
import Record
import Testing

@testable import Report

/// What a narrow terminal gets: no line is left to be broken by the terminal but names, which are never cut; commands go on in another line.
@Suite struct NarrowTests {
    @Test(arguments: Language.allCases, [40, 52, 64, 80])
    func `Every line fits, or is one name`(language: Language, width: Int) throws {
        let folder = try ScratchFolder()
        let text = try storyReport(in: folder).rendered(
            as: .text,
            options: ReportOptions(
                language: language, command: "isinventory report --week 2026-W47", width: width, foldsCommands: true))
        for line in text.split(separator: "\n") where String(line).displayWidth > width {
            let words = line.split(separator: " ")
            // A container beside its workload is one name, `→` what a reference became.
            let names = words.filter { !["→", "·", "(init)", "-"].contains($0) }
            #expect(names.count == 1 || words.contains("·"), "\(width): \(line)")
        }
        let title = try #require(text.split(separator: "\n\n").first)
        #expect(title.split(separator: "\n").allSatisfy { String($0).displayWidth <= width }, "\(title)")
    }

    @Test func `What has room beside something else stays there`() throws {
        let folder = try ScratchFolder()
        let text = try storyReport(in: folder).rendered(as: .text, options: ReportOptions(width: 100))
        #expect(text.contains(/Image report · .*\n/) && text.contains(/on long references .*of containers/))
    }
}
