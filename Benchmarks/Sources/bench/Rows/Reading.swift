extension Measurement {
    /// Recording a list of 10,000 Deployments, and what jq takes to print its image fields.
    func reading() throws -> [Row] {
        let dump = try Scratch.deployments(10_000)
        let jq = Command("jq", "-r", ".items[].spec.template.spec.containers[].image", dump)
        let size = megabytes(fileSize(dump) ?? 0)
        let first = try contest({ _ in try firstTime(dump) }, against: { _ in try jq.run() })
        try firstTime(dump)
        let again = try contest({ try collect(dump, at: $0 + 1).run() }, against: { _ in try jq.run() })
        return [
            .faster(
                "`collect --from` of 10,000 Deployments (\(size)), first time", than: "`jq -r` of the image fields",
                goal: .faster(5), first),
            .faster("the same again, unchanged", than: "the same `jq`", goal: .faster(11), again),
            memory("peak memory, first time", first.ours, of: dump),
            memory("peak memory, unchanged", again.ours, of: dump),
        ]
    }

    /// Peak memory beside what is read.
    func memory() throws -> [Row] {
        let small = try Scratch.deployments(10_000)
        let large = try Scratch.deployments(isQuick ? 20_000 : 66_000)
        let contest = try Contest(turns: 1, ours: { _ in try firstTime(large) }, theirs: { _ in try firstTime(small) })
        return [
            Row(
                what: "peak memory at \(megabytes(fileSize(large) ?? 0)) of input",
                against: "at \(megabytes(fileSize(small) ?? 0))", goal: .within(1.2),
                value: contest.ours.peak / contest.theirs.peak,
                detail: "\(megabytes(contest.ours.peak)) against \(megabytes(contest.theirs.peak))")
        ]
    }

    /// As large as clusters come, and nothing changed.
    func large() throws -> [Row] {
        let dump = try Scratch.cluster(isQuick ? "year" : "large")
        try firstTime(dump)
        let contest = try contest(
            { try collect(dump, at: $0 + 1).run() }, against: { _ in try Command("cat", dump).run() })
        return [
            .slower(
                "\(isQuick ? "10,000 workloads + 20,000" : "50,000 workloads + 100,000") istags"
                    + " (\(megabytes(fileSize(dump) ?? 0))), unchanged",
                than: "`cat` of the file", goal: .within(5), contest)
        ]
    }

    private func memory(_ what: String, _ ours: Medians, of dump: String) -> Row {
        let size = fileSize(dump) ?? .nan
        return Row(
            what: what, against: "the file's size", goal: .within(0.5), value: ours.peak / size,
            detail: "\(megabytes(ours.peak)) against \(megabytes(size))")
    }

    private var record: String { Scratch.path("collected.db") }

    @discardableResult
    private func firstTime(_ dump: String) throws -> Usage {
        removeDatabase(record)
        return try collect(dump, at: 0).run()
    }

    private func collect(_ dump: String, at number: Int) -> Command {
        let day = "2026-02-\(number < 9 ? "0" : "")\(number + 1)T00:00:00Z"
        return isinventory("collect", "--from", dump, "-A", "--taken-at", day, "--db", record)
    }
}
