internal import Logging
internal import Model
internal import Record
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
            log.error(
                """
                the cluster could not be looked at: \(unanswered); recorded so, nothing was closed, next try at the next tick
                """, metadata: facts)
            return
        }
        facts["opened"] = .stringConvertible(recorded.opened)
        facts["changed"] = .stringConvertible(recorded.changed)
        facts["closed"] = .stringConvertible(recorded.closed)
        facts["bytes"] = .stringConvertible(observation.receivedBytes)
        facts["requests"] = .stringConvertible(observation.requests)
        log.info("recorded; \(recorded.words)", metadata: facts)
        for warning in recorded.deletions.warnings { log.warning("\(warning)") }
        tellCoverage(coverage)
        tellNotices(observation.notices + notices)
    }

    func abandoned() { log.notice("the look was abandoned because the end was asked for; nothing of it was recorded") }

    func notRecorded(_ error: any Error) { log.error("not recorded: \(error.sentence); next try at the next tick") }

    func clockIsBehind(newest: Instant, now: Instant) {
        log.error(
            """
            not looked: the record's newest snapshot is of \(newest), and the clock says \(now); set the clock right, or wait until \
            then
            """)
    }

    private mutating func tellCoverage(_ coverage: [Coverage]) {
        var now: [Coverage.Scope: Coverage] = [:]
        for entry in coverage where entry.isPartial {
            now[entry.scope] = entry
            let isKnown = troubled[entry.scope]?.outcome == entry.outcome
            log.log(
                level: isKnown ? .debug : .warning,
                "\(entry.scope.words): \(entry.outcome.rawValue), so what stood before still stands and nothing was closed",
                metadata: ["reason": "\(entry.message ?? "")"])
        }
        for entry in coverage where troubled[entry.scope] != nil && !entry.isPartial {
            log.info("\(entry.scope.words): \(entry.outcome.rawValue) again")
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

extension Coverage.Scope {
    fileprivate var words: String { kind.resourceTitle + (namespace.map { " in \($0)" } ?? "") }
}

extension Recorded {
    fileprivate var words: String {
        opened + changed + closed == 0 ? "nothing changed" : "\(opened) opened, \(changed) changed, \(closed) closed"
    }
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
