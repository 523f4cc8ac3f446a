internal import Model
internal import Record

/// What a source's files say of which kinds were looked for. Absence is a deletion only where it was looked for.
struct CoverageEvidence {
    /// Kinds that a list, a file's name or the caller says are all here: in one namespace or, with nil, wherever it was looked.
    private var covered: Set<Coverage.Scope>
    /// What went wrong, which rules over any list.
    private var failures: [Coverage.Scope: Failure] = [:]

    private struct Failure {
        var outcome: Coverage.Outcome
        var reason: CoverageReason
    }

    init(covered: Set<ObjectKind>) {
        self.covered = Set(covered.map { Coverage.Scope(kind: $0, namespace: nil) })
    }

    /// Notes that every object of a kind is here, of one namespace or, with nil, of wherever it was looked.
    mutating func cover(_ kind: ObjectKind, in namespace: String? = nil) {
        covered.insert(Coverage.Scope(kind: kind, namespace: namespace))
    }

    /// Notes that a kind could not be listed, in one namespace or, with nil, wherever it was looked for.
    mutating func fail(_ kind: ObjectKind, in namespace: String? = nil, _ outcome: Coverage.Outcome, _ reason: CoverageReason) {
        failures[Coverage.Scope(kind: kind, namespace: namespace)] = Failure(outcome: outcome, reason: reason)
    }

    /// Whether anything at all was said of a kind.
    func isTold(_ kind: ObjectKind) -> Bool {
        covered.contains { $0.kind == kind } || failures.contains { $0.key.kind == kind }
    }

    /// Whether the kind was seen whole wherever it was looked.
    func isCoveredEverywhere(_ kind: ObjectKind) -> Bool {
        covered.contains(Coverage.Scope(kind: kind, namespace: nil))
    }

    /// Whether the kind was seen whole in a namespace, nil standing for all.
    func isCovered(_ kind: ObjectKind, in namespace: String?) -> Bool {
        entry(kind, in: namespace, objects: 0)?.outcome == .complete
    }

    /// What is to be recorded of a kind in a namespace, nil standing for all; nil where nobody looked.
    func entry(_ kind: ObjectKind, in namespace: String?, objects: Int) -> KindCoverage? {
        let failure = failure(of: kind, in: namespace)
        guard let failure else {
            let isCovered =
                isCoveredEverywhere(kind) || covered.contains(Coverage.Scope(kind: kind, namespace: namespace))
            guard isCovered else { return nil }
            return KindCoverage(kind: kind, namespace: namespace, outcome: .complete, objects: objects)
        }
        return KindCoverage(
            kind: kind, namespace: namespace, outcome: failure.outcome, objects: objects, reason: failure.reason)
    }

    /// A namespace's own failure comes first; the failure of any one namespace is one of all together.
    private func failure(of kind: ObjectKind, in namespace: String?) -> Failure? {
        if let own = failures[Coverage.Scope(kind: kind, namespace: namespace)] { return own }
        guard namespace == nil else { return failures[Coverage.Scope(kind: kind, namespace: nil)] }
        let partial = failures.filter { $0.key.kind == kind }.min {
            ($0.key.namespace ?? "") < ($1.key.namespace ?? "")
        }
        return partial?.value
    }
}
