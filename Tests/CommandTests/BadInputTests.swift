import Foundation
import Testing

@Suite("Bad input loses nothing and says what to do")
struct BadInputTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
        let first = "\(Story.dumps)/2026-11-23T06:39:33Z"
        let run = try program.run("collect", "--from", first, "-A", "--taken-at", "2026-11-23T06:39:33Z")
        try #require(run.status == 0, "\(run.errors)")
    }

    static let deployments = """
        {"apiVersion":"v1","kind":"List","items":[{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web",
        "namespace":"shop"},"spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"c","image":"nginx"}]}}}}]}
        """

    static let item = #"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a","namespace":"b"},"spec":{}}"#

    static let bad: [(name: String, bytes: Data)] = [
        ("truncated.json", Data(deployments.utf8.dropLast(20))),
        ("empty.json", Data()),
        ("binary.json", Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 131) })),
        ("page.json", Data("<html><body>502 Bad Gateway</body></html>".utf8)),
        ("array.json", Data("[1, 2, 3]".utf8)),
        ("nokind.json", Data(#"{"items": []}"#.utf8)),
        ("nul.json", Data(deployments.replacing("nginx", with: "ng\u{0}inx").utf8)),
        ("invalid-utf8.json", Data(deployments.utf8.flatMap { $0 == UInt8(ascii: "w") ? [0xC3, 0x28] : [$0] })),
        ("twice.json", Data(#"{"apiVersion":"v1","kind":"List","items":[\#(item),\#(item)]}"#.utf8)),
        ("deep.json", Data((String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)).utf8)),
        ("bad.yaml", Data("kind: List\nitems:\n- kind: [\n".utf8)),
        ("tab.yaml", Data("kind: List\n\titems: []\n".utf8)),
    ]

    @Test("each bad file: exit 2, its name in the message, the record byte for byte as it was", arguments: bad.map(\.name))
    func refused(_ name: String) throws {
        let bytes = try #require(BadInputTests.bad.first { $0.name == name }).bytes
        let file = try folder.write(name, bytes)
        try expectRefusal(mentioning: name, "collect", "--from", file, "-A")
    }

    @Test("a file that is not there, or may not be read, or is no file")
    func unreadable() throws {
        try expectRefusal(mentioning: "missing.json", "collect", "--from", "\(folder.path)/missing.json", "-A")
        try FileManager.default.createDirectory(atPath: "\(folder.path)/nothing", withIntermediateDirectories: true)
        try expectRefusal(mentioning: "nothing", "collect", "--from", "\(folder.path)/nothing", "-A")
        try expectRefusal(mentioning: "/dev/null", "collect", "--from", "/dev/null", "-A")
    }

    @Test("a dump whose scope nobody says, and one that holds more than its scope")
    func scope() throws {
        let file = try folder.write("deployments.json", BadInputTests.deployments)
        try expectRefusal(mentioning: "-A", "collect", "--from", file)
        try expectRefusal(mentioning: "shop", "collect", "--from", file, "-n", "elsewhere")
    }

    @Test("a snapshot of an instant that is recorded already, and one from before")
    func past() throws {
        let file = try folder.write("deployments.json", BadInputTests.deployments)
        try expectRefusal(
            mentioning: "already recorded", "collect", "--from", file, "-A", "--taken-at", "2026-11-23T06:39:33Z")
        try expectRefusal(mentioning: "older", "collect", "--from", file, "-A", "--taken-at", "2026-11-22")
    }

    @Test("bad input does not even make a record file")
    func nothingMade() throws {
        let file = try folder.write("truncated.json", Data(BadInputTests.deployments.utf8.dropLast(9)))
        let run = try Program.run(Program.binary, ["collect", "--from", file, "-A", "--db", "\(folder.path)/new.db"])
        #expect(run.status == 2)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/new.db"))
    }

    @Test("another program's database is refused by name and left alone")
    func foreign() throws {
        let other = "\(folder.path)/other.db"
        _ = try Program.run("/usr/bin/sqlite3", [other, "CREATE TABLE t (x); INSERT INTO t VALUES (1)"])
        let before = try Data(contentsOf: URL(fileURLWithPath: other))
        let file = try folder.write("deployments.json", BadInputTests.deployments)
        for arguments in [["collect", "--from", file, "-A"], ["get", "containers"]] {
            let run = try Program.run(Program.binary, arguments + ["--db", other])
            #expect(run.status == 2)
            #expect(run.errors.contains("other.db") && run.errors.contains("another program"))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == before)
        let text = try folder.write("text.db", "just some text, long enough to be more than a header of a database file")
        let run = try Program.run(Program.binary, ["get", "containers", "--db", text])
        #expect(run.status == 2 && run.errors.contains("text.db"))
    }

    private func expectRefusal(mentioning word: String, _ arguments: String...) throws {
        let before = try Data(contentsOf: URL(fileURLWithPath: program.database))
        let run = try Program.run(Program.binary, arguments + ["--db", program.database])
        #expect(run.status == 2, "\(arguments): \(run.output)\(run.errors)")
        #expect(run.errors.contains(word), "\(run.errors)")
        #expect(!run.errors.contains("Fatal") && run.output.isEmpty)
        #expect(try Data(contentsOf: URL(fileURLWithPath: program.database)) == before)
    }
}
