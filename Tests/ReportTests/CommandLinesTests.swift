import Foundation
import Questions
import Testing

@testable import Report

/// A command that is wider than the terminal, taken from there and given to a real shell.
@Suite struct CommandLinesTests {
    private static let digest = "sha256:" + String(repeating: "0123456789abcdef", count: 4)

    private static let commands: [[String]] = [
        [
            "oc", "-n", "shop", "set", "image", "deploy/web",
            "web=image-registry.openshift-image-registry.svc:5000/shop/web@\(digest)",
        ],
        ["oc", "tag", "--scheduled", "docker.io/library/busybox:1.37", "sudoc-outils/busybox:1.37"],
        ["oc", "-n", String(repeating: "n", count: 253), "tag", "-d", String(repeating: "abc-", count: 60) + "x:1"],
        ["oc", "import-image", "a b  c", "it's", "''", "$(touch /nonexistent/x)", "back\\slash", "`x`", "", "*", "é日本語'é日本語"],
        ["oc", String(repeating: "it's a very long ' word ", count: 12), "\\", "\\'", String(repeating: "'", count: 90)],
        ["oc", String(repeating: "\\", count: 120), "#no-comment", String(repeating: "\\ ", count: 60)],
    ]

    @Test func `Whatever the width, all lines together are the command, and none is wider`() throws {
        var script = "oc() { for word; do printf '<%s>' \"$word\"; done; echo; }\n"
        var expected = ""
        for words in Self.commands {
            let command = words.map(ShellWord.quoted).joined(separator: " ")
            for width in 20...120 {
                let lines = CommandLines(command, width: width, first: "    $ ", rest: "        ").lines
                for line in lines { #expect(line.displayWidth <= width, "\(width): \(line)") }
                script += lines.joined(separator: "\n").dropFirst(6) + "\n"
                expected += words.dropFirst().map { "<\($0)>" }.joined() + "\n"
            }
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let text = script
        Thread.detachNewThread {
            input.fileHandleForWriting.write(Data(text.utf8))
            input.fileHandleForWriting.closeFile()
        }
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let (lines, wanted) = (printed.split(separator: "\n"), expected.split(separator: "\n"))
        #expect(lines.count == wanted.count)
        if let wrong = zip(lines, wanted).first(where: { $0 != $1 }) { Issue.record("\(wrong.0)\n\(wrong.1)") }
    }

    @Test func `What fits stays on its line; a comment goes on as a comment`() {
        #expect(CommandLines("oc -n shop get pods", width: 30, first: "$ ").lines == ["$ oc -n shop get pods"])
        #expect(CommandLines("oc -n shop get pods", width: 16, first: "$ ").lines == ["$ oc -n shop \\", "    get pods"])
        #expect(
            CommandLines("# a comment that is long", width: 14, first: "$ ").lines == [
                "$ # a comment", "$ # that is", "$ # long",
            ])
        #expect(
            CommandLines("# " + String(repeating: "x", count: 30), width: 20).lines.allSatisfy {
                $0.hasPrefix("#") && $0.count <= 20
            })
    }
}
