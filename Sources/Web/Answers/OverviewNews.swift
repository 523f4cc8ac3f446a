internal import Model
internal import Questions
internal import Record

/// What the first page tells beside the figures of twelve weeks.
struct OverviewNews: Sendable {
    /// How much happened in a stretch of time.
    struct Changes: Sendable {
        let images: Int
        let moves: Int
        let came: Int
        let went: Int

        init(_ activity: Activity, since: Instant) {
            images = activity.imageChanges.count { $0.seenBy > since }
            moves = activity.moves.count { $0.seenBy > since }
            came = activity.objects.count { $0.seenBy > since && $0.change == .appeared }
            went = activity.objects.count { $0.seenBy > since && $0.change == .disappeared }
        }
    }

    let counts: (workloads: Int64, streams: Int64, tags: Int64)
    let failingImports: Int64
    let status: Answer
    let today: Changes
    let thisWeek: Changes
    let latest: Answer

    init(_ record: RecordReader, _ filter: Filter, until end: Instant, states: KeptStates?) throws {
        failingImports = try record.failingImports(filter)
        let status = try record.status(filter)
        // What stands of whole clusters is counted there already.
        counts =
            try filter.namespaces.isEmpty
            ? (status.sum("workloads"), status.sum("image_streams"), status.sum("istags")) : record.objectCounts(filter)
        self.status = status
        let activity = try record.activity(filter, after: Self.week(end), states: states)
        today = Changes(activity, since: Self.day(end))
        thisWeek = Changes(activity, since: Self.week(end))
        latest = activity.latest(12)
    }

    static func day(_ end: Instant) -> Instant { end.advanced(by: -86_400) }
    static func week(_ end: Instant) -> Instant { end.advanced(by: -7 * 86_400) }
}

extension Answer {
    /// The sum of a column of whole numbers.
    fileprivate func sum(_ column: String) -> Int64 {
        guard let place = columns.firstIndex(where: { $0.name == column }) else { return 0 }
        return rows.reduce(0) { sum, row in if case .integer(let number) = row[place] { sum + number } else { sum } }
    }
}
