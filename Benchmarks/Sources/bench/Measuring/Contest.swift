/// Two things done in turn, A B A B, so that whatever else the machine does strikes both.
struct Contest {
    /// The medians of each.
    let ours: Medians
    let theirs: Medians

    /// - Parameter turns: How often each is done; one more turn before them warms the caches and is not counted.
    init(turns: Int, ours: (Int) throws -> Usage, theirs: (Int) throws -> Usage) throws {
        var left: [Usage] = []
        var right: [Usage] = []
        for turn in 0...turns {
            let one = try ours(turn)
            let other = try theirs(turn)
            guard turn > 0 else { continue }
            left.append(one)
            right.append(other)
        }
        self.ours = Medians(left)
        self.theirs = Medians(right)
    }
}

/// The medians of several runs.
struct Medians {
    let wall: Double
    let cpu: Double
    let peak: Double

    init(_ runs: [Usage]) {
        wall = median(runs.map(\.wall))
        cpu = median(runs.map(\.cpu))
        peak = median(runs.map(\.peak))
    }
}

/// The middle value; the lower of the two middle ones where there are two.
func median(_ values: [Double]) -> Double { values.isEmpty ? .nan : values.sorted()[(values.count - 1) / 2] }
