import Foundation
import Testing

@Suite("Time zones")
struct TimeZoneTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
        try program.run(
            "collect", "--from", "\(Story.dumps)/2026-11-23T06:51:05Z", "-A", "--cluster", "sample", "--taken-at",
            "2026-11-23T06:51:05Z")
    }

    private func report(_ arguments: [String], _ zone: String? = nil) throws -> Program.Run {
        try Program.run(
            Program.binary, ["report", "--from", "2026-11-20", "--to", "2026-11-24", "--db", program.database] + arguments,
            environment: zone.map { ["TZ": $0] } ?? [:])
    }

    @Test(
        "a zone that nobody knows, or that readers read two ways, is refused wherever it is named",
        arguments: [
            "Middle/Earth", "GMT+5", "UTC-3", "UTC+02", "CET-1CEST,M3.5.0,M10.5.0/3", "<+03>-3", "EST5", "XYZ", "PST", "+25:00",
            "Europe/Paris,M3.5.0", "/etc/hostname", "5",
        ])
    func refused(name: String) throws {
        for run in [try report(["--time-zone", name]), try report([], name)] {
            #expect(run.status == 64 && run.output.isEmpty, "\(name): \(run.status)")
            #expect(run.errors.contains(name) && run.errors.contains("Europe/Paris"), "\(run.errors)")
        }
        // Whoever names a zone does not depend on the environment's.
        #expect(try report(["--time-zone", "UTC"], name).status == 0)
    }

    @Test(
        "names of the tz database and offsets mean what they say",
        arguments: [
            ("Europe/Paris", "2026-11-19T23:00:00Z"), ("Etc/GMT+5", "2026-11-20T05:00:00Z"),
            ("Etc/GMT-3", "2026-11-19T21:00:00Z"),
            ("CET", "2026-11-19T23:00:00Z"), ("EST5EDT", "2026-11-20T05:00:00Z"), ("Asia/Kathmandu", "2026-11-19T18:15:00Z"),
            ("+05:30", "2026-11-19T18:30:00Z"), ("-03:00", "2026-11-20T03:00:00Z"), ("UTC", "2026-11-20T00:00:00Z"),
            ("GMT", "2026-11-20T00:00:00Z"),
        ])
    func honoured(name: String, midnight: String) throws {
        let run = try report(["--time-zone=\(name)", "-o", "json"])
        #expect(run.output.contains(#""from": "\#(midnight)""#), "\(name): \(run.errors)")
        #expect(try report(["-o", "json"], name).output == run.output)
    }

    @Test("TZ may begin with a colon, name a file of the tz database, or be empty")
    func environment() throws {
        for value in [":Europe/Paris", "/usr/share/zoneinfo/Europe/Paris", ":/usr/share/zoneinfo/Europe/Paris"] {
            #expect(try report([], value).output.contains("(Europe/Paris)"), "\(value)")
        }
        #expect(try report([], "").output.contains("(UTC)"))
    }
}
