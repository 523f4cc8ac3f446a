internal import Model
internal import Questions
internal import Record
internal import Report
internal import Words

/// Questions whose whole answer is read, and then shown a page at a time.
enum Finding: String {
    case stale, problems, drift, cleanup, registries
    case longReferences = "long-references"

    var title: SiteWord {
        switch self {
        case .stale: .stale
        case .problems: .problems
        case .drift: .drift
        case .cleanup: .cleanup
        case .registries: .registries
        case .longReferences: .longReferences
        }
    }

    var lead: SiteWord {
        switch self {
        case .stale: .staleLead
        case .problems: .problemsLead
        case .drift: .driftLead
        case .cleanup: .cleanupLead
        case .registries: .registriesLead
        case .longReferences: .longReferencesLead
        }
    }

    /// Columns that say what another column says, or what few would ask for.
    var hidden: Set<String> {
        switch self {
        case .stale: ["tie", "istag_namespace"]
        case .drift: ["init", "istag_namespace", "image_id", "started_at"]
        case .problems, .cleanup, .registries, .longReferences: []
        }
    }

    /// Whether columns that `-o table` leaves out are shown.
    var isWide: Bool { self != .problems }

    /// What the address may say beside what every page's may: a flag of the command.
    var option: (name: String, example: String, word: SiteWord)? {
        switch self {
        case .cleanup: ("unused-for", "90d", .unusedFor)
        case .registries: ("since", "30d", .comparedWith)
        case .stale, .problems, .drift, .longReferences: nil
        }
    }
}

extension RecordSite {
    /// A part of the long references, and how many there are in each namespace.
    func longReferences(
        _ context: PageContext, _ filter: Filter, offset: Int, limit: Int
    ) async throws -> (answer: Answer, counts: [LongReferences.Count]) {
        let key = context.state(filter.namespaces.joined(separator: ","))
        let (known, states, inFrench) = (longReferenceCounts, keptStates, context.isFrenchPage)
        return try await ask(context) { record in
            let states = try states.of(context.moment, record)
            let counts = try known.value(key) {
                try states?.longReferences(record, filter) ?? record.longReferenceCounts(filter)
            }
            let part = try LongReferences(in: record, filter, counts: counts, offset: offset, limit: limit, states: states)
            return (part.answer(inFrench: inFrench), counts)
        }
    }

    /// A part of the problems; nil where they must be found whole.
    func problems(_ context: PageContext, _ filter: Filter, offset: Int, limit: Int) async throws -> FindingPart? {
        let inFrench = context.isFrenchPage
        return try await ask(context) { [keptStates] record in
            guard let states = try keptStates.of(context.moment, record),
                let part = try ProblemsPart(in: record, filter, states, offset: offset, limit: limit)
            else { return nil }
            var answer = part.problems.answer(inFrench: inFrench)
            answer.names = []
            return FindingPart(answer: answer, total: part.total, namespaces: part.namespaces)
        }
    }

    /// The whole answer of a question, at the instant that is asked about.
    func answer(_ finding: Finding, _ context: PageContext, _ filter: Filter) async throws -> Answer {
        let (query, inFrench) = (context.query, context.isFrenchPage)
        switch finding {
        case .stale:
            return try await ask(context) { [keptStates] record in
                try keptStates.of(context.moment, record)?.stale(record, filter) ?? record.stale(filter)
            }
        case .problems: return try await ask(context) { try Problems(in: $0, filter).answer(inFrench: inFrench) }
        case .longReferences: return try await ask(context) { try LongReferences(in: $0, filter).answer(inFrench: inFrench) }
        case .drift: return try await ask(context) { try $0.drift(filter) }
        case .cleanup:
            let span = try query["unused-for"].map { text in
                guard let seconds = Cleanup.seconds(of: text, now: .now) else {
                    throw QuestionError.malformed(.span(text))
                }
                return seconds
            }
            return try await ask(context) { try Cleanup(in: $0, filter, unusedFor: span ?? 0).answer(inFrench: inFrench) }
        case .registries:
            guard let since = try query.instant("since") else {
                return try await ask(context) { [keptStates] record in
                    let states = filter.namespaces.isEmpty ? try keptStates.of(context.moment, record) : nil
                    return try states?.registries(record, cluster: filter.cluster) ?? record.standing(.registries, filter)
                }
            }
            guard since < context.moment.instant ?? .now else {
                throw QuestionError.malformed(.sinceIsNotBefore)
            }
            let path = path
            return try await ask(context) { try $0.registries(filter, since: RecordReader(path: path, at: since)) }
        }
    }
}
