import Foundation
import Model
import Record
import Testing

@testable import Service

@Suite("What deploy/ puts on a machine")
struct UnitTests {
    private static let units = ["isinventory.service", "isinventory-collect.service", "isinventory-collect.timer"]

    /// The units in a folder of their own, with a program that exists here in the place of ours.
    private func placed(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for unit in Self.units {
            let text = try Repository.text("deploy/systemd/\(unit)")
            if unit.hasSuffix(".service") { #expect(text.contains("\nExecStart=/usr/bin/isinventory collect ")) }
            let here = text.replacingOccurrences(of: "=/usr/bin/isinventory ", with: "=/bin/true ")
            try here.write(toFile: "\(folder)/\(unit)", atomically: true, encoding: .utf8)
        }
        try body(folder)
    }

    private func analyze(_ arguments: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/systemd-analyze")
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    @Test("systemd finds nothing to complain of in the units")
    func verify() throws {
        try placed { folder in
            for unit in Self.units {
                let result = try analyze("verify", "--man=no", "\(folder)/\(unit)")
                #expect(result.status == 0 && result.output.isEmpty, "\(unit): \(result.output)")
            }
        }
    }

    @Test("systemd complains of a unit that is wrong, so the test above can fail")
    func verifies() throws {
        try placed { folder in
            let unit = "\(folder)/isinventory.service"
            let text = try String(contentsOfFile: unit, encoding: .utf8).replacingOccurrences(of: "Type=exec", with: "Typ=exec")
            try text.write(toFile: unit, atomically: true, encoding: .utf8)
            #expect(!(try analyze("verify", "--man=no", unit).output.isEmpty))
        }
    }

    @Test("what the services are exposed to is little, by systemd's own measure", arguments: units.prefix(2))
    func exposure(unit: String) throws {
        try placed { folder in
            // Tenths of systemd's points, of which there are ten; at 2.0 or below it calls a service fine.
            let result = try analyze("security", "--offline=true", "--threshold=20", "\(folder)/\(unit)")
            #expect(result.status == 0, "\(result.output.suffix(400))")
        }
    }

    @Test("the timer's ticks are those of --every 15m, and the end has time enough")
    func times() throws {
        #expect(try Repository.text("deploy/systemd/isinventory-collect.timer").contains("\nOnCalendar=*:0/15:00 UTC\n"))
        let calendar = try analyze("calendar", "--iterations=3", "--base-time=2026-11-25 03:07:00 UTC", "*:0/15:00 UTC")
        let schedule = try #require(Schedule(period: 900))
        var tick = schedule.tick(after: Instant(secondsSince1970: 1_795_576_020))
        for _ in 0..<3 {
            let text = tick.description.replacingOccurrences(of: "T", with: " ").replacingOccurrences(of: "Z", with: " UTC")
            #expect(calendar.output.contains(text), "\(text) in \(calendar.output)")
            tick = schedule.tick(after: tick)
        }
        for unit in Self.units.prefix(2) {
            let text = try Repository.text("deploy/systemd/\(unit)")
            let stop = try #require(text.firstMatch(of: /\nTimeoutStopSec=([0-9]+)\n/)?.1)
            #expect(CollectorService.finishing + CollectorService.abandoning < .seconds(try #require(Int(stop))))
        }
    }
}
