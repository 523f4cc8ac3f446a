internal import SQLite

/// What a history is asked of: `istag/web:1.0`, `imagestream/web`, `deployment/web`.
public struct Subject: Sendable, Equatable {
    /// The object's kind.
    public let kind: ObjectKind
    /// Its name; `stream:tag` for an ImageStreamTag.
    public let name: String

    /// Reads `KIND/NAME`, with oc's short names too.
    public init(_ text: String) throws {
        guard let slash = text.firstIndex(of: "/"), let kind = ObjectKind(spelling: text[..<slash]),
            case let name = String(text[text.index(after: slash)...]), !name.isEmpty
        else {
            throw QuestionError.malformed(
                "\(text): say whose history as KIND/NAME, for example istag/web:1.0, imagestream/web or deployment/web")
        }
        if kind == .imageStreamTag, !name.contains(":") {
            throw QuestionError.malformed(
                "\(text): an image stream tag is NAME:TAG; for all tags of it ask imagestream/\(name)")
        }
        self.kind = kind
        self.name = name
    }

    /// The stream's part of `stream:tag`.
    var stream: String { name.split(separator: ":", maxSplits: 1).first.map(String.init) ?? name }
    /// The tag's part of `stream:tag`.
    var tag: String { name.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init) ?? "" }
}

extension Record {
    /// When a tag, a stream's tags, or a workload's images changed, from what to what, seen between which snapshots.
    public func history(of subject: Subject, _ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        var answer =
            switch subject.kind {
            case .imageStream: try tagHistory(filter, stream: subject.name, tag: nil)
            case .imageStreamTag: try tagHistory(filter, stream: subject.stream, tag: subject.tag)
            default: try imageHistory(filter, subject)
            }
        if answer.rows.isEmpty {
            try refuseUnknownSubject(subject, filter)
            answer.notes.append("\(subject.kind.rawValue.lowercased()) \(subject.name) never pointed to an image")
        }
        return answer
    }

    private func tagHistory(_ filter: Filter, stream: String, tag: String?) throws -> Answer {
        let view = View.digestChanges
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        // By number, so that it costs what this tag's history is long, not what all of them are.
        let ofStream = "istag_id IN (SELECT t.id FROM istag t JOIN image_stream i ON i.id = t.image_stream_id WHERE i.name = ?"
        condition.add("\(ofStream))", .text(stream))
        if let tag { condition.add("istag_id IN (SELECT id FROM istag WHERE tag = ?)", .text(tag)) }
        var answer = try answer(from: view, condition, source: "digest_change_")
        answer.names = answer.rows.map { view.objectName(of: $0) }
        return answer
    }

    private func imageHistory(_ filter: Filter, _ subject: Subject) throws -> Answer {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("kind = ?", .text(subject.kind.rawValue))
        condition.add("name = ?", .text(subject.name))
        return ImageChange.answer(try imageChanges(condition))
    }

    private func refuseUnknownSubject(_ subject: Subject, _ filter: Filter) throws {
        let view: View =
            switch subject.kind {
            case .imageStream: .imageStreams
            case .imageStreamTag: .istags
            default: .workloads
            }
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        if subject.kind.isWorkload { condition.add("kind = ?", .text(subject.kind.rawValue)) }
        let known = try rows(
            "SELECT DISTINCT \(view.nameColumn) FROM \(view.name)_history\(condition.clause)", condition.values
        ).compactMap { $0[0].text }
        guard !known.contains(subject.name) else { return }
        throw QuestionError.notFound(
            what: subject.kind.shortName, name: subject.name, within: filter.place ?? "the record",
            suggestions: Suggestion.closest(to: subject.name, among: known))
    }
}

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
        .init("seen_after", .time), .init("seen_by", .time), .init("old_image", .digest), .init("new_image", .digest),
        .init("istag"),
    ]

    static func answer(_ changes: [ImageChange]) -> Answer {
        func cell(_ text: String?) -> Answer.Cell { text.map(Answer.Cell.text) ?? .null }
        return Answer(
            columns: columns,
            rows: changes.map {
                [
                    .text($0.cluster), .text($0.namespace), .text($0.kind), .text($0.name), .text($0.container),
                    cell($0.seenAfter?.description), .text($0.seenBy.description), cell($0.oldImage), cell($0.newImage),
                    cell($0.istag),
                ]
            }, names: changes.map { "\($0.kind.lowercased())/\($0.name)/\($0.container)" })
    }
}

extension Record {
    /// Every change of a container's image under a condition over `containers_history`, oldest first.
    func imageChanges(_ condition: Filter.Condition, from: Instant? = nil, to: Instant? = nil) throws -> [ImageChange] {
        var condition = condition
        condition.add("standing = 0")
        // What ended before, and what began before and still stands, has no change to tell.
        if let from {
            condition.add("(seen_from > ? OR seen_until > ?)", .text(from.description))
            condition.add("(from_snapshot >= ? OR until_snapshot >= ?)", .integer(try firstSnapshot(after: from)))
        }
        let rows = try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, istag_namespace, istag, seen_from, seen_until
            FROM container_row_\(condition.clause)
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
        let end = to ?? instant
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

/// Answers, and remembers, when a kind was last seen whole before an instant.
struct LastLooks {
    private struct Key: Hashable {
        let instant: Instant
        let kind: String
        let cluster: String
        let namespace: String
    }

    private let record: Record
    private var known: [Key: Instant?] = [:]

    init(_ record: Record) { self.record = record }

    mutating func before(_ instant: Instant, kind: String, cluster: String, namespace: String) throws -> Instant? {
        let key = Key(instant: instant, kind: kind, cluster: cluster, namespace: namespace)
        if let answer = known[key] { return answer }
        let row = try record.rows(
            """
            SELECT max((
                -- The newest look of each stretch, by the index: a record may hold tens of thousands.
                SELECT s.taken_at FROM snapshot s
                WHERE s.cluster_id = c.id AND s.taken_at < min(?4, coalesce(e.taken_at, ?4))
                ORDER BY s.taken_at DESC LIMIT 1))
            FROM cluster c
            JOIN coverage_version v ON v.cluster_id = c.id AND v.outcome_id = 1
            JOIN kind k ON k.id = v.kind_id AND k.name = ?2
            JOIN snapshot f ON f.id = v.from_snapshot AND f.taken_at < ?4
            LEFT JOIN snapshot e ON e.id = v.until_snapshot
            LEFT JOIN namespace n ON n.id = v.namespace_id
            WHERE c.name = ?1 AND (n.name IS NULL OR n.name = ?3)
            """, [.text(cluster), .text(kind), .text(namespace), .integer(instant.secondsSince1970)]
        ).first
        let answer = Instant(row?[0].integer)
        known[key] = answer
        return answer
    }
}
