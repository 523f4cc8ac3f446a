internal import Logging
internal import Model
internal import Record
internal import ServiceWords
internal import Words

/// Says in the log how looks went. What goes on as before is said once, and again when it ends; else a kind that may not be
/// listed would be a warning every quarter of an hour for years, and nobody would read the first one.
struct CollectionLog {
    let log: Logger
    private var troubled: [Coverage.Scope: Coverage] = [:]
    private var told: Set<String> = []

    init(log: Logger) { self.log = log }

    /// A snapshot stands in the record.
    ///
    /// - Parameters:
    ///   - notices: What recording it brought to light.
    ///   - unanswered: Why nothing at all was answered, where it was so.
    mutating func recorded(
        _ recorded: Recorded, _ observation: Observation, notices: [String], took: Duration, unanswered: String?
    ) {
        let coverage = observation.header.coverage
        var facts = recorded.facts(coverage)
        facts["seconds"] = .stringConvertible(took.inSeconds)
        if let unanswered {
            log.error(.event(.unanswered(reason: unanswered)), metadata: facts)
            return
        }
        facts["opened"] = .stringConvertible(recorded.opened)
        facts["changed"] = .stringConvertible(recorded.changed)
        facts["closed"] = .stringConvertible(recorded.closed)
        facts["bytes"] = .stringConvertible(observation.receivedBytes)
        facts["requests"] = .stringConvertible(observation.requests)
        log.info(.event(.recorded(recorded)), metadata: facts)
        for warning in recorded.deletions.warnings { log.warning("\(warning)") }
        tellCoverage(coverage)
        tellNotices(observation.notices + notices)
    }

    func abandoned() { log.notice(.event(.abandoned)) }

    func notRecorded(_ error: any Error) { log.error(.event(.notRecorded(error))) }

    func clockIsBehind(newest: Instant, now: Instant) {
        log.error(.event(.clockIsBehind(newest: newest, now: now)))
    }

    private mutating func tellCoverage(_ coverage: [Coverage]) {
        var now: [Coverage.Scope: Coverage] = [:]
        for entry in coverage where entry.isPartial {
            now[entry.scope] = entry
            let isKnown = troubled[entry.scope]?.outcome == entry.outcome
            log.log(
                level: isKnown ? .debug : .warning, .event(.partial(entry.scope, entry.outcome)),
                metadata: ["reason": "\(entry.message ?? "")"])
        }
        for entry in coverage where troubled[entry.scope] != nil && !entry.isPartial {
            log.info(.event(.seenAgain(entry.scope, entry.outcome)))
        }
        troubled = now
    }

    private mutating func tellNotices(_ notices: [String]) {
        for notice in notices { log.log(level: told.contains(notice) ? .debug : .info, "\(notice)") }
        told = Set(notices)
    }
}

extension Coverage {
    /// Whether it was asked for and not, or not wholly, answered.
    var isPartial: Bool { outcome == .forbidden || outcome == .failed }
}

extension Recorded {
    /// What was looked at, in numbers: how many kinds and scopes had which outcome, and how many objects were seen.
    fileprivate func facts(_ coverage: [Coverage]) -> Logger.Metadata {
        var facts: Logger.Metadata = [
            "snapshot": .stringConvertible(snapshot), "taken_at": "\(takenAt)",
        ]
        // Of what could not be seen no number is told.
        let numbers = [
            ("workloads", workloads, Kinds.builtIn.workloads), ("image_streams", imageStreams, [.imageStream]),
            ("istags", imageStreamTags, [.imageStreamTag]),
        ]
        for (name, count, kinds) in numbers
        where count > 0 || kinds.contains(where: { outcomes[$0]?.contains(.complete) == true }) {
            facts[name] = .stringConvertible(count)
        }
        for outcome in Coverage.Outcome.allCases {
            let count = coverage.count { $0.outcome == outcome }
            if count > 0 || outcome == .complete { facts[outcome.rawValue] = .stringConvertible(count) }
        }
        return facts
    }
}
