import Collector
import Model
import Record

extension ClusterLook {
    /// Records the look, after making sure that the name it goes under is still this cluster's.
    ///
    /// - Parameter rebuilt: Whether the cluster is known to be another one than it was.
    /// - Returns: What it changed, and what a person should know, a sentence each.
    /// - Throws: ``StoreError``, or ``SourceError`` where what was gathered cannot be read back; the file is then as it was.
    func record(in store: Store, rebuilt: Bool = false) throws -> (recorded: Recorded, notices: [String]) {
        let name = collected.header.cluster
        let others = try uid.map { rebuilt ? [] : try store.recognize(name, uid: $0) } ?? []
        let recorded = try collected.record(in: store)
        if let uid { try store.identify(name, uid: uid) }
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
