internal import Model
internal import Questions
internal import Record
internal import Synchronization

/// What the record says teams should look at, counted anew only where something was recorded since a monitor asked last.
final class FindingFigures: Sendable {
    private let path: String
    private let known = Mutex<(recorded: [String: Instant], counts: [FindingCount])>(([:], []))

    init(path: String) { self.path = path }

    /// The counts as of the newest snapshots; those of before where the record cannot be read right now.
    func counts(_ board: MetricsRegistry) -> [FindingCount] {
        let recorded = Dictionary(
            board.clusters.compactMap { cluster in cluster.figures.lastRecorded.map { (cluster.name, $0) } },
            uniquingKeysWith: { first, _ in first })
        return known.withLock { known in
            guard known.recorded != recorded, let counts = try? RecordReader(path: path).findingCounts() else {
                return known.counts
            }
            known = (recorded, counts)
            return counts
        }
    }
}
