public import Texts

/// By what a cluster is told from another that goes under the same name; each as far as it is known.
public struct ClusterIdentity: Sendable, Hashable {
    /// The uid of the namespace `kube-system`, which lives as long as the cluster.
    @Exact public var uid: String?
    /// `spec.clusterID` of the ClusterVersion `version`, by which OpenShift registers a cluster.
    @Exact public var clusterID: String?
    /// `status.infrastructureName` of the Infrastructure `cluster`: the installer's name for it, with a random end.
    @Exact public var infrastructure: String?

    /// Describes a cluster.
    public init(uid: String? = nil, clusterID: String? = nil, infrastructure: String? = nil) {
        self.uid = uid
        self.clusterID = clusterID
        self.infrastructure = infrastructure
    }

    /// Whether nothing is known.
    public var isUnknown: Bool { self == ClusterIdentity() }

    /// The first mark in which both are known and differ: what it is called, its value here and there. The uid rules where both
    /// have it, since the others can be edited.
    public func difference(from other: ClusterIdentity) -> (mark: String, here: String, there: String)? {
        if uid != nil, uid.hasSameBytes(as: other.uid) { return nil }
        let marks = [
            ("its kube-system namespace's uid", uid, other.uid), ("its clusterID", clusterID, other.clusterID),
            ("its infrastructure's name", infrastructure, other.infrastructure),
        ]
        for case (let mark, let here?, let there?) in marks where !here.hasSameBytes(as: there) { return (mark, here, there) }
        return nil
    }

    /// What is known of either; where both know something, this one's.
    public func merged(with other: ClusterIdentity) -> ClusterIdentity {
        ClusterIdentity(
            uid: uid ?? other.uid, clusterID: clusterID ?? other.clusterID,
            infrastructure: infrastructure ?? other.infrastructure)
    }
}
