import Model
import Record
import SQLite

/// The rows each view should show, made from the full copies.
struct ExpectedRows {
    let copies: FullCopies
    let intervals: FullCopies.Intervals
    /// The numbers the file gave to the snapshots.
    let numbers: [Int64]
    /// The seals it gave them.
    let seals: [String]

    init(_ copies: FullCopies, recorded: [Recorded]) {
        self.copies = copies
        numbers = recorded.map(\.snapshot)
        seals = recorded.map(\.seal)
        intervals = copies.intervals()
    }

    private var cluster: Value { .text(copies.cluster) }

    private func time(_ index: Int?) -> Value { index.map { Value(copies.takenAt($0)) } ?? .null }

    /// Each stretch that a view of one instant shows, or each there ever was, with its two times.
    private func shown<ID, State>(
        _ stretches: [ID: [Stretch<State>]], at index: Int?
    ) -> [(id: ID, state: State, stretch: Stretch<State>, times: [Value])] {
        stretches.flatMap { id, runs in
            runs.filter { run in index.map(run.holds) ?? true }.map { run in
                (id, run.state, run, [time(run.from), index == nil ? time(run.until) : .null])
            }
        }
    }

    /// - Parameter index: The snapshot to show; nil shows every interval.
    func workloads(at index: Int?) -> [[Value]] {
        shown(intervals.workloads, at: index).map { id, state, _, times in
            [
                cluster, .text(id.namespace), .text(id.kind.title), .text(id.name), Value(state.uid),
                Value(state.replicas), Value(state.resolveNames), Value(state.triggers), Value(state.createdAt),
            ] + times
        }
    }

    /// Whom a container runtime asks, by Docker's rule.
    private static func registry(_ parts: ImageReference.Parts) -> String {
        parts.registry == nil || parts.registry == "index.docker.io" ? "docker.io" : parts.registry ?? ""
    }

    func containers(at index: Int?) -> [[Value]] {
        shown(intervals.containers, at: index).map { id, state, stretch, times in
            let judged = copies.judge(
                state, of: id.workload, since: stretch.from,
                at: index ?? stretch.until.map { $0 - 1 } ?? copies.copies.count - 1)
            let parts = ImageReference(state.image).parts
            let row: [Value] = [
                cluster, .text(id.workload.namespace), .text(id.workload.kind.title), .text(id.workload.name),
                .text(id.name), Value(id.isInit), .text(state.image), .text(judged.form.rawValue),
                Value(parts?.registry),
                Value(parts?.path), Value(parts?.tag), Value(parts?.digest), Value(judged.tag?.stream.namespace),
                Value(judged.tag?.name), Value(judged.tie),
            ]
            let verdict: [Value] = [
                Value(judged.tagDigest), .text(judged.verdict), .text(judged.reason), Value(judged.staleSince),
            ]
            let pulled: [Value] = [
                Value(parts?.canonical), Value(parts.map(Self.registry)), Value(state.setBy), Value(state.setAt),
            ]
            return row + (index == nil ? [] : verdict) + pulled + times
        }
    }

    /// Every maximal run of one judgement of one image, from judging each container at each snapshot.
    ///
    /// - Parameter index: The snapshot whose judgements to show; nil shows all that ever were.
    func verdicts(at index: Int?) -> [[Value]] {
        intervals.containers.flatMap { id, states in
            states.flatMap { state in
                let judged = (state.from..<(state.until ?? copies.copies.count)).map {
                    copies.judge(state.state, of: id.workload, since: state.from, at: $0)
                }
                let starts = judged.indices.filter { $0 == 0 || judged[$0] != judged[$0 - 1] }
                return starts.enumerated().compactMap { place, start -> [Value]? in
                    let from = state.from + start
                    let until = place + 1 < starts.count ? state.from + starts[place + 1] : state.until
                    if let index, from > index || until.map({ $0 <= index }) ?? false { return nil }
                    let verdict = judged[start]
                    return [
                        cluster, .text(id.workload.namespace), .text(id.workload.kind.title), .text(id.workload.name),
                        .text(id.name), Value(id.isInit), .text(state.state.image), Value(verdict.tag?.stream.namespace),
                        Value(verdict.tag?.name), Value(verdict.tie), Value(verdict.tagDigest), .text(verdict.verdict),
                        .text(verdict.reason), Value(verdict.staleSince), time(from), index == nil ? time(until) : .null,
                    ]
                }
            }
        }
    }

    func streams(at index: Int?) -> [[Value]] {
        shown(intervals.streams, at: index).map { id, state, _, times in
            [
                cluster, .text(id.namespace), .text(id.name), Value(state.uid), Value(state.lookupLocal),
                Value(state.repository), Value(state.createdAt),
            ] + times
        }
    }

    func tags(at index: Int?) -> [[Value]] {
        shown(intervals.tags, at: index).map { id, state, _, times in
            [
                cluster, .text(id.stream.namespace), .text(id.name), .text(id.stream.name), .text(id.tag),
                Value(state.current?.digest), Value(state.current?.image), Value(state.source.kind),
                Value(state.source.name), Value(state.source.isScheduled), Value(state.source.referencePolicy),
                Value(state.current?.createdAt), Value(state.importError), Value(state.importErrorSince),
            ] + times
        }
    }

    func coverage(at index: Int) -> [[Value]] {
        (0...index).flatMap { index in
            copies.looks[index].snapshot.coverage.map { entry in
                [
                    cluster, .integer(numbers[index]), time(index), .text(entry.kind.title), Value(entry.namespace),
                    .text(entry.outcome.rawValue), .integer(entry.objects), Value(entry.message),
                ]
            }
        }
    }

