import Glibc

/// All rows of the table, or those asked for.
struct Measurement {
    let program: String
    /// `make-year` of the same build.
    let yearMaker: String
    /// How often each side of a row is run.
    let turns: Int
    /// Whether the data are a tenth of what the table asks for.
    let isQuick: Bool
    private let only: Set<String>

    private static let groups: [(name: String, rows: @Sendable (Measurement) throws -> [Row])] = [
        ("start", { try $0.starting() }), ("reading", { try $0.reading() }), ("memory", { try $0.memory() }),
        ("large", { try $0.large() }), ("asking", { try $0.asking() }), ("wide", { try $0.wide() }),
        ("report", { try $0.report() }),
        ("verify", { try $0.verify() }), ("curve", { try $0.curve() }),
        ("size", { try $0.size() }), ("git", { try $0.git() }),
    ]

    /// ONLY names groups of rows, QUICK=1 measures less, TURNS=9 repeats more often.
    init(work: String, program: String, yearMaker: String) throws {
        try Scratch.use(work)
        self.program = program
        self.yearMaker = yearMaker
        isQuick = environment("QUICK") != nil
        turns = environment("TURNS").flatMap { Int($0) } ?? (isQuick ? 3 : 5)
        only = Set((environment("ONLY") ?? "").split(separator: ",").map(String.init))
        let known = Measurement.groups.map(\.name)
        for name in only where !known.contains(name) {
            throw Failure("ONLY=\(name): there are \(known.joined(separator: ", "))")
        }
    }

    /// How many snapshots the year has.
    var snapshots: Int { isQuick ? 3_504 : 35_040 }

    func run() throws {
        var rows: [Row] = []
        for group in Measurement.groups where only.isEmpty || only.contains(group.name) {
            tell("measuring: \(group.name)")
            let more = try group.rows(self)
            for row in more { tell("  " + row.cells.filter { !$0.isEmpty }.joined(separator: " · ")) }
            rows += more
        }
        let page = Page(rows: rows, measurement: self)
        print(page.text, terminator: "")
        guard only.isEmpty, !isQuick, let document = environment("DOCUMENT") else { return }
        try page.insert(into: document)
    }

    func contest(_ ours: (Int) throws -> Usage, against theirs: (Int) throws -> Usage) throws -> Contest {
        try Contest(turns: turns, ours: ours, theirs: theirs)
    }

    func isinventory(_ words: String...) -> Command { Command([program] + words) }
}
