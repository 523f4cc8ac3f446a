internal import Model
public import Record
internal import SQLite

/// A stretch in which something was a problem.
struct ProblemSpell {
    let problem: Problem
    let cluster: String
    let namespace: String
    let kind: String
    let name: String
    var container: String?
    var message: String?
    var reason: String?
    /// What was the matter with a trigger.
    var trouble: TriggerTrouble?
    /// Since when, by the cluster's clock where it tells.
    let since: Instant
    let spell: Spell
}

extension Problems {
    /// What was a problem at some time of a period, from when to when, as the record stood at the period's end.
    public init(
        in record: RecordReader, _ filter: Filter = Filter(), in period: ReportPeriod, only wanted: [Problem] = Problem.allCases
    ) throws {
        try record.refuseUnknownPlaces(filter)
        let ofTags: Set<Problem> = [.failingImport, .unscheduledTag, .noWorkload]
        let ofTriggers: Set<Problem> = [.unreadableTrigger, .pausedTrigger]
        let tags = try wanted.contains(where: ofTags.contains) ? record.tagSpells(filter, until: period.to) : []
        let triggers = try wanted.contains(where: ofTriggers.contains) ? record.triggerSpells(filter, until: period.to) : []
        var spells: [ProblemSpell] = []
        for problem in Problem.allCases where wanted.contains(problem) {
            let found: [ProblemSpell] =
                switch problem {
                case .failingImport: tags.flatMap(\.failing)
                case .unscheduledTag: tags.flatMap(\.unscheduled)
                case .noWorkload: try record.unused(tags, until: period.to)
                case .unresolvedName: try record.unresolved(filter, until: period.to)
                case .unreadableTrigger, .pausedTrigger: triggers.filter { $0.problem == problem }
                }
            spells += found.filter { $0.spell.touches(period) }
        }
        found = spells.map { spell in
            FoundProblem(
                problem: spell.problem, cluster: spell.cluster, namespace: spell.namespace, kind: spell.kind, name: spell.name,
                container: spell.container, detail: spell.trouble.map { .trigger($0) } ?? .text(spell.message),
                since: spell.since,
                until: spell.spell.until, seconds: spell.spell.seconds(since: spell.since, in: period), reason: spell.reason)
        }
        isOfPeriod = true
        notes =
            try record.notes(on: .containers, filter, isEmpty: false) + record.notes(on: .istags, filter, isEmpty: false)
            + (found.isEmpty ? [.none(.problems, filter.place, at: nil, isPeriod: true)] : [])
    }
}

