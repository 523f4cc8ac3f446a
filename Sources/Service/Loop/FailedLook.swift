internal import Model

extension Snapshot {
    /// A look at a cluster that answered nothing at all: every kind was asked for, none was seen, and so nothing is closed.
    ///
    /// - Parameters:
    ///   - outcome: `failed`, or `forbidden` where the cluster answered and said no.
    ///   - reason: What went wrong, without secrets.
    static func unanswered(
        cluster: String, takenAt: Instant, namespaces: [String?], kinds: Kinds = .builtIn,
        outcome: Coverage.Outcome = .failed, reason: String
    ) -> Snapshot {
        let coverage = namespaces.flatMap { namespace in
            kinds.all.map(\.kind).map {
                Coverage(kind: $0, namespace: namespace, outcome: outcome, objects: 0, message: reason)
            }
        }
        return Snapshot(cluster: cluster, takenAt: takenAt, source: "no answer", coverage: coverage)
    }
}
