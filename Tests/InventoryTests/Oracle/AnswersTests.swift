import Model
import Questions
import Record
import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// What `used`, `diff` and `history` answer, beside what the full copies say: the very rows, each once.
@Suite struct AnswersTests {
    @Test(
        "used: one row for one uninterrupted stretch of a container on an image, and no end that lies ahead",
        arguments: 61...70 as ClosedRange<UInt64>)
    func used(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 30)
        let copies = history.expected.copies
        let images = Set(copies.copies.flatMap { $0.workloads.values.flatMap { $0.containers.map(\.image) } })
        let digests = Set(images.compactMap { ImageReference($0).parts?.digest }.filter { $0.hasPrefix("sha256:") })
        #expect(!digests.isEmpty)
        for index in [nil, 5, 17, history.count - 1] {
            let record = try RecordReader(path: history.file.path, at: index.map(history.takenAt))
            for digest in digests.sorted() {
                var answer = try record.used(digest)
                expectSame(
                    answer.rows(how: "pod").values([
                        "cluster", "namespace", "kind", "name", "container", "init", "image", "seen_from", "seen_until",
                    ]),
                    history.expected.ran(digest, until: index), "whose Pods ran \(digest) until snapshot \(index ?? -1)")
                #expect(try record.used(digest, ran: true).rows == answer.rows(how: "pod").rows)
                answer = answer.rows(how: "spec")
                expectSame(
                    answer.values([
                        "cluster", "namespace", "kind", "name", "container", "init", "image", "seen_from", "seen_until",
                    ]),
                    copies.uses(until: index) { ImageReference($0).parts?.digest == digest },
                    "who ran \(digest) until snapshot \(index ?? -1)")
            }
        }
    }

    @Test(
        "used finds what Pods ran by any name of its image, and drift whatever runs otherwise",
        arguments: 91...100 as ClosedRange<UInt64>)
    func ran(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 25)
        let contents = history.expected.copies.contents
        for index in [nil, 3, 12, 24] where index.map({ $0 < history.count }) ?? true {
            let record = try RecordReader(path: history.file.path, at: index.map(history.takenAt))
            for content in 0..<PodContents.count {
                for name in [contents.digest(content), contents.index(content), contents.localID(content)] {
                    expectSame(
                        try record.used(name, ran: true).values([
                            "cluster", "namespace", "kind", "name", "container", "init", "image", "seen_from", "seen_until",
                        ]),
                        history.expected.ran(name, until: index), "whose Pods ran \(name) until snapshot \(index ?? -1)")
                }
            }
            expectSame(
                try record.drift().values([
                    "cluster", "namespace", "kind", "name", "container", "init", "runs", "running", "image_id",
                ]),
                history.expected.drift(at: index ?? history.count - 1), "what drifts at \(index ?? -1)")
            try expectCounts(record)
        }
    }

    /// What monitors are told is what the views show.
    private func expectCounts(_ record: RecordReader) throws {
        let told = try record.findingCounts(most: .max)
        let stale = Dictionary(grouping: try record.stale().values(["cluster", "namespace"]), by: { $0 })
        expectSame(
            told.filter { $0.finding == .stale && $0.count > 0 }.map {
                [.text($0.cluster), .text($0.namespace ?? ""), .integer($0.count)]
            }, stale.map { $0.key + [.integer(Int64($0.value.count))] }, "how many are stale")
        for (finding, condition) in [
            (FindingCount.Finding.longReference, "form LIKE 'long-%'"),
            (.unresolved, "verdict = 'unresolved'"), (.drift, "runs IN ('differs', 'mixed')"),
        ] {
            let shown = try record.rows(
                "SELECT cluster, namespace, count(*) FROM containers WHERE \(condition) GROUP BY cluster, namespace")
            expectSame(
                told.filter { $0.finding == finding && $0.count > 0 }.map {
                    [.text($0.cluster), .text($0.namespace ?? ""), .integer($0.count)]
                }, shown, "how many are \(finding)")
        }
    }

    @Test("stale in a period: what still lags at its end, by image or in Pods, is what stale says then")
    func staleSpells() throws {
        let names = ["cluster", "namespace", "kind", "name", "container", "how", "istag_namespace", "istag", "stale_since"]
        var inPods = 0
        for seed in 109...114 as ClosedRange<UInt64> {
            let history = try RecordedHistory(seed: seed, snapshots: 30)
            for index in stride(from: 2, to: history.count, by: 3) {
                let end = history.takenAt(index)
                let record = try RecordReader(path: history.file.path, at: end)
                var standing = try record.stale(in: try #require(ReportPeriod(from: end.advanced(by: -1), to: end)))
                let until = try #require(standing.columns.firstIndex { $0.name == "until" })
                standing.rows.removeAll { $0[until] != .null }
                let told = standing.values(names)
                inPods += told.count { $0[5] == .text("pod") }
                let asked = try record.stale().values(names)
                // Where the cluster does not say when a tag moved, the look that showed it is told.
                let isUntold = { (row: [Value]) in asked.contains { $0[..<8] == row[..<8] && $0[8] == .null } }
                expectSame(
                    told.filter { asked.contains($0) || !isUntold($0) }, asked.filter { $0[8] != .null }, "stale at \(end)")
                #expect(Set(told.map { Array($0[..<8]) }) == Set(asked.map { Array($0[..<8]) }))
            }
        }
        #expect(inPods > 5)
    }

    @Test("diff: every object and field that differs, once, whichever way time runs", arguments: 71...80 as ClosedRange<UInt64>)
    func difference(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 25)
        var random = SeededRandom(seed: seed)
        for _ in 0..<8 {
            let (from, to) = (random.int(0...history.count - 1), random.int(0...history.count - 1))
            let answer = try Difference(
                from: RecordReader(path: history.file.path, at: history.takenAt(from)),
                to: RecordReader(path: history.file.path, at: history.takenAt(to))
            ).answer
            let copies = history.expected.copies
            expectSame(
                answer.values(answer.columns.map(\.name)),
                copies.differences(copies.copies[from], copies.copies[to]), "from \(from) to \(to)")
            #expect(Set(answer.rows.map { Array($0[..<8]) }).count == answer.rows.count, "a row stands twice")
        }
    }

    @Test("diff of two clusters: each by its own snapshots", arguments: 1...4 as ClosedRange<UInt64>)
    func twoClusters(seed: UInt64) throws {
        let histories = try RecordedHistory.record(seeds: ["alpha": seed, "beta": seed + 100], snapshots: 12)
        let path = histories[0].file.path
        let (from, to) = (max(histories[0].takenAt(2), histories[1].takenAt(2)), histories[1].takenAt(9))
        let answer = try Difference(from: RecordReader(path: path, at: from), to: RecordReader(path: path, at: to)).answer
        let expected = try histories.flatMap { history in
            let copies = history.expected.copies
            return copies.differences(
                copies.copies[try #require(copies.index(at: from))], copies.copies[try #require(copies.index(at: to))])
        }
        expectSame(answer.values(answer.columns.map(\.name)), expected, "two clusters")
    }

    @Test("history: a row each time a container's image changed, and for nothing else", arguments: 81...86 as ClosedRange<UInt64>)
    func history(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 30)
        let copies = history.expected.copies
        let record = try RecordReader(path: history.file.path)
        let kinds = Kinds.builtIn.adding(try record.kindsOfWorkloads())
        for id in Set(copies.copies.flatMap(\.workloads.keys)).sorted() {
            let answer = try record.history(
                of: Subject("\(id.kind.title)/\(id.name)", among: kinds), Filter(namespaces: [id.namespace]))
            expectSame(
                answer.rows(how: "spec").values(["container", "init", "seen_by", "old_image", "new_image"]),
                copies.imageChanges(of: id), "\(id)")
        }
    }

    @Test(
        "history: who set the new image, and each image that Pods began or ceased to run, now and as of then",
        arguments: 101...108 as ClosedRange<UInt64>)
    func podHistory(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 30)
        let copies = history.expected.copies
        for index in [nil, 6, 19] {
            let record = try RecordReader(path: history.file.path, at: index.map(history.takenAt))
            let kinds = try record.kindsWithHistory()
            let last = index ?? history.count - 1
            for id in Set(copies.copies[...last].flatMap { $0.workloads.keys + $0.running.keys.map(\.container.owner) }).sorted()
            {
                let answer = try record.history(
                    of: Subject("\(id.kind.title)/\(id.name)", among: kinds), Filter(namespaces: [id.namespace]))
                expectSame(
                    answer.rows(how: "spec").values(["container", "init", "seen_by", "new_image", "set_by", "set_at"])
                        .filter { $0[3] != .null },
                    copies.imageSetting(of: id, until: last), "who set what of \(id) until \(last)")
                let turns = answer.rows(how: "pod").values(["container", "init", "seen_by", "old_image", "new_image"])
                expectSame(
                    turns.flatMap { row in
                        [(3, "ended"), (4, "began")].filter { row[$0.0] != .null }.map {
                            Array(row[...2]) + [.text($0.1), row[$0.0]]
                        }
                    }, history.expected.turns(of: id, until: last), "what the Pods of \(id) did until \(last)")
            }
        }
    }
}

