import Testing

@testable import Model
@testable import Questions
@testable import Record

@Suite("States that are kept in memory")
struct KeptStatesTests {
    @Test(
        "count at every snapshot what the file counts there, of all and of some, of one cluster and of two",
        arguments: [41, 42, 43] as [UInt64])
    func counts(seed: UInt64) throws {
        let history = try RecordedHistory.record(seeds: ["okd": seed, "kd": seed + 50], snapshots: 12)[0]
        let states = try #require(try KeptStates(RecordReader(path: history.file.path)))
        var told = (containers: Int64(0), registries: 0, tags: Int64(0))
        for instant in history.instants {
            let record = try RecordReader(path: history.file.path, at: instant)
            for filter in try filters(record) {
                let namespaces = try record.namespaces(filter)
                #expect(try states.namespaces(record, filter) == namespaces)
                #expect(try states.longReferences(record, filter) == record.longReferenceCounts(filter))
                let figures = try record.figures(filter, at: .now)
                let known = try states.verdictCounts(record, filter)
                let kept = try record.figures(filter, at: figures.instant, known: known)
                #expect(kept == figures)
                for (view, matches) in Self.narrowed {
                    let browse = Browse(filter, matches: matches, limit: 1)
                    #expect(
                        try states.total(record, view, browse) == record.page(of: view, browse).total, "\(view.name) \(matches)")
                }
                #expect(try states.stale(record, filter) == record.stale(filter))
                if filter.namespaces.isEmpty {
                    let registries = try record.standing(.registries, filter)
                    #expect(try states.registries(record, cluster: filter.cluster) == registries)
                    told.registries += registries.rows.count
                }
                told.containers += figures.containers
                told.tags += namespaces.rows.reduce(0) { $0 + (Int64($1[4].plain) ?? 0) }
            }
        }
        #expect(told.containers > 500 && told.registries > 20 && told.tags > 100)
    }

    private static let narrowed: [(View, [Browse.Match])] = [
        (.containers, []), (.verdicts, []), (.istags, []), (.containers, [.init("verdict", ["stale", "current"])]),
        (.containers, [.init("verdict", ["floating"]), .init("form", ["short", nil])]), (.verdicts, [.init("verdict", [nil])]),
        (.istags, [.init("import_error", [nil])]),
    ]

    @Test("know which containers changed, and what long references need", arguments: [49, 50] as [UInt64])
    func changes(seed: UInt64) throws {
        let history = try RecordedHistory.record(seeds: ["okd": seed, "kd": seed + 50], snapshots: 12)[0]
        let states = try #require(try KeptStates(RecordReader(path: history.file.path)))
        var changes = 0
        for (place, instant) in history.instants.enumerated() {
            let record = try RecordReader(path: history.file.path, at: instant)
            for filter in try filters(record) {
                for start in [0, place / 2, max(0, place - 1)].map(history.takenAt) {
                    let whole = try record.activity(filter, after: start)
                    let kept = try record.activity(filter, after: start, states: states)
                    #expect(kept.imageChanges == whole.imageChanges && kept.moves == whole.moves && kept.objects == whole.objects)
                    changes += whole.imageChanges.count
                }
                let counts = try states.longReferences(record, filter)
                let whole = try LongReferences(in: record, filter)
                let part = try LongReferences(in: record, filter, counts: counts, offset: 2, limit: 9, states: states)
                #expect(part.references == Array(whole.references.dropFirst(2).prefix(9)))
            }
        }
        #expect(changes > 20)
    }

    @Test("tell a part of the problems as they are found whole, and how many there are", arguments: [44, 45] as [UInt64])
    func problems(seed: UInt64) throws {
        let history = try RecordedHistory.record(seeds: ["okd": seed, "kd": seed + 50], snapshots: 12)[0]
        let states = try #require(try KeptStates(RecordReader(path: history.file.path)))
        var kinds: Set<Problem> = []
        var compared = 0
        for instant in history.instants {
            let record = try RecordReader(path: history.file.path, at: instant)
            for filter in try filters(record) {
                let whole = try Problems(in: record, filter)
                for (offset, limit) in [(0, 5), (3, 7), (11, 100_000)] {
                    guard let part = try ProblemsPart(in: record, filter, states, offset: offset, limit: limit) else { continue }
                    #expect(part.problems.found == Array(whole.found.dropFirst(offset).prefix(limit)))
                    #expect(part.problems.notes == whole.notes && part.total == whole.found.count)
                    #expect(part.namespaces == Dictionary(whole.found.map { ($0.namespace, 1) }, uniquingKeysWith: +))
                    kinds.formUnion(part.problems.found.map(\.problem))
                    compared += part.problems.found.count
                }
            }
        }
        #expect(compared > 100)
        #expect(kinds.isSuperset(of: [.failingImport, .unscheduledTag, .noWorkload, .unresolvedName]), "\(kinds)")
    }

    @Test(
        "find the containers that have a text, and those whose images come first, as the list does",
        arguments: [46, 47] as [UInt64])
    func lists(seed: UInt64) throws {
        let history = try RecordedHistory.record(seeds: ["okd": seed, "kd": seed + 50], snapshots: 12)[0]
        let states = try #require(try KeptStates(RecordReader(path: history.file.path)))
        var (found, sorted) = (0, 0)
        for instant in history.instants {
            let record = try RecordReader(path: history.file.path, at: instant)
            let texts = try record.rows("SELECT image, istag, name FROM containers ORDER BY image").flatMap {
                $0.compactMap(\.text)
            }
            let parts = Set(texts.map { String($0.suffix(5)).uppercased() }.filter { !$0.isEmpty }).sorted().prefix(6)
            for filter in try filters(record) {
                for text in ["w", "E", "quay", ":", "@sha256", "é", "no such text"] + parts {
                    for (offset, limit) in [(0, 3), (2, 5)] {
                        let browse = Browse(filter, text: text, offset: offset, limit: limit)
                        let chosen = try #require(try states.chosen(record, .containers, browse))
                        let matching = try record.found(in: .containers, browse, chosen: chosen)
                        let kept = try record.page(of: .containers, browse, found: matching, chosen: chosen)
                        let (answer, total) = try record.page(of: .containers, browse)
                        #expect(kept.answer == answer && kept.total == total, "\(text)")
                        found += answer.rows.count
                    }
                }
                for isDescending in [false, true] {
                    for (offset, limit) in [(0, 3), (4, 5), (2, 10_000)] {
                        let browse = Browse(filter, sort: "image", isDescending: isDescending, offset: offset, limit: limit)
                        let chosen = try #require(try states.chosen(record, .containers, browse))
                        let kept = try record.page(of: .containers, browse, chosen: chosen)
                        let (answer, total) = try record.page(of: .containers, browse)
                        #expect(kept.answer == answer && kept.total == total)
                        sorted += answer.rows.count
                    }
                }
            }
        }
        #expect(found > 200 && sorted > 200)
    }

    @Test("are not asked where a list is narrowed in another way")
    func others() throws {
        let history = try RecordedHistory(seed: 48, snapshots: 4)
        let record = try RecordReader(path: history.file.path)
        let states = try #require(try KeptStates(record))
        let tooMany = try KeptStates(record, most: 5)
        #expect(tooMany == nil)
        for browse in [
            Browse(limit: 5), Browse(matches: [.init("verdict", ["stale"])], text: "w", limit: 5),
            Browse(Filter(kinds: [.deployment]), text: "w", limit: 5), Browse(text: "w", sort: "image", limit: 5),
            Browse(sort: "name", limit: 5), Browse(sort: "image"),
        ] {
            #expect(try states.chosen(record, .containers, browse) == nil, "\(browse)")
        }
        for matches: [Browse.Match] in [[.init("istag", [nil])], [.init("verdict", ["stale"]), .init("tag", ["1"])]] {
            #expect(try states.total(record, .containers, Browse(matches: matches)) == nil)
        }
        #expect(try states.total(record, .istags, Browse(matches: [.init("import_error", ["no", nil])])) == nil)
        #expect(try states.total(record, .containers, Browse(text: "w")) == nil)
        #expect(try states.total(record, .workloads, Browse()) == nil)
        #expect(try states.chosen(record, .workloads, Browse(text: "w", limit: 5)) == nil)
    }

    private func filters(_ record: RecordReader) throws -> [Filter] {
        let namespaces = try record.rows("SELECT DISTINCT name FROM namespace_ WHERE cluster = 'okd' ORDER BY name").compactMap {
            $0[0].text
        }
        return [Filter(), Filter(cluster: "okd"), Filter(cluster: "kd"), Filter(namespaces: Array(namespaces.prefix(2)))]
    }
}

extension RecordedHistory {
    /// Each snapshot's, and the present.
    fileprivate var instants: [Instant?] { (0..<count).map { takenAt($0) as Instant? } + [nil] }
}
