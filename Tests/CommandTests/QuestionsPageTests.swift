import Foundation
import Testing

/// docs/questions.md: every command is run over the sample story, and prints what stands below it.
/// `ISINVENTORY_RECORD=1 swift test --filter QuestionsPageTests` writes the page anew; read the difference before committing it.
@Suite("docs/questions.md") struct QuestionsPageTests {
    @Test("each question is answered by its one command, as it says")
    func answers() throws {
        let folder = try TemporaryFolder()
        let program = Program(in: folder)
        let imported = try program.run("import", Story.dumps, "-A", "--cluster", "sample")
        try #require(imported.status == 0, "\(imported.errors)")
        try FileManager.default.createDirectory(atPath: "\(folder.path)/bin", withIntermediateDirectories: true)
        let script = try folder.write("bin/isinventory", "#!/bin/sh\nexec '\(Program.binary)' \"$@\"\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)

        let page = try Repository.text("docs/questions.md")
        var written = page
        var count = 0
        for match in page.matches(of: /(?s)```sh\n(isinventory .*?)\n```\n\n```text\n(.*?)```/) {
            let run = try Program.run(
                "/bin/sh", ["-c", String(match.1)],
                environment: [
                    "PATH": "\(folder.path)/bin:/usr/bin:/bin", "ISINVENTORY_DB": program.database, "HOME": folder.path,
                    "COLUMNS": "",
                ], in: folder.path)
            #expect(run.status == 0, "\(match.1): \(run.errors)")
            #expect(!run.output.isEmpty || run.errors.hasPrefix("note: "), "\(match.1)")
            let output = run.output.isEmpty ? run.errors : run.output
            let shown = output.hasSuffix("\n") ? output : output + "\n"
            written = written.replacing(
                "```sh\n\(match.1)\n```\n\n```text\n\(match.2)```", with: "```sh\n\(match.1)\n```\n\n```text\n\(shown)```")
            count += 1
        }
        if ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1" {
            try Data(written.utf8).write(to: URL(fileURLWithPath: "\(Repository.root)/docs/questions.md"))
        }
        let kept = try Repository.text("docs/questions.md")
        #expect(written == kept)
        #expect(count >= 30 && page.components(separatedBy: "\n## ").count == count + 1)
    }
}