extension ExpectedRows {
    /// Each image that an owner's Pods began or ceased to run, one after another.
    fileprivate func turns(of id: Workload.ID, until last: Int) -> [[Value]] {
        intervals.running.filter { $0.key.container.owner == id }.flatMap { key, runs in
            runs.flatMap { run in
                let name: [Value] = [.text(key.container.container), Value(key.container.isInit)]
                let image = Value.text(run.state.imageID.digest ?? copies.contents.digest(key.content))
                let (began, ended) = (run.from <= last ? run.from : nil, run.until.flatMap { $0 <= last ? $0 : nil })
                return [("began", began), ("ended", ended)].compactMap { word, index in
                    index.map { name + [.text(copies.takenAt($0).description), .text(word), image] }
                }
            }
        }
    }
}

extension Answer {
    /// Its rows of templates or of Pods alone.
    fileprivate func rows(how: String) -> Answer {
        var answer = self
        let place = columns.firstIndex { $0.name == "how" } ?? 0
        answer.rows = rows.filter { $0[place] == .text(how) }
        return answer
    }

    /// Some columns of the rows, as SQLite's values.
    fileprivate func values(_ names: [String]) -> [[Value]] {
        let places = names.compactMap { name in columns.firstIndex { $0.name == name } }
        return rows.map { row in places.map { Value(row[$0]) } }
    }
}

