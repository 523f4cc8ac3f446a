import Foundation
import Testing

@Suite("Dumps come in as people have them")
struct WaysInTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
    }

    @Test("import takes usual names with dates, names what it leaves out, and ends in exit 3")
    func importNames() throws {
        let names = [
            "1767744000.json", "2026-01-01.json", "2026-01-03T06:00:00+02:00.json", "2026-01-04_06-00-00.json",
            "2026-01-08T0600Z.json",
            "2026-01-09T06:00:00.123Z.json", "2026-01-10T06-00-00Z.yml", "2026-01-11T06:00:00Z.JSON", "20260102.json",
            "20260105-060000.json", "20260112T060000Z.json.gz", "20260113T060000.json", "dump-2026-01-06T06:00:00Z.json",
        ]
        for name in names where !name.hasSuffix(".gz") { try folder.write("in/\(name)", Data(BadInputTests.deployments.utf8)) }
        try folder.write("in/20260112T060000Z.json", Data(BadInputTests.deployments.utf8))
        let gzip = try Program.run("/usr/bin/gzip", ["\(folder.path)/in/20260112T060000Z.json"])
        try #require(gzip.status == 0)
        let all = try program.run("import", folder.path + "/in", "-A", "--cluster", "c")
        #expect(all.status == 0 && all.output.contains("13 of 13 snapshots recorded"), "\(all.output)\(all.errors)")
        let taken = try program.rows("snapshots").compactMap { $0["taken_at"] as? String }
        #expect(Set(taken).count == 13 && taken.contains("2026-01-03T04:00:00Z") && taken.contains("2026-01-07T00:00:00Z"))

        try folder.write("in/last-tuesday.json", Data(BadInputTests.deployments.utf8))
        let again = try program.run("import", folder.path + "/in", "-A", "--cluster", "c")
        #expect(again.status == 3 && again.errors.contains("last-tuesday.json"), "\(again.output)\(again.errors)")
    }

    @Test("standard input may be compressed, or an archive")
    func standardInput() throws {
        let dump = try folder.write("d/deployments.json", Data(BadInputTests.deployments.utf8))
        try #require(try Program.run("/usr/bin/gzip", ["-k", dump]).status == 0)
        try #require(
            try Program.run("/usr/bin/tar", ["-C", folder.path, "-czf", "\(folder.path)/d.tgz", "d/deployments.json"]).status == 0
        )
        for (name, time) in [("d/deployments.json.gz", "2026-01-01"), ("d.tgz", "2026-01-02")] {
            let input = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)"))
            let run = try program.run("collect", "--from", "-", "-A", "--cluster", "c", "--taken-at", time, input: input)
            #expect(run.status == 0, "\(run.errors)")
        }
        #expect(try program.rows("get", "containers", "-A").map { $0["image"] as? String } == ["nginx"])
    }
}
