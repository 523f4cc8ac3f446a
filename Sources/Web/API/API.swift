internal import Model
internal import Questions
internal import Record
internal import Report
internal import Texts
internal import Words

/// `/api/v1/…`: every view and every question, as rows in JSON.
struct API {
    let site: RecordSite
    let context: PageContext

    /// Rows where nobody said how many.
    static let usualLimit = 100
    /// Rows at most in one answer.
    static let mostRows = 10_000
    /// What may be asked of everything.
    static let common: Set<String> = ["at", "cluster", "namespace", "limit", "offset", "output", "lang"]

    private var query: Query { context.query }

    func answer() async throws -> WebAnswer {
        let path = Array(context.path.dropFirst())
        guard path.first == "v1" else { throw NoSuchPage() }
        guard let name = path.dropFirst().first else { return OpenAPI(site.settings.version).index }
        if name == "openapi.json", path.count == 2 { return OpenAPI(site.settings.version).document }
        let rest = Array(path.dropFirst(2))
        if let view = View.named(name), rest.isEmpty { return try await rows(of: view) }
        guard let question = Question(rawValue: name) else {
            throw QuestionError.notFound(
                what: .question, name: name, within: .api, suggestions: [])
        }
        return try await answer(question, rest)
    }

    /// The questions that are no view.
    enum Question: String, CaseIterable {
        case used, history, diff, stale, problems, drift, cleanup, status, schema, search, sql, report, namespaces
        case longReferences = "long-references"

        /// Parameters beside those that all have.
        var parameters: [String] {
            switch self {
            case .used, .history, .status, .namespaces, .drift: []
            case .longReferences: []
            case .diff: ["from", "to"]
            case .stale: ["since", "from", "to"]
            case .problems: ["since", "from", "to", "only"]
            case .cleanup: ["unused-for"]
            case .schema: ["view"]
            case .search, .sql: ["q"]
            case .report: ["since", "week", "from", "to"]
            }
        }

        /// What follows its name in the address.
        var path: String? {
            switch self {
            case .used: "{image}"
            case .history: "{kind}/{name}"
            default: nil
            }
        }
    }

    private func rows(of view: View) async throws -> WebAnswer {
        if view == .registries, query["since"] != nil {
            try allow(["since"])
            return try part(try await site.answer(.registries, context, context.filter()))
        }
        try allow(["sort", "q", "name"] + view.columns.map(\.name))
        let (limit, offset) = try place()
        var browse = Browse(
            context.filter(), matches: query.matches(in: view), text: query["q"], offset: offset, limit: limit)
        if let sort = query["sort"] {
            browse.isDescending = sort.hasPrefix("-")
            browse.sort = browse.isDescending ? String(sort.dropFirst()) : sort
        }
        let asked = browse
        let (answer, total) = try await site.ask(context) { try $0.page(of: view, asked) }
        return try written(answer, total: total, offset: offset)
    }

    private func answer(_ question: Question, _ rest: [String]) async throws -> WebAnswer {
        try allow(question.parameters)
        guard question.path != nil || rest.isEmpty else { throw NoSuchPage() }
        let filter = context.filter()
        switch question {
        case .used:
            let image = rest.joined(separator: "/")
            guard !image.isEmpty else { throw APIFault.noImage }
            return try part(try await site.ask(context) { try $0.used(image, filter) })
        case .history:
            guard rest.count == 2 else { throw APIFault.noSubject }
            return try part(
                try await site.ask(context) { record in
                    let subject = try Subject("\(rest[0])/\(rest[1])", among: record.kindsWithHistory())
                    return try record.history(of: subject, filter)
                })
        case .diff:
            let (from, to) = (try query.instant("from"), try query.instant("to"))
            guard let from else { throw APIFault.noStart }
            return try part(try await site.difference(from: from, to: to ?? context.moment.instant ?? .now, filter))
        case .stale:
            let period = try period()
            return try part(
                try await site.ask(context, at: period?.to) { record in
                    try period.map { try record.stale(filter, in: $0) } ?? record.stale(filter)
                })
        case .problems:
            let period = try period()
            let only = try query.all("only").map { word in
                guard let problem = Problem(rawValue: word) else {
                    throw APIFault.problem(word)
                }
                return problem
            }
            let wanted = only.isEmpty ? Problem.allCases : only
            return try part(
                try await site.ask(context, at: period?.to) { record in
                    try period.map { try record.problems(filter, in: $0, only: wanted) } ?? record.problems(filter, only: wanted)
                })
        case .longReferences:
            let (limit, offset) = try place()
            let (answer, counts) = try await site.longReferences(context, filter, offset: offset, limit: limit)
            return try written(answer, total: counts.reduce(0) { $0 + $1.count }, offset: offset)
        case .drift: return try part(try await site.answer(.drift, context, filter))
        case .cleanup: return try part(try await site.answer(.cleanup, context, filter))
        case .status: return try part(try await site.ask(context) { try $0.status(filter) })
        case .namespaces: return try part(try await site.ask(context) { try $0.namespaces(filter) })
        case .schema: return try part(try View.documentation(of: query["view"]))
        case .search: return try part(try await site.ask(context) { [query] in try $0.search(query["q"] ?? "", filter) })
        case .sql:
            guard let statement = query["q"] else { throw APIFault.noStatement }
            return try part(try await site.sql(statement, context))
        case .report: return try await report()
        }
    }

