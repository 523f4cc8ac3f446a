/// One row of the table.
struct Row {
    /// What was to be reached.
    enum Goal {
        /// So many times faster, or more.
        case faster(Double)
        /// So many times as much, or less.
        case within(Double)
        /// So much, or less, of a unit.
        case most(Double, String)
        /// To be told, whatever it is.
        case told

        var text: String {
            switch self {
            case .faster(let factor): "≥ \(plain(factor)) × faster"
            case .within(let factor): "≤ \(plain(factor)) ×"
            case .most(let amount, let unit): "≤ \(plain(amount)) \(unit)"
            case .told: "–"
            }
        }

        func isMet(by value: Double) -> Bool? {
            switch self {
            case .faster(let factor): value >= factor
            case .within(let factor): value <= factor
            case .most(let amount, _): value <= amount
            case .told: nil
            }
        }
    }

    let what: String
    let against: String
    let goal: Goal
    /// What was measured, in the goal's terms.
    let value: Double
    /// The unit of `value`; × where it is a ratio.
    var unit = "×"
    /// The same of CPU time, where it says something.
    var cpu: Double?
    /// What it was made of.
    let detail: String

    var cells: [String] {
        let met = goal.isMet(by: value).map { $0 ? "met" : "missed" } ?? ""
        return [what, against, goal.text, "\(rounded(value)) \(unit)", cpu.map { "\(rounded($0)) ×" } ?? "", met, detail]
    }
}

extension Row {
    /// How many times faster ours was.
    static func faster(_ what: String, than against: String, goal: Goal, _ contest: Contest) -> Row {
        Row(
            what: what, against: against, goal: goal, value: contest.theirs.wall / contest.ours.wall,
            cpu: contest.theirs.cpu / contest.ours.cpu, detail: contest.detail)
    }

    /// How many times as long ours took.
    static func slower(_ what: String, than against: String, goal: Goal, _ contest: Contest) -> Row {
        Row(
            what: what, against: against, goal: goal, value: contest.ours.wall / contest.theirs.wall,
            cpu: contest.ours.cpu / contest.theirs.cpu, detail: contest.detail)
    }
}

extension Contest {
    var detail: String { "\(milliseconds(ours.wall)) against \(milliseconds(theirs.wall))" }
}

func milliseconds(_ seconds: Double) -> String { "\(rounded(seconds * 1000)) ms" }
func megabytes(_ bytes: Double) -> String { "\(rounded(bytes / 1e6)) MB" }

/// Three figures, which is as many as repeat.
func rounded(_ value: Double) -> String {
    guard value.isFinite else { return "?" }
    let places = value >= 100 ? 0 : value >= 10 ? 1 : 2
    let scale = [1.0, 10, 100][places]
    let whole = Int64((value * scale).rounded())
    guard places > 0 else { return "\(whole)" }
    return "\(whole / Int64(scale)).\(padded(Int(whole % Int64(scale)), places))"
}

private func plain(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : rounded(value) }

private func padded(_ number: Int, _ width: Int) -> String {
    let digits = "\(number)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
