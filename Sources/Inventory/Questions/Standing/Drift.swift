public import Model
internal import Record
internal import SQLite

/// An image that a container's Pods run although something says that they should run another.
public struct DriftEntry: Sendable, Equatable {
    /// What a running image differs from.
    public enum Against: String, Sendable, CaseIterable {
        /// The digest that the container's image writes.
        case spec
        /// What its tag points to.
        case tag
        /// What others of its Pods run.
        case pods
    }

    /// The container.
    public let id: ContainerID
    /// The `image:` field as it stands.
    public let image: String
    /// `differs` or `mixed`.
    public let runs: String
    /// What it differs from.
    public let against: Against
    /// The digest that should run; nil where Pods differ from each other and nothing says which is right.
    public let expected: String?
    /// The tag the container is tied to.
    public let tag: ClusterTag?
    /// The digest that runs; nil where only its local ID is known.
    public let running: String?
    /// The image's local ID, as far as it is known.
    public let imageID: String?
    /// In how many Pods, where that is known.
    public let pods: Int64?
    /// When the first container that ran it was started.
    public let startedAt: Instant?
    /// The first look that showed it.
    public let seenFrom: Instant?
}

extension QuestionEngine {
    /// Containers whose Pods run something else than their image pins, than their tag points to, or than each other: each image that runs.
    public func driftEntries(_ filter: Filter = Filter()) throws -> [DriftEntry] {
        var condition = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        condition.add("runs IN ('differs', 'mixed')")
        // Only containers of which anything runs, so that the others need not be asked.
        condition.add(links.everRan("container_"))
        // What runs alone, is called by its digest and is what a tag points to that the image agrees with, is as it should be.
        let doubt = "(p.naming <> 0 OR j.istag_digest IS NULL OR p.name_id <> j.istag_digest OR j.verdict <> 'current')"
        let places = filter.condition(over: ["cluster", "namespace", "kind"], name: "name")
        let containers =
            links.doubtful("*", places, if: doubt).map { "(SELECT * FROM \($0) c_ WHERE runs IN ('differs', 'mixed'))" }
            ?? "(SELECT * FROM container_\(condition.clause))"
        return try rows(
            """
            SELECT c.cluster, c.namespace, c.kind, c.name, c.container, c.init, c.image, c.runs,
                CASE WHEN c.runs = 'mixed' THEN 'pods' WHEN c.digest IS NOT NULL THEN 'spec' ELSE 'tag' END AS against,
                coalesce(c.digest, c.istag_digest) AS expected, c.istag_namespace, c.istag, r.digest AS running, r.image_id, r.pods,
                r.started_at, r.seen_from
            FROM \(containers) c
            JOIN running_ r ON \(links.sameContainer("r", "c"))
            ORDER BY c.cluster, c.namespace, c.kind, c.name, c.init DESC, c.position, r.seen_from, r.digest NULLS FIRST,
                r.image_id NULLS FIRST
            """, condition.values
        ).compactMap { row in
            guard let id = ContainerID(row), let against = row[8].text.flatMap(DriftEntry.Against.init(rawValue:)) else {
                return nil
            }
            return DriftEntry(
                id: id, image: row[6].text ?? "", runs: row[7].text ?? "", against: against, expected: row[9].text,
                tag: row[11].text.map { ClusterTag(cluster: id.cluster, namespace: row[10].text ?? "", istag: $0) },
                running: row[12].text, imageID: row[13].text, pods: row[14].integer,
                startedAt: row[15].text.flatMap { Instant($0) }, seenFrom: row[16].text.flatMap { Instant($0) })
        }
    }

    /// The same as rows; `against` says what it differs from: `spec`, `tag` or `pods`.
    public func drift(_ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        let entries = try driftEntries(filter)
        var answer = Answer.drift(entries)
        answer.names = entries.map { "\($0.id.workload.kind.title.lowercased())/\($0.id.workload.name)/\($0.id.container)" }
        if entries.isEmpty {
            answer.notes.append(.none(.drift, filter.place, at: nil))
        }
        answer.notes += try podNotes(filter)
        return answer
    }

    /// Which Pods the newest look at each cluster asked for did not see; empty where it saw all.
    func notesOnPods(_ filter: Filter) throws -> [Note] {
        try clusters().filter { $0.snapshot != nil && filter.asks($0.cluster) }
            .flatMap { try coverageNotes(of: $0, kinds: [.pod], filter) }
    }
}

extension Answer {
    /// What drifts, as rows.
    public static func drift(_ entries: [DriftEntry]) -> Answer {
        func text(_ text: String?) -> Cell { text.map(Cell.text) ?? .null }
        return Answer(
            columns: [
                .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
                .init("init", .boolean, isWide: true), .init("image", .digest), .init("runs"), .init("against"),
                .init("expected", .digest), .init("istag_namespace", isWide: true), .init("istag", isWide: true),
                .init("running", .digest), .init("image_id", .digest, isWide: true), .init("pods", .integer),
                .init("started_at", .time, isWide: true), .init("seen_from", .time),
            ],
            rows: entries.map { entry in
                [
                    .text(entry.id.cluster), .text(entry.id.workload.namespace), .text(entry.id.workload.kind.title),
                    .text(entry.id.workload.name), .text(entry.id.container), .integer(entry.id.isInit ? 1 : 0),
                    .text(entry.image),
                    .text(entry.runs), .text(entry.against.rawValue), text(entry.expected), text(entry.tag?.namespace),
                    text(entry.tag?.istag), text(entry.running), text(entry.imageID), entry.pods.map(Cell.integer) ?? .null,
                    text(entry.startedAt?.description), text(entry.seenFrom?.description),
                ]
            })
    }
}
