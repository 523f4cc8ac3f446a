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
    let trouble: TriggerTrouble
    /// Since when the workload has stood as it stands.
    let since: Instant?
}

/// What stands in a workload's annotation of triggers, in one of its states.
struct TriggerList {
    let cluster: String
    let workload: Workload.ID
    /// The looks between which it stood.
    let from: Instant
    let until: Instant?
    /// Its entries, or why they are none.
    let entries: Result<[TriggerEntry], Unread>

    struct Unread: Error { let fault: TriggerFault }

    /// A cluster and a namespace.
    typealias Place = [Value]

    /// Where the workload is.
    var place: Place { [.text(cluster), .text(workload.namespace)] }
    /// Its kind and name.
    var object: [Value] { [.text(workload.kind.title), .text(workload.name)] }

    /// What the controller makes of each, given the workload's containers.
    func problems(_ containers: [Container]) -> [TriggerProblem] {
        let readings =
            switch entries {
            case .success(let entries): TriggerReading.read(entries, of: workload, containers: containers)
            case .failure(let unread): TriggerReading.unreadable(unread.fault)
            }
        return readings.compactMap { TriggerProblem($0, self, containers) }
    }
}

extension QuestionEngine {
    /// The triggers of standing workloads that the controller cannot read, and those that are paused.
    func triggerProblems(_ filter: Filter) throws -> [TriggerProblem] {
        let lists = try triggerLists(filter, of: "workloads")
        guard !lists.isEmpty else { return [] }
        if links.areNames {
            let containers = try containersUnderTriggers(filter)
            return lists.flatMap { $0.problems(containers[$0.place + $0.object] ?? []) }
        }
        var places: [TriggerList.Place: [[Value]: [Container]]] = [:]
        return try lists.flatMap { list in
            if places[list.place] == nil { places[list.place] = try containersByWorkload(list.place) }
            return list.problems(places[list.place]?[list.object] ?? [])
        }
    }

    /// What workloads have in their annotation of triggers, by cluster, namespace, kind and name.
    ///
    /// - Parameter view: `workloads` or `workloads_history`.
    func triggerLists(_ filter: Filter, of view: String) throws -> [TriggerList] {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        let annotated = "\(view) WHERE triggers IS NOT NULL\(condition.terms.map { " AND " + $0 }.joined())"
        guard !links.areNames else { return try triggerListsInFleet(annotated, condition.values) }
        let rows = try rows(
            """
            SELECT w.cluster, w.namespace, w.kind, w.name, w.seen_from, w.seen_until, w.list, e.key IS NOT NULL,
                \(TriggerEntry.columns)
            FROM (
                SELECT cluster, namespace, kind, name, seen_from, seen_until, \(TriggerList.columns(of: "triggers"))
                FROM \(annotated)
            ) w
            LEFT JOIN json_each(w.triggers) e
            ORDER BY w.cluster, w.namespace, w.kind, w.name, w.seen_from, e.key
            """, condition.values)
        var lists: [TriggerList] = []
        var first = 0
        for index in rows.indices where index + 1 == rows.count || rows[index + 1][..<5] != rows[index][..<5] {
            if let list = TriggerList(rows[first...index]) { lists.append(list) }
            first = index + 1
        }
        return lists
    }

    /// A server's JSON is not SQLite's, so each text is read as a record file reads it, in a database of its own.
    private func triggerListsInFleet(_ annotated: String, _ values: [Value]) throws -> [TriggerList] {
        let reader = try Connection(path: ":memory:", mode: .create)
        return try rows(
            """
            SELECT cluster, namespace, kind, name, seen_from, seen_until, triggers FROM \(annotated)
            ORDER BY cluster, namespace, kind, name, seen_from
            """, values
        ).compactMap { row in
            let read = try reader.rows(
                """
                SELECT w.list, e.key IS NOT NULL, \(TriggerEntry.columns)
                FROM (SELECT \(TriggerList.columns(of: "?1"))) w LEFT JOIN json_each(w.triggers) e ORDER BY e.key
                """, row[6])
            return TriggerList(read.map { row[..<6] + $0 }[...])
        }
    }

