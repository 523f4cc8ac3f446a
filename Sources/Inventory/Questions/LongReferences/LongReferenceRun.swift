public import Model
internal import Record
internal import SQLite

/// A stretch in which a container had long references without a break, by our looks, whatever the references were.
public struct LongReferenceRun: Sendable, Equatable {
    /// The container.
    public let id: ContainerID
    /// The first snapshot that showed it.
    public let since: Instant
    /// The first snapshot that no longer did; nil while it stands.
    public let until: Instant?
    /// The last reference it had.
    public let image: String
    /// That reference's form.
    public let form: ImageReference.Form

    /// Whether it stood at an instant.
    public func stands(at instant: Instant) -> Bool { since <= instant && until.map { $0 > instant } ?? true }
}

extension QuestionEngine {
    /// Every stretch of long references until this reader's instant: a container's one after the other, by time.
    ///
    /// - Parameter names: The workloads that are asked about; empty is all.
    func longReferenceRuns(_ filter: Filter = Filter(), names: [String] = []) throws -> [LongReferenceRun] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("name", oneOf: names)
        // Most of a history is digests; leaving them out by their number is cheaper than by the form.
        condition.add("digest_id IS NULL")
        condition.add(LongForm.condition)
        if let instant { condition.add("began <= ?", .integer(instant.secondsSince1970)) }
        let rows = try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, form, began, ended
            FROM container_history_\(condition.clause)
            ORDER BY \(links.containerOrder), began
            """, condition.values)
        var runs: [LongReferenceRun] = []
        for row in rows {
            guard let id = ContainerID(row), let from = Instant(row[8].integer),
                let form = row[7].text.flatMap(ImageReference.Form.init(rawValue:))
            else { continue }
            let end = Instant(row[9].integer)
            let until = end.flatMap { end in instant.map { end > $0 } ?? false ? nil : end }
            var since = from
            if let last = runs.last, last.id == id, last.until == from {
                since = last.since
                runs.removeLast()
            }
            runs.append(LongReferenceRun(id: id, since: since, until: until, image: row[6].text ?? "", form: form))
        }
        return runs
    }
}
