internal import Record

/// The answer to whether the collector lives, or works.
struct Health: Equatable {
    /// Whether all is well.
    var isWell: Bool
    /// A line a cluster, for people.
    var lines: [String]

    /// How long a loop may be silent beyond what its look may take.
    private static let grace: Duration = .seconds(120)

    /// Whether every loop still does something. A monitor restarts a collector for which this is not so.
    static func alive(_ board: MetricsRegistry) -> Health {
        let steady = board.steady
        return Health(board) { figures in
            let allowed = figures.lookingSince == nil ? grace : figures.limit + grace
            let silent = steady - figures.signOfLife
            return silent <= allowed
                ? (true, "alive") : (false, "silent for \(silent.components.seconds) s, which is too long")
        }
    }

    /// Whether the newest look at every cluster ended up in the record, however much the cluster let be seen.
    static func ready(_ board: MetricsRegistry) -> Health {
        Health(board) { figures in
            switch figures.isRecording {
            case true?: (true, figures.lastRecorded.map { "recorded at \($0)" } ?? "recorded")
            case false?: (false, "the newest look was not recorded")
            // Started again within a period: the record is as new as it should be.
            case nil where figures.lastRecorded != nil && figures.lookingSince == nil && figures.nextTick != nil:
                (true, "waiting for the next tick")
            case nil: (false, "not looked yet")
            }
        }
    }

    private init(_ board: MetricsRegistry, _ judge: (ClusterFigures) -> (Bool, String)) {
        isWell = true
        lines = []
        for (name, figures) in board.clusters {
            let (isWell, words) = judge(figures)
            self.isWell = self.isWell && isWell
            lines.append("\(name): \(words)")
        }
    }
}
