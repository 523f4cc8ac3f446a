import Foundation
import Questions
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
                + "tie istag_digest verdict reason stale_since canonical pulled_from set_by set_at runs seen_from seen_until")
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
        #expect(
            columns["running"]
                == "cluster namespace kind name container init image digest image_id pods started_at seen_from seen_until")
        #expect(
            columns["running_history"]
                == "cluster namespace kind name container init image digest image_id started_at seen_from seen_until")
        #expect(columns["registries"] == "cluster registry workloads containers namespaces references")
        #expect(columns["images"] == "digest created_at size architecture os labels first_seen last_seen")
        #expect(columns["containers_history"]?.contains("verdict") == false)
        let verdicts =
            "cluster namespace kind name container init image istag_namespace istag tie istag_digest verdict reason stale_since "
            + "seen_from seen_until"
        #expect(columns["verdicts"] == verdicts)
        #expect(columns["verdicts_history"] == verdicts)
        for name in ["workloads", "containers", "verdicts", "image_streams", "istags", "images"] {
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

    @Test("every command README and docs show ends as it should, and leaves nothing where the tests run")
    func examples() throws {
        let here = FileManager.default.currentDirectoryPath
        let before = try Set(FileManager.default.contentsOfDirectory(atPath: here))
        let reader = try DocumentationReader()
        var examples: [Example] = try Example.inline("README.md")
        for page in ["README.md", "docs/report.md", "docs/backup.md", "docs/collecting.md"] {
            examples += try Example.blocks(page)
        }
        #expect(examples.count > 25)
        for example in examples {
            let run = try reader.run(example.command)
            #expect(run.status == example.status, "\(example.page): \(example.command): \(run.errors)")
        }
        #expect(try Set(FileManager.default.contentsOfDirectory(atPath: here)) == before)
        #expect(!FileManager.default.fileExists(atPath: Repository.root + "/FILE"))
    }
}

/// A command that a page shows.
private struct Example {
    let page: String
    let command: String

    /// How it ends where there is no cluster, and no seal in the place of `SEAL-YOU-KEPT`.
    var status: Int32 {
        if command.contains("SEAL-YOU-KEPT") { return 64 }
        return command.contains(/isinventory (collect|doctor)/) && !command.contains("--from") ? 2 : 0
    }

    /// What stands between backticks within a sentence.
    static func inline(_ page: String) throws -> [Example] {
        try Repository.text(page).replacing(/(?s)```.*?```/, with: "").matches(of: /`(isinventory [a-z-]+[^`]*)`/).map {
            Example(page: page, command: String($0.1))
        }
    }

    /// The commands of the blocks for a shell, those of isinventory and what is piped into it.
    static func blocks(_ page: String) throws -> [Example] {
        try Repository.text(page).matches(of: /(?s)```sh\n(.*?)```/).flatMap { block in
            block.1.replacing(/\\\n/, with: " ").replacing(/&&\n\s*/, with: "&& ").split(separator: "\n").compactMap { line in
                let command = String(line.replacing(/\s+#.*/, with: ""))
                let isOurs = command.hasPrefix("isinventory ") || command.contains("| isinventory ")
                return isOurs ? Example(page: page, command: command) : nil
            }
        }
    }
}

/// Somebody who types what the pages say, in a folder of their own: with a record, dumps, and `oc` and `rclone` at hand.
private final class DocumentationReader {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let dump = try folder.write("dump.json", DocumentationReader.dump)
        for (name, script) in [
            ("isinventory", DocumentationReader.program), ("oc", "cat '\(dump)'"), ("rclone", "exit 0"),
        ] {
            let path = try folder.write("bin/\(name)", "#!/bin/sh\n\(script)\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        for path in ["mnt/backup", "mnt/elsewhere", "spool/isinventory", "tmp", "home"] {
            try FileManager.default.createDirectory(atPath: "\(folder.path)/\(path)", withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/dumps", withDestinationPath: Story.dumps)
        try FileManager.default.createDirectory(atPath: folder.path + "/must-gather.local.123", withIntermediateDirectories: true)
        let unpacked = try Program.run(
            "/usr/bin/env",
            ["tar", "-xJf", "\(Story.mustGathers)/mg-aws.subset.tar.xz", "-C", folder.path + "/must-gather.local.123"])
        try #require(unpacked.status == 0, "\(unpacked.errors)")
        for age in ["30d", "8d", "1h"] {
            let made = try run("isinventory collect --from dump.json -A --cluster prod --taken-at \(age)", record: "record.db")
            try #require(made.status == 0, "\(made.errors)")
        }
        for copy in ["mnt/backup/isinventory-2026-11-23.db", "tmp/record.db"] {
            let made = try run("isinventory backup \(copy)", record: "record.db")
            try #require(made.status == 0, "\(made.errors)")
        }
    }

    /// The program; what serves is asked to end again, and listens where nobody else does.
    private static let program = """
        case "$1 $*" in
        *--export*) ;;
        serve*) exec timeout --preserve-status 2 '\(Program.binary)' "$@" --listen 127.0.0.1:0 ;;
        esac
        exec '\(Program.binary)' "$@"
        """

    /// Whoever collects or imports begins a record of their own; all else asks the one that is there.
    func run(_ command: String) throws -> Program.Run {
        let isNew = command.contains(/isinventory (collect|import)/)
        defer {
            if isNew { try? FileManager.default.removeItem(atPath: folder.path + "/new.db") }
            // Two pages make a copy of the day, each on a day of its own.
            let copies = (try? FileManager.default.contentsOfDirectory(atPath: folder.path + "/mnt/backup")) ?? []
            for copy in copies where !copy.contains("2026-11-23") {
                try? FileManager.default.removeItem(atPath: "\(folder.path)/mnt/backup/\(copy)")
            }
        }
        return try run(command, record: isNew ? "new.db" : "record.db")
    }

    private func run(_ command: String, record: String) throws -> Program.Run {
        // Once each, since the folder's own path may have such a place in it.
        let command = command.replacing(/\/(mnt|var\/spool|tmp)\//) { match in
            "\(folder.path)/\(match.1 == "var/spool" ? "spool" : match.1)/"
        }
        return try Program.run(
            "/bin/sh", ["-c", command],
            environment: [
                "PATH": "\(folder.path)/bin:/usr/bin:/bin", "ISINVENTORY_DB": "\(folder.path)/\(record)",
                "HOME": "\(folder.path)/home",
                "KUBECONFIG": "\(folder.path)/none", "XDG_DATA_HOME": "\(folder.path)/home",
            ], in: folder.path)
    }

    /// What the pages speak of: the namespaces `shop` and `blog`, the tag `web:1.0` and a digest that runs.
    private static let dump = """
        {"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"template": {"spec":
        {"containers": [{"name": "web", "image": "docker.io/acme/web@\(digest)"}]}}}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "wiki", "namespace": "blog"}, "spec": {"template": {"spec":
        {"containers": [{"name": "wiki", "image": "docker.io/acme/wiki:2"}]}}}},
        {"apiVersion": "image.openshift.io/v1", "kind": "ImageStream", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"tags": [
        {"name": "1.0", "from": {"kind": "DockerImage", "name": "docker.io/acme/web:1.0"}}]}, "status": {"tags": [{"tag": "1.0", "items":
        [{"created": "2026-01-05T00:00:00Z", "image": "\(digest)", "dockerImageReference": "docker.io/acme/web@\(digest)"}]}]}}]}
        """
    private static let digest = "sha256:ab65daf8ad67" + String(repeating: "0", count: 52)
}
