/// What differs between two instants of a record: added, removed and changed objects, a row a field that changed.
public struct Difference: Sendable {
    /// How an object differs.
    private enum Change: String { case added, removed, changed }

    private static let columns: [Answer.Column] = [
        .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
        .init("change"), .init("field"), .init("old", .digest), .init("new", .digest),
    ]

    /// The rows, by cluster, namespace, kind and name.
    public let answer: Answer

    /// Compares what two readers of the same file show.
    public init(from old: Record, to new: Record, _ filter: Filter = Filter()) throws {
        try new.refuseUnknownPlaces(filter)
        for standing in try old.clusters() where filter.cluster == nil || filter.cluster == standing.cluster {
            guard standing.snapshot != nil || old.instant == nil else {
                throw QuestionError.beforeFirstSnapshot(
                    instant: old.instant ?? Instant(secondsSince1970: 0), first: standing.firstTakenAt)
            }
        }
        var rows: [[Answer.Cell]] = []
        for part in Part.all where filter.kinds.isEmpty || filter.kinds.contains(where: part.covers) {
            rows += try Difference.compare(part.rows(of: old, filter), part.rows(of: new, filter), part)
        }
        rows.sort { $0[..<5].map(\.plain).lexicographicallyPrecedes($1[..<5].map(\.plain)) }
        var notes = rows.isEmpty ? ["nothing differs"] : []
        for record in [old, new] { notes += try record.notes(on: .containers, filter, isEmpty: false) }
        var seen: Set<String> = []
        answer = Answer(
            columns: Difference.columns, rows: rows,
            names: rows.map { "\($0[2].plain.lowercased())/\($0[3].plain)" },
            notes: notes.filter { seen.insert($0).inserted })
    }

    private static func compare(_ old: [Key: [Answer.Cell]], _ new: [Key: [Answer.Cell]], _ part: Part) -> [[Answer
        .Cell]]
    {
        func row(_ key: Key, _ change: Change, _ field: String?, _ old: Answer.Cell, _ new: Answer.Cell) -> [Answer
            .Cell]
        {
            key.cells + [.text(change.rawValue), field.map(Answer.Cell.text) ?? .null, old, new]
        }
        func headline(_ cells: [Answer.Cell]) -> Answer.Cell { part.headline == nil ? .null : cells[0] }
        var rows: [[Answer.Cell]] = []
        for (key, after) in new {
            guard let before = old[key] else {
                rows.append(row(key, .added, part.headline, .null, headline(after)))
                continue
            }
            for (index, field) in part.fields.enumerated() where before[index] != after[index] {
                rows.append(row(key, .changed, field, before[index], after[index]))
            }
        }
        for (key, before) in old where new[key] == nil {
            rows.append(row(key, .removed, part.headline, headline(before), .null))
        }
        return rows
    }
}

/// What tells objects of one view apart.
private struct Key: Hashable {
    /// cluster, namespace, kind, name, container.
    let cells: [Answer.Cell]
    /// An init container and a container may share a name.
    let isInit: Bool
}

/// One view, and which of its fields are compared.
private struct Part {
    let view: View
    let fields: [String]
    /// The first field, where it tells something of an object that came or went.
    var headline: String?
    /// The kind where the view has no column for it.
    let kind: ObjectKind?

    static let all: [Part] = [
        Part(view: .workloads, fields: ["uid", "replicas", "resolve_names", "triggers"], kind: nil),
        Part(view: .containers, fields: ["image"], headline: "image", kind: nil),
        Part(view: .imageStreams, fields: ["uid", "lookup_local", "repository"], kind: .imageStream),
        Part(
            view: .istags,
            fields: ["digest", "image", "from_name", "scheduled", "reference_policy", "import_error"],
            headline: "digest",
            kind: .imageStreamTag),
    ]

    func covers(_ kind: ObjectKind) -> Bool { self.kind.map { $0 == kind } ?? kind.isWorkload }

    func rows(of record: Record, _ filter: Filter) throws -> [Key: [Answer.Cell]] {
        let names = view.columns.map(\.name)
        func index(_ column: String) -> Int? { names.firstIndex(of: column) }
        let places = fields.compactMap(index)
        let condition = filter.condition(over: Set(names), name: view.nameColumn)
        var rows: [Key: [Answer.Cell]] = [:]
        for row in try record.answer(from: view, condition).rows {
            func cell(_ column: String) -> Answer.Cell { index(column).map { row[$0] } ?? .null }
            let kind: Answer.Cell = self.kind.map { .text($0.rawValue) } ?? cell("kind")
            let key = Key(
                cells: [cell("cluster"), cell("namespace"), kind, cell(view.nameColumn), cell("container")],
                isInit: cell("init") == .integer(1))
            rows[key] = places.map { row[$0] }
        }
        return rows
    }
}
