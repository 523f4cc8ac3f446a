internal import Model
internal import Record
internal import SQLite
internal import Texts

extension RecordReader {
    /// From when to when triggers wrote no image, until an instant.
    ///
    /// A workload's annotation and its containers change apart from each other, so each stretch in which both stood is read by itself.
    func triggerSpells(_ filter: Filter, until end: Instant) throws -> [ProblemSpell] {
        var containers: [TriggerList.Place: [[Value]: [ContainerStretch]]] = [:]
        var spells: [TriggerProblem.Key: [Spell]] = [:]
        var order: [TriggerProblem.Key] = []
        for list in try triggerLists(filter, of: "workloads_history") where list.from <= end {
            if containers[list.place] == nil { containers[list.place] = try containerStretches(list.place) }
            let known = containers[list.place]?[list.object] ?? []
            let until = list.until.flatMap { $0 > end ? nil : $0 }
            let cuts = Set(known.flatMap { [$0.spell.from, $0.spell.until].compactMap(\.self) } + [list.from])
                .filter { $0 >= list.from && $0 <= end && until.map($0.isBefore) ?? true }.sorted()
            for (index, from) in cuts.enumerated() {
                let stretch = Spell(from: from, until: index + 1 < cuts.count ? cuts[index + 1] : until)
                for problem in list.problems(known.filter { $0.spell.holds(at: from) }.map(\.container)) {
                    if spells[problem.key] == nil { order.append(problem.key) }
                    spells[problem.key, default: []].append(stretch)
                }
            }
        }
        return order.flatMap { key in
            (spells[key] ?? []).merged.map { spell in
                ProblemSpell(
                    problem: key.problem, cluster: key.cluster, namespace: key.workload.namespace, kind: key.workload.kind.title,
                    name: key.workload.name, container: key.container, trouble: key.trouble, since: spell.from, spell: spell)
            }
        }
    }

    /// The containers that a namespace's workloads ever had, each from when to when, by kind and name.
    private func containerStretches(_ place: TriggerList.Place) throws -> [[Value]: [ContainerStretch]] {
        var found: [[Value]: [ContainerStretch]] = [:]
        for row in try rows(
            """
            SELECT kind, name, container, init, began, ended FROM container_history_
            WHERE cluster = ?1 AND namespace = ?2 ORDER BY kind, name, position, began
            """, place)
        {
            guard let began = Instant(row[4].integer) else { continue }
            found[Array(row[..<2]), default: []].append(
                ContainerStretch(
                    container: Container(name: row[2].text ?? "", isInit: row[3].integer == 1, image: ""),
                    spell: Spell(from: began, until: Instant(row[5].integer))))
        }
        return found
    }
}

/// A container's name and place, and when it stood there.
private struct ContainerStretch {
    let container: Container
    let spell: Spell
}

extension TriggerProblem {
    /// What makes two of them the same, whenever they were seen.
    fileprivate struct Key: Hashable {
        let problem: Problem
        @Exact var cluster: String
        let workload: Workload.ID
        @Exact var container: String?
        let trouble: TriggerTrouble
    }

    fileprivate var key: Key {
        Key(problem: problem, cluster: cluster, workload: workload, container: container, trouble: trouble)
    }
}

extension Spell {
    /// Whether it held at an instant; half-open.
    fileprivate func holds(at instant: Instant) -> Bool { from <= instant && until.map { $0 > instant } ?? true }
}

extension Instant {
    fileprivate func isBefore(_ other: Instant) -> Bool { self < other }
}
