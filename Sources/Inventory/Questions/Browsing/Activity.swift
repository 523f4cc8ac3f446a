public import Model
public import Record

/// What happened after an instant, event by event.
public struct Activity: Sendable {
    /// Tags that came to point elsewhere, oldest first.
    public let moves: [DigestMove]
    /// Containers whose image changed.
    public let imageChanges: [WorkloadImageChange]
    /// Objects that came, went or were recreated.
    public let objects: [ObjectChange]
}

extension RecordReader {
    /// What happened after an instant, until this reader's own.
    ///
    /// - Parameter states: The states in memory, where there are such: of a long list of containers few have changed.
    public func activity(_ filter: Filter, after start: Instant, states: KeptStates? = nil) throws -> Activity {
        let changed = try states?.changedContainers(from: firstSnapshot(after: start))
        return try Activity(
            moves: digestMoves(filter, seenAfter: start).filter { $0.seenBy > start && $0.seenAfter != nil },
            imageChanges: workloadImageChanges(filter, after: start, among: changed).filter { $0.seenBy > start },
            objects: objectChanges(filter, after: start).filter { $0.seenBy > start })
    }
}

extension Activity {
    /// The newest so many events as rows, the newest first.
    public func latest(_ count: Int) -> Answer {
        var rows: [(at: Instant, cells: [Answer.Cell])] = []
        for move in moves.suffix(count * 4) {
            rows.append(
                (
                    move.seenBy,
                    [
                        .text(move.seenBy.description), .text(move.tag.cluster), .text(move.tag.namespace),
                        .text("ImageStreamTag"), .text(move.tag.istag), .null, move.old.map(Answer.Cell.text) ?? .null,
                        move.new.map(Answer.Cell.text) ?? .null,
                    ]
                ))
        }
        for change in imageChanges.suffix(count * 4) {
            rows.append(
                (
                    change.seenBy,
                    [
                        .text(change.seenBy.description), .text(change.id.cluster), .text(change.id.workload.namespace),
                        .text(change.id.workload.kind.title), .text(change.id.workload.name), .text(change.id.container),
                        change.old.map(Answer.Cell.text) ?? .null, change.new.map(Answer.Cell.text) ?? .null,
                    ]
                ))
        }
        let newest = rows.enumerated().sorted { ($1.element.at, $0.offset) < ($0.element.at, $1.offset) }.prefix(count)
        return Answer(
            columns: [
                .init("seen_by", .time), .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"),
                .init("container"), .init("old", .digest), .init("new", .digest),
            ], rows: newest.map(\.element.cells))
    }
}
