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

extension Record {
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

/// One view of objects that come and go.
private struct ObjectPart {
    let view: String
    let kind: String
    let name: String
    let uid: String

    static let all = [
        ObjectPart(view: "workloads_history", kind: "kind", name: "name", uid: "uid"),
        ObjectPart(view: "image_streams_history", kind: "'ImageStream'", name: "name", uid: "uid"),
        // A tag's uid is its stream's.
        ObjectPart(
            view: "(SELECT * FROM istag_row_ WHERE standing = 0)", kind: "'ImageStreamTag'", name: "istag", uid: "NULL"),
    ]

    func changes(
        in record: Record, _ filter: Filter, after start: Instant, _ looks: inout LastLooks
    ) throws -> [ObjectChange] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("(seen_from > ? OR seen_until > ?)", .text(start.description))
        if view.contains("istag_row_") {
            // By far the longest of the histories: told by its numbers, before its texts are put together.
            let snapshot = try record.firstSnapshot(after: start)
            condition.add("(from_snapshot >= ? OR until_snapshot >= ?)", .integer(snapshot))
        }
        if let end = record.instant { condition.add("seen_from <= ?", .text(end.description)) }
        let rows = try record.rows(
            """
            SELECT cluster, namespace, \(kind), \(name), \(uid), seen_from, seen_until FROM \(view)\(condition.clause)
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
        guard let cluster = row[0].text, let namespace = row[1].text, let kind = row[2].text.flatMap(ObjectKind.init(rawValue:)),
            let name = row[3].text, let seenBy = time.text.flatMap({ Instant($0) })
        else { return [] }
        // Tags are told by the streams.
        let looked = kind == .imageStreamTag ? ObjectKind.imageStream : kind
        let before = try looks.before(seenBy, kind: looked.rawValue, cluster: cluster, namespace: namespace)
        guard change != .appeared || before != nil else { return [] }
        return [
            ObjectChange(
                cluster: cluster, namespace: namespace, kind: kind, name: name, change: change, seenAfter: before,
                seenBy: seenBy)
        ]
    }
}
