import Foundation
import Histories
import Testing

/// A program of this package in a process of its own, which may be killed.
struct Child {
    /// How one run ended.
    struct Ending {
        /// The exit code, where it ended by itself.
        let status: Int32?
        /// The signal that ended it, if one did.
        let signal: Int32?
        let output: String
        let errors: String
        let microseconds: Int

        var isKilled: Bool { signal == SIGKILL }
        /// Ended by a signal that nobody sent.
        var isCrashed: Bool { signal != nil && signal != SIGKILL }
    }

    let name: String
    /// Where what it prints goes.
    let folder: String
    /// A program that runs it, with that one's arguments.
    var prefix: [String] = []
    var environment: [String: String] = [:]

    /// Runs it to its end, or for so many microseconds.
    func run(_ arguments: [String], killedAfter delay: Int? = nil) throws -> Ending {
        let names = ["output", "errors"].map { "\(folder)/\(name).\($0)" }
        let process = Process()
        let words = prefix + [Built.folder.appendingPathComponent(name).path] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(["TZ": "UTC", "LC_ALL": "C.UTF-8"]) { $1 }
            .merging(environment) { $1 }
        for path in names { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: names[0])
        process.standardError = FileHandle(forWritingAtPath: names[1])
        let start = ContinuousClock.now
        try process.run()
        if let delay {
            usleep(UInt32(delay))
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
        let seconds = (ContinuousClock.now - start) / .microseconds(1)
        let isSignal = process.terminationReason == .uncaughtSignal
        return Ending(
            status: isSignal ? nil : process.terminationStatus, signal: isSignal ? process.terminationStatus : nil,
            output: try text(names[0]), errors: try text(names[1]), microseconds: Int(seconds))
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }
}

enum Built {
    /// Where the built programs lie.
    static let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
}

/// A folder that goes when the test does.
final class Folder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("faults-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Puts a copy of a file there, without what a former one of its name left behind.
    func put(_ original: String, as name: String) throws {
        try remove(name)
        try FileManager.default.copyItem(atPath: original, toPath: file(name))
    }

    /// Removes a record and its companions.
    func remove(_ name: String) throws {
        for suffix in ["", "-wal", "-shm", "-journal", ".partial"]
        where FileManager.default.fileExists(atPath: file(name + suffix)) {
            try FileManager.default.removeItem(atPath: file(name + suffix))
        }
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }
}
