import Model
import Testing

@testable import Collector

@Suite("Images are asked about once, within the budget, and none stands in the way of the others for ever")
struct ImageCandidatesTests {
    private func pointers(_ numbers: Range<Int>) -> [String: ImageStreamTag.ID] {
        Dictionary(
            uniqueKeysWithValues: numbers.map { number in
                let digits = String(number, radix: 16)
                let digest = "sha256:" + String(repeating: "0", count: 64 - digits.count) + digits
                return (digest, ImageStreamTag.ID(namespace: "n", stream: "s", tag: "\(number)"))
            })
    }

    @Test("As many as the budget allows, each digest once, none that is known")
    func budget() throws {
        let known = Set(pointers(0..<50).keys)
        var candidates = ImageCandidates(budget: 20, known: { $0.intersection(known) })
        for start in stride(from: 0, to: 100, by: 10) { try candidates.offer(pointers(start..<start + 10)) }
        try candidates.offer(pointers(50..<100))
        #expect(candidates.chosen.count == 20)
        #expect(Set(candidates.chosen).count == 20)
        #expect(candidates.chosen.allSatisfy { (50..<100).contains(Int($0.tag) ?? 0) })
    }

    @Test("Fewer than the budget are all chosen; a budget of nothing asks nobody")
    func few() throws {
        var candidates = ImageCandidates(budget: 20, known: { _ in [] })
        try candidates.offer(pointers(0..<7))
        #expect(candidates.chosen.count == 7)
        var none = ImageCandidates(
            budget: 0,
            known: { _ in
                Issue.record("nobody should ask"); return []
            })
        try none.offer(pointers(0..<7))
        #expect(none.chosen.isEmpty)
    }

    @Test("Each snapshot chooses others, so that every one has its turn")
    func turns() throws {
        var seen: Set<ImageStreamTag.ID> = []
        for seed in 0..<200 {
            var candidates = ImageCandidates(budget: 5, known: { _ in [] }, seed: UInt64(seed))
            try candidates.offer(pointers(0..<50))
            seen.formUnion(candidates.chosen)
        }
        #expect(seen.count == 50)
    }
}
