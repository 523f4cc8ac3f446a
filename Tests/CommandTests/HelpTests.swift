import Foundation
import Testing

@Suite("isinventory help")
struct HelpTests {
    /// A command that a help text shows, and the lines shown below it; `…` stands for the rest.
    private struct Shown {
        var command: String
        var lines: [String] = []
    }

    /// What is shown between lines that are not indented.
    private func shown(in help: String) -> [Shown] {
        var found: [Shown] = []
        var isWithin = false
        for line in help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("    $ ") {
                found.append(Shown(command: String(line.dropFirst(6))))
                isWithin = true
            } else if !line.isEmpty, !line.hasPrefix("    ") {
                isWithin = false
            } else if isWithin {
                found[found.count - 1].lines.append(String(line.dropFirst(4)))
            }
        }
        return found
    }

    /// What the program prints at a terminal of 76 columns, ages left out: they grow.
    private func printed(_ command: String, database: String) throws -> [String] {
        let line =
            "stty cols 76; exec '\(Program.binary)' \(command.dropFirst("isinventory ".count)) --no-pager --db '\(database)' 2>/dev/null"
        let run = try Program.run(
            "/usr/bin/script", ["--quiet", "--return", "--command", line, "/dev/null"],
            environment: ["NO_COLOR": "1", "TERM": "dumb"])
        try #require(run.status == 0, "\(command): \(run.output)")
        return run.output.replacingOccurrences(of: "\r", with: "").split(separator: "\n", omittingEmptySubsequences: false)
            .map { ageless(String($0)) }
    }

    private func ageless(_ line: String) -> String {
        line.replacing(/\([0-9]+[a-z]+( ago)?\)/, with: "(age)").replacing(/seen_from [0-9]+[a-z]+/, with: "seen_from age")
    }

    @Test("begins with examples, and they print what it says they print")
    func examples() throws {
        let folder = try TemporaryFolder()
        let program = Program(in: folder)
        try #require(try program.run("import", Story.dumps, "-A", "--cluster", "sample").status == 0)
        let help = try Program.run(Program.binary, ["help"]).output
        let examples = shown(in: help)
        #expect(examples.count >= 3)
        let position = { (words: String) in try #require(help.range(of: words)?.lowerBound, "\(words)") }
        #expect(try position("    $ isinventory") < position("USAGE:"))
        for example in examples {
            let lines = try printed(example.command, database: program.database)
            var wanted = example.lines.map(ageless)
            while wanted.last?.isEmpty == true { wanted.removeLast() }
            let isWhole = wanted.last != "…"
            if !isWhole { wanted.removeLast() }
            #expect(!wanted.isEmpty && Array(lines.prefix(wanted.count)) == wanted, "\(example.command): \(lines)")
            // What follows a whole answer is the line's end.
            if isWhole { #expect(lines.dropFirst(wanted.count) == [""], "\(example.command): \(lines)") }
        }
    }

    @Test("no line of any command's help is broken within an example, nor wider than a terminal's 80 columns")
    func width() throws {
        let dump = try Program.run(Program.binary, ["--experimental-dump-help"]).output
        let help = try #require(try JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any])
        let root = try #require(help["command"] as? [String: Any])
        let commands = [root] + (try #require(root["subcommands"] as? [[String: Any]]))
        #expect(commands.count > 20)
        for command in commands {
            for line in (command["discussion"] as? String ?? "").split(separator: "\n") where line.hasPrefix("  ") {
                #expect(line.count < 80, "\(command["commandName"] ?? ""): \(line)")
            }
        }
    }
}
