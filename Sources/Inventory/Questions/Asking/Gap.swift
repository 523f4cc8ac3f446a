public import Model

/// A stretch in which a cluster was not looked at although it usually is: more than two and a half times the usual distance between looks.
public struct Gap: Sendable, Hashable, Codable {
    /// The cluster's name.
    public let cluster: String
    /// The last snapshot before it.
    public let from: Instant
    /// The first snapshot after it.
    public let to: Instant
    /// The usual time between snapshots, in seconds: the median.
    public let usual: Int64

    /// Tells of a stretch.
    public init(cluster: String, from: Instant, to: Instant, usual: Int64) {
        self.cluster = cluster
        self.from = from
        self.to = to
        self.usual = usual
    }

    /// How long nobody looked, in seconds.
    public var seconds: Int64 { to.secondsSince1970 - from.secondsSince1970 }

    private var isGap: Bool { seconds * 2 > usual * 5 }

    /// The same rule in SQL, for a server that keeps the distances.
    package static func isGap(seconds: String, usual: String) -> String { "\(seconds) * 2 > \(usual) * 5" }

    /// So many instants at least tell what is usual.
    package static let fewestInstants = 3

    /// The usual time between instants in order, in seconds; nil where they are too few to tell.
    static func usualDistance(_ times: [Instant]) -> Int64? {
        guard times.count >= fewestInstants else { return nil }
        let distances = zip(times, times.dropFirst()).map { $1.secondsSince1970 - $0.secondsSince1970 }
        return distances.sorted()[(distances.count - 1) / 2]
    }

    /// Those between instants in order.
    static func all(of cluster: String, _ times: [Instant]) -> [Gap] {
        guard let usual = usualDistance(times) else { return [] }
        return zip(times, times.dropFirst()).map { Gap(cluster: cluster, from: $0, to: $1, usual: usual) }.filter(\.isGap)
    }

    /// The one that nothing has ended yet.
    static func silence(of cluster: String, after last: Instant?, until end: Instant, usual: Int64) -> Gap? {
        last.map { Gap(cluster: cluster, from: $0, to: end, usual: usual) }.flatMap { $0.isGap ? $0 : nil }
    }
}
