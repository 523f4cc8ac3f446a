extension Measurement {
    /// What it takes to start, and to answer about one object.
    func starting() throws -> [Row] {
        let record = try freshRecord()
        let version = try contest(
            { _ in try isinventory("--version").run() }, against: { _ in try Command("sqlite3", "--version").run() })
        let one = isinventory("get", "deployment/web-00042", "--db", record)
        let select = Command("sqlite3", record, "SELECT * FROM workloads WHERE name = 'web-00042'")
        let object = try contest({ _ in try one.run() }, against: { _ in try select.run() })
        return [
            Row(
                what: "`isinventory --version`", against: "the clock", goal: .most(6, "ms"), value: version.ours.wall * 1000,
                unit: "ms",
                detail: "CPU \(milliseconds(version.ours.cpu)); `sqlite3 --version` \(milliseconds(version.theirs.wall))"),
            Row(
                what: "one object of a fresh cluster", against: "the clock", goal: .most(9, "ms"),
                value: object.ours.wall * 1000, unit: "ms",
                detail: "CPU \(milliseconds(object.ours.cpu)); `sqlite3` asking the same view \(milliseconds(object.theirs.wall))"
            ),
        ]
    }

    private func freshRecord() throws -> String {
        let dump = try Scratch.cluster("fresh")
        let record = Scratch.path("fresh.db")
        removeDatabase(record)
        try isinventory("collect", "--from", dump, "-A", "--db", record).run()
        return record
    }
}