extension RecordReader {
    /// The states of each tag until an instant, one tag after the other.
    fileprivate func tagSpells(_ filter: Filter, until end: Instant) throws -> [TagSpells] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("began <= ?", .integer(end.secondsSince1970))
        let rows = try rows(
            """
            SELECT istag_id, cluster, namespace, istag, digest_id IS NOT NULL, import_error, import_error_since,
                CASE WHEN \(Problem.isUnscheduled) THEN from_name END,
                began, ended
            FROM istag_history_\(condition.clause) ORDER BY cluster, namespace, istag, began
            """, condition.values)
        return rows.reduce(into: [TagSpells]()) { tags, row in
            guard let number = row[0].integer, let began = Instant(row[8].integer) else { return }
            if tags.last?.number != number {
                tags.append(
                    TagSpells(
                        number: number, cluster: row[1].text ?? "", namespace: row[2].text ?? "", istag: row[3].text ?? ""))
            }
            let ended = Instant(row[9].integer).flatMap { $0 > end ? nil : $0 }
            tags[tags.count - 1].states.append(
                TagSpells.State(
                    spell: Spell(from: began, until: ended), hasImage: row[4].integer == 1, error: row[5].text,
                    errorSince: row[6].text.flatMap { Instant($0) }, follows: row[7].text))
        }
    }

    fileprivate func unused(_ tags: [TagSpells], until end: Instant) throws -> [ProblemSpell] {
        let rows = try rows(
            """
            SELECT j.istag_id, f.taken_at, e.taken_at FROM judgement j JOIN snapshot f ON f.id = j.from_snapshot
            LEFT JOIN snapshot e ON e.id = j.until_snapshot WHERE j.istag_id IS NOT NULL AND f.taken_at <= ?1
            """, [.integer(end.secondsSince1970)])
        var uses: [Int64: [Spell]] = [:]
        for row in rows {
            guard let tag = row[0].integer, let from = Instant(row[1].integer) else { continue }
            let until = Instant(row[2].integer).flatMap { $0 > end ? nil : $0 }
            uses[tag, default: []].append(Spell(from: from, until: until))
        }
        // What a tag that was ever used follows may have been needed by it all the time, so it is not called unused.
        let needed = try FollowedTags(in: self).needed(by: Set(uses.keys))
        return tags.filter { uses[$0.number] != nil || !needed.contains($0.number) }.flatMap { tag in
            tag.states.filter(\.hasImage).map(\.spell).merged.without((uses[tag.number] ?? []).merged).map {
                tag.problem(.noWorkload, since: $0.from, $0)
            }
        }
    }

    fileprivate func unresolved(_ filter: Filter, until end: Instant) throws -> [ProblemSpell] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("verdict = 'unresolved'")
        condition.add("began <= ?", .integer(end.secondsSince1970))
        let rows = try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, reason, istag_namespace, istag, began, ended
            FROM verdict_history_\(condition.clause) ORDER BY cluster, namespace, kind, name, init DESC, container, began
            """, condition.values)
        var spells: [ProblemSpell] = []
        var start: Instant?
        for (index, row) in rows.enumerated() {
            guard let began = Instant(row[10].integer) else { continue }
            let ended = Instant(row[11].integer).flatMap { $0 > end ? nil : $0 }
            start = start ?? began
            // The same name for the same reason, whatever its tag came to point to.
            if let ended, index + 1 < rows.count, rows[index + 1][..<8] == row[..<8],
                Instant(rows[index + 1][10].integer) == ended
            {
                continue
            }
            let from = start ?? began
            start = nil
            spells.append(
                ProblemSpell(
                    problem: .unresolvedName, cluster: row[0].text ?? "", namespace: row[1].text ?? "", kind: row[2].text ?? "",
                    name: row[3].text ?? "", container: row[4].text, message: row[6].text, reason: row[7].text, since: from,
                    spell: Spell(from: from, until: ended)))
        }
        return spells
    }
}

/// A tag's states, oldest first, as far as its problems need them.
fileprivate struct TagSpells {
    struct State {
        let spell: Spell
        let hasImage: Bool
        let error: String?
        let errorSince: Instant?
        /// The external reference it follows without being imported again by itself.
        let follows: String?
    }

    let number: Int64
    let cluster: String
    let namespace: String
    let istag: String
    var states: [State] = []

    func problem(_ problem: Problem, since: Instant, _ spell: Spell, message: String? = nil) -> ProblemSpell {
        ProblemSpell(
            problem: problem, cluster: cluster, namespace: namespace, kind: ObjectKind.imageStreamTag.title, name: istag,
            message: message, since: since, spell: spell)
    }

    /// Stretches of failing imports; the last message of each is told.
    var failing: [ProblemSpell] {
        stretches { $0.error != nil }.map { states in
            let spell = Spell(from: states[0].spell.from, until: states[states.count - 1].spell.until)
            return problem(
                .failingImport, since: states[0].errorSince ?? spell.from, spell, message: states[states.count - 1].error)
        }
    }

    /// Stretches in which it followed an external tag without a schedule.
    var unscheduled: [ProblemSpell] {
        stretches { $0.follows != nil }.map { states in
            let spell = Spell(from: states[0].spell.from, until: states[states.count - 1].spell.until)
            return problem(.unscheduledTag, since: spell.from, spell, message: states[states.count - 1].follows)
        }
    }

    private func stretches(where holds: (State) -> Bool) -> [[State]] {
        var found: [[State]] = []
        for state in states where holds(state) {
            if let last = found.last?.last, last.spell.until == state.spell.from {
                found[found.count - 1].append(state)
            } else {
                found.append([state])
            }
        }
        return found
    }
}
