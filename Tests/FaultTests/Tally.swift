import Foundation
import Testing

/// How much harm was tried, and what came of it.
struct Tally {
    let name: String
    /// Kills, faults or bits.
    var count = 0
    /// Snapshots that were acknowledged and are gone.
    var lost = 0
    /// Files that do not verify, or say what never was.
    var wrong = 0
    /// Processes that ended by a signal of their own, and files that cannot be opened any more.
    var crashes = 0
    /// What happened, for the first few.
    private(set) var stories: [String] = []

    init(_ name: String) { self.name = name }

    mutating func tell(_ story: String) { if stories.count < 5 { stories.append(story) } }

    /// Nothing was lost, wrong or crashed; `make torture` gets the line for its table.
    func conclude(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(
            lost == 0 && wrong == 0 && crashes == 0, "\(name): \(lost) lost, \(wrong) wrong, \(crashes) crashes: \(stories)",
            sourceLocation: sourceLocation)
        #expect(count > 0, "\(name): nothing was tried", sourceLocation: sourceLocation)
        guard let path = ProcessInfo.processInfo.environment["ISINVENTORY_TORTURE_TABLE"] else { return }
        let library = ProcessInfo.processInfo.environment["ISINVENTORY_TORTURE_SQLITE"] ?? ""
        let line = Data("\(name)\(library)\t\(count)\t\(lost)\t\(wrong)\t\(crashes)\n".utf8)
        if !FileManager.default.fileExists(atPath: path) { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: line)
    }
}

/// How much of it: little where everybody waits for it, much by `make torture`.
enum Effort {
    static let kills = number("ISINVENTORY_TORTURE_KILLS", or: 300)
    static let flips = number("ISINVENTORY_TORTURE_FLIPS", or: 100)
    static let powerCuts = number("ISINVENTORY_TORTURE_POWER_CUTS", or: 40)
    /// Every so many calls one that goes wrong, by chance which.
    static let stride = number("ISINVENTORY_TORTURE_STRIDE", or: 12)
    /// So that long runs do not all do the same.
    static let seed = UInt64(number("ISINVENTORY_TORTURE_SEED", or: 1))

    private static func number(_ name: String, or usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
    }
}
