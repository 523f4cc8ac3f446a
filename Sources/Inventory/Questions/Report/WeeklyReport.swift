public import Model
internal import Record

/// What happened to a record's clusters in a period, computed once for every format.
///
/// Each list is whole; what to leave out, with a count, is for who shows it.
public struct WeeklyReport: Sendable {
    /// What the report is about.
    public let period: ReportPeriod
    /// Whether the period ended before the report was made.
    public let isOver: Bool
    /// Whose objects it is about.
    public let filter: Filter
    /// How each cluster was looked at, by name.
    public let health: [RecordHealth]
    /// The headline's numbers, in their order.
    public let figures: [ReportFigure]
    /// Whether somebody looked during the whole of the period before, so that its numbers compare.
    public let isComparable: Bool
    /// Long references that stand at the period's end or ended in it, by container.
    public let longReferences: [LongReferenceEntry]
    /// Tags that moved in the period, the last moved first.
    public let tags: [TagTimeline]
    /// Who lagged behind a tag for longest, of all who did at some time of the period, up to its end.
    public let longestStale: StaleSpell?
    /// Containers whose image changed, oldest first.
    public let imageChanges: [WorkloadImageChange]
    /// Stale containers, the longest behind first.
    public let stale: [StaleContainer]
    /// Images that Pods run although something says that they should run others.
    public let drift: [DriftEntry]
    /// Which Pods the last look did not see, so that what they run is older, or not known; empty where it saw all.
    public let podNotes: [Note]
    /// What to look at in streams and names, by kind of problem.
    public let problems: [StreamProblem]
    /// Objects that came, went or were recreated, oldest first.
    public let objects: [ObjectChange]
    /// Long references at the end of each of the last twelve weeks.
    public let weeks: [TrendPoint]
    /// Moves of tags on each day of the period before and of the period.
    public let days: [DayCount]

    /// Every move of a tag in the period, oldest first.
    public var moves: [DigestMove] {
        tags.flatMap(\.moves).sorted { ($0.time, $0.seenBy, $0.tag) < ($1.time, $1.seenBy, $1.tag) }
    }

    /// Whether all Pods were seen by the last look, so that what they run is as of then.
    public var sawAllPods: Bool { podNotes.isEmpty }

    /// The figure of a name.
    public func figure(_ name: ReportFigure.Name) -> ReportFigure {
        figures.first { $0.name == name } ?? ReportFigure(name: name, value: 0, before: nil)
    }

    /// Long references of a state.
    public func longReferences(_ state: LongReferenceEntry.State) -> [LongReferenceEntry] {
        longReferences.filter { $0.state == state }
    }

    /// Problems of a kind.
    public func problems(_ problem: Problem) -> [StreamProblem] { problems.filter { $0.problem == problem } }

    /// Reads a record file and reports on a period.
    ///
    /// - Parameters:
    ///   - remedies: How many long references of a state are told with what would end them, the first ones.
    ///   - now: The present, which a period that is not over ends at.
    /// - Throws: ``QuestionError`` where the file knows no such cluster or namespace, or no snapshot until the period's end.
    public init(
        path: String, period: ReportPeriod, filter: Filter = Filter(), remedies: Int = .max, now: Instant = .now
    ) throws {
        let end = try RecordReader(path: path, at: period.to)
        try end.refuseUnknownPlaces(filter)
        let clusters = try end.clusters().filter { filter.asks($0.cluster) }
        guard clusters.contains(where: { $0.snapshot != nil }) else {
            throw QuestionError.beforeFirstSnapshot(instant: period.to, first: clusters.compactMap(\.firstTakenAt).min())
        }
        let past = SideTask { [newest = end.newest] in try ReportPast(path, newest: newest, filter, period) }
        defer { past.finish() }
        let long = SideTask { [newest = end.newest] in
            try RecordReader(path: path, at: period.to, newest: newest).longReferenceRuns(filter)
        }
        defer { long.finish() }
        let all = try ContainerRow.standing(in: end, cluster: filter.cluster)
        let newest = end.newest
        let troubles = SideTask {
            try RecordReader(path: path, at: period.to, newest: newest).streamProblems(filter, containers: all)
        }
        defer { troubles.finish() }
        let asked = filter.namespaces.isEmpty ? all : all.filter { filter.includes(namespace: $0.id.workload.namespace) }
        let first = clusters.compactMap(\.firstTakenAt).min()

        self.period = period
        isOver = period.to <= now
        self.filter = filter
        health = try clusters.map { try end.health(of: $0, in: period, namespaces: filter.namespaces, now: now) }
        let staleInPods = try end.staleContainersInPods(filter)
        stale = try end.stale(among: asked, inPods: staleInPods)
        drift = try end.driftEntries(filter)
        podNotes = try end.notesOnPods(filter)
        let runs = try long.outcome()
        longReferences = try end.longReferenceEntries(filter, runs: runs, containers: all, in: period, remedies: remedies)
        let known = try past.outcome()
        let events = known.events
        imageChanges = events.imageChanges
        objects = events.objects
        tags = TagTimeline.timelines(events.moves, containers: all, changes: events.imageChanges)
        longestStale = known.longestStale
        weeks = ReportTrends.weeks(runs, until: period.to, first: first, zone: period.zone)
        days = ReportTrends.days(events.moves, before: events.movesBefore, in: period)
        problems = try troubles.outcome()
        let states = try StateCounts(of: end, filter, containers: all, staleInPods: staleInPods.count, problems: problems.counts)
        isComparable = clusters.allSatisfy { $0.firstTakenAt.map { $0 <= period.previous.from } ?? false }
        figures = ReportFigure.Name.allCases.map { name in
            ReportFigure(
                name: name, value: states.count(of: name) ?? events.count(name),
                before: known.statesBefore.flatMap { $0.count(of: name) ?? events.countBefore(name) })
        }
    }
}