    private func containersByWorkload(_ place: TriggerList.Place) throws -> [[Value]: [Container]] {
        try containers(
            by: 2,
            of: """
                SELECT kind, name, container, init FROM container_
                WHERE cluster = ?1 AND namespace = ?2 ORDER BY kind, name, position
                """, place)
    }

    /// The containers of all workloads with such an annotation at once: to ask a server by namespaces would take long.
    private func containersUnderTriggers(_ filter: Filter) throws -> [[Value]: [Container]] {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        return try containers(
            by: 4,
            of: """
                SELECT c.cluster, c.namespace, c.kind, c.name, c.container, c.init
                FROM (SELECT * FROM workloads\(condition.clause)) w
                JOIN container_ c ON c.cluster = w.cluster AND c.namespace = w.namespace AND c.kind = w.kind AND c.name = w.name
                WHERE w.triggers IS NOT NULL ORDER BY c.cluster, c.namespace, c.kind, c.name, c.position
                """, condition.values)
    }

    /// Containers by so many first columns; their names and whether they are init containers follow.
    private func containers(by count: Int, of sql: String, _ values: [Value]) throws -> [[Value]: [Container]] {
        try rows(sql, values).reduce(into: [:]) { found, row in
            found[Array(row[..<count]), default: []].append(
                Container(name: row[count].text ?? "", isInit: row[count + 1].integer == 1, image: ""))
        }
    }
}

extension TriggerList {
    /// What an annotation is, and its entries where it is a list.
    fileprivate static func columns(of text: String) -> String {
        """
        CASE WHEN json_valid(\(text)) THEN json_type(\(text)) END AS list,
        CASE WHEN json_valid(\(text)) AND json_type(\(text)) = 'array' THEN \(text) ELSE '[]' END AS triggers
        """
    }

    /// Reads the rows of one workload's state, one an entry: its cluster, namespace, kind, name and looks, what the annotation is, whether there
    /// is an entry, and what stands in it.
    fileprivate init?(_ rows: ArraySlice<[Value]>) {
        guard let row = rows.first, let cluster = row[0].text, let kind = row[2].text.flatMap(ObjectKind.init(title:)),
            let from = row[4].text.flatMap({ Instant($0) })
        else { return nil }
        self.cluster = cluster
        workload = Workload.ID(namespace: row[1].text ?? "", kind: kind, name: row[3].text ?? "")
        self.from = from
        until = row[5].text.flatMap { Instant($0) }
        switch row[6].text {
        case nil: entries = .failure(.init(fault: .notJSON))
        case "array"?:
            let read = rows.filter { $0[7].integer == 1 }.map { TriggerEntry($0[8...]) }
            entries = read.contains { $0 == nil } ? .failure(.init(fault: .wrongType)) : .success(read.compactMap(\.self))
        case "null"?: entries = .success([])
        default: entries = .failure(.init(fault: .notAList))
        }
    }
}

extension TriggerProblem {
    fileprivate init?(_ reading: TriggerReading, _ list: TriggerList, _ containers: [Container]) {
        switch reading.state {
        case .live: return nil
        case .paused:
            problem = .pausedTrigger
            trouble = .paused(reading.tag)
        case .unreadable(let fault):
            problem = .unreadableTrigger
            trouble = .unreadable(fault)
        }
        cluster = list.cluster
        workload = list.workload
        container = reading.container.map { containers[$0].name }
        since = list.from
    }

    /// The same as one of all problems.
    var found: FoundProblem {
        FoundProblem(
            problem: problem, cluster: cluster, namespace: workload.namespace, kind: workload.kind.title, name: workload.name,
            container: container, detail: .trigger(trouble), since: since, reason: nil)
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