    private func report() async throws -> WebAnswer {
        let period: ReportPeriod
        if let week = query["week"] {
            guard let named = ReportPeriod(week: week) else {
                throw APIFault.week(week)
            }
            period = named
        } else if let stretch = try self.period() {
            period = stretch
        } else {
            let end = context.moment.instant ?? context.moment.newest ?? .now
            guard let stretch = ReportPeriod(from: end.advanced(by: -7 * 86_400), to: end) else { throw NoSuchPage() }
            period = stretch
        }
        let report = try await site.report(period, context.filter(), as: .json)
        return WebAnswer(contentType: "application/json", body: report.rendered(as: .json))
    }

    // Writing.

    /// A part of rows that were all answered.
    private func part(_ answer: Answer) throws -> WebAnswer {
        let (limit, offset) = try place()
        let total = answer.rows.count
        var answer = answer
        answer.rows = Array(answer.rows.dropFirst(offset).prefix(limit))
        if !answer.names.isEmpty { answer.names = Array(answer.names.dropFirst(offset).prefix(limit)) }
        return try written(answer, total: Int64(total), offset: offset)
    }

    private func written(_ answer: Answer, total: Int64, offset: Int) throws -> WebAnswer {
        let end = offset + answer.rows.count
        let next = Int64(end) < total && !answer.rows.isEmpty ? end : nil
        let address = next.map { APIAddress.of(context.path, context, query.with("offset", String($0))) }
        switch query["output"] ?? "json" {
        case "json": return WebAnswer(contentType: "application/json", body: json(answer, total, address))
        case "csv":
            let file = "\((context.path.last ?? "rows").filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }).csv"
            let csv = WebAnswer(contentType: "text/csv; charset=utf-8; header=present", body: answer.rendered(as: .csv))
                .with("Content-Disposition", "attachment; filename=\"\(file)\"")
            return address.map { csv.with("Link", "<\($0)>; rel=\"next\"") } ?? csv
        default: throw APIFault.output
        }
    }

    private func json(_ answer: Answer, _ total: Int64, _ next: String?) -> String {
        var rows = answer.rendered(as: .json)
        rows.removeLast()
        let notes = answer.notes.map { JSONString.visible($0.sentence) }.joined(separator: ", ")
        return
            "{\"rows\": \(rows),\n\"notes\": [\(notes)], \"total\": \(total), \"next\": \(next.map(JSONString.visible) ?? "null")}\n"
    }

    // Reading the parameters.

    private func allow(_ names: [String]) throws {
        let known = Self.common.union(names)
        for pair in query.pairs where !known.contains(pair.name) {
            throw APIFault.parameter(pair.name, known: known.sorted())
        }
    }

    /// How many rows are asked for, and how many are left out before them.
    private func place() throws -> (limit: Int, offset: Int) {
        try (number("limit", most: Self.mostRows) ?? Self.usualLimit, number("offset", most: .max) ?? 0)
    }

    private func number(_ name: String, most: Int) throws -> Int? {
        try query[name].map { text in
            guard let number = Int(text), number >= 0, number <= most else {
                throw APIFault.number(name, text: text, most: most == .max ? nil : most)
            }
            return number
        }
    }

    private func period() throws -> ReportPeriod? {
        guard let start = try query.instant("from") ?? query.instant("since") else {
            if query["to"] != nil { throw APIFault.endWithoutStart }
            return nil
        }
        guard context.moment.instant == nil else {
            throw APIFault.instantAndPeriod
        }
        let end = try query.instant("to") ?? .now
        guard let period = ReportPeriod(from: start, to: end) else {
            throw APIFault.emptyPeriod(start, end)
        }
        return period
    }
}
