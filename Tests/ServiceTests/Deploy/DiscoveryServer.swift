import Foundation
import Glibc
import Testing

/// A server that tells kubectl which kinds there are; it ends with this object.
final class DiscoveryServer {
    private let process = Process()
    let address: String
    /// Where kubectl may keep what it was told.
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)").path
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "\(Repository.root)/Tests/ServiceTests/Data/discovery.py"]
        process.standardOutput = pipe
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let more = pipe.fileHandleForReading.availableData
            try #require(!more.isEmpty, "discovery.py ended before it told its port")
            line += more
        }
        let port = try #require(Int(String(decoding: line.dropLast(), as: UTF8.self)))
        address = "http://127.0.0.1:\(port)"
    }

    deinit {
        // Not SIGTERM: what this process ignores for the sake of other tests, its children ignore too.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }
}
