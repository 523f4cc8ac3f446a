import LivingCluster

extension Measurement {
    /// The page that people read each week, from a record with a year behind it.
    func report() throws -> [Row] {
        let record = try Scratch.reportedYear(snapshots)
        // The newest whole one.
        let week = isQuick ? "2026-W05" : "2026-W52"
        let page = isinventory("report", "--week", week, "-o", "html", "--db", record)
        let text = isinventory("report", "--week", week, "--db", record)
        let contest = try contest({ _ in try page.run() }, against: { _ in try text.run() })
        let size = ClusterSize.reported
        return [
            Row(
                what: "`report -o html` of a week over \(size.workloads) workloads and \(size.streams * size.tagsPerStream) tags",
                against: "the clock", goal: .most(250, "ms"), value: contest.ours.wall * 1000, unit: "ms",
                detail: "CPU \(milliseconds(contest.ours.cpu)); as text \(milliseconds(contest.theirs.wall))")
        ]
    }

    /// All that an auditor asks of a year, beside what `sqlite3` itself can check.
    func verify() throws -> [Row] {
        let year = try Scratch.year(snapshots)
        let ours = isinventory("verify", "--db", year)
        let theirs = Command("sqlite3", "-readonly", year, "PRAGMA integrity_check; PRAGMA foreign_key_check")
        let contest = try contest({ _ in try ours.run() }, against: { _ in try theirs.run() })
        return [
            Row(
                what: "`verify` of the year", against: "the clock", goal: .most(5_000, "ms"), value: contest.ours.wall * 1000,
                unit: "ms",
                detail:
                    "CPU \(milliseconds(contest.ours.cpu)); `sqlite3`'s own two checks \(milliseconds(contest.theirs.wall))")
        ]
    }
}
