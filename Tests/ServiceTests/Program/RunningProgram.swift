import FakeCluster
import Foundation
import Glibc
import Questions
import Record
import Testing

/// A folder with a record and a kubeconfig, and the built program run over them as a service manager would.
final class RunningProgram {
    let folder: String
    private var process: Process?

    /// - Parameter servers: The clusters, by the name of their context; the first is the current one.
    init(_ servers: KeyValuePairs<String, FakeServer>, token: String? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try log(in: servers, token: token)
    }

    deinit {
        if process?.isRunning == true { kill(process?.processIdentifier ?? 0, SIGKILL) }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Writes kubeconfigs, one a cluster, as a login does.
    func log(in servers: KeyValuePairs<String, FakeServer>, token: String?) throws {
        for (name, server) in servers {
            try server.kubeconfig(token: token, name: name).write(
                toFile: "\(folder)/\(name).kubeconfig", atomically: true, encoding: .utf8)
        }
        kubeconfigs = servers.map { "\(folder)/\($0.key).kubeconfig" }
    }

    private var kubeconfigs: [String] = []
    var record: String { "\(folder)/record.db" }

    static var binary: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("isinventory").path
    }

    /// Starts the program over the record.
    func start(_ arguments: String...) throws { try start(arguments) }

    func start(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.binary)
        process.arguments = arguments + ["--db", record]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "KUBECONFIG": kubeconfigs.joined(separator: ":"), "HOME": folder, "TZ": "UTC",
        ]) { $1 }
        for name in ["out", "err"] { _ = FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: "\(folder)/out")
        process.standardError = FileHandle(forWritingAtPath: "\(folder)/err")
        try process.run()
        self.process = process
    }

    func signal(_ signal: Int32) throws { kill(try #require(process).processIdentifier, signal) }

    /// How it ended, once it did.
    func end() async throws -> Int32 {
        let process = try #require(process)
        try await eventually("the program ends: \(errors.suffix(500))") { !process.isRunning }
        return process.terminationStatus
    }

    /// What it wrote to standard error so far.
    var errors: String { (try? String(contentsOfFile: "\(folder)/err", encoding: .utf8)) ?? "" }

    /// Its log so far, an object a line.
    var log: [[String: String]] {
        errors.split(separator: "\n").compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])?.mapValues { "\($0)" }
        }
    }

    /// How many snapshots of a cluster there are; none while the file is still being made.
    func recorded(_ cluster: String) -> Int {
        (try? RecordReader(path: record).instants(of: cluster).count) ?? 0
    }

    /// Answers SQL over the record, cells as text.
    func rows(_ sql: String) throws -> [[String]] {
        try RecordReader(path: record).answer(SQLQuestion(sql)).rows.map { $0.map(\.plain) }
    }
}
