import Testing

@testable import Model
@testable import Record
@testable import SQLite

/// Whether a file holds each text and name once, and numbers them as SQLite does.
@Suite struct InternerTests {
    private static let many = 12_000
    let file: TemporaryFile
    let connection: Connection

    init() throws {
        file = try TemporaryFile()
        connection = try RecordWriter(path: file.path).connection
        try connection.run("INSERT INTO cluster (name, rules) VALUES ('test', 1)")
    }

    /// All that one of many objects names: what is its own, and what it shares with others.
    private func numbers(_ index: Int, _ interner: Interner) throws -> [Int64] {
        let workload = Workload.ID(namespace: "team-\(index % 50)", kind: .deployment, name: "web-\(index)")
        let tag = ImageStreamTag.ID(namespace: "team-\(index % 50)", stream: "web-\(index % 500)", tag: "v\(index % 7)")
        return [
            try interner.text("uid \(index)"), try interner.text("shared \(index % 30)"),
            try interner.reference("registry.example/app-\(index):1"), try interner.reference("nginx:\(index % 100)"),
            try interner.reference("NOT A REFERENCE \(index % 3)"),
            try interner.reference("quay.io/app-\(index % 9)@sha256:\(String(repeating: "0a", count: 31))\(10 + index % 90)"),
            try interner.container(Container.ID(workload: workload, isInit: index.isMultiple(of: 2), name: "main")),
            try interner.imageStreamTag(tag),
        ]
    }

    private func record(isAlone: Bool) throws -> [[Int64]] {
        try connection.transaction {
            let interner = try Interner(connection, cluster: 1, isAlone: isAlone)
            return try (0..<Self.many).map { index in
                if index.isMultiple(of: 1_000) { interner.forgetMuch() }
                return try numbers(index, interner)
            }
        }
    }

    private func rows() throws -> [[[Value]]] {
        try NumberedTable.allCases.map { try connection.rows("SELECT * FROM \($0.name) ORDER BY id") }
    }

    @Test("a file that held nothing is written as if it were asked for every name, which a second recording finds again")
    func sameNumbers() throws {
        let numbers = try record(isAlone: true)
        let written = try rows()
        #expect(try record(isAlone: true) == numbers)
        #expect(try record(isAlone: false) == numbers)
        #expect(try rows() == written)
        let other = try InternerTests()
        #expect(try other.record(isAlone: false) == numbers)
        #expect(try other.rows() == written)
    }

    @Test("new rows of a file that holds some are numbered behind them")
    func behind() throws {
        try connection.run("INSERT INTO text (id, fingerprint, value) VALUES (41, 0, 'somebody wrote it')")
        try connection.transaction {
            let interner = try Interner(connection, cluster: 1, isAlone: true)
            #expect(try [interner.text("a"), interner.text("b"), interner.text("a")] == [42, 43, 42])
        }
        #expect(try connection.rows("SELECT id FROM text ORDER BY id") == [[.integer(41)], [.integer(42)], [.integer(43)]])
    }

    @Test("nothing that was noted is ever taken for new")
    func marks() {
        var marks = WrittenMarks()
        for number in 0..<200_000 { _ = marks.note(.text, WrittenMarks.mark(Int64(number), "name")) }
        var again = 0
        for number in 0..<200_000 where marks.note(.text, WrittenMarks.mark(Int64(number), "name")) { again += 1 }
        #expect(again == 0)
        let taken = (0..<10_000).count { !marks.note(.workload, WrittenMarks.mark(Int64($0), "another")) }
        #expect(taken < 200)
    }
}
