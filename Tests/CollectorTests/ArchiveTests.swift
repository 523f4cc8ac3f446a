import CollectorWords
import Foundation
import Model
import Testing

@testable import Collector

@Suite("An archive is read as the folder that it unpacks to") struct ArchiveTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// How people pack a folder `mg`, and what they call it then.
    static let packers: [(name: String, command: String)] = [
        ("mg.tar", "tar -cf mg.tar mg"), ("mg.tar.gz", "tar -czf mg.tar.gz mg"), ("mg.tgz", "tar -C mg -czf mg.tgz ."),
        ("mg.tar.xz", "tar -cJf mg.tar.xz mg"), ("mg.tar.bz2", "tar -cjf mg.tar.bz2 mg"),
        ("mg.tar.zst", "tar --zstd -cf mg.tar.zst mg"),
        ("mg.zip", "zip -qr mg.zip mg"), ("pax.tar", "tar --format=pax -cf pax.tar mg"), ("noname", "tar -czf noname mg"),
        ("packed-twice", "tar -czf once mg && xz -c once > packed-twice"),
    ]

    @Test(arguments: packers.map(\.name))
    func aMustGatherGivesTheSnapshotOfItsFolder(_ name: String) throws {
        try writeMustGather()
        try shell(try #require(Self.packers.first { $0.name == name }).command)
        for scope in [nil, .all, .namespaces(["shop"])] as [Scope?] {
            let whole = try read("\(folder.path)/mg", scope: scope)
            let packed = try read("\(folder.path)/\(name)", scope: scope)
            try expectEqual(packed.snapshot(), whole.snapshot())
            #expect(packed.suggestedInstant == Instant("2026-01-16T06:00:00Z"))
            #expect(packed.header.source == "must-gather \(name)")
        }
    }

    @Test(arguments: ["mg-aws", "mg-azure"])
    func aRealMustGatherDoesToo(_ name: String) throws {
        let archive = try TestData.path("must-gather/\(name).subset.tar.xz")
        try folder.unpack(archive)
        let whole = try read(folder.path, scope: nil)
        try expectEqual(read(archive, scope: nil).snapshot(), whole.snapshot())
        #expect(try !whole.snapshot().workloads.isEmpty)
    }

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

    @Test func anArchiveOfPlainDumpsAsksWhatItCoversAsAFolderDoes() throws {
        try folder.write("d/deployments.json", Self.list + BadInputTests.deployment("web") + "]}")
        try shell("tar -czf d.tgz d")
        try expectEqual(read("\(folder.path)/d.tgz").snapshot(), read("\(folder.path)/d").snapshot())
        let error = #expect(throws: SourceError.self) { try read("\(folder.path)/d.tgz", scope: nil) }
        #expect(error?.reason.contains("which namespaces") == true)
        #expect(try read("\(folder.path)/d.tgz").header.source == "archive d.tgz")
    }

    @Test(arguments: packers.map(\.name))
    func anArchiveThatWasCutOffIsRefusedWhereverTheCutIs(_ name: String) throws {
        try writeMustGather()
        try shell(try #require(Self.packers.first { $0.name == name }).command)
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")))
        let whole = try read("\(folder.path)/\(name)", scope: nil).snapshot()
        let isTar = name.hasSuffix(".tar")
        // A tar archive ends with zeros, of which one block is enough.
        let end = isTar ? (bytes.lastIndex { $0 != 0 } ?? 0) / 512 * 512 + 512 : bytes.count
        let places =
            isTar ? Array(stride(from: 512, through: end, by: 512)) : [bytes.count / 4, bytes.count / 2, bytes.count - 1]
        for place in places {
            let path = try folder.write("cut-\(name)", bytes.prefix(place))
            #expect(throws: SourceError.self, "\(place)") { try read(path, scope: nil) }
        }
        try expectEqual(read("\(folder.path)/\(name)", scope: nil).snapshot(), whole)
    }

    /// Each entry may be whole, and yet nobody knows how many there were.
    @Test func aZIPArchiveWithoutItsIndexIsRefusedForThat() throws {
        try folder.write("d/deployments.json", Self.list + BadInputTests.deployment("web") + "]}")
        try folder.write("d/notes.json", #"{"a":"PK\u0005\u0006"}"#)
        try shell("zip -qr whole.zip d && echo 'a comment' | zip -qz whole.zip")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/whole.zip")))
        #expect(try read("\(folder.path)/whole.zip").snapshot().workloads.count == 1)
        let index = try #require(bytes.firstRange(of: [0x50, 0x4B, 0x01, 0x02])?.lowerBound)
        for end in [index, index + 2, index + 30, bytes.count - 12, bytes.count - 1] {
            let error = #expect(throws: SourceError.self, "\(end)") { try read(folder.write("cut.zip", bytes.prefix(end))) }
            #expect(error?.reason.contains("the index at the end of a ZIP archive is missing") == true, "\(error?.reason ?? "")")
        }
    }

    @Test(
        arguments: [
            ("../up.json", "leads out of it"), ("a/../../up.json", "leads out of it"), ("/etc/absolute.json", "leads out of it"),
            (String(repeating: "d/", count: 40) + "deep.json", nil), ("a/./b//c.json", nil),
        ] as [(String, String?)])
    func aPathThatLeadsOutIsRefused(_ path: String, _ reason: String?) throws {
        let archive = try folder.write("x.tar", tar([(path, "0", BadInputTests.deployment("web"))]))
        guard let reason else {
            #expect(try read(archive).snapshot().workloads.count == 1)
            return
        }
        let error = #expect(throws: SourceError.self) { try read(archive) }
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    }

    @Test func linksWithinAreFollowedAndDevicesAreNot() throws {
        let archive = try folder.write(
            "x.tar",
            tar([
                ("d/real.json", "0", BadInputTests.deployment("web")), ("d/fifo.json", "6", ""), ("d/device.json", "3", ""),
                ("d/out.json", "2>../../etc/passwd", ""), ("d/abs.json", "2>/etc/passwd", ""), ("d/self.json", "2>self.json", ""),
                ("d/soft.json", "2>real.json", ""), ("e/hard.json", "1>d/real.json", ""), (".hidden.json", "0", "no dump"),
            ]))
        let collected = try read(archive)
        #expect(try collected.snapshot().workloads.map(\.id.name) == ["web"])
        #expect(collected.notices.contains { $0.hasPrefix("6 other files") }, "\(collected.notices)")
    }

    @Test func theLaterOfTwoEntriesOfOneNameStands() throws {
        let entries = ["old:1", "new:1"].map { ("d/a.json", "0", BadInputTests.deployment("web", image: $0)) }
        let snapshot = try read(folder.write("x.tar", tar(entries))).snapshot()
        #expect(snapshot.workloads.first?.containers.first?.image == "new:1")
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

    @Test func importTakesArchives() throws {
        try writeMustGather()
        try shell(
            "mkdir in && tar -czf in/2026-01-05.tar.gz mg && tar -cf in/must-gather.local.77.tar mg && touch in/2026-01-06.log")
        let listed = try DumpFolder(path: "\(folder.path)/in")
        #expect(listed.entries.map(\.instant.description) == ["2026-01-05T00:00:00Z", "2026-01-16T06:00:00Z"])
        for entry in listed.entries { #expect(try read(entry.path, scope: nil).snapshot().workloads.count == 2) }
    }

    private static let list = "{\"kind\":\"DeploymentList\",\"apiVersion\":\"apps/v1\",\"items\":["

    private func unpack(_ name: String, _ limits: ArchiveLimits) throws -> ArchiveTree {
        try ArchiveTree(ArchiveReader(FileBytes(path: "\(folder.path)/\(name)"), limits: limits), limits: limits)
    }

    private func writeMustGather() throws {
        let list = "kind: DeploymentList\napiVersion: apps/v1\nitems:\n- "
        let root = "mg/quay-io-x-sha256-aa"
        try folder.write("mg/timestamp", "2026-01-16 07:00:00.5 +0100 CET m=+0.1\n")
        try folder.write("\(root)/namespaces/shop/apps/deployments.yaml", list + BadInputTests.deployment("web"))
        try folder.write("\(root)/namespaces/other/apps/deployments.yaml", list + BadInputTests.deployment("web", in: "other"))
        try folder.write("\(root)/namespaces/other/core/secrets.yaml", "not even: [yaml")
        try folder.write("\(root)/namespaces/other/pods/a/a.log", String(repeating: "2026-01-16T05:00:00Z x\n", count: 9_000))
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/\(root)/namespaces/shop/apps/statefulsets.yaml", withDestinationPath: "/nowhere")
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