extension Value {
    fileprivate init(_ cell: Answer.Cell) {
        switch cell {
        case .null: self = .null
        case .text(let text): self = .text(text)
        case .integer(let number): self = .integer(number)
        case .boolean(let truth): self = .integer(truth ? 1 : 0)
        case .real(let number): self = .real(number)
        }
    }
}

extension FullCopies {
    /// Every container's image in a copy.
    private func images(_ copy: Copy) -> [ContainerID: String] {
        var images: [ContainerID: String] = [:]
        for workload in copy.workloads.values {
            for container in workload.containers {
                images[ContainerID(workload: workload.id, isInit: container.isInit, name: container.name)] = container.image
            }
        }
        return images
    }

    private func names(_ id: ContainerID) -> [Value] {
        [
            .text(id.workload.namespace), .text(id.workload.kind.title), .text(id.workload.name), .text(id.name),
            Value(id.isInit),
        ]
    }

    /// Each longest run of copies in which a container had one image.
    fileprivate func uses(until last: Int?, _ isMeant: (String) -> Bool) -> [[Value]] {
        struct Use: Hashable {
            let id: ContainerID
            let image: String
        }
        var open: [Use: Int] = [:]
        var rows: [[Value]] = []
        func row(_ use: Use, _ from: Int, _ until: Int?) -> [Value] {
            [.text(cluster)] + names(use.id) + [
                .text(use.image), .text(takenAt(from).description), until.map { .text(takenAt($0).description) } ?? .null,
            ]
        }
        for (index, copy) in copies.prefix(last.map { $0 + 1 } ?? copies.count).enumerated() {
            let uses = Set(images(copy).filter { isMeant($0.value) }.map { Use(id: $0.key, image: $0.value) })
            for (use, from) in open where !uses.contains(use) {
                rows.append(row(use, from, index))
                open[use] = nil
            }
            for use in uses where open[use] == nil { open[use] = index }
        }
        return rows + open.map { row($0.key, $0.value, nil) }
    }

