public import Model
public import Record
public import Words

/// Something that a collector which goes on by itself tells in its log.
public enum CollectionEvent {
    // What it does.

    /// It looks at a cluster again and again, so many seconds after each full period.
    case looks(every: Int64, offset: Int64)
    /// It serves the record.
    case servesRecord
    /// It answers monitors of this machine.
    case answersMonitors
    /// It answers whoever reaches the address.
    case answersAnybody
    /// Somebody asked for credentials to be read anew.
    case reloadsCredentials
    /// All has ended.
    case ended
    /// Something did not end in so many seconds.
    case stuck(seconds: Int64)

    // Looks.

    /// What the record holds could not be read at the start.
    case recordUnread(any Error)
    /// The clock was set by so many seconds, ahead or back.
    case clockWasSet(Int64)
    /// The clock is behind what is recorded.
    case clockIsBehind(newest: Instant, now: Instant)
    /// So many ticks passed during a look.
    case ticksLeftOut(Int64)
    /// A look stands in the record.
    case recorded(Recorded)
    /// The cluster answered nothing, which is recorded.
    case unanswered(reason: String)
    /// A look was given up.
    case abandoned
    /// A look is not in the record.
    case notRecorded(any Error)
    /// A scope was not seen whole.
    case partial(Coverage.Scope, Coverage.Outcome)
    /// A scope that had not been seen whole is seen again.
    case seenAgain(Coverage.Scope, Coverage.Outcome)

    // Between looks.

    /// It listens to the cluster from now on.
    case follows
    /// What watches told changed nothing.
    case nothingChanged
    /// What watches told stands in the record.
    case recordedChanges(Recorded)
    /// What watches told is not in the record; the next try is in so many seconds.
    case changesNotRecorded(any Error, wait: Int64)
    /// A look found other objects than watches had told, so many of each kind.
    case corrected([ObjectKind: Int])
    /// A watch was lost, as the collector says it; a look comes in so many seconds at the soonest.
    case lost(String, wait: Int64)

    // The webhook.

    /// It was told of so many changes.
    case told(changes: Int)
    /// It was not told; the next try is in so many seconds.
    case notTold(WebhookFailure, wait: Int64)
}

extension CollectionEvent: Explainable {
    /// A line of the log, without what stands beside it as values.
    public var sentence: String {
        switch self {
        case .looks(let period, let offset): "looks every \(period) s, \(offset) s after the full period"
        case .servesRecord: "serves the record"
        case .answersMonitors: "answers monitors"
        case .answersAnybody:
            "answers whoever reaches the address, without a password: names of clusters and numbers of objects can be read there; keep "
                + "others out by a firewall or a NetworkPolicy"
        case .reloadsCredentials: "SIGHUP: the next look at each cluster reads its credentials anew"
        case .ended: "ended"
        case .stuck(let seconds): "something did not end in \(seconds) s; the process is ended as it is"
        case .follows, .nothingChanged, .recordedChanges, .changesNotRecorded, .corrected, .lost: betweenLooks
        case .told(let changes): "told the webhook of \(changes) changes"
        case .notTold(let failure, let wait): "the webhook was not told (\(failure.sentence)); tried again in \(wait) s"
        default: ofLooks
        }
    }

    private var ofLooks: String {
        switch self {
        case .recordUnread(let error): "what the record holds already could not be read: \(error.sentence)"
        case .clockWasSet(let seconds):
            "the clock was set \(seconds > 0 ? "ahead" : "back") by \(abs(seconds)) s; the next look is at the next tick"
        case .clockIsBehind(let newest, let now):
            "not looked: the record's newest snapshot is of \(newest), and the clock says \(now); set the clock right, or wait until then"
        case .ticksLeftOut(let count):
            "the look took so long that \(count == 1 ? "1 tick was" : "\(count) ticks were") left out; a longer --every would suit this "
                + "cluster"
        case .recorded(let recorded):
            "recorded; "
                + (recorded.opened + recorded.changed + recorded.closed == 0 ? "nothing changed" : recorded.changesInWords)
        case .unanswered(let reason):
            "the cluster could not be looked at: \(reason); recorded so, nothing was closed, next try at the next tick"
        case .abandoned: "the look was abandoned because the end was asked for; nothing of it was recorded"
        case .notRecorded(let error): "not recorded: \(error.sentence); next try at the next tick"
        case .partial(let scope, let outcome):
            "\(scope.words): \(outcome.rawValue), so what stood before still stands and nothing was closed"
        case .seenAgain(let scope, let outcome): "\(scope.words): \(outcome.rawValue) again"
        default: ""
        }
    }

    private var betweenLooks: String {
        switch self {
        case .follows: "follows the cluster until the next look"
        case .nothingChanged: "nothing that is kept changed"
        case .recordedChanges(let recorded): "recorded what changed; \(recorded.changesInWords)"
        case .changesNotRecorded(let error, let wait): "what changed was not recorded: \(error.sentence); next try in \(wait) s"
        case .corrected(let counts):
            "the look corrects what watches had told: "
                + counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.resourceTitle)" }.joined(separator: ", ")
                + ". It is recorded as of the look"
        case .lost(let loss, let wait):
            "\(loss); nothing was closed by it, and a look in \(wait) s at the soonest tells what was missed"
        default: ""
        }
    }
}

extension Recorded {
    fileprivate var changesInWords: String { "\(opened) opened, \(changed) changed, \(closed) closed" }
}

extension Coverage.Scope {
    fileprivate var words: String { kind.resourceTitle + (namespace.map { " in \($0)" } ?? "") }
}

/// Why a webhook was not told.
public enum WebhookFailure: Error {
    /// It answered with another status than success.
    case answered(Int)
    /// The client's own words, without the address.
    case client(String)
    /// What to tell could not be read.
    case record(any Error)
    /// There was no answer.
    case unreachable
}

extension WebhookFailure: Explainable {
    /// Why, in a few words.
    public var sentence: String {
        switch self {
        case .answered(let status): "it answered \(status)"
        case .client(let words): words
        case .record(let error): "the record: \(error.sentence)"
        case .unreachable: "it cannot be reached"
        }
    }
}

/// Something took longer than it may.
public struct LimitReached: Error {
    /// How long it may take.
    public let limit: Duration

    /// Describes what took too long by what it had.
    public init(limit: Duration) { self.limit = limit }
}

extension LimitReached: Explainable {
    /// What was done about it.
    public var sentence: String { "no end after \(limit.components.seconds) s; given up" }
}
