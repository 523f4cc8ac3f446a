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
        var rows: [Row] = []
        for part in DifferencePart.all where filter.kinds.isEmpty || filter.kinds.contains(where: part.covers) {
            rows += try Difference.compare(
                part.states(in: new, sides.old, among: sides, filter), part.states(in: new, sides.new, among: sides, filter), part
            )
        }
        rows.sort { $0.order.lexicographicallyPrecedes($1.order) }
        var notes: [Note] = rows.isEmpty ? [.nothingDiffers] : []
        for record in [old, new] { notes += try record.notes(on: .containers, filter, isEmpty: false) }
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
            for standing in try before.clusters() where filter.asks(standing.cluster) {
                guard standing.snapshot != nil || before.instant == nil else {
                    throw QuestionError.beforeFirstSnapshot(
                        instant: before.instant ?? Instant(secondsSince1970: 0), first: standing.firstTakenAt)
                }
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
