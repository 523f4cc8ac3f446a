public import Model
public import Record
internal import SQLite
internal import Texts

extension QuestionEngine {
    /// Refuses a filter that names a cluster, namespace or object the record has never heard of, with what was probably meant.
    func refuseUnknown(_ filter: Filter, view: View, found: Answer, nameColumn: String) throws {
        try refuseUnknownPlaces(filter)
        guard !filter.names.isEmpty, let index = found.columns.firstIndex(where: { $0.name == nameColumn }) else {
            return
        }
        let seen = Set(found.rows.map { ExactText($0[index].plain) })
        for name in filter.names where !seen.contains(ExactText(name)) {
            var elsewhere = filter
            elsewhere.names = []
            let known = try answer(
                from: view, elsewhere.condition(over: Set(view.columns.map(\.name)), name: nameColumn))
            throw QuestionError.notFound(
                what: filter.kinds.count == 1 && view == .workloads
                    ? .object(filter.kinds[0].title.lowercased()) : .row(of: view.name),
                name: name, within: filter.place.map(QuestionError.Scope.place),
                suggestions: Suggestion.closest(to: name, among: known.rows.map { $0[index].plain }))
        }
    }

    /// Refuses a cluster or a namespace that the record has never heard of.
    public func refuseUnknownPlaces(_ filter: Filter) throws {
        if let cluster = filter.cluster {
            let known = try clusters().map(\.cluster)
            guard known.contains(where: { $0.hasSameBytes(as: cluster) }) else {
                throw QuestionError.notFound(
                    what: .cluster, name: cluster, within: .file(path),
                    suggestions: Suggestion.closest(to: cluster, among: known))
            }
        }
        guard !filter.namespaces.isEmpty else { return }
        let (unknown, known) = try unknownNamespaces(among: filter.namespaces)
        if let namespace = unknown.first {
            throw QuestionError.notFound(
                what: .namespace, name: namespace, within: scope,
                suggestions: Suggestion.closest(to: namespace, among: known))
        }
    }

    /// What the reader of an answer must know beside its rows.
    func notes(on view: View, _ filter: Filter, isEmpty: Bool) throws -> [Note] {
        var notes: [Note] = []
        for standing in try clusters() where filter.asks(standing.cluster) {
            if standing.snapshot == nil {
                notes.append(
                    .nothingYet(cluster: standing.cluster, at: instant, first: standing.firstTakenAt))
            } else {
                notes += try coverageNotes(
                    of: standing, kinds: kindsTold(by: view, asked: filter.kinds, in: standing.cluster), filter)
            }
        }
        if view == .snapshots {
            for standing in try clusters() where filter.asks(standing.cluster) {
                notes += try massDeletions(of: standing.cluster).map { $0.note(standing.cluster) }
            }
        }
        if isEmpty {
            notes.insert(.none(.rows(of: view.name), filter.place, at: instant), at: 0)
        }
        return notes
    }

    /// Kinds that the snapshot shown did not see completely: what stands of them is older, or was never looked at.
    func coverageNotes(of standing: RecordReader.Standing, kinds: [ObjectKind], _ filter: Filter) throws -> [Note] {
        let rows = try coverage(of: standing)
        // What watches told since is no look, and leaves the last one's coverage as it was.
        let look = try lastLook(of: standing.cluster)
        var notes: [Note] = []
        var unasked: [ObjectKind] = []
        /// Kinds that were looked at elsewhere, by namespaces in which something of them stands.
        var passedOver: [ExactText: [ObjectKind]] = [:]
        for (place, kind) in kinds.enumerated() where !kinds[..<place].contains(kind) {
            let entries = rows.filter { $0[0].text == kind.title && isIn(filter, namespace: $0[2].text) }
            // Tags are told by the streams.
            if kind == .imageStreamTag,
                rows.contains(where: { $0[0].text == "ImageStream" && $0[1].text == "complete" })
            {
                continue
            }
            if entries.isEmpty {
                unasked.append(kind)
            } else if !entries.contains(where: { $0[2].text == nil }) {
                let looked = Set(rows.filter { $0[0].text == kind.title }.compactMap { $0[2].text.map { ExactText($0) } })
                for namespace in try namespaces(of: kind, in: standing.cluster).subtracting(looked)
                where isIn(filter, namespace: namespace.text) {
                    passedOver[namespace, default: []].append(kind)
                }
            }
            for entry in entries where entry[1].text != "complete" && entry[1].text != "absent" {
                notes.append(
                    .notSeen(
                        cluster: standing.cluster, kind: kind.resourceTitle, namespace: entry[2].text, outcome: entry[1].text,
                        at: look?.takenAt, message: entry[3].text))
            }
        }
        if !unasked.isEmpty {
            notes.append(
                .notLookedAt(
                    cluster: standing.cluster, at: look?.takenAt, kinds: unasked.map(\.resourceTitle),
                    inPlace: !filter.namespaces.isEmpty))
        }
        for (kinds, namespaces) in Dictionary(grouping: passedOver.keys, by: { passedOver[$0] ?? [] })
            .sorted(by: { ($0.value.min() ?? "") < ($1.value.min() ?? "") })
        {
            notes.append(
                .passedOver(
                    cluster: standing.cluster, at: look?.takenAt, kinds: kinds.map(\.resourceTitle),
                    namespaces: namespaces.sorted().map(\.text)))
        }
        return notes
    }

