/// How many objects a cluster has.
public struct ClusterSize: Sendable {
    /// Deployments, of which every third has two containers.
    public var workloads: Int
    /// Image streams.
    public var streams: Int
    /// Tags of each stream.
    public var tagsPerStream: Int
    /// Whether its Pods are looked at, too.
    public var showsPods = false

    /// Sizes a cluster.
    public init(workloads: Int, streams: Int, tagsPerStream: Int) {
        self.workloads = workloads
        self.streams = streams
        self.tagsPerStream = tagsPerStream
    }

    /// The Azure cluster of the operations guide: about 90 streams, 370 tags, 60 workloads.
    public static let fresh = ClusterSize(workloads: 60, streams: 92, tagsPerStream: 4)
    /// As large as clusters come: 50,000 workloads, 100,000 tags.
    public static let large = ClusterSize(workloads: 50_000, streams: 10_000, tagsPerStream: 10)
    /// The one that is watched for a year: 10,000 workloads, 20,000 tags.
    public static let year = ClusterSize(workloads: 10_000, streams: 5_000, tagsPerStream: 4)

    /// The same with its Pods, 30,000 of them.
    public static let running = {
        var size = year
        size.showsPods = true
        return size
    }()

    /// The one that is reported on: 2,000 workloads, 10,000 tags.
    public static let reported = ClusterSize(workloads: 2_000, streams: 2_500, tagsPerStream: 4)

    /// Deployments alone.
    public static func deployments(_ count: Int) -> ClusterSize {
        ClusterSize(workloads: count, streams: 0, tagsPerStream: 0)
    }

    /// The size of a name, or a number of Deployments.
    public init?(named name: String) {
        switch name {
        case "fresh": self = .fresh
        case "large": self = .large
        case "year": self = .year
        case "running": self = .running
        case "reported": self = .reported
        case "tenth": self = ClusterSize(workloads: 1_000, streams: 500, tagsPerStream: 4)
        default:
            guard let count = Int(name) else { return nil }
            self = .deployments(count)
        }
    }

    var namespaces: Int { max(4, workloads / 40) }
}
