public import Model
internal import Record

/// A long reference as the report lists it.
public struct LongReferenceEntry: Sendable, Equatable {
    /// What became of it in the period.
    public enum State: String, Sendable, CaseIterable {
        /// It began in the period and stands at its end.
        case new
        /// It stood before the period and stands still, or was there when somebody first looked.
        case standing
        /// It ended in the period.
        case ended
    }

    /// The container.
    public let id: ContainerID
    /// What became of it.
    public let state: State
    /// The reference, the last one where it ended.
    public let image: String
    /// `long-internal` or `long-external`.
    public let form: ImageReference.Form
    /// The tag it is tied to, `NAMESPACE/STREAM:TAG`; nil where there is none, and for what ended.
    public let istag: String?
    /// Since when the container has had long references without a break, by our looks.
    public let since: Instant
    /// The first snapshot that no longer showed it; nil while it stands.
    public let until: Instant?
    /// Whole weeks from `since` to the period's end, or to when it ended.
    public let weeks: Int64
    /// What the container runs instead; nil while it stands, and where it is gone.
    public let successor: String?
    /// What would end it; empty where it ended, and where nobody asked for it.
    public internal(set) var remedy: [RemedyStep] = []
}

extension LongReferenceEntry {
    /// The period's long references: standing ones and those that ended in it, without remedies.
    ///
    /// - Parameter isNew: Whether a container's run that began at an instant began there, rather than being there at somebody's first look.
    static func entries(
        _ standing: [LongReference], runs: [LongReferenceRun], successors: [ContainerID: String], in period: ReportPeriod,
        isNew: (ContainerID, Instant) throws -> Bool
    ) rethrows -> [LongReferenceEntry] {
        var entries: [LongReferenceEntry] = []
        for reference in standing {
            let id = reference.id
            let since = reference.since ?? period.to
            let began = try reference.since.map { try period.contains($0) && isNew(id, $0) } ?? false
            entries.append(
                LongReferenceEntry(
                    id: id, state: began ? .new : .standing, image: reference.image, form: reference.form,
                    istag: reference.istag, since: since, until: nil, weeks: weeks(since, period.to), successor: nil))
        }
        for run in runs {
            guard let until = run.until, period.contains(until) else { continue }
            entries.append(
                LongReferenceEntry(
                    id: run.id, state: .ended, image: run.image, form: run.form, istag: nil, since: run.since, until: until,
                    weeks: weeks(run.since, until), successor: successors[run.id]))
        }
        return entries.sorted { ($0.id, $0.since) < ($1.id, $1.since) }
    }

    private static func weeks(_ from: Instant, _ to: Instant) -> Int64 {
        max(0, to.secondsSince1970 - from.secondsSince1970) / 604_800
    }
}

extension RecordReader {
    /// The period's long references, with what those that ended run instead.
    ///
    /// - Parameter remedies: How many of those that are new, and how many of those that stood before, are told with what would end them: it is
    ///   most of the work, and who reads a page sees a few.
    func longReferenceEntries(
        _ filter: Filter, runs: [LongReferenceRun], containers: [ContainerRow], in period: ReportPeriod, remedies: Int
    ) throws -> [LongReferenceEntry] {
        let standing = LongReference.standing(filter, runs: runs, containers: containers)
        let ended = Set(runs.filter { $0.until.map(period.contains) ?? false }.map(\.id))
        let images = Dictionary(containers.filter { ended.contains($0.id) }.map { ($0.id, $0.image) }) { first, _ in first }
        var looks = LastLooks(self)
        var entries = try LongReferenceEntry.entries(standing, runs: runs, successors: images, in: period) { id, since in
            try looks.before(
                since, kind: id.workload.kind.title, cluster: id.cluster, namespace: id.workload.namespace) != nil
        }
        let shown = [LongReferenceEntry.State.new, .standing].flatMap { state in
            entries.indices.lazy.filter { entries[$0].state == state }.prefix(remedies)
        }
        let steps = try LongReference.remedies(of: Set(shown.map { entries[$0].id }), among: standing, in: self)
        for index in shown { entries[index].remedy = steps[entries[index].id] ?? [] }
        return entries
    }
}