    func snapshots(at index: Int) -> [[Value]] {
        (0...index).map { index in
            let snapshot = copies.looks[index].snapshot
            let isComplete = !snapshot.coverage.contains { $0.outcome == .forbidden || $0.outcome == .failed }
            return [
                cluster, .integer(numbers[index]), time(index), .text(snapshot.source), Value(isComplete),
                .integer(Int64(snapshot.workloads.count)),
                .integer(Int64(snapshot.workloads.reduce(0) { $0 + $1.containers.count })),
                .integer(Int64(snapshot.imageStreams.count)), .integer(Int64(snapshot.imageStreamTags.count)),
                .integer(Int64(changes(at: index))), .text(seals[index]),
            ]
        }
    }

    /// How many objects stand otherwise after a snapshot than before it.
    private func changes(at index: Int) -> Int {
        func count<ID, State>(_ stretches: [ID: [Stretch<State>]]) -> Int {
            stretches.values.count { runs in runs.contains { $0.from == index || $0.until == index } }
        }
        return count(intervals.workloads) + count(intervals.containers) + count(intervals.streams)
            + count(intervals.tags) + count(intervals.running)
    }

    /// What Pods run, without in how many.
    func running(at index: Int?) -> [[Value]] {
        shown(intervals.running, at: index).map { key, image, _, times in
            let contents = copies.contents
            let id = image.imageID
            return [
                cluster, .text(image.owner.namespace), .text(image.owner.kind.title), .text(image.owner.name),
                .text(image.container), Value(image.isInit), .text(image.image),
                .text(id.digest ?? contents.digest(key.content)),
                // An index has no configuration of its own.
                id.digest == contents.index(key.content) ? .null : .text(contents.localID(key.content)), Value(image.startedAt),
            ] + times
        }
    }

    /// Whose Pods ran what a name is of, from when to when, as far as was known at a snapshot.
    func ran(_ name: String, until last: Int?) -> [[Value]] {
        let content = copies.contents.content(named: name)
        return intervals.running.filter { $0.key.content == content }.flatMap { _, runs in
            runs.filter { run in last.map { run.from <= $0 } ?? true }.map { run in
                let image = run.state
                let until = run.until.flatMap { until in last.map { until > $0 } ?? false ? nil : until }
                return [
                    cluster, .text(image.owner.namespace), .text(image.owner.kind.title), .text(image.owner.name),
                    .text(image.container), Value(image.isInit), .text(image.image), time(run.from), time(until),
                ]
            }
        }
    }

    /// Each image that runs in a container whose Pods run something else than they should, or than each other.
    func drift(at index: Int) -> [[Value]] {
        let running = Dictionary(grouping: running(at: index)) { Array($0[..<6]) }
        return runs(at: index).filter { $0[6] == .text("differs") || $0[6] == .text("mixed") }.flatMap { row in
            (running[Array(row[..<6])] ?? []).map { row + [$0[7], $0[8]] }
        }
    }

    /// Whether each container's Pods run what its image pins, or else what its tag points to.
    func runs(at index: Int) -> [[Value]] {
        let copy = copies.copies[index]
        return shown(intervals.containers, at: index).map { id, container, stretch, _ in
            let me = PodContainer(owner: id.workload, container: id.name, isInit: id.isInit)
            let running = Set(copy.running.keys.filter { $0.container == me }.map(\.content))
            let judged = copies.judge(container, of: id.workload, since: stretch.from, at: index)
            let expected = ImageReference(container.image).parts?.digest ?? judged.tagDigest
            let isSame = running.first.map { $0 == copies.contents.content(of: expected) } ?? false
            let runs: String? =
                running.count > 1 ? "mixed" : running.isEmpty || expected == nil ? nil : isSame ? "same" : "differs"
            return [
                cluster, .text(id.workload.namespace), .text(id.workload.kind.title), .text(id.workload.name), .text(id.name),
                Value(id.isInit), Value(runs),
            ]
        }
    }

    func digestChanges(at index: Int) -> [[Value]] {
        var rows: [[Value]] = []
        for id in copies.told.keys {
            let name = [cluster, .text(id.stream.namespace), .text(id.name)]
            var before: FullCopies.Told?
            for told in copies.history(id, at: index) {
                let old = before?.line == told.line ? before?.revision.digest : nil
                before = told
                guard old != told.revision.digest else { continue }
                rows.append(
                    name + [
                        Value(told.revision.createdAt), time(told.after), time(told.by), Value(old),
                        Value(told.revision.digest),
                    ])
            }
        }
        for (id, runs) in intervals.tags {
            for run in runs {
                // Gone, or pointing nowhere, and the cluster did not say when.
                guard let until = run.until, until <= index, let old = run.state.current?.digest,
                    copies.copies[until].tags[id]?.current == nil
                else { continue }
                let after = max(run.from, copies.lastLook(at: id.stream.namespace, before: until) ?? run.from)
                rows.append(
                    [
                        cluster, .text(id.stream.namespace), .text(id.name), .null, time(after), time(until),
                        .text(old), .null,
                    ])
            }
        }
        return rows
    }
}

extension Value {
    init(_ text: String?) { self = text.map(Value.text) ?? .null }
    init(_ number: Int64?) { self = number.map(Value.integer) ?? .null }
    init(_ instant: Instant?) { self = instant.map { .text($0.description) } ?? .null }
    init(_ truth: Bool) { self = .integer(truth ? 1 : 0) }
}
