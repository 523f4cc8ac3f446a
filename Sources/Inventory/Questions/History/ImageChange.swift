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
    var seenAfter: Instant?
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
    ///
    /// Numbers of snapshots narrow it to what a stretch of time has changed.
    func imageChanges(_ condition: Filter.Condition, from: Instant? = nil, to: Instant? = nil) throws -> [ImageChange] {
        var condition = condition
        // What ended before, and what began before and still stands, has no change to tell.
        if let from {
            condition.add("(seen_from > ? OR seen_until > ?)", .text(from.description))
            condition.add("(from_snapshot >= ? OR until_snapshot >= ?)", .integer(try firstSnapshot(after: from)))
        }
        let end = to ?? instant
        if let end { condition.add("from_snapshot <= ?", .integer(try lastSnapshot(until: end))) }
        return try imageChanges(where: condition, from: from, until: end)
    }
}

/// When something began or ended to run in a container.
private struct Moment: Hashable {
    let container: [Value]
    let time: String
}

extension QuestionEngine {
    /// Every change of a container's image under a condition over `container_history_`, oldest first.
    func imageChanges(where condition: Filter.Condition, from: Instant? = nil, until end: Instant?) throws -> [ImageChange] {
        let rows = try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, istag_namespace, istag, seen_from, seen_until, set_by,
                set_at
            FROM container_history_\(condition.clause)
            ORDER BY cluster, namespace, kind, name, init DESC, container, seen_from
            """, condition.values)
        var changes: [ImageChange] = []
        for (index, row) in rows.enumerated() {
            let before = index > 0 && isSameContainer(rows[index - 1], row) ? rows[index - 1] : nil
            let continues = before.map { $0[10] == row[9] } ?? false
            // A trigger that comes or goes begins a new state without a new image.
            if !continues || before?[6] != row[6] {
                var row = row
                row.replaceSubrange(11...12, with: setting(of: rows[index...]))
                changes += change(row, at: row[9], old: continues ? before?[6].text : nil, new: row[6].text)
            }
            let next = index + 1 < rows.count && isSameContainer(row, rows[index + 1]) ? rows[index + 1] : nil
            if row[10] != .null, next?[9] != row[10] {
                changes += change(row, at: row[10], old: row[6].text, new: nil)
            }
        }
        let asked = changes.filter { change in
            from.map { change.seenBy > $0 } ?? true && end.map { change.seenBy <= $0 } ?? true
        }
        return try withLooksBefore(asked).sorted {
            ($0.seenBy, $0.cluster, $0.namespace, $0.name) < ($1.seenBy, $1.cluster, $1.namespace, $1.name)
        }
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

    private func change(_ row: [Value], at time: Value, old: String?, new: String?) -> [ImageChange] {
        guard let seenBy = time.text.flatMap({ Instant($0) }), let cluster = row[0].text, let namespace = row[1].text,
            let kind = row[2].text
        else { return [] }
        let tag = new == nil ? nil : row[8].text.map { row[7] == row[1] ? $0 : "\(row[7].text ?? "")/\($0)" }
        return [
            ImageChange(
                cluster: cluster, namespace: namespace, kind: kind, name: row[3].text ?? "",
                container: row[4].text ?? "", isInit: row[5] == .integer(1), how: "spec",
                seenAfter: nil, seenBy: seenBy,
                oldImage: old, newImage: new, istag: tag, setBy: new == nil ? nil : row[11].text,
                setAt: new == nil ? nil : row[12].text)
        ]
    }

    /// With the last look at each that did not show it yet.
    private func withLooksBefore(_ changes: [ImageChange]) throws -> [ImageChange] {
        let looks = try looks(
            before: changes.map { change in
                LookLimit(
                    instant: change.seenBy, kind: change.how == "pod" ? ObjectKind.pod.title : change.kind,
                    cluster: change.cluster, namespace: change.namespace)
            })
        return zip(changes, looks).map { change, look in
            var change = change
            change.seenAfter = look
            return change
        }
    }

    /// Every change of what Pods run under a condition over `running_history_`, oldest first: what one image gave way to another is one.
    func podChanges(where condition: Filter.Condition) throws -> [ImageChange] {
        let rows = try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, coalesce(digest, image_id, image), seen_from, seen_until
            FROM running_history_\(condition.clause)
            ORDER BY cluster, namespace, kind, name, init DESC, container, seen_from, 7
            """, condition.values)
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
        var changes: [ImageChange] = []
        for moment in moments {
            guard let turn = turns[moment], let id = ContainerID(moment.container), let seenBy = Instant(moment.time) else {
                continue
            }
            let workload = id.workload
            for place in 0..<max(turn.ended.count, turn.began.count) {
                changes.append(
                    ImageChange(
                        cluster: id.cluster, namespace: workload.namespace, kind: workload.kind.title, name: workload.name,
                        container: id.container, isInit: id.isInit, how: "pod", seenAfter: nil, seenBy: seenBy,
                        oldImage: place < turn.ended.count ? turn.ended[place] : nil,
                        newImage: place < turn.began.count ? turn.began[place] : nil, istag: nil, setBy: nil, setAt: nil))
            }
        }
        return try withLooksBefore(changes)
    }
}
