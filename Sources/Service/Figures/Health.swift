internal import Record
internal import ServiceWords
internal import Words

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
            return silent <= allowed ? .alive : .silent(seconds: silent.components.seconds)
        }
    }

    /// Whether the newest look at every cluster ended up in the record, however much the cluster let be seen.
    static func ready(_ board: MetricsRegistry) -> Health {
        Health(board) { figures in
            switch figures.isRecording {
            case true?: .recorded(figures.lastRecorded)
            case false?: .notRecorded
            // Started again within a period: the record is as new as it should be.
            case nil where figures.lastRecorded != nil && figures.lookingSince == nil && figures.nextTick != nil:
                .waiting
            case nil: .notLooked
            }
        }
    }

    private init(_ board: MetricsRegistry, _ judge: (ClusterFigures) -> LoopState) {
        isWell = true
        lines = []
        for (name, figures) in board.clusters {
            let state = judge(figures)
            isWell = isWell && state.isWell
            lines.append("\(name): \(state.sentence)")
        }
    }
}
