import Foundation

/// The program as people run it, with a folder for its home.
struct FleetCommand {
    struct Run {
        let status: Int32
        let output: String
        let errors: String
    }

    static let binaries = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()

    let folder: Folder

    init(in folder: Folder) { self.folder = folder }

    func run(_ arguments: [String], environment more: [String: String] = [:]) throws -> Run {
        let process = Process()
        process.executableURL = Self.binaries.appendingPathComponent("isinventory")
        process.arguments = arguments
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path, "TZ": "UTC", "LC_ALL": "C.UTF-8",
        ].merging(more) { $1 }
        process.standardInput = FileHandle.nullDevice
        let names = ["out", "err"].map { "\(folder.path)/\($0)-\(UUID().uuidString)" }
        for name in names { _ = FileManager.default.createFile(atPath: name, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: names[0])
        process.standardError = FileHandle(forWritingAtPath: names[1])
        try process.run()
        process.waitUntilExit()
        let texts = try names.map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self) }
        for name in names { try FileManager.default.removeItem(atPath: name) }
        return Run(status: process.terminationStatus, output: texts[0], errors: texts[1])
    }
}
