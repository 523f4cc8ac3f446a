import LivingCluster
import Model

extension Measurement {
    /// Questions to a record of a cluster as large as they come, `make-year FILE 100 50000 10000 10`: what judgements that are recorded, not
    /// asked for anew, are worth.
    func wide() throws -> [Row] {
        let record = try Scratch.wide(100, by: yearMaker)
        let (weekBefore, middle, last) = (instant(98), instant(50), instant(100))
        // Some 32 looks lie between them.
        let earlier = instant(68)
        let differences = try isinventory("diff", earlier, last, "-o", "csv", "--no-headers", "--db", record).answer()
        let rows = differences.split(separator: "\n").count
        func row(_ what: String, most: Double, _ words: String...) throws -> Row {
            let command = Command([program] + words + ["--db", record])
            let contest = try contest({ _ in try command.run() }, against: { _ in try isinventory("--version").run() })
            return Row(
                what: what, against: "the clock, 50,000 workloads and 100,000 istags", goal: .most(most, "ms"),
                value: contest.ours.wall * 1000, unit: "ms",
                detail: "CPU \(milliseconds(contest.ours.cpu)); `isinventory --version` \(milliseconds(contest.theirs.wall))")
        }
        return [
            try row(
                "`sql --at`: containers counted by verdict", most: 60, "sql", "--at", middle,
                "SELECT verdict, count(*) FROM containers GROUP BY verdict"),
            try row("`report` of a week", most: 1_000, "report", "--from", weekBefore, "--to", last),
            try row("`diff` with \(rows) rows", most: 300, "diff", earlier, last),
            try row("`problems`", most: 1_000, "problems"),
            try row("`long-references`", most: 1_500, "long-references"),
            try row("`get containers` of one namespace", most: 60, "get", "containers", "-n", "team-7"),
        ]
    }

    /// The looks of `make-year` with 100 of them: the last is taken when the other clusters are born.
    private func instant(_ snapshot: Int64) -> String {
        "\(LivingCluster.birth.advanced(by: (snapshot - 100) * 365 * 864))"
    }
}
