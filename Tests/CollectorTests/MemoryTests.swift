import CollectorWords
import Foundation
import Model
import Testing

@testable import Collector

/// Costs time and a file of 200 MB, and measures the whole process: `ISINVENTORY_LARGE=1 swift test --filter MemoryTests`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ISINVENTORY_LARGE"] != nil)) struct MemoryTests {
    @Test func aListOfTwoHundredMegabytesIsNeverHeld() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/deployments.json"
        try write(10_000, to: path)
        let before = try peak()
        let collected = try read(path)
        let after = try peak()
        #expect(try collected.snapshot().workloads.count == 10_000)
        #expect(after - before < 32 << 20, "the peak rose by \(after - before) bytes")
    }

    /// Writes a list of Deployments of 20 KB each.
    private func write(_ count: Int, to path: String) throws {
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let file = try #require(FileHandle(forWritingAtPath: path))
        let bulk = String(repeating: "\n        \"line\": [\"some \\\"text\\\" with {brackets]\"],", count: 400)
        file.write(Data("{\"apiVersion\":\"v1\",\"items\":[\n".utf8))
        for index in 0..<count {
            let object = BadInputTests.deployment("web-\(index)").dropFirst()
            file.write(Data("\(index > 0 ? "," : ""){\"status\":{\(bulk)\"end\":null},\(object)\n".utf8))
        }
        file.write(Data("],\"kind\":\"List\"}".utf8))
        try file.close()
    }

    /// `VmHWM` of proc(5), in bytes.
    private func peak() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        let kibibytes = try #require(
            Int(line.filter(\.isNumber)))
        return kibibytes << 10
    }
}
