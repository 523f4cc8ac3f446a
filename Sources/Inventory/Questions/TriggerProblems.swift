public import Model
internal import Record
internal import SQLite

/// Why a trigger writes no image.
public enum TriggerTrouble: Sendable, Hashable {
    /// It is paused; the tag it would follow, where it names one.
    case paused(ImageStreamTag.ID?)
    /// The controller makes nothing of it.
    case unreadable(TriggerFault)
}

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

extension RecordReader {
    /// The triggers of standing workloads that the controller cannot read, and those that are paused.
    func triggerProblems(_ filter: Filter) throws -> [TriggerProblem] {
        var places: [TriggerList.Place: [[Value]: [Container]]] = [:]
        return try triggerLists(filter, of: "workloads").flatMap { list in
            if places[list.place] == nil { places[list.place] = try containersByWorkload(list.place) }
            return list.problems(places[list.place]?[list.object] ?? [])
        }
    }

    /// What workloads have in their annotation of triggers, by cluster, namespace, kind and name.
    ///
    /// - Parameter view: `workloads` or `workloads_history`.
    func triggerLists(_ filter: Filter, of view: String) throws -> [TriggerList] {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        let rows = try rows(
            """
            SELECT w.cluster, w.namespace, w.kind, w.name, w.seen_from, w.seen_until, w.list, e.key IS NOT NULL,
                \(TriggerEntry.columns)
            FROM (
                SELECT cluster, namespace, kind, name, seen_from, seen_until,
                    CASE WHEN json_valid(triggers) THEN json_type(triggers) END AS list,
                    CASE WHEN json_valid(triggers) AND json_type(triggers) = 'array' THEN triggers ELSE '[]' END AS triggers
                FROM \(view)
                WHERE triggers IS NOT NULL\(condition.terms.map { " AND " + $0 }.joined())
            ) w
            LEFT JOIN json_each(w.triggers) e
            ORDER BY w.cluster, w.namespace, w.kind, w.name, w.seen_from, e.key
            """, condition.values)
        var lists: [TriggerList] = []
        var entries: [TriggerEntry]? = []
        for (index, row) in rows.enumerated() {
            if row[7].integer == 1 {
                let entry = TriggerEntry(row[8...])
                entries = entry.flatMap { entry in entries.map { $0 + [entry] } }
            }
            guard index + 1 == rows.count || rows[index + 1][..<5] != row[..<5] else { continue }
            defer { entries = [] }
            guard let cluster = row[0].text, let kind = row[2].text.flatMap(ObjectKind.init(title:)),
                let from = row[4].text.flatMap({ Instant($0) })
            else { continue }
            let read: Result<[TriggerEntry], TriggerList.Unread> =
                switch row[6].text {
                case nil: .failure(.init(fault: .notJSON))
                case "array"?: entries.map { .success($0) } ?? .failure(.init(fault: .wrongType))
                case "null"?: .success([])
                default: .failure(.init(fault: .notAList))
                }
            lists.append(
                TriggerList(
                    cluster: cluster, workload: .init(namespace: row[1].text ?? "", kind: kind, name: row[3].text ?? ""),
                    from: from,
                    until: row[5].text.flatMap { Instant($0) }, entries: read))
        }
        return lists
    }

    private func containersByWorkload(_ place: TriggerList.Place) throws -> [[Value]: [Container]] {
        var found: [[Value]: [Container]] = [:]
        for row in try rows(
            """
            SELECT kind, name, container, init FROM container_
            WHERE cluster = ?1 AND namespace = ?2 ORDER BY kind, name, position
            """, place)
        {
            found[Array(row[..<2]), default: []].append(
                Container(name: row[2].text ?? "", isInit: row[3].integer == 1, image: ""))
        }
        return found
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
