internal import Model
internal import Questions
internal import Record

/// How the looks at one cluster fare. A restart begins anew with the counts, and takes the times from the record.
struct ClusterFigures: Sendable {
    /// A kind seen whole in a scope: how many objects, and when.
    struct Sighting: Sendable {
        var objects: Int64
        var at: Instant
    }

    /// Seconds between two ticks.
    let period: Int64
    /// How long a look may take.
    let limit: Duration
    private(set) var lastAttempt: Instant?
    private(set) var lastRecorded: Instant?
    private(set) var lastSuccess: Instant?
    private(set) var lastDuration: Duration?
    private(set) var nextTick: Instant?
    private(set) var results: [LookResult: Int64] = [:]
    private(set) var troubles: [Trouble: Int64] = [:]
    private(set) var opened: Int64 = 0
    private(set) var changed: Int64 = 0
    private(set) var closed: Int64 = 0
    private(set) var receivedBytes: Int64 = 0
    private(set) var requests: Int64 = 0
    /// How many scopes of a kind had which outcome in the newest recorded look.
    private(set) var outcomes: [ObjectKind: [Coverage.Outcome: Int64]] = [:]
    /// Where a kind was last seen whole. What could not be looked at keeps its count: zero would say it was deleted.
    private(set) var sightings: [Coverage.Scope: Sighting] = [:]
    var skippedTicks: Int64 = 0
    /// Since when it looks, by the steady clock; nil while it waits.
    private(set) var lookingSince: Duration?
    /// When the loop last did anything, by the steady clock.
    private(set) var signOfLife: Duration
    /// Whether the newest look ended up in the record; nil before the first.
    private(set) var isRecording: Bool?

    init(period: Int64, limit: Duration, steady: Duration) {
        self.period = period
        self.limit = limit
        signOfLife = steady
    }

    mutating func stood(_ before: LooksBefore?) {
        lastRecorded = before?.newest
        lastSuccess = before?.newestComplete
    }

    mutating func waits(until next: Instant, steady: Duration) {
        nextTick = next
        signOfLife = steady
    }

    mutating func begin(at instant: Instant, steady: Duration) {
        lastAttempt = instant
        lookingSince = steady
        signOfLife = steady
    }

    mutating func abandoned(steady: Duration) { ends(steady) }

    mutating func notRecorded(_ trouble: Trouble, took: Duration, steady: Duration) {
        ends(steady)
        isRecording = false
        lastDuration = took
        results[.unrecorded, default: 0] += 1
        count(trouble)
    }

    mutating func recorded(_ recorded: Recorded, _ observation: Observation, took: Duration, steady: Duration) {
        ends(steady)
        isRecording = true
        lastDuration = took
        lastRecorded = recorded.takenAt
        if recorded.incomplete.isEmpty { lastSuccess = recorded.takenAt }
        results[recorded.incomplete.isEmpty ? .complete : .incomplete, default: 0] += 1
        opened += Int64(recorded.opened)
        changed += Int64(recorded.changed)
        closed += Int64(recorded.closed)
        receivedBytes += observation.receivedBytes
        requests += observation.requests
        saw(observation.header.coverage, at: recorded.takenAt)
    }

    mutating func count(_ trouble: Trouble) { troubles[trouble, default: 0] += 1 }

    private mutating func ends(_ steady: Duration) {
        lookingSince = nil
        signOfLife = steady
    }

    private mutating func saw(_ coverage: [Coverage], at instant: Instant) {
        outcomes = [:]
        for entry in coverage {
            outcomes[entry.kind, default: [:]][entry.outcome, default: 0] += 1
            switch entry.outcome {
            case .complete: sightings[entry.scope] = Sighting(objects: entry.objects, at: instant)
            case .absent: sightings[entry.scope] = nil
            case .forbidden: count(.forbidden)
            case .failed: count(.failed)
            }
        }
    }
}
