internal import ClusterAPI
internal import Model
internal import Texts

/// How reading all lists went.
struct ListsRead {
    var looks: [ListResult] = []
    var remarks: [ClusterRemark] = []
    private var failures: [APIError] = []

    mutating func add(_ read: [(ListResult, APIError?)]) {
        looks += read.map(\.0)
        failures += read.compactMap(\.1)
    }

    /// What stopped most: a server that does not answer rather than one that says no.
    var weightiestFailure: APIError? { failures.first { $0.outcome == .failed } ?? failures.first }

    /// The namespace does not exist, so nothing of any kind is in it.
    mutating func close(_ namespace: String, _ kinds: [ObjectKind]) {
        looks.removeAll { $0.namespace.hasSameBytes(as: namespace) && kinds.contains($0.kind) }
        looks += kinds.map { .gone($0, namespace) }
    }

    /// That an API is absent is said once of the cluster, for of a namespace it would say that there is no such namespace. An API
    /// that answered elsewhere is not absent.
    mutating func settleAbsence() {
        let isAbsent = { (look: ListResult) in look.outcome == .absent && !look.isOfGoneNamespace }
        for kind in Set(looks.filter { isAbsent($0) && $0.namespace != nil }.map(\.kind)) {
            if looks.allSatisfy({ $0.kind != kind || isAbsent($0) }), let first = looks.first(where: { $0.kind == kind }) {
                looks.removeAll { $0.kind == kind }
                looks.append(ListResult(kind: kind, namespace: nil, outcome: .absent, fault: first.fault))
            } else {
                for index in looks.indices where looks[index].kind == kind && isAbsent(looks[index]) {
                    looks[index].outcome = .failed
                }
            }
        }
    }
}

extension ClusterReading {
    /// What may not be listed everywhere at once is listed namespace by namespace: in those that may be seen, and in those that
    /// the record knows.
    ///
    /// A namespace that left the list was deleted, or the right to see it was taken away; to who has no rights over the cluster
    /// both look alike. So it is asked for by its name, and by each kind. Only a namespace that is known not to exist closes
    /// what stood in it.
    func readByNamespace(
        _ plans: [ListPlan], _ known: RecordedNamespaces, _ discovery: Discovery?, _ lists: inout ListsRead
    ) async throws {
        let kinds = plans.map(\.kind)
        var seen: [String] = []
        var failure: APIError?
        do {
            seen = try await client.namespaces(discovery)
        } catch let error as APIError {
            failure = error
        }
        let unlisted = known.standing.subtracting(seen.map { ExactText($0) }).sorted().map(\.text)
        if let failure {
            // Which namespaces there are is not known, so nothing can be said of all of them.
            for index in lists.looks.indices where lists.looks[index].outcome == .forbidden && failure.reason != .forbidden {
                lists.looks[index].outcome = .failed
                lists.looks[index].fault = .unlisted(failure)
            }
            lists.remarks.append(.refusedAtOnce(kinds, .unlisted(failure, readsKnown: !unlisted.isEmpty)))
        } else if seen.isEmpty {
            lists.remarks.append(.refusedAtOnce(kinds, .noneSeen))
        } else {
            lists.looks.removeAll { $0.outcome == .forbidden }
            lists.remarks.append(.refusedAtOnce(kinds, .each(seen.count)))
        }
        lists.add(try await read(plans.flatMap { plan in seen.map { plan.in($0) } }))
        try await lookAfter(unlisted, plans, isListed: failure == nil, discovery, &lists)
    }

    /// Looks for namespaces that the record knows and no list shows.
    ///
    /// - Parameter isListed: Whether there was a list that could have shown them.
    private func lookAfter(
        _ unlisted: [String], _ plans: [ListPlan], isListed: Bool, _ discovery: Discovery?, _ lists: inout ListsRead
    ) async throws {
        var lost: [String] = []
        for namespace in unlisted {
            if try await client.isGone(namespace: namespace, discovery) == true {
                lists.close(namespace, plans.map(\.kind))
                lists.remarks.append(.goneWithAll(namespace: namespace))
                continue
            }
            var read = try await read(plans.map { $0.in(namespace) })
            if isListed {
                for index in read.indices where read[index].0.outcome == .forbidden {
                    read[index].0.fault = .unseen(read[index].0.fault)
                }
            }
            if read.contains(where: { $0.0.outcome == .forbidden }) { lost.append(namespace) }
            lists.add(read)
        }
        guard isListed, !lost.isEmpty else { return }
        lists.remarks.append(.unseen(namespaces: lost))
    }

    /// Namespaces that were given by name and in which nothing was found: whether they exist is asked, and what is found is said.
    func lookForNamed(_ known: RecordedNamespaces, _ discovery: Discovery?, _ lists: inout ListsRead) async throws {
        for case let namespace? in source.scope?.entries ?? [] {
            let looks = lists.looks.filter { $0.namespace.hasSameBytes(as: namespace) }
            guard looks.allSatisfy({ $0.outcome != .failed }), await !decoder.found(in: namespace) else { continue }
            if try await client.isGone(namespace: namespace, discovery) == true {
                lists.close(namespace, looks.map(\.kind))
                lists.remarks.append(
                    known.standing.contains(ExactText(namespace))
                        ? .goneWithAll(namespace: namespace)
                        : known.ever.contains(ExactText(namespace))
                            ? .gone(namespace: namespace) : .neverExisted(namespace: namespace))
            } else if !known.ever.contains(ExactText(namespace)),
                // Who may not list builds knows enough: a namespace in use has more than those.
                looks.allSatisfy({
                    $0.outcome == .complete || $0.outcome == .absent || $0.kind == .build || $0.kind == .buildConfig
                })
            {
                lists.remarks.append(.strange(namespace: namespace))
            }
        }
    }
}
