import Foundation
import Histories
import Questions
import Record
import Testing

/// Root may write anywhere, so that the program is run as nobody where the tests run as root.
@Suite("A record that may not be written")
struct ReadOnlyTests {
    let folder: Folder
    var path: String { folder.file("record.db") }

    init() throws {
        folder = try Folder()
        _ = try Whole.record(path, seed: 61, 8)
        _ = try Dumps.write(1, to: folder)
    }

    private static let nobody: UInt32 = 65_534

    private func run(_ words: [String]) throws -> Child.Ending {
        // What it prints goes to a folder of its own.
        let output = try Folder()
        let isRoot = geteuid() == 0
        let prefix = isRoot ? ["/usr/bin/setpriv", "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups"] : []
        return try Child(name: "isinventory", folder: output.path, prefix: prefix).run(words)
    }

    private func permit(_ file: mode_t, _ folderMode: mode_t) throws {
        if geteuid() == 0 { for name in [path, folder.path] { try #require(chown(name, Self.nobody, Self.nobody) == 0) } }
        try #require(chmod(path, file) == 0 && chmod(folder.path, folderMode) == 0)
    }

    private var collect: [String] { ["collect", "--from", folder.file("dumps"), "-A", "--cluster", "prod", "--db", path] }

    private func expectRefused(_ ending: Child.Ending) throws {
        #expect(ending.status == 2)
        #expect(ending.errors.contains("isinventory: \(path): cannot be "), "\(ending.errors)")
        #expect(
            ending.errors.contains("Nothing was recorded") || ending.errors.contains("who may write there"), "\(ending.errors)")
    }

    @Test("a read-only file is read; collect names it and records nothing")
    func file() throws {
        try permit(0o444, 0o755)
        try expectRefused(run(collect))
        let ending = try run(["snapshots", "--db", path, "-o", "name"])
        #expect(ending.status == 0 && ending.output.split(separator: "\n").count == 8, "\(ending.errors)")
    }

    @Test("in a folder that may not be written, collect names the file and records nothing, and a copy can be read")
    func readOnlyFolder() throws {
        try RecordReader(path: path).backUp(to: folder.file("copy.db"))
        try #require(chmod(folder.file("copy.db"), 0o644) == 0)
        try permit(0o644, 0o555)
        defer { chmod(folder.path, 0o755) }
        try expectRefused(run(collect))
        let ending = try run(["snapshots", "--db", folder.file("copy.db"), "-o", "name"])
        #expect(ending.status == 0 && ending.output.split(separator: "\n").count == 8, "\(ending.errors)")
        let asked = try run(["snapshots", "--db", path, "-o", "name"])
        #expect(asked.status == 0 || asked.errors.contains("only a copy made by `backup` can be read"), "\(asked.errors)")
    }

    /// Mounting takes privileges that not every machine gives its tests.
    private static let canMount: Bool = {
        guard geteuid() == 0, let folder = try? Folder() else { return false }
        defer { umount(folder.path) }
        return mount("none", folder.path, "tmpfs", 0, nil) == 0
    }()

    @Test("on a file system mounted read-only, likewise", .enabled(if: canMount))
    func fileSystem() throws {
        let place = try Folder()
        try #require(mount("none", place.path, "tmpfs", 0, nil) == 0)
        defer { umount(place.path) }
        try RecordReader(path: path).backUp(to: place.file("copy.db"))
        try FileManager.default.copyItem(atPath: path, toPath: place.file("record.db"))
        try #require(mount("none", place.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0)
        let child = Child(name: "isinventory", folder: folder.path)
        let words = ["collect", "--from", folder.file("dumps"), "-A", "--cluster", "prod", "--db", place.file("record.db")]
        let ending = try child.run(words)
        #expect(ending.status == 2 && ending.errors.contains("\(place.file("record.db")): cannot be "), "\(ending.errors)")
        #expect(try child.run(["verify", "--db", place.file("copy.db")]).status == 0)
    }

    @Test(
        "on a disk that is full, backup says so and leaves nothing, and collect leaves the record as it was",
        .enabled(if: canMount))
    func full() throws {
        let place = try Folder()
        try #require(mount("none", place.path, "tmpfs", 0, "size=400k") == 0)
        defer { umount(place.path) }
        let child = Child(name: "isinventory", folder: folder.path)
        try FileManager.default.copyItem(atPath: path, toPath: place.file("record.db"))
        let seal = try Found(place.file("record.db")).seal
        let backup = try child.run(["backup", place.file("copy.db"), "--db", place.file("record.db")])
        #expect(backup.status == 2 && backup.errors.contains("no room left on the disk"), "\(backup.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).allSatisfy { $0.hasPrefix("record.db") })
        // What is left of the room goes too.
        _ = try? Data(count: 300_000).write(to: URL(fileURLWithPath: place.file("ballast")))
        let filler = FileManager.default.createFile(atPath: place.file("rest"), contents: nil)
        try #require(filler)
        let file = try #require(fopen(place.file("rest"), "w"))
        while fputc(0, file) >= 0, fflush(file) == 0 {}
        fclose(file)
        let words = ["collect", "--from", folder.file("dumps"), "-A", "--cluster", "prod", "--db", place.file("record.db")]
        let ending = try child.run(words)
        #expect(ending.status == 2 && ending.errors.contains(place.file("record.db")), "\(ending.errors)")
        for name in ["rest", "ballast"] { try? FileManager.default.removeItem(atPath: place.file(name)) }
        #expect(try Found(place.file("record.db")).seal == seal)
    }
}
