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
    /// Whether the template changed or what Pods run: `spec` or `pod`.
    let how: String
    /// The last look that did not show it yet; nil where none looked before.
    let seenAfter: Instant?
    let seenBy: Instant
    /// nil where the container was not there.
    let oldImage: String?
    /// nil where it is gone.
    let newImage: String?
    /// The tag the new image is tied to.
    let istag: String?
    /// The field manager that wrote the new image, and when.
    let setBy: String?
    let setAt: String?

    static let columns: [Answer.Column] = [
        .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
        .init("init", .boolean), .init("how"), .init("seen_after", .time), .init("seen_by", .time), .init("old_image", .digest),
        .init("new_image", .digest),
        .init("istag"), .init("set_by", isWide: true), .init("set_at", .time, isWide: true),
    ]

    static func answer(_ changes: [ImageChange]) -> Answer {
        func cell(_ text: String?) -> Answer.Cell { text.map(Answer.Cell.text) ?? .null }
        return Answer(
            columns: columns,
            rows: changes.map {
                [
                    .text($0.cluster), .text($0.namespace), .text($0.kind), .text($0.name), .text($0.container),
                    .boolean($0.isInit), .text($0.how), cell($0.seenAfter?.description), .text($0.seenBy.description),
                    cell($0.oldImage),
                    cell($0.newImage),
                    cell($0.istag), cell($0.setBy), cell($0.setAt),
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
            SELECT cluster, namespace, kind, name, container, init, image, istag_namespace, istag, seen_from, seen_until, set_by,
                set_at
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
                var row = row
                row.replaceSubrange(11...12, with: setting(of: rows[index...]))
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

    /// Who set the image of the first of these states, and when: a later look can be the first to tell, as long as the image stays.
    private func setting(of rows: ArraySlice<[Value]>) -> ArraySlice<Value> {
        var last = rows.startIndex
        while rows[last][11] == .null, last + 1 < rows.endIndex, isSameContainer(rows[last], rows[last + 1]),
            rows[last + 1][9] == rows[last][10], rows[last + 1][6] == rows[last][6]
        {
            last += 1
        }
        return rows[last][11...12]
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
                container: row[4].text ?? "", isInit: row[5] == .integer(1), how: "spec",
                seenAfter: try looks.before(seenBy, kind: kind, cluster: cluster, namespace: namespace), seenBy: seenBy,
                oldImage: old, newImage: new, istag: tag, setBy: new == nil ? nil : row[11].text,
                setAt: new == nil ? nil : row[12].text)
        ]
    }

    /// Every change of what Pods run under a condition over `running_history_`, oldest first: what one image gave way to another is one.
    func podChanges(_ condition: Filter.Condition) throws -> [ImageChange] {
        var condition = condition
        if let instant { condition.add("from_snapshot <= ?", .integer(try lastSnapshot(until: instant))) }
        let rows = try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, coalesce(digest, image_id, image), seen_from, seen_until
            FROM running_history_\(condition.clause)
            ORDER BY cluster, namespace, kind, name, init DESC, container, seen_from, 7
            """, condition.values)
        struct Moment: Hashable {
            let container: [Value]
            let time: String
        }
        var moments: [Moment] = []
        var turns: [Moment: (ended: [String], began: [String])] = [:]
        func note(_ row: [Value], _ time: Value, _ image: (inout (ended: [String], began: [String])) -> Void) {
            guard let text = time.text, instant.map({ text <= $0.description }) ?? true else { return }
            let moment = Moment(container: Array(row[..<6]), time: text)
            if turns[moment] == nil { moments.append(moment) }
            image(&turns[moment, default: ([], [])])
        }
        for row in rows {
            note(row, row[7]) { $0.began.append(row[6].text ?? "") }
            note(row, row[8]) { $0.ended.append(row[6].text ?? "") }
        }
        var looks = LastLooks(self)
        var changes: [ImageChange] = []
        for moment in moments {
            guard let turn = turns[moment], let id = ContainerID(moment.container), let seenBy = Instant(moment.time) else {
                continue
            }
            let workload = id.workload
            let seenAfter = try looks.before(
                seenBy, kind: ObjectKind.pod.title, cluster: id.cluster, namespace: workload.namespace)
            for place in 0..<max(turn.ended.count, turn.began.count) {
                changes.append(
                    ImageChange(
                        cluster: id.cluster, namespace: workload.namespace, kind: workload.kind.title, name: workload.name,
                        container: id.container, isInit: id.isInit, how: "pod", seenAfter: seenAfter, seenBy: seenBy,
                        oldImage: place < turn.ended.count ? turn.ended[place] : nil,
                        newImage: place < turn.began.count ? turn.began[place] : nil, istag: nil, setBy: nil, setAt: nil))
            }
        }
        return changes
    }
}
