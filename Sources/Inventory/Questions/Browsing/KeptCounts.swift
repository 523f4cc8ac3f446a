public import Record
internal import SQLite
internal import Texts

// What is counted of all that stands at a reader's instant; each answers what the question of its name does.
extension KeptStates {
    /// How many containers there are, by verdict and form: what ``RecordReader/figures(_:at:known:)`` adds up.
    public func verdictCounts(_ record: RecordReader, _ filter: Filter) throws -> [VerdictCount] {
        var counts = [Int64](repeating: 0, count: meanings.count)
        eachContainer(try shown(by: record, filter)) { counts[Int($0.meaning)] += 1 }
        return zip(meanings, counts).compactMap { meaning, count in
            count == 0 ? nil : VerdictCount(verdict: meaning.verdict, form: meaning.form, count: count)
        }
    }

    /// How many rows a list has, of all or of those judged so or so, of tags also of those whose imports do not fail; nil where it asks
    /// for anything else.
    public func total(_ record: RecordReader, _ view: View, _ browse: Browse) throws -> Int64? {
        let filter = Filter(cluster: browse.filter.cluster, namespaces: browse.filter.namespaces)
        guard browse.text?.isEmpty ?? true, browse.filter == filter else { return nil }
        let isOfTags = view == .istags
        guard isOfTags || view == .containers || view == .verdicts else { return nil }
        let isKnown = browse.matches.allSatisfy {
            isOfTags ? $0.column == "import_error" && $0.values == [nil] : ["verdict", "form"].contains($0.column)
        }
        guard isKnown else { return nil }
        let shown = try shown(by: record, filter)
        var count: Int64 = 0
        if isOfTags {
            let isAnyone = browse.matches.isEmpty
            eachTag(shown) { if isAnyone || !$0.isFailing { count += 1 } }
        } else {
            let isWanted = meanings.map { meaning in
                browse.matches.allSatisfy { match in
                    let text = match.column == "verdict" ? meaning.verdict : meaning.form
                    return match.values.contains { $0?.hasSameBytes(as: text) ?? false }
                }
            }
            eachContainer(shown) { if isWanted[Int($0.meaning)] { count += 1 } }
        }
        return count
    }

    /// ``QuestionEngine/namespaces(_:)``.
    public func namespaces(_ record: RecordReader, _ filter: Filter) throws -> Answer {
        try record.refuseUnknownPlaces(filter)
        struct Counts {
            var (workloads, containers, tags, long, stale, unresolved) = (
                Int64(0), Int64(0), Int64(0), Int64(0), Int64(0), Int64(0)
            )
        }
        let shown = try shown(by: record, filter)
        let (isLong, isStale) = (meanings.map { LongForm.isOne($0.form) }, meanings.map { $0.verdict == "stale" })
        let isUnresolved = meanings.map { $0.verdict == "unresolved" }
        var counts = places.map { _ in Counts() }
        var workload: Int32 = -1
        eachContainer(shown) { state in
            let (place, meaning) = (Int(state.place), Int(state.meaning))
            counts[place].containers += 1
            if state.workload != workload { counts[place].workloads += 1 }
            if isLong[meaning] { counts[place].long += 1 }
            if isStale[meaning] { counts[place].stale += 1 }
            if isUnresolved[meaning] { counts[place].unresolved += 1 }
            workload = state.workload
        }
        eachTag(shown) { counts[Int($0.place)].tags += 1 }
        let rows = zip(places, counts).filter { $1.containers + $1.tags > 0 }.map { place, count in
            [.text(place.cluster), .text(place.namespace)]
                + [count.workloads, count.containers, count.tags, count.long, count.stale, count.unresolved].map(
                    Answer.Cell.integer)
        }
        return try record.namespaces(filter, counted: rows)
    }

    /// ``RecordReader/longReferenceCounts(_:)``.
    public func longReferences(_ record: RecordReader, _ filter: Filter) throws -> [LongReferences.Count] {
        try record.refuseUnknownPlaces(filter)
        let isLong = meanings.map { LongForm.isOne($0.form) }
        var counts = places.map { _ in Int64(0) }
        eachContainer(try shown(by: record, filter)) { if isLong[Int($0.meaning)] { counts[Int($0.place)] += 1 } }
        return zip(places, counts).filter { $1 > 0 }.map { .init(cluster: $0.cluster, namespace: $0.namespace, count: $1) }
    }

    /// ``QuestionEngine/stale(_:)``.
    public func stale(_ record: RecordReader, _ filter: Filter) throws -> Answer {
        let isStale = meanings.map { $0.verdict == "stale" }
        var found: [Int32] = []
        eachContainer(try shown(by: record, filter)) { if isStale[Int($0.meaning)] { found.append($0.container) } }
        let hasPods = try !record.rows("SELECT 1 FROM \(record.links.anyPods) LIMIT 1").isEmpty
        return try record.stale(filter, staleByImage: found, hasPods: hasPods)
    }

    /// The rows of `registries`, of all namespaces.
    public func registries(_ record: RecordReader, cluster: String?) throws -> Answer {
        let filter = Filter(cluster: cluster)
        try record.refuseUnknownPlaces(filter)
        let (clusters, clusterOfPlace) = clusterNumbers
        var uses = (0..<clusters.count * registries.count).map { _ in Use() }
        var seenNames = [Bool](repeating: false, count: clusters.count * canonicalCount)
        eachContainer(try shown(by: record, filter)) { state in
            let reference = references[Int(state.reference)]
            guard reference.registry >= 0 else { return }
            let cluster = clusterOfPlace[Int(state.place)]
            let name = cluster * canonicalCount + Int(reference.canonical)
            uses[cluster * registries.count + Int(reference.registry)].add(state, isNewName: !seenNames[name])
            seenNames[name] = true
        }
        let rows = uses.indices.filter { uses[$0].containers > 0 }.map { index in
            (cluster: clusters[index / registries.count], registry: registries[index % registries.count], use: uses[index])
        }.sorted {
            (ExactText($0.cluster), $1.use.containers, ExactText($0.registry))
                < (ExactText($1.cluster), $0.use.containers, ExactText($1.registry))
        }
        var answer = Answer(
            columns: View.registries.answerColumns,
            rows: rows.map { row in
                [.text(row.cluster), .text(row.registry)]
                    + [row.use.workloads, row.use.containers, Int64(row.use.places.count), row.use.names].map(Answer.Cell.integer)
            })
        answer.names = answer.rows.map { View.registries.objectName(of: $0) }
        answer.notes = try record.notes(on: .registries, filter, isEmpty: rows.isEmpty)
        return answer
    }

    /// The clusters' names, and of each place which of them it is in.
    private var clusterNumbers: (names: [String], ofPlace: [Int]) {
        var names: [String] = []
        let numbers = places.map { place in
            if !(names.last.map { $0.hasSameBytes(as: place.cluster) } ?? false) { names.append(place.cluster) }
            return names.count - 1
        }
        return (names, numbers)
    }

    /// By how much a registry is used.
    private struct Use {
        var (workloads, containers, names) = (Int64(0), Int64(0), Int64(0))
        var places: Set<Int32> = []
        private var workload: Int32 = -1

        init() {}

        mutating func add(_ state: ContainerState, isNewName: Bool) {
            containers += 1
            if isNewName { names += 1 }
            // A workload's containers follow each other.
            guard state.workload != workload else { return }
            workload = state.workload
            workloads += 1
            places.insert(state.place)
        }
    }
}
