internal import Model
internal import Texts

extension SnapshotBuilder {
    /// `oc get istag -A` reads one page of 500 streams and the server loses the rest without a word, so that many streams or
    /// nearly so in a list of tags alone may be all there are or not.
    static let mostStreamsOfTagList = 250

    /// The snapshot, and what a person should know of how it came to be.
    func assembled(cluster: String, takenAt: Instant, source: String) throws -> Collected {
        if claimsAll { claimAll() }
        let whole = Set(
            places(of: .imageStream).filter { coverage.isCovered(.imageStream, in: $0) }.map { $0.map { ExactText($0) } })
        let objects = GatheredObjects(try spool.contents(), kinds: kinds, allStreamsSeenIn: whole)
        let tags = try GatheredTags(objects)
        let looked = Dictionary(
            uniqueKeysWithValues: kinds.all.map(\.kind).map { ($0, places(of: $0 == .imageStreamTag ? .imageStream : $0)) })
        let told = (folders.map { [nil] + $0.sorted().map(\.text) + scope.entries } ?? scope.entries).uniqued.flatMap { place in
            kinds.all.map(\.kind).filter { looked[$0]?.contains { $0.hasSameBytes(as: place) } ?? false }
                .compactMap { entry($0, in: place, of: objects, tags) }
        }
        let entries = KindCoverage.settlingAbsence(told)
        return Collected(
            GatheredHeader(cluster: cluster, takenAt: takenAt, source: source, coverage: entries), objects: objects,
            skipped: skipped, findings: remarks(tags, entries), identity: identity)
    }

    /// A must-gather whose user says that it shows every namespace: a kind of which each folder has a list is covered everywhere.
    private func claimAll() {
        for kind in kinds.all.map(\.kind) where kind != .imageStreamTag && coverage.isTold(kind) {
            let folders = folders ?? []
            if folders.allSatisfy({ coverage.isCovered(kind, in: $0.text) }) { coverage.cover(kind) }
        }
    }

    /// Where a kind was looked for, nil standing for all namespaces.
    private func places(of kind: ObjectKind) -> [String?] {
        guard let folders else { return scope.entries }
        switch scope {
        case .all: return coverage.isCoveredEverywhere(kind) && claimsAll ? [nil] : folders.sorted().map(\.text)
        case .namespaces: return scope.entries
        }
    }

    private func entry(
        _ kind: ObjectKind, in namespace: String?, of objects: GatheredObjects, _ tags: GatheredTags
    ) -> KindCoverage? {
        guard kind == .imageStreamTag else {
            return coverage.entry(kind, in: namespace, objects: objects.count(kind, in: namespace))
        }
        let count = tags.count(in: namespace)
        let told = coverage.entry(kind, in: namespace, objects: count)
        // Streams carry their tags, so seeing all streams is seeing all tags, whatever the list of tags was like.
        if coverage.entry(.imageStream, in: namespace, objects: 0)?.outcome == .complete {
            return KindCoverage(kind: kind, namespace: namespace, outcome: .complete, objects: count)
        }
        let listed = tags.listedStreams(in: namespace)
        guard told?.outcome == .complete, listed >= Self.mostStreamsOfTagList else { return told }
        return KindCoverage(
            kind: kind, namespace: namespace, outcome: .failed, objects: count,
            reason: CoverageReason.listOfTags(streams: listed))
    }
}

/// What was found of tags in each namespace, told from streams and from ImageStreamTag objects.
struct GatheredTags {
    private var counts: [ExactText: Int] = [:]
    private var streams: [ExactText: Int] = [:]
    /// Tags whose ImageStreamTag object names another digest than the stream.
    private(set) var different = TagExamples()
    /// ImageStreamTag objects that the streams, though all seen, do not have.
    private(set) var unknown = TagExamples()

    init(_ objects: GatheredObjects) throws {
        guard objects.count(.imageStreamTag, in: nil) > 0 else {
            for namespace in objects.found { counts[ExactText(namespace)] = objects.carriedTags(in: namespace) }
            return
        }
        try objects.forEachReconciliation { namespace, reconciled, listed in
            counts[namespace] = reconciled.tags.count
            streams[namespace] = listed
            different.add(reconciled.different)
            unknown.add(reconciled.unknown)
        }
    }

    /// The tags of a namespace, or of all.
    func count(in namespace: String?) -> Int {
        namespace.map { counts[ExactText($0)] ?? 0 } ?? counts.values.reduce(0, +)
    }

    /// The streams that ImageStreamTag objects of a namespace, or of all, name.
    func listedStreams(in namespace: String?) -> Int {
        namespace.map { streams[ExactText($0)] ?? 0 } ?? streams.values.reduce(0, +)
    }
}

extension KindCoverage {
    /// That an API is absent is told of the cluster and not of a namespace, of which it would say that the namespace does not exist;
    /// and an API that answered elsewhere is not absent.
    static func settlingAbsence(_ entries: [KindCoverage]) -> [KindCoverage] {
        let answered = Set(entries.filter { $0.outcome != .absent }.map(\.kind))
        var told: Set<ObjectKind> = []
        return entries.compactMap { entry in
            guard entry.outcome == .absent, entry.namespace != nil else { return entry }
            var entry = entry
            if answered.contains(entry.kind) {
                entry.outcome = .failed
            } else {
                guard told.insert(entry.kind).inserted else { return nil }
                entry.namespace = nil
            }
            return entry
        }
    }
}

extension [String?] {
    /// Each once, where it stands first.
    fileprivate var uniqued: [String?] {
        var seen: Set<ExactText?> = []
        return filter { seen.insert($0.map { ExactText($0) }).inserted }
    }
}
