public import Model
internal import Record
internal import SQLite

/// An object that came, went, or was deleted and created again under its name.
public struct ObjectChange: Sendable, Equatable {
    /// What became of it.
    public enum Change: String, Sendable, CaseIterable {
        /// It was not there at the look before.
        case appeared
        /// It was there at the look before.
        case disappeared
        /// Its uid changed: it was deleted and created again between two looks.
        case recreated
    }

    /// The cluster's name.
    public let cluster: String
    /// The object's namespace.
    public let namespace: String
    /// The object's kind.
    public let kind: ObjectKind
    /// Its name; `stream:tag` for an ImageStreamTag.
    public let name: String
    /// What became of it.
    public let change: Change
    /// The last look that did not show the change yet.
    public let seenAfter: Instant?
    /// The first snapshot that showed it.
    public let seenBy: Instant
}

extension RecordReader {
    /// Workloads, streams and tags that came or went after an instant, until this reader's own.
    ///
    /// What a first look shows did not appear: only what an earlier, complete look at its kind and namespace did not show.
    func objectChanges(_ filter: Filter, after start: Instant) throws -> [ObjectChange] {
        var looks = LastLooks(self)
        var changes: [ObjectChange] = []
        for part in ObjectPart.all { changes += try part.changes(in: self, filter, after: start, &looks) }
        return changes.sorted {
            ($0.seenBy, $0.cluster, $0.namespace, $0.kind, $0.name, $0.change.rawValue)
                < ($1.seenBy, $1.cluster, $1.namespace, $1.kind, $1.name, $1.change.rawValue)
        }
    }
}

extension RecordReader {
    /// Every state of every workload, with the numbers of its snapshots.
    static let workloadIntervals = """
        SELECT c.name AS cluster, n.name AS namespace, k.name AS kind, w.name, u.value AS uid,
            strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
            strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until, v.from_snapshot, v.until_snapshot
        FROM workload_version v
        JOIN workload w ON w.id = v.workload_id AND substr(w.name, 1, 2) <> '//'
        JOIN kind k ON k.id = w.kind_id
        JOIN namespace n ON n.id = w.namespace_id
        JOIN cluster c ON c.id = n.cluster_id
        JOIN snapshot f ON f.id = v.from_snapshot
        LEFT JOIN snapshot e ON e.id = v.until_snapshot
        LEFT JOIN text u ON u.id = v.uid_id
        """

    /// States that began or ended after an instant, and began until this reader's own.
    func condition(_ filter: Filter, onIntervalsAfter start: Instant) throws -> Filter.Condition {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("(from_snapshot >= ? OR until_snapshot >= ?)", .integer(try firstSnapshot(after: start)))
        condition.add("(seen_from > ? OR seen_until > ?)", .text(start.description))
        if let instant { condition.add("seen_from <= ?", .text(instant.description)) }
        return condition
    }
}

/// Objects of one kind that come and go: when each was seen, told by snapshots' numbers before any text is put together, since
/// a history is long and a period short.
private struct ObjectPart {
    let intervals: String

    static let all = [
        ObjectPart(intervals: RecordReader.workloadIntervals),
        ObjectPart(
            intervals: """
                SELECT c.name AS cluster, n.name AS namespace, 'ImageStream' AS kind, i.name, u.value AS uid,
                    strftime('%Y-%m-%dT%H:%M:%SZ', f.taken_at, 'unixepoch') AS seen_from,
                    strftime('%Y-%m-%dT%H:%M:%SZ', e.taken_at, 'unixepoch') AS seen_until, v.from_snapshot, v.until_snapshot
                FROM image_stream_version v
                JOIN image_stream i ON i.id = v.image_stream_id
                JOIN namespace n ON n.id = i.namespace_id
                JOIN cluster c ON c.id = n.cluster_id
                JOIN snapshot f ON f.id = v.from_snapshot
                LEFT JOIN snapshot e ON e.id = v.until_snapshot
                LEFT JOIN text u ON u.id = v.uid_id
                """),
        // A tag's uid is its stream's.
        ObjectPart(
            intervals: """
                SELECT cluster, namespace, 'ImageStreamTag' AS kind, istag AS name, NULL AS uid, seen_from, seen_until,
                    from_snapshot, until_snapshot
                FROM istag_history_
                """),
    ]

    func changes(
        in record: RecordReader, _ filter: Filter, after start: Instant, _ looks: inout LastLooks
    ) throws -> [ObjectChange] {
        let condition = try record.condition(filter, onIntervalsAfter: start)
        let rows = try record.rows(
            """
            SELECT cluster, namespace, kind, name, uid, seen_from, seen_until FROM (\(intervals))\(condition.clause)
            ORDER BY 1, 2, 3, 4, seen_from
            """, condition.values)
        var changes: [ObjectChange] = []
        for (index, row) in rows.enumerated() {
            let before = index > 0 && rows[index - 1][..<4] == row[..<4] ? rows[index - 1] : nil
            let after = index + 1 < rows.count && rows[index + 1][..<4] == row[..<4] ? rows[index + 1] : nil
            if let before, before[6] == row[5] {
                if before[4] != row[4] { changes += try change(.recreated, row, row[5], &looks) }
            } else if row[5].text.map({ $0 > start.description }) ?? false {
                changes += try change(.appeared, row, row[5], &looks)
            }
            if row[6] != .null, after?[5] != row[6], isWithin(row[6], start, record.instant) {
                changes += try change(.disappeared, row, row[6], &looks)
            }
        }
        return changes
    }

    private func isWithin(_ time: Value, _ start: Instant, _ end: Instant?) -> Bool {
        guard let time = time.text.flatMap({ Instant($0) }) else { return false }
        return time > start && end.map { time <= $0 } ?? true
    }

    private func change(
        _ change: ObjectChange.Change, _ row: [Value], _ time: Value, _ looks: inout LastLooks
    ) throws -> [ObjectChange] {
        guard let cluster = row[0].text, let namespace = row[1].text, let kind = row[2].text.flatMap({ ObjectKind(title: $0) }),
            let name = row[3].text, let seenBy = time.text.flatMap({ Instant($0) })
        else { return [] }
        // Tags are told by the streams.
        let looked = kind == .imageStreamTag ? ObjectKind.imageStream : kind
        let before = try looks.before(seenBy, kind: looked.title, cluster: cluster, namespace: namespace)
        guard change != .appeared || before != nil else { return [] }
        return [
            ObjectChange(
                cluster: cluster, namespace: namespace, kind: kind, name: name, change: change, seenAfter: before,
                seenBy: seenBy)
        ]
    }
}
