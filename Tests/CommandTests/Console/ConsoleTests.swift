import Foundation
import Testing

@Suite("sql at a terminal: a console as psql's and sqlite3's users expect one")
struct ConsoleTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
        let run = try program.run("import", Story.dumps, "-A", "--cluster", "sample")
        try #require(run.status == 0, "\(run.errors)")
    }

    private var historyFile: String { "\(folder.path)/state/isinventory/sql_history" }

    private func console(_ environment: [String: String] = [:], columns: UInt16 = 100) throws -> PseudoTerminal {
        let terminal = try PseudoTerminal(
            ["sql", "--db", program.database], columns: columns,
            environment: ["XDG_STATE_HOME": "\(folder.path)/state"].merging(environment) { $1 })
        try terminal.wait(for: "isinventory> ")
        return terminal
    }

    @Test("Tab completes words, views, columns and names given to views; a statement may take several lines")
    func completes() throws {
        let terminal = try console()
        try terminal.type("sel\t verd\t, count(*) fr\t conta\t c\n", andSee: "        ...> ")
        try terminal.type("group by c.verd\t;\n", andSee: "VERDICT")
        try terminal.wait(for: "floating")
        try terminal.type("\\d verd\t\n", andSee: "stale_since")
        // What has several ends is listed.
        try terminal.type("select image_\t\t", andSee: "image_streams")
        try terminal.type("\u{15}\\q\n", andSee: "\n")
        #expect(try terminal.end() == 0)
    }

    @Test("lines are edited, and what was typed comes back, also in the next console; its file is its owner's alone")
    func remembers() throws {
        let first = try console()
        // A typing mistake, taken back; "é" is one character, taken back by one key.
        try first.type("selext\u{7F}\u{7F}ct 'é\u{7F}café'\n", andSee: "...> ")
        try first.type("as word;\n", andSee: "WORD")
        try first.wait(for: "café")
        first.type("\u{04}")
        #expect(try first.end() == 0)
        #expect(try String(contentsOfFile: historyFile, encoding: .utf8) == "select 'café' as word;\n")
        let rights = try FileManager.default.attributesOfItem(atPath: historyFile)[.posixPermissions] as? Int
        #expect(rights == 0o600)
        let second = try console()
        try second.type("\u{1B}[A", andSee: "select 'café' as word;")
        try second.type("\n", andSee: "WORD")
        second.type("\\q\n")
        #expect(try second.end() == 0)
    }

    @Test(
        "the file of what was typed is cut once it has grown, closed to others where it was open, and not kept where nobody wants it"
    )
    func bounded() throws {
        let old = try folder.write("state/isinventory/sql_history", (0..<2_500).map { "select \($0);\n" }.joined())
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: old)
        let terminal = try console()
        try terminal.type("select 1 + 1;\n\\q\n", andSee: "1 + 1")
        #expect(try terminal.end() == 0)
        let kept = try String(contentsOfFile: historyFile, encoding: .utf8).split(separator: "\n")
        #expect(kept.count == 1_002 && kept.first == "select 1500;" && kept.last == "\\q")
        #expect(try FileManager.default.attributesOfItem(atPath: historyFile)[.posixPermissions] as? Int == 0o600)
        let none = try console(["ISINVENTORY_SQL_HISTORY": "", "XDG_STATE_HOME": "\(folder.path)/none"])
        none.type("select 1;\n\\q\n")
        #expect(try none.end() == 0)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/none"))
    }

    @Test("\\d, \\?, \\x, \\o and \\at do what they say; a wrong name brings a suggestion, and the console goes on")
    func commands() throws {
        let terminal = try console()
        try terminal.type("\\?\n", andSee: "a row as a block")
        try terminal.type("\\d\n", andSee: "image_streams_history")
        try terminal.type("\\d contaners\n", andSee: "no view contaners; did you mean containers")
        try terminal.type("select verdct from containers;\n", andSee: "did you mean `verdict`?")
        try terminal.type("select 1 from contaners;\n", andSee: "did you mean `containers`")
        try terminal.type("delete from snapshot;\n", andSee: "refused: ")
        try terminal.type("\\nonsense\n", andSee: "\\nonsense is no command; \\? lists them.")
        try terminal.type("\\x\nselect namespace, digest from istags limit 1;\n", andSee: "-[ 1 ]----")
        try terminal.wait(for: "namespace  abesstp-nfs-build-")
        let file = "\(folder.path)/answers.csv"
        try terminal.type("\\o \(file)\nselect count(*) as n from snapshots;\nselect 7 as m;\n", andSee: "1 row into \(file)")
        try terminal.type("\\o\nselect 'back' as here;\n", andSee: "here  back")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "n\r\n12\r\nm\r\n7\r\n")
        let first = try #require(try Story.instants().first)
        try terminal.type("\\at \(first)\nselect count(*) as looks from snapshots;\n", andSee: "looks  1")
        try terminal.type("\\at 1999-01-01\n", andSee: "nothing was recorded yet at 1999-01-01T00:00:00Z")
        try terminal.type("\\at\nselect count(*) as looks from snapshots;\n", andSee: "looks  12")
        terminal.type("exit\n")
        #expect(try terminal.end() == 0)
    }

    @Test("Ctrl-C takes back what was typed, and stops a statement that runs, but not the console")
    func interrupts() throws {
        let terminal = try console()
        try terminal.type("select nonsense from\n", andSee: "...> ")
        try terminal.type("\u{03}", andSee: "isinventory> ")
        try terminal.type("select 1 as one;\n", andSee: "ONE")
        #expect(!terminal.shown.contains("no such"))
        terminal.type("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n;\n")
        usleep(700_000)
        try terminal.type("\u{03}", andSee: "stopped. Nothing was changed.")
        try terminal.type("select 2 as two;\n", andSee: "TWO")
        terminal.type("\u{04}")
        #expect(try terminal.end() == 0)
    }

    @Test("without the library the console works as the terminal lets it, and says what is missing")
    func plain() throws {
        let broken = try folder.write("lib/libedit.so.2", "no library")
        let terminal = try console(["LD_LIBRARY_PATH": (broken as NSString).deletingLastPathComponent])
        #expect(terminal.shown.contains("libedit is not installed (Debian: libedit2)"))
        try terminal.type("select 'é' as one;\n", andSee: "ONE")
        try terminal.type("select nonsense from\n", andSee: "...> ")
        try terminal.type("\u{03}", andSee: "isinventory> ")
        try terminal.type("select 2 as two;\n", andSee: "TWO")
        terminal.type("\u{04}")
        #expect(try terminal.end() == 0)
    }

    @Test("piped, there are no prompts, commands work too, and the first mistake ends it")
    func piped() throws {
        let input = "\\x\nselect 1 as one;\n\\o \(folder.path)/a.json\nselect 2 as two;\n"
        let run = try program.run("sql", input: Data(input.utf8))
        #expect(run.status == 0 && run.output.hasPrefix("-[ 1 ]--") && run.output.hasSuffix("one  1\n"), "\(run.errors)")
        #expect(try String(contentsOfFile: "\(folder.path)/a.json", encoding: .utf8).contains("\"two\": 2"))
        let wrong = try program.run("sql", input: Data("select seenfrom from containers;\nselect 1;\n".utf8))
        #expect(wrong.status == 2 && wrong.output.isEmpty)
        #expect(wrong.errors == "isinventory: SQL: no such column: seenfrom; did you mean `seen_from`?\n")
        let once = try program.run("sql", "select c.stale_sinc from pods c")
        #expect(once.status == 2 && once.errors.contains("no such table: pods; did you mean `running`?"), "\(once.errors)")
    }

    @Test("a report longer than the screen goes through the pager, and does not with --no-pager")
    func reports() throws {
        let arguments = ["report", "--from", "2026-11-23T06:38:00Z", "--to", "2026-11-23T06:52:00Z", "--db", program.database]
        let shouting = ["PAGER": "tr a-z A-Z"]
        let paged = try PseudoTerminal(arguments, lines: 20, environment: shouting)
        #expect(try paged.end() == 0)
        let plain = try PseudoTerminal(arguments + ["--no-pager"], lines: 20, environment: shouting)
        #expect(try plain.end() == 0)
        #expect(plain.shown.contains("sudoc-outils") && paged.shown == plain.shown.uppercased(), "\(paged.shown)")
    }
}
