public import Model
internal import Record
internal import SQLite
internal import Texts

/// What one snapshot showed that somebody asked to be told of.
public struct SnapshotNews: Sendable {
    /// What may be asked for.
    public enum Event: String, Sendable, CaseIterable {
        /// A tag came to point elsewhere.
        case digest
        /// A container's image is another.
        case image
        /// A container lags behind its tag since, by its image or by what its Pods alone run.
        case stale
        /// An import fails since.
        case failingImport = "failing-import"
        /// A container is on a long reference since.
        case longReference = "long-reference"
    }

    /// One thing that changed.
    public struct Item: Sendable {
        /// What kind of change.
        public let event: Event
        /// The object's namespace.
        public let namespace: String
        /// `deploy/web`, or `istag/web:1.0`.
        public let object: String
        /// The container, where it is one's.
        public let container: String?
        /// What was.
        public let old: String?
        /// What is.
        public let new: String?
        /// Who is tied to the tag.
        public let affected: [String]
        /// The command that tells more.
        public let command: String

        /// Describes a change.
        package init(
            event: Event, namespace: String, object: String, container: String?, old: String?, new: String?, affected: [String],
            command: String
        ) {
            self.event = event
            self.namespace = namespace
            self.object = object
            self.container = container
            self.old = old
            self.new = new
            self.affected = affected
            self.command = command
        }
    }

    /// The cluster's name.
    public let cluster: String
    /// When the snapshot was taken.
    public let takenAt: Instant
    /// What tells it from all others: its seal, or the cluster and the instant where it has none.
    public let key: String
    /// What changed, by event, namespace and object.
    public let items: [Item]

    /// Describes what a snapshot changed.
    package init(cluster: String, takenAt: Instant, key: String, items: [Item]) {
        self.cluster = cluster
        self.takenAt = takenAt
        self.key = key
        self.items = items
    }

