internal import Model
public import Record
internal import SQLite
internal import Texts

/// What differs between two instants of a record: added, removed and changed objects, a row a field that changed.
///
/// It costs what changed between the two, not what stands: only objects of which a state began or ended in between are looked at.
public struct Difference: Sendable {
    /// How an object differs.
    private enum Change: String { case added, removed, changed }

    private static let columns: [Answer.Column] = [
        .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
        .init("init", .boolean), .init("change"), .init("field"), .init("old", .digest), .init("new", .digest),
    ]

    /// The rows, by cluster, namespace, kind, name and container.
    public let answer: Answer

    /// Compares what two readers of the same file show.
    public init(from old: RecordReader, to new: RecordReader, _ filter: Filter = Filter()) throws {
        try new.refuseUnknownPlaces(filter)
        let sides = try Sides(old, new, filter)
        try self.init(old, new, filter) { part in
            try Difference.compare(
                part.states(in: new, sides.old, among: sides, filter), part.states(in: new, sides.new, among: sides, filter), part
            )
        }
    }

    /// The same where nothing has a number: compares a fleet with what it was.
    package init(fleet old: some QuestionEngine, to new: some QuestionEngine, _ filter: Filter = Filter()) throws {
        try new.refuseUnknownPlaces(filter)
        let stretches = try Stretch.all(old, new, filter)
        try self.init(old, new, filter) { part in
            let earlier = try part.states(in: new, .earlier, among: stretches, filter)
            let later = try part.states(in: new, .later, among: stretches, filter)
            let isReversed = stretches.contains(where: \.isReversed)
            return Difference.compare(isReversed ? later : earlier, isReversed ? earlier : later, part)
        }
    }

    private init(
        _ old: some QuestionEngine, _ new: some QuestionEngine, _ filter: Filter, _ rows: (DifferencePart) throws -> [Row]
    ) throws {
        let parts = DifferencePart.all.filter { filter.kinds.isEmpty || filter.kinds.contains(where: $0.covers) }
        let rows = try parts.flatMap(rows).sorted { $0.order.lexicographicallyPrecedes($1.order) }
        var notes: [Note] = rows.isEmpty ? [.nothingDiffers] : []
        notes += try old.notes(on: .containers, filter, isEmpty: false)
        notes += try new.notes(on: .containers, filter, isEmpty: false)
        var seen: Set<Note> = []
        answer = Answer(
            columns: Difference.columns, rows: rows.map(\.cells),
            names: rows.map { "\($0.cells[2].plain.lowercased())/\($0.cells[3].plain)" },
            notes: notes.filter { seen.insert($0).inserted })
    }

    private struct Row {
        let cells: [Answer.Cell]
        /// The object's names, then the field's place among its fields.
        let order: [ExactText]
    }

    private static func compare(
        _ old: [[Answer.Cell]: [Answer.Cell]], _ new: [[Answer.Cell]: [Answer.Cell]], _ part: DifferencePart
    ) -> [Row] {
        func row(_ key: [Answer.Cell], _ change: Change, _ place: Int?, _ old: Answer.Cell, _ new: Answer.Cell) -> Row {
            let field = place.map { Answer.Cell.text(part.fields[$0].name) } ?? .null
            return Row(
                cells: key + [.text(change.rawValue), field, old, new],
                order: key.map { ExactText($0.plain) } + [ExactText(place.map { String($0) } ?? "")])
        }
        /// Where the first field tells something of an object that came or went.
        let headline = part.hasHeadline ? 0 : nil
        func told(_ cells: [Answer.Cell]) -> Answer.Cell { headline.map { cells[$0] } ?? .null }
        var rows: [Row] = []
        for (key, after) in new {
            guard let before = old[key] else {
                rows.append(row(key, .added, headline, .null, told(after)))
                continue
            }
            for place in part.fields.indices where before[place] != after[place] {
                rows.append(row(key, .changed, place, before[place], after[place]))
            }
        }
        for (key, before) in old where new[key] == nil {
            rows.append(row(key, .removed, headline, told(before), .null))
        }
        return rows
    }
}

extension Difference {
    /// The clusters of which something was recorded by the first instant; of the others an answer's notes tell.
    ///
    /// - Throws: ``QuestionError/beforeFirstSnapshot(instant:first:)`` where there are none.
    fileprivate static func begun(_ before: some QuestionEngine, _ filter: Filter) throws -> [RecordReader.Standing] {
        let asked = try before.clusters().filter { filter.asks($0.cluster) }
        guard let instant = before.instant else { return asked }
        let begun = asked.filter { $0.snapshot != nil }
        guard !begun.isEmpty || asked.isEmpty else {
            throw QuestionError.beforeFirstSnapshot(instant: instant, first: asked.compactMap(\.firstTakenAt).min())
        }
        return begun
    }

    /// The two looks at a cluster that are compared, by when they were; the earlier is nil where nothing was recorded by then.
    struct Stretch {
        enum Side { case earlier, later }

        let cluster: String
        let earlier: Instant?
        let later: Instant
        /// Whether the later one is compared with the earlier one.
        let isReversed: Bool

        fileprivate static func all(
            _ before: some QuestionEngine, _ after: some QuestionEngine, _ filter: Filter
        ) throws -> [Stretch] {
            let looks = Dictionary(try after.clusters().map { (ExactText($0.cluster), $0.takenAt) }) { first, _ in first }
            return try begun(before, filter).compactMap { standing in
                let (old, new) = (standing.takenAt, looks[ExactText(standing.cluster)] ?? nil)
                guard old != new else { return nil }
                let isReversed = old.map { old in new.map { $0 < old } ?? true } ?? false
                guard let later = isReversed ? old : new else { return nil }
                return Stretch(
                    cluster: standing.cluster, earlier: isReversed ? new : old, later: later, isReversed: isReversed)
            }
        }
    }

    /// The two snapshots of each cluster that are compared. They are asked of one reader, so that both tell of one file.
    struct Sides {
        /// One instant: a cluster's number, and its snapshot that holds then; 0 before the first.
        typealias Side = [(cluster: Int64, snapshot: Int64)]

        private(set) var old: Side = []
        private(set) var new: Side = []
        /// The snapshots after the earlier of the two until the later one, over all clusters.
        private(set) var between: ClosedRange<Int64>?

        fileprivate init(_ before: RecordReader, _ after: RecordReader, _ filter: Filter) throws {
            let later = Dictionary(try after.clusters().map { (ExactText($0.cluster), $0.snapshot) }) { first, _ in first }
            for standing in try Difference.begun(before, filter) {
                let (from, to) = (standing.snapshot ?? 0, (later[ExactText(standing.cluster)] ?? nil) ?? 0)
                guard from != to, let cluster = try after.clusterNumber(standing.cluster) else { continue }
                old.append((cluster, from))
                new.append((cluster, to))
                let lower = min(from, to) + 1
                let upper = max(from, to)
                between = min(between?.lowerBound ?? lower, lower)...max(between?.upperBound ?? upper, upper)
            }
        }
    }
}

extension RecordReader {
    fileprivate func clusterNumber(_ name: String) throws -> Int64? {
        try rows("SELECT id FROM cluster WHERE name = ?1", [.text(name)]).first?[0].integer
    }
}
