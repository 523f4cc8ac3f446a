internal import Model
public import Record
internal import SQLite

/// A part of all problems for who leafs through them, and how many there are: only the namespaces in which it lies are read.
public struct ProblemsPart: Sendable {
    /// The part.
    public let problems: Problems
    /// How many there are in all.
    public let total: Int64
    /// How many in each namespace.
    public let namespaces: [String: Int64]

    /// Problems in a namespace.
    private struct Stretch {
        let problem: Problem
        let place: KeptStates.Place
        let count: Int
    }

    /// Asks a record for a part of what ``Problems/init(in:_:only:)`` finds there; nil where that must be found whole.
    ///
    /// - Parameters:
    ///   - offset: How many to leave out at the beginning.
    ///   - limit: How many there are to be at most.
    public init?(in record: RecordReader, _ filter: Filter, _ states: KeptStates, offset: Int, limit: Int) throws {
        try record.refuseUnknownPlaces(filter)
        // A container that a paused trigger would fill is told of once, which its image alone decides, and that is not kept.
        guard let names = try states.unresolvedNames(record, filter) else { return nil }
        let needed = try states.neededTags(record)
        let triggers = states.hasTriggers ? try record.triggerProblems(filter).map(\.found) : []
        let stretches =
            try states.tagTroubles(record, filter, needed: needed).flatMap { problem, counts in
                zip(states.places, counts).filter { $1 > 0 }.map { Stretch(problem: problem, place: $0, count: $1) }
            } + zip(states.places, names).filter { $1 > 0 }.map { Stretch(problem: .unresolvedName, place: $0, count: $1) }

        var (skipped, found, counts) = (max(0, offset), [FoundProblem](), [String: Int64]())
        for stretch in stretches {
            counts[stretch.place.namespace, default: 0] += Int64(stretch.count)
            guard found.count < limit else { continue }
            guard skipped < stretch.count else {
                skipped -= stretch.count
                continue
            }
            let own = Filter(cluster: stretch.place.cluster, namespaces: [stretch.place.namespace])
            found += try record.problemsOfTagsAndNames(own, [stretch.problem], needed: needed).dropFirst(skipped)
                .prefix(limit - found.count)
            skipped = 0
        }
        let ofTriggers = Problem.allCases.flatMap { problem in triggers.filter { $0.problem == problem } }
        found += ofTriggers.dropFirst(skipped).prefix(limit - found.count)
        for problem in triggers { counts[problem.namespace, default: 0] += 1 }
        total = counts.values.reduce(0, +)
        namespaces = counts
        problems = try Problems(found, notes: Problems.notes(in: record, filter, isNone: total == 0))
    }
}

extension KeptStates {
    /// The file's numbers of the tags that a container that stands is tied to, in whatever namespace, or that such a tag follows.
    fileprivate func neededTags(_ record: RecordReader) throws -> Set<Int64> {
        var isTied = [Bool](repeating: false, count: tied.count)
        eachContainer(try shown(by: record, Filter())) { if $0.tag >= 0 { isTied[Int($0.tag)] = true } }
        return try FollowedTags(in: record).needed(by: Set(zip(tied, isTied).lazy.filter(\.1).map { Int64($0.0) }))
    }

    /// How many tags of each place have each of the problems of tags, in the order in which those are told.
    fileprivate func tagTroubles(
        _ record: RecordReader, _ filter: Filter, needed: Set<Int64>
    ) throws -> [(Problem, counts: [Int])] {
        let none = places.map { _ in 0 }
        var (failing, unscheduled, unneeded) = (none, none, none)
        eachTag(try shown(by: record, filter)) { state in
            let place = Int(state.place)
            if state.isFailing { failing[place] += 1 }
            if state.isUnscheduled { unscheduled[place] += 1 }
            if state.hasImage, !needed.contains(Int64(state.tag)) { unneeded[place] += 1 }
        }
        return [(.failingImport, failing), (.unscheduledTag, unscheduled), (.noWorkload, unneeded)]
    }

    /// How many short names stand in each place that nothing resolved; nil where one may be no name at all.
    fileprivate func unresolvedNames(_ record: RecordReader, _ filter: Filter) throws -> [Int]? {
        let isUnresolved = meanings.map { $0.verdict == "unresolved" }
        var (counts, isName) = (places.map { _ in 0 }, true)
        eachContainer(try shown(by: record, filter)) { state in
            guard isUnresolved[Int(state.meaning)] else { return }
            counts[Int(state.place)] += 1
            if references[Int(state.reference)].registry < 0 { isName = false }
        }
        return isName ? counts : nil
    }
}
