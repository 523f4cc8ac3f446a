internal import Model
internal import Questions

/// The state of the record that one question is about: the instant, and the snapshots that stand for it.
struct Moment: Sendable {
    /// All snapshots there are.
    let log: SnapshotLog
    /// The cluster that is asked about; nil is all.
    let cluster: String?
    /// The instant that is asked about; nil is the present.
    let instant: Instant?

    /// The clusters asked about.
    var clusters: [SnapshotLog.Cluster] { log.asked(cluster) }

    /// The snapshots shown, one a cluster that has one.
    var shown: [(cluster: String, entry: SnapshotLog.Entry)] {
        clusters.compactMap { cluster in cluster.entry(at: instant).map { (cluster.name, $0) } }
    }

    /// When the newest of the shown snapshots was taken.
    var takenAt: Instant? { shown.map(\.entry.takenAt).max() }
    var first: Instant? { clusters.compactMap(\.entries.first?.takenAt).min() }
    var newest: Instant? { clusters.compactMap(\.entries.last?.takenAt).max() }

    /// Whether it shows each cluster's newest snapshot.
    var isNewest: Bool { instant == nil || clusters.allSatisfy { $0.entry(at: instant) == $0.entries.last } }

    /// Whether nothing that will be recorded can change what stood then: every cluster was looked at since.
    var isSettled: Bool {
        guard let instant else { return false }
        return !clusters.isEmpty && clusters.allSatisfy { ($0.entries.last?.takenAt).map { $0 > instant } ?? false }
    }

    /// What stood then, as a short name: the shown snapshots' seals.
    var state: String { shown.map { "\($0.cluster)\u{0}\($0.entry.seal ?? "#\($0.entry.number)")" }.joined(separator: "\u{1}") }

    /// What the record knows in all, in the same way.
    var whole: String {
        log.clusters.map {
            "\($0.name)\u{0}\($0.entries.first?.number ?? 0)\u{0}\($0.entries.last?.seal ?? "#\($0.entries.last?.number ?? 0)")"
        }
        .joined(separator: "\u{1}")
    }

    /// The instant of the snapshot before the one that is shown, and of the one after it.
    var neighbours: (before: Instant?, after: Instant?) {
        guard let shown = takenAt else { return (nil, first) }
        let before = clusters.compactMap { $0.entry(at: shown.advanced(by: -1))?.takenAt }.max()
        let after = clusters.compactMap { cluster -> Instant? in
            let place = cluster.firstAfter(shown)
            return place < cluster.entries.count ? cluster.entries[place].takenAt : nil
        }.min()
        return (before, after)
    }
}
