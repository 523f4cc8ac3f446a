internal import Model
internal import Record
internal import SQLite

/// A trigger that writes no image, for another reason than that its tag has none.
struct TriggerProblem {
    /// ``Problem/unreadableTrigger`` or ``Problem/pausedTrigger``.
    let problem: Problem
    let cluster: String
    let workload: Workload.ID
    /// The container it would fill; nil where it names none.
    let container: String?
    let message: String
    /// Since when the workload has stood as it stands.
    let since: Instant?
}

extension RecordReader {
    /// The triggers of standing workloads that the controller cannot read, and those that are paused.
    func triggerProblems(_ filter: Filter) throws -> [TriggerProblem] {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        var found: [TriggerProblem] = []
        var places: [[String]: [String: [Container]]] = [:]
        var entries: [TriggerEntry]? = []
        let rows = try rows(
            """
            SELECT w.cluster, w.namespace, w.kind, w.name, w.seen_from, w.list, e.key IS NOT NULL,
                \(TriggerEntry.columns)
            FROM (
                SELECT cluster, namespace, kind, name, seen_from,
                    CASE WHEN json_valid(triggers) THEN json_type(triggers) END AS list,
                    CASE WHEN json_valid(triggers) AND json_type(triggers) = 'array' THEN triggers ELSE '[]' END AS triggers
                FROM workloads
                WHERE triggers IS NOT NULL\(condition.terms.map { " AND " + $0 }.joined())
            ) w
            LEFT JOIN json_each(w.triggers) e
            ORDER BY w.cluster, w.namespace, w.kind, w.name, e.key
            """, condition.values)
        for (index, row) in rows.enumerated() {
            if row[6].integer == 1 {
                let entry = TriggerEntry(row[7...])
                entries = entry.flatMap { entry in entries.map { $0 + [entry] } }
            }
            guard index + 1 == rows.count || rows[index + 1][..<4] != row[..<4] else { continue }
            defer { entries = [] }
            guard let cluster = row[0].text, let kind = row[2].text.flatMap(ObjectKind.init(title:)) else { continue }
            let id = Workload.ID(namespace: row[1].text ?? "", kind: kind, name: row[3].text ?? "")
            let place = [cluster, id.namespace]
            if places[place] == nil { places[place] = try containersByWorkload(place) }
            let containers = places[place]?["\(kind.title)/\(id.name)"] ?? []
            let readings: [TriggerReading] =
                switch row[5].text {
                case nil: TriggerReading.unreadable("it is not JSON")
                case "array"?:
                    entries.map { TriggerReading.read($0, of: id, containers: containers) }
                        ?? TriggerReading.unreadable("a field is not of its type, such as a paused that is text")
                case "null"?: []
                default: TriggerReading.unreadable("it is not a list")
                }
            let since = row[4].text.flatMap { Instant($0) }
            found += readings.compactMap { TriggerProblem($0, cluster, id, containers, since: since) }
        }
        return found
    }

    private func containersByWorkload(_ place: [String]) throws -> [String: [Container]] {
        var found: [String: [Container]] = [:]
        for row in try rows(
            """
            SELECT kind, name, container, init FROM container_
            WHERE cluster = ?1 AND namespace = ?2 ORDER BY kind, name, position
            """, place.map(Value.text))
        {
            found["\(row[0].text ?? "")/\(row[1].text ?? "")", default: []].append(
                Container(name: row[2].text ?? "", isInit: row[3].integer == 1, image: ""))
        }
        return found
    }
}

extension TriggerProblem {
    fileprivate init?(
        _ reading: TriggerReading, _ cluster: String, _ workload: Workload.ID, _ containers: [Container], since: Instant?
    ) {
        let tag = reading.tag.map { " \($0)" } ?? ""
        switch reading.state {
        case .live: return nil
        case .paused:
            problem = .pausedTrigger
            message = "its trigger is paused: nothing writes where image stream tag\(tag) points into it"
        case .unreadable(let reason):
            problem = .unreadableTrigger
            message = "the trigger controller \(reason)"
        }
        self.cluster = cluster
        self.workload = workload
        container = reading.container.map { containers[$0].name }
        self.since = since
    }
}

extension TriggerEntry {
    /// An entry's type, and each field's type and value. Of what is no object nothing is asked.
    fileprivate static let columns = """
        e.type, \(["$.fieldPath", "$.paused", "$.from", "$.from.kind", "$.from.name", "$.from.namespace"].map { path in
            let object = "CASE e.type WHEN 'object' THEN e.value ELSE '{}' END"
            return "json_type(\(object), '\(path)'), CASE WHEN json_type(\(object), '\(path)') IN ('text', 'true') "
                + "THEN json_extract(\(object), '\(path)') END"
        }.joined(separator: ", "))
        """

    /// Reads those columns; nil where a field is of another type than Go's.
    fileprivate init?(_ columns: ArraySlice<Value>) {
        self.init()
        let columns = Array(columns)
        guard ["object", "null"].contains(columns[0].text) else { return nil }
        func text(_ place: Int) -> String? {
            switch columns[1 + 2 * place].text {
            case nil, "null"?: ""
            case "text"?: columns[2 + 2 * place].text ?? ""
            default: nil
            }
        }
        guard let path = text(0), [nil, "null", "true", "false"].contains(columns[3].text),
            [nil, "null", "object"].contains(columns[5].text), let kind = text(3), let name = text(4), let namespace = text(5)
        else { return nil }
        fieldPath = path
        isPaused = columns[3].text == "true"
        self.kind = kind
        self.name = name
        self.namespace = namespace
    }
}