extension WeeklyReport {
    /// How long it took from a tag's move until a container was seen to follow it, in seconds, of the moves of the period.
    public var followTimes: [Int64] {
        tags.flatMap(\.follows).map { $0.seenBy.secondsSince1970 - $0.movedAt.secondsSince1970 }.sorted()
    }

    /// The median of these; nil where none followed.
    public var medianFollowTime: Int64? {
        let times = followTimes
        return times.isEmpty ? nil : (times[(times.count - 1) / 2] + times[times.count / 2]) / 2
    }
}

/// What a report tells of the past, looked up while another thread looks at how things stand: each is half of the work.
private struct ReportPast: Sendable {
    let events: PeriodEvents
    /// How things stood when the period began; nil before the first snapshot.
    let statesBefore: StateCounts?
    let longestStale: StaleSpell?

    init(_ path: String, newest: Int64?, _ filter: Filter, _ period: ReportPeriod) throws {
        let end = try RecordReader(path: path, at: period.to, newest: newest)
        events = try PeriodEvents(end, filter, period)
        longestStale = try end.staleSpells(filter, in: period).max { ($0.seconds, $1.id) < ($1.seconds, $0.id) }
        statesBefore = try StateCounts(of: RecordReader(path: path, at: period.from, newest: newest), filter)
    }
}

/// What happened in the period and in the one before.
private struct PeriodEvents: Sendable {
    let moves: [DigestMove]
    let movesBefore: [DigestMove]
    let imageChanges: [WorkloadImageChange]
    let imageChangesBefore: [WorkloadImageChange]
    let objects: [ObjectChange]
    let objectsBefore: [ObjectChange]

    init(_ record: RecordReader, _ filter: Filter, _ period: ReportPeriod) throws {
        let before = period.previous
        let moves = try record.digestMoves(filter, seenAfter: before.from)
        self.moves = moves.filter { $0.belongs(to: period) }
        movesBefore = moves.filter { $0.belongs(to: before) }
        let objects = try record.objectChanges(filter, after: before.from)
        self.objects = objects.filter { period.contains($0.seenBy) }
        objectsBefore = objects.filter { before.contains($0.seenBy) }
        let changes = try record.workloadImageChanges(filter, after: before.from)
        imageChanges = changes.filter { period.contains($0.seenBy) }
        imageChangesBefore = changes.filter { before.contains($0.seenBy) }
    }

    func count(_ name: ReportFigure.Name) -> Int64 { count(name, moves, imageChanges, objects) }

    func countBefore(_ name: ReportFigure.Name) -> Int64 { count(name, movesBefore, imageChangesBefore, objectsBefore) }

    private func count(
        _ name: ReportFigure.Name, _ moves: [DigestMove], _ changes: [WorkloadImageChange], _ objects: [ObjectChange]
    ) -> Int64 {
        switch name {
        case .digestChanges: Int64(moves.count)
        case .imageChanges: Int64(changes.count)
        case .appeared: Int64(objects.count { $0.change == .appeared })
        case .disappeared: Int64(objects.count { $0.change == .disappeared })
        default: 0
        }
    }
}
