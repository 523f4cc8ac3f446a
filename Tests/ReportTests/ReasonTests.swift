import Judging
import Questions
import Testing

@testable import Report

/// Reasons: codes for programs, sentences for people.
@Suite struct ReasonTests {
    private static let answer = Answer(
        columns: [
            .init("name"), .init("istag_namespace"), .init("istag"), .init("reason", .reason),
        ],
        rows: Reason.allCases.map { [.text("web"), .text("shop"), .text("web:1"), .text($0.rawValue)] })

    @Test("tables tell sentences with the tag they are about", arguments: [OutputFormat.table, .wide])
    func tables(format: OutputFormat) {
        let text = Self.answer.rendered(as: format, options: RenderOptions())
        for reason in Reason.allCases { #expect(!text.contains(" \(reason.rawValue)\n"), "\(reason)") }
        #expect(text.contains("istag shop/web:1 would pin it"))
        #expect(text.contains("its trigger waits for istag shop/web:1, which does not exist"))
    }

    @Test("what programs read has the code", arguments: [OutputFormat.json, .csv, .yaml])
    func codes(format: OutputFormat) {
        let text = Self.answer.rendered(as: format, options: RenderOptions())
        for reason in Reason.allCases { #expect(text.contains(reason.rawValue), "\(reason)") }
        #expect(!text.contains("would pin it"))
    }

    @Test("every reason has a sentence of its own in every language; an unknown code stays as it is")
    func sentences() {
        for language in Language.allCases {
            let sentences = Reason.allCases.map { ReasonSentence.text($0.rawValue, tag: nil, in: language) }
            #expect(Set(sentences).count == Reason.allCases.count)
            #expect(!sentences.contains { $0.contains("{") || $0.isEmpty })
        }
        #expect(ReasonSentence.text("of-tomorrow", tag: "a/b:1", in: .french) == "of-tomorrow")
        #expect(ReasonSentence.text("tag-would-pin", tag: "a/{tag}:1", in: .english) == "istag a/{tag}:1 would pin it")
    }
}
