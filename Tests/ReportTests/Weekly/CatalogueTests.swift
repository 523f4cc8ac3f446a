import Model
import Questions
import Testing

@testable import Report

@Suite struct CatalogueTests {
    @Test(arguments: Phrase.allCases)
    func `Every phrase is there in every language, with the same places to fill`(phrase: Phrase) throws {
        let wording = try #require(Catalogue.wordings[phrase])
        var places: Set<Set<String>> = []
        for language in Language.allCases {
            let text = try #require(wording[language])
            #expect(!text.isEmpty)
            #expect(text.split(separator: "|").count <= 2)
            for form in text.split(separator: "|") { places.insert(Set(form.matches(of: /\{[0-9]\}/).map { String($0.output) })) }
        }
        #expect(places.count == 1, "\(phrase): \(wording)")
    }

    @Test func `A value that looks like a place to fill stays what it is`() {
        let words = Wording(language: .english, zone: .utc, year: 2026)
        #expect(words(.recordFirst, "{1}", "x") == "{1}: the record begins x, within the period; nothing is known of before.")
    }

    @Test func `Numbers and parts follow the language`() {
        let french = Wording(language: .french, zone: .utc, year: 2026)
        let english = Wording(language: .english, zone: .utc, year: 2026)
        #expect(french.number(-1_234_567) == "−1\u{202F}234\u{202F}567")
        #expect(english.number(12_345) == "12,345")
        #expect(english.percent(1, of: 1000) == "< 1%")
        #expect(french.percent(999, of: 1000) == "> 99\u{A0}%")
        #expect(french(.movesBehind, count: 1) == "1 version de retard")
        #expect(french(.movesBehind, count: 0) == "0 version de retard")
        #expect(english(.movesBehind, count: 0) == "0 moves behind")
        #expect(english(.leadFailing, count: 1) == "1 failing import" && english(.leadFailing, count: 2) == "2 failing imports")
        #expect(french(.leadUnresolved, count: 1) == "1 non résolu" && french(.leadUnresolved, count: 3) == "3 non résolus")
        #expect(english(.leadLong, count: 1, "38", "3%", "") == "1 of 38 containers (3%) runs on a long reference.")
        #expect(english(.recordTooFew, count: 1, "prod") == "prod: 1 snapshot.")
        #expect(french(.recordCounts, count: 7, "prod", "6", "complet") == "prod : 6 instantanés sur 7, complet.")
    }

    @Test func `ASCII is all that is left where nothing else is understood`() {
        #expect(asciiOnly("été → ▁█ 50 % — “x” 日").utf8.allSatisfy { $0 < 0x80 })
    }
}
