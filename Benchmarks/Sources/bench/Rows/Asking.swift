import LivingCluster
import Model

extension Measurement {
    /// Questions to the year.
    func asking() throws -> [Row] {
        let year = try Scratch.year(snapshots)
        let flat = try FlatTable(of: year, program)
        let instants = randomInstants()
        let containers = try contest(
            { try standing(in: year, at: instants[$0]).run() }, against: { _ in try flat.print.run() })
        return [
            .slower(
                "`get containers --at` a random instant of the year",
                than: "`sqlite3` printing the same \(flat.rows) rows from a flat table",
                goal: .within(4), containers),
            try beside(startup: history(year), "`history istag/…` on the year"),
            try beside(startup: isinventory("used", flat.digest, "--db", year), "`used sha256:…` on the year"),
        ]
    }

    /// What a look back costs as the history grows.
    func curve() throws -> [Row] {
        let lengths = [snapshots / 100, snapshots / 10, snapshots]
        let records = try lengths.map(Scratch.year)
        let shortest = { try standing(in: records[0], at: instant(lengths[0] / 2)).run() }
        return try zip(lengths, records).dropFirst().map { length, record in
            let contest = try contest(
                { _ in try standing(in: record, at: instant(length / 2)).run() }, against: { _ in try shortest() })
            return .slower(
                "`get containers --at` the middle of \(length) snapshots", than: "the same of \(lengths[0])", goal: .told, contest
            )
        }
    }

    private func beside(startup question: Command, _ what: String) throws -> Row {
        let contest = try contest({ _ in try question.run() }, against: { _ in try isinventory("--version").run() })
        return .slower(what, than: "`isinventory --version`", goal: .within(2), contest)
    }

    private func history(_ year: String) throws -> Command {
        // One of the tags that moved most.
        isinventory("history", "istag/app-00007:1.1", "--db", year)
    }

    private func standing(in record: String, at instant: String) -> Command {
        isinventory("get", "containers", "--at", instant, "--db", record)
    }

    private func randomInstants() -> [String] {
        var chance = Chance(seed: 6)
        return (0...turns).map { _ in instant(Int.random(in: 1..<snapshots, using: &chance)) }
    }

    private func instant(_ snapshot: Int) -> String {
        "\(LivingCluster.birth.advanced(by: Int64(snapshot) * Generate.quarter))"
    }
}

/// What stands in the middle of a record, as one table without any work left to do.
struct FlatTable {
    let path: String
    /// How many rows it has.
    let rows: Int
    /// A digest that some container runs.
    let digest: String

    init(of record: String, _ program: String) throws {
        path = Scratch.path("flat.db")
        let sheet = Scratch.path("flat.csv")
        var dump = Command(program, "get", "containers", "-o", "csv", "--db", record)
        dump.output = sheet
        try dump.run()
        removeDatabase(path)
        try Command("sqlite3", path, ".import --csv \(sheet) containers").run()
        rows = try Int(Self.answer(path, "SELECT count(*) FROM containers")) ?? 0
        digest = try Self.answer(path, "SELECT digest FROM containers WHERE digest <> '' ORDER BY rowid DESC LIMIT 1")
    }

    /// Prints all of it.
    var print: Command { Command("sqlite3", path, "SELECT * FROM containers") }

    static func answer(_ path: String, _ sql: String) throws -> String {
        let answer = try Command("sqlite3", path, sql).answer()
        return answer.split(separator: "\n").first.map(String.init) ?? ""
    }
}
