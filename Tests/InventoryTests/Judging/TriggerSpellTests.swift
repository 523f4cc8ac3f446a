import Model
import Testing

@testable import Questions
@testable import Record

/// Workloads whose triggers and containers change apart from each other, a look a day, told over all of it and look by look.
@Suite("From when to when triggers wrote no image") struct TriggerSpellTests {
    private let recording: Recording

    init() throws { recording = try Recording() }

    private static func trigger(_ path: String, tag: String = "web:1", paused: Bool = false) -> String {
        let path = path.replacing("\"", with: "\\\"")
        return #"{"from":{"kind":"ImageStreamTag","name":"\#(tag)"},"fieldPath":"\#(path)"\#(paused ? #","paused":true"# : "")}"#
    }

    private static func path(_ container: String) -> String { "spec.template.spec.containers[?(@.name==\"\(container)\")].image" }

    /// Live, paused, for a container that may be missing, by its place, not JSON, no list, none at all.
    private static let annotations: [String?] = [
        "[\(trigger(path("a")))]", "[\(trigger(path("a"), paused: true))]", "[\(trigger(path("b"))),\(trigger(path("a")))]",
        "[\(trigger("spec.template.spec.containers[1].image"))]", "[\(trigger(path("a"))),\(trigger(path("a")))]",
        "[\(trigger(path("a"), tag: "web"))]", "nonsense", "{}", "[]", nil,
    ]

    private func workload(_ name: String, _ triggers: String?, _ containers: [String]) -> Workload {
        var workload = Workload(
            id: .init(namespace: "shop", kind: .deployment, name: name),
            containers: containers.map { Container(name: $0, image: "x:1") })
        workload.triggers = triggers
        return workload
    }

    /// What makes two the same, without its time.
    private struct Trouble: Hashable {
        let problem: Problem
        let name: [UInt8]
        let container: String?
        let trouble: TriggerTrouble?
    }

    /// Looks at which each was a problem, of the first so many.
    private func naive(_ days: Int) throws -> [Trouble: Set<Int>] {
        var found: [Trouble: Set<Int>] = [:]
        for day in 0..<days {
            for one in try RecordReader(path: recording.path, at: Recording.day(day)).triggerProblems(Filter()) {
                let key = Trouble(
                    problem: one.problem, name: Array(one.workload.name.utf8), container: one.container, trouble: one.trouble)
                found[key, default: []].insert(day)
            }
        }
        return found
    }

    private func told(until last: Int) throws -> [Trouble: [Spell]] {
        Dictionary(
            grouping: try RecordReader(path: recording.path).triggerSpells(Filter(), until: Recording.day(last)),
            by: {
                Trouble(problem: $0.problem, name: Array($0.name.utf8), container: $0.container, trouble: $0.trouble)
            }
        ).mapValues { $0.map(\.spell) }
    }

    @Test("agrees with what each look shows, over twins too, until any instant", arguments: [1, 2, 3])
    func agree(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let names = ["caf\u{E9}", "cafe\u{301}", "web"]
        let days = 14
        var byBytes: [[UInt8]: Workload] = [:]
        for day in 0..<days {
            for name in names where day == 0 || random.chance(45) {
                let containers = random.pick([["a"], ["a", "b"], ["b"], ["b", "a"]])
                let triggers = random.pick(Self.annotations)
                byBytes[Array(name.utf8)] = random.chance(12) ? nil : workload(name, triggers, containers)
            }
            try recording.record(day, workloads: Array(byBytes.values))
        }
        for last in [days - 1, days / 2] {
            let (naive, told) = (try naive(last + 1), try told(until: last))
            #expect(Set(naive.keys) == Set(told.keys))
            #expect(naive.count > 2, "the story has some of everything")
            for (key, spells) in told {
                let shown = (0...last).filter { day in
                    spells.contains { $0.from <= Recording.day(day) && $0.until.map { $0 > Recording.day(day) } ?? true }
                }
                #expect(Set(shown) == naive[key], "\(key)")
                let apart = zip(spells, spells.dropFirst()).allSatisfy { one, next in one.until.map { $0 < next.from } ?? false }
                #expect(apart, "merged")
                #expect(spells.allSatisfy { spell in spell.until.map { $0 > spell.from && $0 <= Recording.day(last) } ?? true })
            }
        }
    }

    @Test("a container that leaves makes a live trigger unreadable, though the annotation stays as it is")
    func containerLeaves() throws {
        let triggers = "[\(Self.trigger(Self.path("b")))]"
        for (day, containers) in [["a", "b"], ["a"], ["a"], ["a", "b"]].enumerated() {
            try recording.record(day, workloads: [workload("web", triggers, containers)])
        }
        let spells = try RecordReader(path: recording.path).triggerSpells(Filter(), until: Recording.day(3))
        #expect(spells.map(\.problem) == [.unreadableTrigger])
        #expect(spells.first?.spell.from == Recording.day(1) && spells.first?.spell.until == Recording.day(3))
        #expect(spells.first?.trouble == .unreadable(.noContainer(path: Self.path("b"))))
        #expect(try RecordReader(path: recording.path).triggerSpells(Filter(), until: Recording.day(2)).first?.spell.until == nil)
        #expect(try RecordReader(path: recording.path).triggerSpells(Filter(), until: Recording.day(0)).isEmpty)
        #expect(
            try RecordReader(path: recording.path).triggerSpells(Filter(namespaces: ["else"]), until: Recording.day(3)).isEmpty)
    }
}
