import Foundation
import Testing

/// The built program, run as people run it.
struct Program {
    /// What one run printed and how it ended.
    struct Run {
        let status: Int32
        let output: String
        let errors: String
    }

    let database: String

    /// - Parameter folder: Where the record file goes.
    init(in folder: TemporaryFolder) {
        database = folder.path + "/record.db"
    }

    /// Runs the program over this record.
    @discardableResult
    func run(_ arguments: String..., input: Data? = nil, record: Bool = true) throws -> Run {
        try Program.run(Program.binary, arguments + (record ? ["--db", database] : []), input: input)
    }

    /// The rows of `-o json`.
    func rows(_ arguments: String...) throws -> [[String: Any]] {
        let run = try Program.run(Program.binary, arguments + ["-o", "json", "--db", database])
        try #require(run.status == 0, "\(run.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    }

    static var binary: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("isinventory").path
    }

    /// Runs any program; its output goes through files, so that no pipe can fill up.
    ///
    /// - Parameter directory: The working directory; without one, this process's own.
    static func run(
        _ path: String, _ arguments: [String], input: Data? = nil, environment: [String: String] = [:],
        in directory: String? = nil
    ) throws -> Run {
        let folder = try TemporaryFolder()
        for name in ["out", "err", "in"] { _ = FileManager.default.createFile(atPath: "\(folder.path)/\(name)", contents: nil) }
        if let input { try input.write(to: URL(fileURLWithPath: "\(folder.path)/in")) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.environment = ProcessInfo.processInfo.environment.merging(["TZ": "UTC", "LC_ALL": "C.UTF-8"]) { $1 }
            .merging(environment) { $1 }
        process.standardInput = FileHandle(forReadingAtPath: "\(folder.path)/in")
        process.standardOutput = FileHandle(forWritingAtPath: "\(folder.path)/out")
        process.standardError = FileHandle(forWritingAtPath: "\(folder.path)/err")
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")), as: UTF8.self)
        }
        return Run(status: process.terminationStatus, output: try text("out"), errors: try text("err"))
    }
}

/// A folder that goes when the test does.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Data(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ data: Data) throws -> String {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
        return file.path
    }
}

/// The repository's own files.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(name)")), as: UTF8.self)
    }
}

/// The sample story: dated dumps of a real OKD, and the truth at each instant, asked object by object.
enum Story {
    static let dumps = "\(Repository.root)/Samples/story"
    static let mustGathers = "\(Repository.root)/Samples/must-gather"

    static func instants() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: dumps).sorted() }

    static func expected(_ instant: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(Repository.root)/Samples/expected/\(instant).json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
}
