import Foundation
import Testing

@Suite("Files of other people")
struct OtherFilesTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
        let run = try program.run("import", Story.dumps, "-A", "--cluster", "sample")
        try #require(run.status == 0, "\(run.errors)")
    }

    private func file(_ name: String) -> String { "\(folder.path)/\(name)" }

    private func kind(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// A device of our own, which writing to does no harm.
    private func device() throws -> String? {
        mknod(file("null"), S_IFCHR | 0o666, makedev(1, 3)) == 0 ? file("null") : nil
    }

    private func makedev(_ major: UInt64, _ minor: UInt64) -> dev_t { dev_t(major << 8 | minor) }

    @Test("a report goes into a device, a FIFO, the standard output or what a link leads to, and each is afterwards what it was")
    func reports() throws {
        let reports = ["report", "--since", "9999d", "-o", "text", "--output"]
        if let device = try device() {
            #expect(try Program.run(Program.binary, reports + [device, "--db", program.database]).status == 0)
            #expect(kind(device) == S_IFCHR)
        }
        let plain = try Program.run(Program.binary, reports + ["/dev/stdout", "--db", program.database])
        #expect(plain.status == 0 && plain.output.contains("sample"), "\(plain.errors)")

        try folder.write("report.txt", "old")
        try FileManager.default.createSymbolicLink(atPath: file("link"), withDestinationPath: "report.txt")
        try FileManager.default.createSymbolicLink(atPath: file("dangling"), withDestinationPath: file("new.txt"))
        for (link, target) in [("link", "report.txt"), ("dangling", "new.txt")] {
            let run = try Program.run(Program.binary, reports + [file(link), "--db", program.database])
            #expect(run.status == 0, "\(run.errors)")
            #expect(kind(file(link)) == S_IFLNK)
            #expect(try text(file(target)).contains("sample"))
        }

        try #require(mkfifo(file("fifo"), 0o600) == 0)
        // Opened for reading and writing, so that nobody waits for the other end.
        let descriptor = open(file("fifo"), O_RDWR)
        defer { close(descriptor) }
        let run = try Program.run(
            Program.binary, ["report", "--since", "9999d", "--limit", "1", "--output", file("fifo"), "--db", program.database])
        #expect(run.status == 0, "\(run.errors)")
        #expect(kind(file("fifo")) == S_IFIFO)
        var bytes = [UInt8](repeating: 0, count: 65_536)
        #expect(read(descriptor, &bytes, bytes.count) > 100)

        let refused = try Program.run(Program.binary, reports + [folder.path, "--db", program.database])
        #expect(refused.status == 2 && refused.errors.contains("it is a folder"), "\(refused.errors)")
    }

    @Test("backup and restore replace regular files only; a link stays a link to what was replaced")
    func copies() throws {
        try #require(mkfifo(file("fifo"), 0o600) == 0)
        let places = [file("fifo"), folder.path, try device()].compactMap(\.self)
        #expect(try program.run("backup", file("copy.db")).status == 0)
        for place in places {
            let before = kind(place)
            for words in [
                ["backup", place, "--confirm", "--db", program.database],
                ["restore", file("copy.db"), "--confirm", "--db", place],
            ] {
                let run = try Program.run(Program.binary, words)
                #expect(run.status == 2 && run.errors.contains("only a regular file is replaced"), "\(words): \(run.errors)")
            }
            #expect(kind(place) == before)
        }
        try FileManager.default.createSymbolicLink(atPath: file("link.db"), withDestinationPath: file("copy.db"))
        #expect(try program.run("backup", file("link.db"), "--confirm").status == 0)
        #expect(kind(file("link.db")) == S_IFLNK && kind(file("copy.db")) == S_IFREG)
        try FileManager.default.createSymbolicLink(atPath: file("record-link.db"), withDestinationPath: program.database)
        let restored = try Program.run(
            Program.binary, ["restore", file("copy.db"), "--confirm", "--db", file("record-link.db")])
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(kind(file("record-link.db")) == S_IFLNK && kind(program.database) == S_IFREG)
        #expect(try program.run("verify").status == 0)
    }

    @Test("what cannot be a record is refused by name, read or written, and left as it is")
    func noRecord() throws {
        try #require(mkfifo(file("fifo"), 0o600) == 0)
        try folder.write("empty.db", "")
        let collect = ["collect", "--from", "\(Story.dumps)/\(try Story.instants()[0])", "-A"]
        for (path, words, status) in [
            (folder.path, "is a folder", 2), (file("fifo"), "is a FIFO", 2), ("/dev/null", "is a device", 2),
            ("", "names no file", 64),
            (":memory:", "in memory", 64),
        ] as [(String, String, Int32)] {
            for command in [["status"], ["verify"], ["get", "workloads", "-A"], collect, ["prune", "--keep", "1d"]] {
                let run = try Program.run(Program.binary, command + ["--db", path])
                #expect(run.status == status && run.errors.contains(words), "\(command) \(path): \(run.errors)")
            }
        }
        #expect(kind("/dev/null") == S_IFCHR && kind(file("fifo")) == S_IFIFO)
        let empty = try Program.run(Program.binary, ["status", "--db", file("empty.db")])
        #expect(empty.status == 2 && empty.errors.contains("is an empty file; nothing was recorded in it yet"), "\(empty.errors)")
        #expect(!empty.errors.contains("older"))
        // What a process killed before its first write left behind.
        let made = try Program.run(Program.binary, collect + ["--db", file("empty.db")])
        #expect(made.status == 0, "\(made.errors)")
    }

    @Test("with nothing that says where the default record is, or with a relative folder, commands refuse and make nothing")
    func noPlace() throws {
        for (environment, words) in [
            (["HOME": "", "XDG_DATA_HOME": ""], "HOME is not set"),
            (["HOME": "/", "XDG_DATA_HOME": "data"], "XDG_DATA_HOME is 'data'"),
            (["HOME": "here", "XDG_DATA_HOME": ""], "HOME is 'here'"),
        ] {
            let all = environment.merging(["ISINVENTORY_DB": ""]) { $1 }
            for command in [["status"], ["collect", "--from", "\(Story.dumps)/\(try Story.instants()[0])", "-A"]] {
                let run = try Program.run(Program.binary, command, environment: all)
                #expect(run.status == 64 && run.errors.contains(words), "\(command) \(environment): \(run.errors)")
            }
            let named = try Program.run(Program.binary, ["status", "--db", program.database], environment: all)
            #expect(named.status == 0, "\(named.errors)")
        }
    }

    @Test("collect and import say where they record")
    func place() throws {
        let dump = "\(Story.dumps)/\(try Story.instants()[0])"
        let run = try Program.run(
            Program.binary, ["collect", "--from", dump, "-A"],
            environment: ["XDG_DATA_HOME": folder.path, "ISINVENTORY_DB": ""])
        #expect(run.status == 0 && run.errors.contains("recorded in \(folder.path)/isinventory/isinventory.db"), "\(run.errors)")
        #expect(
            try program.run("import", Story.dumps, "-A", "--cluster", "sample").errors.contains("recorded in \(program.database)")
        )
    }

    @Test("prune --confirm where nothing is older says that nothing was cut")
    func nothingToPrune() throws {
        let run = try program.run("prune", "--keep", "9999w", "--confirm")
        #expect(run.status == 0 && run.output.contains("nothing was cut off"), "\(run.output)")
    }
}