    /// Pods, where of a cluster the record was ever to tell of them: somebody looked, or could not.
    func podKinds(of cluster: String) throws -> [ObjectKind] {
        try knowsPods(of: cluster) || kindsOfWorkloads(in: cluster).contains(.pod) ? [.pod] : []
    }

    /// The kinds of objects that a view's rows come from.
    func kindsTold(by view: View, asked: [ObjectKind], in cluster: String) throws -> [ObjectKind] {
        switch view.name {
        case "containers":
            (asked.isEmpty ? try kindsOfWorkloads(in: cluster) : asked) + (try podKinds(of: cluster))
        case "workloads", "verdicts", "registries": asked.isEmpty ? try kindsOfWorkloads(in: cluster) : asked
        case "image_streams", "istags", "digest_changes": [.imageStream]
        case "running": [.pod]
        default: []
        }
    }

    /// The namespaces in which something of a kind stands.
    func namespaces(of kind: ObjectKind, in cluster: String) throws -> Set<ExactText> {
        if kind == .pod {
            return Set(
                try rows("SELECT DISTINCT namespace FROM running WHERE cluster = ?1", [.text(cluster)]).compactMap {
                    $0[0].text.map { ExactText($0) }
                })
        }
        let source =
            kind == .imageStream || kind == .imageStreamTag
            ? "image_streams WHERE cluster = ?1" : "workloads WHERE cluster = ?1 AND kind = ?2"
        let values: [Value] =
            kind == .imageStream || kind == .imageStreamTag ? [.text(cluster)] : [.text(cluster), .text(kind.title)]
        return Set(try rows("SELECT DISTINCT namespace FROM \(source)", values).compactMap { $0[0].text.map { ExactText($0) } })
    }

    private func isIn(_ filter: Filter, namespace: String?) -> Bool {
        namespace.map(filter.includes) ?? true
    }
}

extension RecordReader {
    /// The kinds of workloads that this record may tell of: those that teams deploy by, and of
    /// the others those of which it knows an object, or that once could not be looked at. It is asked of all of the file.
    public func kindsOfWorkloads(in cluster: String?) throws -> [ObjectKind] {
        try rows(
            """
            SELECT k.api_group, k.api_name, k.resource, EXISTS (
                SELECT 1 FROM namespace n CROSS JOIN workload w ON w.namespace_id = n.id AND w.kind_id = k.id
                    AND substr(w.name, 1, 2) <> '//'
                CROSS JOIN workload_version v ON v.workload_id = w.id
            ) OR EXISTS (
                SELECT 1 FROM cluster c
                CROSS JOIN coverage_version v ON v.cluster_id = c.id AND v.kind_id = k.id AND v.outcome_id IN (2, 3))
            FROM kind k WHERE k.id NOT IN (6, 7, 14, 15)
            """
        ).compactMap { row in
            let kind = ObjectKind(group: row[0].text ?? "", name: row[1].text ?? "", resource: row[2].text)
            let isExpected = Kinds.builtIn[kind].map { !$0.isAdded && $0.workload?.isOnlyUnowned != true } ?? false
            return isExpected || row[3] == .integer(1) ? kind : nil
        }.sorted()
    }

    /// The kinds of whatever Pods that ran something were made for.
    public func kindsOfOwners() throws -> [ObjectKind] {
        try rows(
            """
            SELECT k.api_group, k.api_name, k.resource FROM kind k WHERE EXISTS (
                SELECT 1 FROM namespace n CROSS JOIN workload w ON w.namespace_id = n.id AND w.kind_id = k.id
                    AND substr(w.name, 1, 2) <> '//'
                CROSS JOIN container b ON b.workload_id = w.id CROSS JOIN running_version v ON v.container_id = b.id)
            """
        ).map { ObjectKind(group: $0[0].text ?? "", name: $0[1].text ?? "", resource: $0[2].text) }
    }
}

extension QuestionEngine {
    /// The kinds of which something has a history: workloads, and whatever else Pods were made for.
    public func kindsWithHistory() throws -> Kinds {
        let (workloads, owners) = (try kindsOfWorkloads(), try kindsOfOwners())
        return Kinds.builtIn.adding(workloads + owners.filter { !workloads.contains($0) }.sorted())
    }
}
