import Foundation
import Inventory
import Testing

@Suite("What is written is what there is")
struct DocumentationTests {
    @Test("docs/schema.md is the views' own catalogue (ISINVENTORY_RECORD=1 writes it anew)")
    func schema() throws {
        let file = "\(Repository.root)/docs/schema.md"
        if ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1" {
            try Data(View.markdown.utf8).write(to: URL(fileURLWithPath: file))
        }
        #expect(try Repository.text("docs/schema.md") == View.markdown)
    }

    @Test("every view has exactly the columns its catalogue tells")
    func columns() throws {
        let folder = try TemporaryFolder()
        let program = Program(in: folder)
        try program.run("collect", "--from", "\(Story.dumps)/2026-11-23T06:39:33Z", "-A")
        for view in View.all {
            let run = try Program.run(
                "/usr/bin/sqlite3", [program.database, "SELECT group_concat(name, ' ') FROM pragma_table_info('\(view.name)')"])
            #expect(run.output.split(whereSeparator: \.isWhitespace).map(String.init) == view.columns.map(\.name), "\(view.name)")
        }
    }

    @Test("the catalogue keeps the contract")
    func contract() {
        let columns = Dictionary(uniqueKeysWithValues: View.all.map { ($0.name, $0.columns.map(\.name).joined(separator: " ")) })
        #expect(
            columns["containers"]
                == "cluster namespace kind name container init image form registry repository tag digest istag_namespace istag "
                + "tie istag_digest verdict reason stale_since seen_from seen_until")
        #expect(
            columns["istags"]
                == "cluster namespace istag image_stream tag digest image from_kind from_name scheduled reference_policy "
                + "changed_at import_error import_error_since seen_from seen_until")
        #expect(
            columns["workloads"]
                == "cluster namespace kind name uid replicas resolve_names triggers created_at seen_from seen_until")
        #expect(
            columns["image_streams"] == "cluster namespace name uid lookup_local repository created_at seen_from seen_until")
        #expect(
            columns["snapshots"]
                == "cluster snapshot taken_at source complete workloads containers image_streams istags changes seal")
        #expect(columns["coverage"] == "cluster snapshot taken_at kind namespace outcome objects message")
        #expect(
            columns["digest_changes"] == "cluster namespace istag changed_at seen_after seen_by old_digest new_digest")
        #expect(columns["images"] == "digest created_at size architecture os labels first_seen last_seen")
        #expect(columns["containers_history"]?.contains("verdict") == false)
        for name in ["workloads", "containers", "image_streams", "istags", "images"] {
            #expect(columns["\(name)_history"] != nil)
        }
    }

    @Test("every command is in docs/commands.md and explains itself")
    func commands() throws {
        let page = try Repository.text("docs/commands.md")
        let help = try Program.run(Program.binary, ["--help"]).output
        let names = help.split(separator: "\n").compactMap { line -> String? in
            guard line.hasPrefix("  "), let name = line.split(separator: " ").first, line.dropFirst(2).first != " ",
                name.allSatisfy({ $0.isLowercase || $0 == "-" }), !name.hasPrefix("-")
            else { return nil }
            return String(name)
        }
        #expect(names.count >= 14)
        for name in names {
            #expect(page.contains("| `\(name)` |"), "\(name)")
            let run = try Program.run(Program.binary, ["help", name])
            #expect(run.status == 0 && run.output.contains("USAGE: isinventory \(name)"), "\(name)")
        }
    }

    @Test("README's two commands are Makefile targets, and every page it names exists")
    func readme() throws {
        let readme = try Repository.text("README.md")
        let makefile = try Repository.text("Makefile")
        for target in ["demo", "test", "release"] {
            #expect(readme.contains("make \(target)") && makefile.contains("\n\(target):"))
        }
        for match in readme.matches(of: /\]\(([^)#:]+)\)/) {
            #expect(FileManager.default.fileExists(atPath: "\(Repository.root)/\(match.1)"), "\(match.1)")
        }
    }

    @Test("every command README shows is one that runs")
    func examples() throws {
        let folder = try TemporaryFolder()
        let program = Program(in: folder)
        try program.run("import", Story.dumps, "-A")
        for match in try Repository.text("README.md").matches(of: /`isinventory ([a-z-]+[^`]*)`/) {
            let words = try Program.run("/bin/sh", ["-c", "printf '%s\\n' \(match.1)"]).output.split(separator: "\n").map(
                String.init)
            let run = try Program.run(Program.binary, words + (words[0] == "schema" ? [] : ["--db", program.database]))
            // What is not in the sample is said in words; nothing is wrong usage.
            #expect(run.status != 64, "\(words): \(run.errors)")
        }
    }
}
