import Foundation
import Testing

@Suite("report") struct ReportCommandTests {
    private let folder: TemporaryFolder
    private let program: Program
    private let minutes = ["--from", "2026-11-23T06:45:00Z", "--to", "2026-11-23T06:52:00Z"]

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
        try program.run("import", Story.dumps, "-A", "--cluster", "sample")
    }

    private func report(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Run {
        try Program.run(
            Program.binary, ["report", "--db", program.database] + minutes + arguments, environment: environment)
    }

    @Test("--fail-on exits with 1 for what is there, and 0 for what is not")
    func failOn() throws {
        #expect(try report("--fail-on", "long-references").status == 1)
        #expect(try report("--fail-on", "stale,gaps").status == 1)
        #expect(try report("--fail-on", "failing-imports").status == 1)
        #expect(try report("--fail-on", "gaps").status == 0)
        #expect(try report().status == 0)
        #expect(try report("--fail-on", "everything").status == 64)
        #expect(try report("--fail-on", "stale").output == report().output)
    }

    @Test("the file's ending chooses the format, and a file that cannot be written leaves the old one")
    func files() throws {
        let path = folder.path + "/week.html"
        #expect(try report("--output", path).output.isEmpty)
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
        #expect(try report("--output", path, "-o", "json").status == 0)
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("{"))
        #expect(try report("--output", folder.path + "/no/such.html").status == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.hasPrefix("week.html.") } == false)
    }

    @Test("the language is the locale's unless one is named")
    func languages() throws {
        #expect(try report(environment: ["LC_ALL": "fr_FR.UTF-8"]).output.hasPrefix("Rapport des images"))
        #expect(try report("--language", "en", environment: ["LC_ALL": "fr_FR.UTF-8"]).output.hasPrefix("Image report"))
        #expect(try report(environment: ["LC_ALL": "POSIX"]).output.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test("a period before the first snapshot, and one that begins before it, say so")
    func beginnings() throws {
        let run = try Program.run(
            Program.binary, ["report", "--db", program.database, "--from", "2026-11-01", "--to", "2026-11-02"])
        #expect(run.status == 2)
        #expect(run.errors.contains("nothing was recorded yet at 2026-11-02T00:00:00Z"))
        let early = try Program.run(
            Program.binary, ["report", "--db", program.database, "--from", "2026-11-20", "--to", "2026-11-23T06:52:00Z"])
        #expect(early.output.contains("the record begins Mon 23 Nov 06:38, within the period"))
        #expect(early.output.contains("Nobody looked before this period"))
    }

    @Test("what is left out is shown by the command that the report names, file included")
    func everything() throws {
        let short = try report("--limit", "2").output
        let command = try #require(short.replacing(/\n +/, with: " ").firstMatch(of: /all: (isinventory report .* --limit 0)/))
        let script = "isinventory() { \(Program.binary) \"$@\"; }; \(command.output.1)"
        let whole = try Program.run("/bin/sh", ["-c", script])
        #expect(whole.status == 0 && !whole.output.contains("--limit 0"))
        #expect(try whole.output == report("--limit", "0").output)
    }

    @Test("-n keeps to its namespaces, and a namespace nobody knows is refused by name")
    func namespaces() throws {
        let one = try report("-n", "theses-prod").output
        #expect(one.contains("only theses-prod") && !one.contains("sudoc-outils"))
        let unknown = try report("-n", "theses-prodd")
        #expect(unknown.status == 2 && unknown.errors.contains("theses-prodd"))
    }

    @Test("several clusters make one report, each named where it matters; --cluster keeps to one")
    func clusters() throws {
        try program.run("import", Story.dumps, "-A", "--cluster", "other")
        let both = try report().output
        #expect(both.contains("clusters other, sample") && both.contains("other/sudoc-outils"))
        #expect(both.contains("38 of 76 containers"))
        #expect(try report("--cluster", "sample").output.contains("19 of 38 containers"))
        #expect(try report("-o", "html").output.contains("other/sudoc-outils"))
    }

    @Test("times are in the zone named, else TZ's, else UTC")
    func zones() throws {
        #expect(try report().output.contains("(UTC)"))
        #expect(try report("--time-zone", "Europe/Paris").output.contains("07:45"))
        #expect(try report(environment: ["TZ": "Europe/Paris"]).output.contains("(Europe/Paris)"))
        #expect(try report("--time-zone", "Middle/Earth").status == 64)
    }

    @Test(
        "usage that cannot be meant is refused", arguments: [["--week", "2026-W99"], ["--table", "stale"], ["--limit", "-1"]])
    func usage(arguments: [String]) throws {
        #expect(try Program.run(Program.binary, ["report", "--db", program.database] + arguments).status == 64)
    }

    @Test("README.md shows what the program prints (ISINVENTORY_RECORD=1 writes it anew)")
    func readme() throws {
        // The file comes from the environment, as README's other commands have it.
        let printed = try Program.run(
            Program.binary, ["report"] + minutes + ["--limit", "2"], environment: ["ISINVENTORY_DB": program.database]
        ).output
        let file = URL(fileURLWithPath: Repository.root + "/README.md")
        var page = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(page.range(of: "```text\n")?.upperBound)
        let end = try #require(page.range(of: "\n```\n", range: start..<page.endIndex)?.lowerBound)
        // Its first table, to the last line of what was left out.
        let lines = printed.components(separatedBy: "\n")
        let last = try #require(lines.firstIndex { $0.hasSuffix("--limit 0") })
        let head = lines[...last].joined(separator: "\n")
        if ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1" {
            page.replaceSubrange(start..<end, with: head)
            try Data(page.utf8).write(to: file)
        } else {
            #expect(page[start..<end] == head)
        }
    }
}
