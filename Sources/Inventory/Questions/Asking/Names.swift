public import Model
internal import Record
internal import SQLite
internal import Texts

/// One container of one workload of one cluster.
public struct ContainerID: Sendable, Hashable, Comparable {
    /// The cluster's name.
    public let cluster: String
    /// The workload.
    public let workload: Workload.ID
    /// The container's name.
    public let container: String
    /// Whether it is an init container.
    public let isInit: Bool

    /// Compares bytes.
    public static func == (left: ContainerID, right: ContainerID) -> Bool {
        left.isInit == right.isInit && left.container.hasSameBytes(as: right.container) && left.workload == right.workload
            && left.cluster.hasSameBytes(as: right.cluster)
    }

    /// By cluster, namespace, kind and name; init containers first.
    public static func < (left: ContainerID, right: ContainerID) -> Bool {
        if let isBefore = left.cluster.isBefore(right.cluster) { return isBefore }
        if left.workload != right.workload { return left.workload < right.workload }
        if left.isInit != right.isInit { return left.isInit }
        return left.container.isBefore(right.container) ?? false
    }

    /// Names a container.
    public init(cluster: String, workload: Workload.ID, container: String, isInit: Bool) {
        self.cluster = cluster
        self.workload = workload
        self.container = container
        self.isInit = isInit
    }

    /// From a row that begins with cluster, namespace, kind, name, container, init.
    init?(_ row: [Value]) {
        guard let cluster = row[0].text, let namespace = row[1].text,
            let kind = row[2].text.flatMap({ ObjectKind(title: $0) }), let name = row[3].text, let container = row[4].text
        else { return nil }
        self.cluster = cluster
        self.container = container
        workload = Workload.ID(namespace: namespace, kind: kind, name: name)
        isInit = row[5].integer == 1
    }
}

/// A tag of a cluster.
public struct ClusterTag: Sendable, Hashable, Comparable {
    /// The cluster's name.
    public let cluster: String
    /// The stream's namespace.
    public let namespace: String
    /// `stream:tag`.
    public let istag: String

    /// Compares bytes.
    public static func == (left: ClusterTag, right: ClusterTag) -> Bool {
        left.istag.hasSameBytes(as: right.istag) && left.namespace.hasSameBytes(as: right.namespace)
            && left.cluster.hasSameBytes(as: right.cluster)
    }

    /// By cluster, namespace and name.
    public static func < (left: ClusterTag, right: ClusterTag) -> Bool {
        left.cluster.isBefore(right.cluster) ?? left.namespace.isBefore(right.namespace) ?? left.istag.isBefore(right.istag)
            ?? false
    }
}
