import LivingCluster

extension Measurement {
    /// Questions to a record of a cluster as large as they come: what judgements that are recorded, not asked for anew, are worth.
    func wide() throws -> [Row] {
        let record = try Scratch.wide(100)
        let size = ClusterSize.large
        let place = "\(size.workloads) workloads and \(size.streams * size.tagsPerStream) istags"
        let (early, middle, late) = (instant(20), instant(50), instant(99))
        func row(_ what: String, most: Double, _ words: String...) throws -> Row {
            let command = Command([program] + words + ["--db", record])
            let contest = try contest({ _ in try command.run() }, against: { _ in try isinventory("--version").run() })
            return Row(
                what: what, against: "the clock, \(place)", goal: .most(most, "ms"), value: contest.ours.wall * 1000, unit: "ms",
                detail: "CPU \(milliseconds(contest.ours.cpu)); `isinventory --version` \(milliseconds(contest.theirs.wall))")
        }
        return [
            try row(
                "`sql --at`: containers counted by verdict", most: 60, "sql", "--at", middle,
                "SELECT verdict, count(*) FROM containers GROUP BY verdict"),
            try row("`report`", most: 1_000, "report", "--from", early, "--to", late),
            try row("`diff`", most: 300, "diff", early, late),
            try row("`problems`", most: 1_000, "problems"),
            try row("`long-references`", most: 1_500, "long-references"),
            try row("`get containers` of one namespace", most: 60, "get", "containers", "-n", "team-0001"),
        ]
    }

    private func instant(_ snapshot: Int) -> String {
        "\(LivingCluster.birth.advanced(by: Int64(snapshot) * Generate.quarter))"
    }
}
