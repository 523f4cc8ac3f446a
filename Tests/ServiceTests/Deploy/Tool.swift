import Foundation
import Testing

/// A program of the system's, run as the tests of `deploy/` need it.
enum Tool {
    struct Run {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs the program of that name, wherever `PATH` has it.
    static func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws -> Run {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // Files, since a pipe could fill up.
        try input.write(toFile: "\(folder)/in", atomically: true, encoding: .utf8)
        for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle(forReadingAtPath: "\(folder)/in")
        process.standardOutput = FileHandle(forWritingAtPath: "\(folder)/out")
        process.standardError = FileHandle(forWritingAtPath: "\(folder)/err")
        try process.run()
        process.waitUntilExit()
        let text = { (name: String) in try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8) }
        return Run(status: process.terminationStatus, output: try text("out"), errors: try text("err"))
    }
}

/// The kubectl that renders `deploy/`.
enum Kubectl {
    /// Debian 12's own, 1.20, knows neither components nor replacements; where it is all there is, these tests say that they did not run.
    static let isNewEnough: Bool = {
        guard let run = try? Tool.run("kubectl", "version", "--client", "-o", "json"), run.status == 0,
            let version = run.output.firstMatch(of: /"gitVersion": *"v1\.([0-9]+)/), let minor = Int(version.1)
        else { return false }
        return minor >= 22
    }()
    static let needed: Comment = "needs kubectl 1.22 or newer"
}
