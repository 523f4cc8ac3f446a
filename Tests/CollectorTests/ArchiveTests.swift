import Foundation
import Model
import Testing

@testable import Collector

@Suite("What is packed is read as what it unpacks to") struct ArchiveTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: ["gzip -k", "xz -k", "bzip2 -k", "zstd -q", "gzip -k --suffix .gz.gz"])
    func aCompressedDumpGivesTheSnapshotOfItself(_ command: String) throws {
        let suffix = ["g": ".gz", "x": ".xz", "b": ".bz2", "z": ".zst"][command.prefix(1)] ?? ""
        for name in ["deployments.json", "dump.yaml"] {
            let dump = name.hasSuffix("json") ? Self.list + "]}" : "kind: List\nitems:\n- " + BadInputTests.deployment("web")
            let path = try folder.write(name, dump)
            let whole = try read(path).snapshot()
            try shell("\(command) \(name) && ls \(name)\(suffix)* && rm \(name)")
            let packed = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasPrefix(name) })
            try expectEqual(read("\(folder.path)/\(packed)").snapshot(), whole)
            // So it does in a folder.
            if packed.hasSuffix(suffix), !packed.hasSuffix(".gz.gz") { try expectEqual(read(folder.path).snapshot(), whole) }
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(packed)")
        }
    }

    @Test(
        arguments: [
            ("../up.json", "leads out of it"), ("a/../../up.json", "leads out of it"), ("/etc/absolute.json", "leads out of it"),
            (String(repeating: "d/", count: 40) + "deep.json", nil), ("a/./b//c.json", nil),
        ] as [(String, String?)])
    func aPathThatLeadsOutIsRefused(_ path: String, _ reason: String?) throws {
        try folder.write("x.tar", tar([(path, "0", BadInputTests.deployment("web"))]))
        guard let reason else {
            #expect(try unpack("x.tar", ArchiveLimits()).files.count == 1)
            return
        }
        let error = #expect(throws: DocumentProblem.self) { try unpack("x.tar", ArchiveLimits()) }
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    }

    @Test func bombsAreRefused() throws {
        try shell(
            "head -c 3000000 /dev/zero > zeros.json && tar -czf bomb.tgz zeros.json && gzip -k zeros.json && zip -q bomb.zip zeros.json"
        )
        var limits = ArchiveLimits()
        limits.alwaysAllowed = 1_000_000
        limits.largestRatio = 100
        for name in ["bomb.tgz", "bomb.zip"] {
            let error = #expect(throws: DocumentProblem.self) { try unpack(name, limits) }
            #expect(error?.reason.contains("100 times its size") == true, "\(error?.reason ?? "")")
        }
        limits.largestRatio = 1_000_000
        limits.largestContent = 2_000_000
        #expect(throws: DocumentProblem.self) { try unpack("bomb.tgz", limits) }
        limits.largestContent = 4_000_000
        limits.largestKept = 2_000_000
        #expect(throws: DocumentProblem.self) { try unpack("bomb.tgz", limits) }
        limits.largestKept = 4_000_000
        #expect(try unpack("bomb.tgz", limits).files == [["zeros.json"]])
        limits.mostEntries = 3
        try folder.write("many.tar", tar((0..<4).map { ("\($0).json", "0", "") }))
        #expect(throws: DocumentProblem.self) { try unpack("many.tar", limits) }
    }

    private static let list = "{\"kind\":\"DeploymentList\",\"apiVersion\":\"apps/v1\",\"items\":["

    private func unpack(_ name: String, _ limits: ArchiveLimits) throws -> ArchiveTree {
        try ArchiveTree(ArchiveReader(FileBytes(path: "\(folder.path)/\(name)"), limits: limits), limits: limits)
    }

    private func shell(_ command: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(command)")
    }

    /// A tar archive of entries: a path, a type with a link's target, and a content.
    private func tar(_ entries: [(path: String, type: String, content: String)]) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, _ place: Int) { header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8) }
            let type = entry.type.split(separator: ">")
            put(entry.path, 0)
            put("0000644", 100)
            let size = String(entry.content.utf8.count, radix: 8)
            put(String(repeating: "0", count: 11 - size.count) + size, 124)
            put("15000000000", 136)
            put("        ", 148)
            put(String(type[0]), 156)
            if type.count > 1 { put(String(type[1]), 157) }
            put("ustar\u{0}00", 257)
            let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
            put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", 148)
            bytes +=
                header + Array(entry.content.utf8) + [UInt8](repeating: 0, count: (512 - entry.content.utf8.count % 512) % 512)
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }
}
