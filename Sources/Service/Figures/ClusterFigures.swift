internal import Collector
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
    private(set) var troubles: [LookFailure: Int64] = [:]
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
    /// Whether it is listened to between looks.
    let isFollowed: Bool
    private(set) var followedSnapshots: Int64 = 0
    private(set) var corrections: Int64 = 0
    private(set) var watches = 0
    /// Of all who listened, the one who listens now last: each counts anew.
    private var events: (before: Int64, now: Int64) = (0, 0)
    private var restarts: (before: Int64, now: Int64) = (0, 0)
    /// Since when it looks, by the steady clock; nil while it waits.
    private(set) var lookingSince: Duration?
    /// When the loop last did anything, by the steady clock.
    private(set) var signOfLife: Duration
    /// Whether the newest look ended up in the record; nil before the first.
    private(set) var isRecording: Bool?

    init(period: Int64, limit: Duration, isFollowed: Bool = false, steady: Duration) {
        self.isFollowed = isFollowed
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

    mutating func notRecorded(_ trouble: LookFailure, took: Duration, steady: Duration) {
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

    /// Objects that watches showed, or told to be deleted.
    var watchEvents: Int64 { events.before + events.now }
    /// Watches that were asked for again.
    var watchRestarts: Int64 { restarts.before + restarts.now }

    /// What was heard between two looks is recorded.
    mutating func followed(_ recorded: Recorded, _ figures: FollowFigures, steady: Duration) {
        signOfLife = steady
        lastRecorded = recorded.takenAt
        followedSnapshots += 1
        opened += Int64(recorded.opened)
        changed += Int64(recorded.changed)
        closed += Int64(recorded.closed)
        goesOn(figures, corrected: 0)
    }

    /// Somebody listens.
    mutating func goesOn(_ figures: FollowFigures, corrected: Int64) {
        corrections += corrected
        watches = figures.watches
        if figures.events < events.now { events.before += events.now }
        if figures.restarts < restarts.now { restarts.before += restarts.now }
        events.now = figures.events
        restarts.now = figures.restarts
    }

    mutating func count(_ trouble: LookFailure) { troubles[trouble, default: 0] += 1 }

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
            case .followed: break
            case .forbidden: count(.forbidden)
            case .failed: count(.failed)
            }
        }
    }
}
