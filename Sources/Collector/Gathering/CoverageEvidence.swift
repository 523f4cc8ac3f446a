internal import Model

/// What a source's files say of which kinds were looked for. Absence is a deletion only where it was looked for.
struct CoverageEvidence {
    /// Kinds that a list, a file's name or the caller says are all here.
    var covered: Set<ObjectKind>
    /// What went wrong, which rules over any list.
    private var failures: [Subject: Failure] = [:]

    private struct Subject: Hashable {
        var kind: ObjectKind
        var namespace: String?
    }

    private struct Failure {
        var outcome: Coverage.Outcome
        var message: String
    }

    init(covered: Set<ObjectKind>) {
        self.covered = covered
    }

    /// Notes that a kind could not be listed, in one namespace or, with nil, wherever it was looked for.
    mutating func fail(_ kind: ObjectKind, in namespace: String? = nil, _ outcome: Coverage.Outcome, _ message: String) {
        failures[Subject(kind: kind, namespace: namespace)] = Failure(outcome: outcome, message: message)
    }

    /// What is to be recorded of a kind in a namespace, nil standing for all; nil where nobody looked.
    func entry(_ kind: ObjectKind, in namespace: String?, objects: Int) -> Coverage? {
        let failure = failure(of: kind, in: namespace)
        guard let failure else {
            guard covered.contains(kind) else { return nil }
            return Coverage(kind: kind, namespace: namespace, outcome: .complete, objects: Int64(objects))
        }
        return Coverage(
            kind: kind, namespace: namespace, outcome: failure.outcome, objects: Int64(objects),
            message: failure.message)
    }

    /// A namespace's own failure comes first; the failure of any one namespace is one of all together.
    private func failure(of kind: ObjectKind, in namespace: String?) -> Failure? {
        if let own = failures[Subject(kind: kind, namespace: namespace)] { return own }
        guard namespace == nil else { return failures[Subject(kind: kind, namespace: nil)] }
        let partial = failures.filter { $0.key.kind == kind }.min {
            ($0.key.namespace ?? "") < ($1.key.namespace ?? "")
        }
        return partial?.value
    }
}