    /// The next snapshot of a cluster after an instant, with what changed in it; nil where there is none yet.
    ///
    /// - Parameters:
    ///   - path: The record.
    ///   - cluster: The cluster's name.
    ///   - instant: When the last one was taken that is known already.
    ///   - events: What to tell of.
    public static func next(in path: String, of cluster: String, after instant: Instant, events: Set<Event>) throws
        -> SnapshotNews?
    {
        let row = try RecordReader(path: path).rows(
            """
            SELECT s.id, s.taken_at, s.changes, s.seal FROM snapshot s JOIN cluster c ON c.id = s.cluster_id
            WHERE c.name = ?1 AND s.stub = 0 AND s.taken_at > ?2 ORDER BY s.taken_at LIMIT 1
            """, [.text(cluster), .integer(instant.secondsSince1970)]
        ).first
        guard let row, let id = row[0].integer, let takenAt = Instant(row[1].integer) else { return nil }
        var key = "\(cluster)/\(takenAt)"
        if case .blob(let seal) = row[3] {
            key = seal.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        let items = row[2] == .integer(0) ? [] : try items(path, cluster, from: instant, to: takenAt, snapshot: id, events)
        return SnapshotNews(cluster: cluster, takenAt: takenAt, key: key, items: items)
    }

    /// When the newest snapshot of each cluster was taken.
    public static func newest(in path: String) throws -> [String: Instant] {
        Dictionary(
            try RecordReader(path: path).clusters().compactMap { standing in standing.takenAt.map { (standing.cluster, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    private struct Container {
        let image: String
        let isLong: Bool
        let isStale: Bool
        let istag: String?
        let stalePoint: String?
        /// What its Pods run of what the tag pointed to before, where its own image does not lag.
        var staleInPods: String?

        /// What lags.
        var lagging: String? { isStale ? image : staleInPods }
    }

    private static func items(
        _ path: String, _ cluster: String, from: Instant, to: Instant, snapshot: Int64, _ events: Set<Event>
    ) throws -> [Item] {
        let (before, after) = (try RecordReader(path: path, at: from), try RecordReader(path: path, at: to))
        var (old, new) = (try containers(before, cluster), try containers(after, cluster))
        if events.contains(.stale) {
            try noteStalePods(before, cluster, &old)
            try noteStalePods(after, cluster, &new)
        }
        var items: [Item] = []
        if events.contains(.digest) { items += try moves(after, cluster, snapshot, new) }
        for (id, container) in new.sorted(by: { $0.key < $1.key }) {
            func item(_ event: Event, _ old: String?, _ new: String?) -> Item {
                let object = "\(id.workload.kind.shortName)/\(id.workload.name)"
                return Item(
                    event: event, namespace: id.workload.namespace, object: object, container: id.container, old: old, new: new,
                    affected: [], command: line("isinventory", "history", object, "-n", id.workload.namespace))
            }
            let known = old[id]
            if events.contains(.image), let known, !known.image.hasSameBytes(as: container.image) {
                items.append(item(.image, known.image, container.image))
            }
            if events.contains(.stale), let lagging = container.lagging, known?.lagging == nil {
                items.append(item(.stale, lagging, container.stalePoint))
            }
            if events.contains(.longReference), container.isLong, known?.isLong != true {
                items.append(item(.longReference, known?.image, container.image))
            }
        }
        if events.contains(.failingImport) {
            let known = Set(try failing(before, cluster).map { $0.dropLast().map { ExactText($0) } })
            for row in try failing(after, cluster) where !known.contains(row.dropLast().map { ExactText($0) }) {
                items.append(
                    Item(
                        event: .failingImport, namespace: row[0], object: "istag/\(row[1])", container: nil, old: nil,
                        new: row[2],
                        affected: users(of: "\(row[0])/\(row[1])", new), command: line("isinventory", "problems", "-n", row[0])))
            }
        }
        return items
    }

    private static func line(_ words: String...) -> String { words.map(ShellWord.quoted).joined(separator: " ") }

    private static func containers(_ record: RecordReader, _ cluster: String) throws -> [ContainerID: Container] {
        let rows = try record.rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, form, verdict, istag_namespace, istag, istag_digest
            FROM container_ WHERE cluster = ?1
            """, [.text(cluster)])
        return Dictionary(
            rows.compactMap { row in
                guard let id = ContainerID(row) else { return nil }
                let istag = row[10].text.map { "\(row[9].text ?? "")/\($0)" }
                return (
                    id,
                    Container(
                        image: row[6].text ?? "", isLong: LongForm.isOne(row[7].text),
                        isStale: row[8].text == "stale",
                        istag: istag, stalePoint: row[11].text)
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    private static func noteStalePods(_ record: RecordReader, _ cluster: String, _ containers: inout [ContainerID: Container])
        throws
    {
        for row in try record.stalePods(Filter(cluster: cluster)) {
            if let id = ContainerID(row) { containers[id]?.staleInPods = row[7].text }
        }
    }

    private static func failing(_ record: RecordReader, _ cluster: String) throws -> [[String]] {
        try record.rows(
            "SELECT namespace, istag, import_error FROM istags WHERE cluster = ?1 AND import_error IS NOT NULL ORDER BY 1, 2",
            [.text(cluster)]
        ).map { $0.map { $0.text ?? "" } }
    }

    private static func moves(
        _ record: RecordReader, _ cluster: String, _ snapshot: Int64, _ containers: [ContainerID: Container]
    ) throws -> [Item] {
        try record.rows(
            """
            SELECT namespace, istag, old_digest, new_digest FROM digest_change_ WHERE cluster = ?1 AND by_snapshot = ?2
            ORDER BY namespace, istag, changed_at
            """, [.text(cluster), .integer(snapshot)]
        ).map { row in
            let (namespace, istag) = (row[0].text ?? "", row[1].text ?? "")
            return Item(
                event: .digest, namespace: namespace, object: "istag/\(istag)", container: nil, old: row[2].text,
                new: row[3].text,
                affected: users(of: "\(namespace)/\(istag)", containers),
                command: line("isinventory", "history", "istag/\(istag)", "-n", namespace))
        }
    }

    private static func users(of istag: String, _ containers: [ContainerID: Container]) -> [String] {
        containers.filter { $0.value.istag.hasSameBytes(as: istag) }.keys.sorted().map { id in
            "\(id.workload.namespace)/\(id.workload.kind.shortName)/\(id.workload.name)/\(id.container)"
        }
    }
}
