internal import Model
public import Questions
internal import Record
internal import SQLite
internal import Words

extension FleetReader {
    /// Who ever ran an image in any cluster.
    public func used(_ text: String, _ filter: Filter, ran: Bool = false) throws -> Answer {
        try usedInFleet(text, filter, ran: ran)
    }

    /// What differs from an instant to what this reader shows.
    func difference(from instant: Instant, _ filter: Filter) throws -> Answer {
        let old = try FleetReader(connection.another(), at: instant)
        old.cluster = cluster
        return try Difference(fleet: old, to: self, filter).answer
    }

    /// The states by which containers lagged behind a tag at some time of a period, by names.
    public func staleStates(_ filter: Filter, in period: ReportPeriod) throws -> StaleStates {
        try staleStatesInFleet(filter, in: period)
    }

    /// Which tags and which short names are problems.
    public func problemsOfTagsAndNames(_ filter: Filter, _ wanted: [Problem]) throws -> [FoundProblem] {
        try problemsInFleet(filter, wanted)
    }

    /// Answers one of the questions that are asked over all clusters.
    public func answer(_ request: FleetRequest) throws -> Answer {
        cluster = request.filter.cluster
        return switch request.question {
        case .standing("namespaces"): try namespaces(request.filter)
        case .standing(let name): try View.named(name).map { try standing($0, request.filter) } ?? Answer(columns: [], rows: [])
        case .used(let text, let ran): try used(text, request.filter, ran: ran)
        case .history(let text): try history(ofPasted: text, request.filter)
        case .difference(let from): try difference(from: from, request.filter)
        case .drift: try drift(request.filter)
        case .stale: try stale(request.filter)
        case .lagged(let period): try stale(request.filter, in: period)
        case .longReferences: try LongReferences(in: self, request.filter).answer
        case .problems(let only): try Problems(in: self, request.filter, only: only).answer
        case .status: try status(request.filter)
        case .snapshots: try snapshots(request.filter)
        case .registries(let since):
            try registries(request.filter, since: since.map { try FleetReader(connection.another(), at: $0) })
        case .sql(let question): try answer(question)
        }
    }

    /// Somebody's own SQL: the server takes a cursor for nothing but a query, and writes nothing in a transaction that reads.
    private func answer(_ question: SQLQuestion) throws -> Answer {
        for view in FleetViews.timed + ["images_history"] { try turnBack(what: view) }
        if let timeout = question.timeout { try connection.run("SET statement_timeout = \(Int(timeout * 1000))") }
        do {
            return try connection.transaction("READ ONLY") { try fetch(question) }
        } catch let error as PostgreSQLError where error.state == "57014" {
            throw SQLQuestionError.timedOut(seconds: question.timeout ?? 0)
        } catch let error as PostgreSQLError where error.state == "25006" || error.state == "42P11" {
            throw SQLQuestionError.refused(error.message)
        } catch let error as PostgreSQLError where error.state != nil {
            throw question.failure(error.message)
        }
    }

    private func fetch(_ question: SQLQuestion) throws -> Answer {
        let statement = question.sql.trimmingSpace
        let names = try connection.columns(of: statement).map(\.name)
        try connection.run("DECLARE asked NO SCROLL CURSOR FOR \(statement)")
        var rows: [[Answer.Cell]] = []
        try connection.each("FETCH FORWARD \(question.limit.map(String.init) ?? "ALL") FROM asked") { row in
            rows.append((0..<row.count).map { Answer.Cell(Dialect.value(row, at: $0)) })
        }
        let more = try question.limit == nil ? 0 : connection.run("MOVE FORWARD ALL FROM asked")
        return Answer(
            columns: names.map(SQLQuestion.column(named:)), rows: rows,
            notes: more == 0 ? [] : [.more(Int(more), limit: rows.count + Int(more))])
    }
}

extension String {
    /// Without space around it and without the semicolons at its end.
    fileprivate var trimmingSpace: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
        return String(text.drop { $0.isWhitespace })
    }
}
