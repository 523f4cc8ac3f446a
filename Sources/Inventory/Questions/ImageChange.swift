internal import Model
internal import Record
internal import SQLite

/// A container's image as it changed from one look to the next.
struct ImageChange {
    let cluster: String
    let namespace: String
    let kind: String
    let name: String
    let container: String
    let isInit: Bool
    /// The last look that did not show it yet; nil where none looked before.
    let seenAfter: Instant?
    let seenBy: Instant
    /// nil where the container was not there.
    let oldImage: String?
    /// nil where it is gone.
    let newImage: String?
    /// The tag the new image is tied to.
    let istag: String?

    static let columns: [Answer.Column] = [
        .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
        .init("init", .boolean), .init("seen_after", .time), .init("seen_by", .time), .init("old_image", .digest),
        .init("new_image", .digest),
        .init("istag"),
    ]

    static func answer(_ changes: [ImageChange]) -> Answer {
        func cell(_ text: String?) -> Answer.Cell { text.map(Answer.Cell.text) ?? .null }
        return Answer(
            columns: columns,
            rows: changes.map {
                [
                    .text($0.cluster), .text($0.namespace), .text($0.kind), .text($0.name), .text($0.container),
                    .boolean($0.isInit), cell($0.seenAfter?.description), .text($0.seenBy.description), cell($0.oldImage),
                    cell($0.newImage),
                    cell($0.istag),
                ]
            }, names: changes.map { "\($0.kind.lowercased())/\($0.name)/\($0.container)" })
    }
}

extension RecordReader {
    /// Every change of a container's image under a condition over `containers_history`, oldest first.
    func imageChanges(_ condition: Filter.Condition, from: Instant? = nil, to: Instant? = nil) throws -> [ImageChange] {
        var condition = condition
        // What ended before, and what began before and still stands, has no change to tell.
        if let from {
            condition.add("(seen_from > ? OR seen_until > ?)", .text(from.description))
            condition.add("(from_snapshot >= ? OR until_snapshot >= ?)", .integer(try firstSnapshot(after: from)))
        }
        let end = to ?? instant
        if let end { condition.add("from_snapshot <= ?", .integer(try lastSnapshot(until: end))) }
        let rows = try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, istag_namespace, istag, seen_from, seen_until
            FROM container_history_\(condition.clause)
            ORDER BY cluster, namespace, kind, name, init DESC, container, seen_from
            """, condition.values)
        var looks = LastLooks(self)
        var changes: [ImageChange] = []
        for (index, row) in rows.enumerated() {
            let before = index > 0 && isSameContainer(rows[index - 1], row) ? rows[index - 1] : nil
            let continues = before.map { $0[10] == row[9] } ?? false
            // A trigger that comes or goes begins a new state without a new image.
            if !continues || before?[6] != row[6] {
                changes += try change(row, at: row[9], old: continues ? before?[6].text : nil, new: row[6].text, &looks)
            }
            let next = index + 1 < rows.count && isSameContainer(row, rows[index + 1]) ? rows[index + 1] : nil
            if row[10] != .null, next?[9] != row[10] {
                changes += try change(row, at: row[10], old: row[6].text, new: nil, &looks)
            }
        }
        return changes.filter { change in
            from.map { change.seenBy > $0 } ?? true && end.map { change.seenBy <= $0 } ?? true
        }.sorted { ($0.seenBy, $0.cluster, $0.namespace, $0.name) < ($1.seenBy, $1.cluster, $1.namespace, $1.name) }
    }

    private func isSameContainer(_ left: [Value], _ right: [Value]) -> Bool { left[..<6] == right[..<6] }

    private func change(
        _ row: [Value], at time: Value, old: String?, new: String?, _ looks: inout LastLooks
    ) throws -> [ImageChange] {
        guard let seenBy = time.text.flatMap({ Instant($0) }), let cluster = row[0].text, let namespace = row[1].text,
            let kind = row[2].text
        else { return [] }
        let tag = new == nil ? nil : row[8].text.map { row[7] == row[1] ? $0 : "\(row[7].text ?? "")/\($0)" }
        return [
            ImageChange(
                cluster: cluster, namespace: namespace, kind: kind, name: row[3].text ?? "",
                container: row[4].text ?? "", isInit: row[5] == .integer(1),
                seenAfter: try looks.before(seenBy, kind: kind, cluster: cluster, namespace: namespace), seenBy: seenBy,
                oldImage: old, newImage: new, istag: tag)
        ]
    }
}
