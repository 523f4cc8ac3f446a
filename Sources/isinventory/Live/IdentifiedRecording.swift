import Collector
import CollectorWords
import Model
import Record

extension ClusterLook {
    /// Records the look, after making sure that the name it goes under is still this cluster's.
    ///
    /// - Parameter rebuilt: Whether the cluster is known to be another one than it was.
    /// - Returns: What it changed, and what a person should know, a sentence each.
    /// - Throws: ``StoreError``, or ``SourceError`` where what was gathered cannot be read back; the file is then as it was.
    func record(in store: RecordWriter, rebuilt: Bool = false) throws -> (recorded: Recorded, notices: [String]) {
        try collected.record(in: store, as: ClusterIdentity(uid: uid), rebuilt: rebuilt, deletions: .recorded)
    }
}

extension Collected {
    /// Records a dump, after making sure that the name it goes under is still its cluster's, as far as it says.
    ///
    /// - Parameter confirmed: Whether it is known that much is gone.
    /// - Throws: ``StoreError``, also where it is of another cluster or takes much for gone; the file is then as it was.
    func recordIdentified(
        in store: RecordWriter, rebuilt: Bool = false, confirmed: Bool
    ) throws -> (recorded: Recorded, notices: [String]) {
        try record(in: store, as: identity, rebuilt: rebuilt, deletions: confirmed ? .recorded : .refused)
    }

    fileprivate func record(
        in store: RecordWriter, as identity: ClusterIdentity, rebuilt: Bool, deletions: DeletionPolicy
    ) throws -> (recorded: Recorded, notices: [String]) {
        let name = header.cluster
        let others = try rebuilt || identity.isUnknown ? [] : store.recognize(name, identity)
        let recorded = try record(in: store, deletions: deletions)
        if !identity.isUnknown { try store.identify(name, identity, anew: rebuilt) }
        guard !others.isEmpty else { return (recorded, []) }
        return (
            recorded,
            [
                "the record has this cluster also as \(others.joined(separator: ", ")): two names for one cluster split its "
                    + "history. Pass --cluster to keep to one."
            ]
        )
    }
}
