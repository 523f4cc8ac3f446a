internal import Questions
internal import Report
internal import Texts

/// What the API can be asked, for programs: https://spec.openapis.org/oas/v3.1.0.
struct OpenAPI {
    private let version: String

    init(_ version: String) { self.version = version }

    /// A list of what there is, for who comes without a map.
    var index: WebAnswer {
        let paths =
            View.all.map { "/api/v1/\($0.name)" }
            + API.Question.allCases.map { question in
                "/api/v1/\(question.rawValue)" + (question.path.map { "/\($0)" } ?? "")
            }
        return WebAnswer(
            contentType: "application/json",
            body: "{\"openapi\": \"/api/v1/openapi.json\", \"paths\": [\(paths.map(quoted).joined(separator: ", "))]}\n")
    }

    var document: WebAnswer {
        let paths = View.all.map(path) + API.Question.allCases.map(path)
        let parameters = shared.map { "\(quoted($0.name)): \(parameter($0.name, $0.type, $0.meaning))" }.joined(separator: ",\n")
        return WebAnswer(
            contentType: "application/json",
            body: """
                {"openapi": "3.1.0",
                "info": {"title": "isinventory", "version": \(quoted(version)), "summary": "A time machine for the container images of an OpenShift/OKD cluster.", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
                "servers": [{"url": "/"}],
                "security": [{}, {"token": []}],
                "paths": {
                \(paths.joined(separator: ",\n"))
                },
                "components": {
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
                "parameters": {
                \(parameters)
                },
                "responses": {"error": {"description": "Why there is no answer.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/error"}}}}},
                "schemas": {
                "error": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}},
                "answer": {"type": "object", "required": ["rows", "notes", "total", "next"], "properties": {
                "rows": {"type": "array", "items": {"type": "object"}},
                "notes": {"type": "array", "description": "What must be known beside the rows.", "items": {"type": "string"}},
                "total": {"type": "integer", "description": "Rows in all, those of other parts included."},
                "next": {"type": ["string", "null"], "description": "The address of the next part."}}},
                \(View.all.map(schema).joined(separator: ",\n"))
                }}}

                """)
    }

    private let shared: [(name: String, type: String, meaning: String)] = [
        ("at", "string", "As it stood at that time: an instant, a date, 7d, yesterday; without it, as it stands."),
        ("cluster", "string", "Only this cluster of the file."),
        ("namespace", "string", "Only this namespace; may be given more than once."),
        ("limit", "integer", "Rows at most, up to 10000; 100 where it is not given."),
        ("offset", "integer", "Rows to leave out at the beginning."),
        ("output", "string", "json or csv."), ("sort", "string", "A column to sort by; from its end with - in front."),
        ("q", "string", "Text that a row's names or images contain; of sql, the statement; of search, what is searched."),
    ]

    private func parameter(_ name: String, _ type: String, _ meaning: String, place: String = "query") -> String {
        let required = place == "path" ? ", \"required\": true" : ""
        return
            "{\"name\": \(quoted(name)), \"in\": \"\(place)\"\(required), \"description\": \(quoted(meaning)), \"schema\": {\"type\": \"\(type)\"}}"
    }

    private func references(_ names: [String]) -> [String] { names.map { "{\"$ref\": \"#/components/parameters/\($0)\"}" } }

    private func path(_ view: View) -> String {
        let own = view.columns.filter { !["cluster", "namespace"].contains($0.name) }.map {
            parameter($0.name, "string", "Only rows that say this here; - is nothing. \($0.meaning)")
        }
        let since =
            view == .registries
            ? [
                parameter(
                    "since", "string", "Tell what it was like at that time, too, in columns more; rows are not selected then.")
            ] : []
        let hasPlace = view.columns.contains { $0.name == "namespace" }
        let common = references(
            ["at", "cluster"] + (hasPlace ? ["namespace"] : []) + ["limit", "offset", "output", "sort", "q"])
        return operation(
            "/api/v1/\(view.name)", view.name, view.summary, common + own + since,
            "{\"allOf\": [{\"$ref\": \"#/components/schemas/answer\"}, {\"type\": \"object\", \"properties\": {\"rows\": {\"type\": \"array\", "
                + "\"items\": {\"$ref\": \"#/components/schemas/\(view.name)\"}}}}]}")
    }

    private func path(_ question: API.Question) -> String {
        let inPath = (question.path ?? "").matches(of: /\{([a-z]+)\}/).map { String($0.output.1) }
        let own = question.parameters.filter { $0 != "q" }.map { parameter($0, "string", "See `isinventory help`: --\($0).") }
        let q = question.parameters.contains("q") ? ["q"] : []
        return operation(
            "/api/v1/\(question.rawValue)" + (question.path.map { "/\($0)" } ?? ""), question.rawValue, question.summary,
            inPath.map { parameter($0, "string", "Which \($0).", place: "path") }
                + references(["at", "cluster", "namespace", "limit", "offset", "output"] + q) + own,
            question == .report ? "{\"type\": \"object\"}" : "{\"$ref\": \"#/components/schemas/answer\"}")
    }

    private func operation(_ path: String, _ id: String, _ summary: String, _ parameters: [String], _ schema: String) -> String {
        """
        \(quoted(path)): {"get": {"operationId": \(quoted(id)), "summary": \(quoted(summary)), "parameters": [
        \(parameters.joined(separator: ",\n"))],
        "responses": {"200": {"description": "The answer.", "content": {"application/json": {"schema": \(schema)}, "text/csv": {"schema": {"type": "string"}}}}, "304": {"description": "It is as the reader knows it."}, "default": {"$ref": "#/components/responses/error"}}}}
        """
    }

    private func schema(_ view: View) -> String {
        let properties = view.columns.map { column in
            let type =
                switch column.kind {
                case .integer: "integer"
                case .boolean: "boolean"
                default: "string"
                }
            return "\(quoted(column.name)): {\"type\": [\"\(type)\", \"null\"], \"description\": \(quoted(column.meaning))}"
        }
        return "\(quoted(view.name)): {\"type\": \"object\", \"properties\": {\(properties.joined(separator: ", "))}}"
    }

    private func quoted(_ text: String) -> String { JSONString.visible(text) }
}

extension API.Question {
    /// What it answers.
    var summary: String {
        switch self {
        case .used: "Who ever ran an image, from when to when: by digest (its beginning is enough) or by reference."
        case .history: "When a tag, a stream's tags or a workload's images changed, from what to what."
        case .diff: "What was added, removed and changed between two instants."
        case .stale:
            "Containers that run an earlier digest of a tag that has since moved; over a stretch of time, who lagged when."
        case .problems:
            "Failing imports, unscheduled and unused tags, short names that nothing resolves, triggers that do nothing."
        case .drift:
            "Containers whose Pods run something else than their image pins, than their tag points to, or than each other."
        case .cleanup: "Tags that nothing needs any more, with the evidence and the command that would remove each."
        case .status: "How the record stands, a row a cluster."
        case .schema: "The views' columns and what they mean."
        case .search: "Namespaces, workloads, streams, tags, images and references by a part of their names."
        case .sql: "One read-only statement over the views."
        case .report: "The report of a week, as `isinventory report -o json` writes it."
        case .namespaces: "Every namespace with how much stands in it."
        case .longReferences: "Who still uses long references, since when, and the commands that would end it."
        }
    }
}
