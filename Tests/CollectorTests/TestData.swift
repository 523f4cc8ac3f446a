import Foundation
import Model
import Testing

@testable import Collector

/// The real data beside the tests, and files made for one test.
enum TestData {
    /// A path below the repository's `Samples`, which the demo uses too, or else below `Data`.
    static func path(_ name: String) throws -> String {
        if ["story", "expected", "must-gather"].contains(name.split(separator: "/").first.map(String.init)) {
            return "\(samples)/\(name)"
        }
        let root = try #require(Bundle.module.resourceURL)
        return root.appendingPathComponent("Data").appendingPathComponent(name).path
    }

    private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Samples").path

    /// The names in such a folder, sorted.
    static func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(folder)).sorted()
    }

    /// Such a file, whole.
    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
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

    /// Writes a file, with the folders above it, and gives its path.
    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let url = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return url.path
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

    /// Makes a symbolic link in it.
    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    /// Unpacks a tarball into it.
    func unpack(_ tarball: String) throws {
        let tar = Process()
        tar.executableURL = URL(fileURLWithPath: "/usr/bin/tar")
        tar.arguments = ["-C", path, "-xf", tarball]
        try tar.run()
        tar.waitUntilExit()
        try #require(tar.terminationStatus == 0, "tar and xz-utils are needed")
    }
}

let noon = Instant(secondsSince1970: 1_800_000_000)

/// Reads a path with the defaults of most tests.
func read(_ path: String, scope: Scope? = .all, covers: Set<ObjectKind> = []) throws -> Collected {
    try FileSource(.path(path), scope: scope, covers: covers).read(cluster: "test", takenAt: noon)
}

/// Reads text as if it were a file of that name.
func readText(_ text: String, as name: String = "dump.json", scope: Scope? = .all, covers: Set<ObjectKind> = []) throws
    -> Collected
{
    let folder = try TemporaryFolder()
    return try read(folder.write(name, text), scope: scope, covers: covers)
}

extension Snapshot {
    /// A kind's outcome, in all namespaces together or in one.
    func outcome(_ kind: ObjectKind, in namespace: String? = nil) -> Coverage.Outcome? {
        coverage.first { $0.kind == kind && $0.namespace == namespace }?.outcome
    }
}