    fileprivate func imageChanges(of id: Workload.ID) -> [[Value]] {
        var before: [ContainerID: String] = [:]
        var rows: [[Value]] = []
        for (index, copy) in copies.enumerated() {
            let now = images(copy).filter { $0.key.workload == id }
            for container in Set(before.keys).union(now.keys) where before[container] != now[container] {
                rows.append([
                    .text(container.name), Value(container.isInit), .text(takenAt(index).description),
                    Value(before[container]), Value(now[container]),
                ])
            }
            before = now
        }
        return rows
    }

    /// Each time a container came to an image: who is known to have written it.
    fileprivate func imageSetting(of id: Workload.ID, until last: Int) -> [[Value]] {
        var rows: [[Value]] = []
        for index in 0...last {
            let before = index == 0 ? nil : copies[index - 1].workloads[id]
            for container in copies[index].workloads[id]?.containers ?? [] {
                let known = before?.containers.first { $0.name == container.name && $0.isInit == container.isInit }
                guard known.map({ Array($0.image.utf8) != Array(container.image.utf8) }) ?? true else { continue }
                // Whoever looks later may be told first.
                let stretch = copies[index...last].prefix { copy in
                    copy.workloads[id]?.containers.contains {
                        $0.name == container.name && $0.isInit == container.isInit
                            && Array($0.image.utf8) == Array(container.image.utf8)
                    } ?? false
                }
                let set = stretch.lazy.compactMap { copy in
                    copy.workloads[id]?.containers.first {
                        $0.name == container.name && $0.isInit == container.isInit && $0.setBy != nil
                    }
                }.first
                rows.append([
                    .text(container.name), Value(container.isInit), .text(takenAt(index).description), .text(container.image),
                    Value(set?.setBy), Value(set?.setAt),
                ])
            }
        }
        return rows
    }

    /// Every field that differs between two copies, in the words of `diff`.
    fileprivate func differences(_ old: Copy, _ new: Copy) -> [[Value]] {
        func facts(_ copy: Copy) -> [[Value]: [(String?, Value)]] {
            var facts: [[Value]: [(String?, Value)]] = [:]
            for (id, workload) in copy.workloads {
                facts[[.text(id.namespace), .text(id.kind.title), .text(id.name), .null, .null]] = [
                    (nil, .null), ("uid", Value(workload.uid)), ("replicas", Value(workload.replicas)),
                    ("resolve_names", Value(workload.resolveNames)), ("triggers", Value(workload.triggers)),
                ]
            }
            for (id, image) in images(copy) { facts[names(id)] = [("image", .text(image))] }
            for (id, stream) in copy.streams {
                facts[[.text(id.namespace), .text("ImageStream"), .text(id.name), .null, .null]] = [
                    (nil, .null), ("uid", Value(stream.uid)), ("lookup_local", Value(stream.lookupLocal)),
                    ("repository", Value(stream.repository)),
                ]
            }
            for (id, tag) in copy.tags {
                facts[[.text(id.stream.namespace), .text("ImageStreamTag"), .text(id.name), .null, .null]] = [
                    ("digest", Value(tag.current?.digest)), ("image", Value(tag.current?.image)),
                    ("from_name", Value(tag.source.name)), ("scheduled", Value(tag.source.isScheduled)),
                    ("reference_policy", Value(tag.source.referencePolicy)), ("import_error", Value(tag.importError)),
                ]
            }
            return facts
        }
        let (before, after) = (facts(old), facts(new))
        var rows: [[Value]] = []
        func add(_ key: [Value], _ change: String, _ field: String?, _ old: Value, _ new: Value) {
            rows.append([.text(cluster)] + key + [.text(change), Value(field), old, new])
        }
        for key in Set(before.keys).union(after.keys) {
            switch (before[key], after[key]) {
            case (nil, let now?): add(key, "added", now[0].0, .null, now[0].1)
            case (let then?, nil): add(key, "removed", then[0].0, then[0].1, .null)
            case (let then?, let now?):
                for (was, becomes) in zip(then, now) where was.1 != becomes.1 {
                    add(key, "changed", was.0, was.1, becomes.1)
                }
            case (nil, nil): break
            }
        }
        return rows
    }
}
