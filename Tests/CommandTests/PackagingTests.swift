import Foundation
import Testing

@Suite("What a package brings along: the manual, completions, docs that say how to install")
struct PackagingTests {
    private static let scripts = "\(Repository.root)/scripts/packaging"

    /// The program's commands and what each takes, as the program itself tells.
    private func commands() throws -> [[String: Any]] {
        let run = try Program.run(Program.binary, ["--experimental-dump-help"])
        let help = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        let root = try #require(help["command"] as? [String: Any])
        return try #require(root["subcommands"] as? [[String: Any]]).filter { $0["commandName"] as? String != "help" }
    }

    @Test("the manual has a page for the program and one a command, with every argument, and mandoc has nothing to complain of")
    func manual() throws {
        let folder = try TemporaryFolder()
        let epoch = ["SOURCE_DATE_EPOCH": "1795760000"]
        let made = try Program.run("\(Self.scripts)/manpages", [Program.binary, folder.path], environment: epoch)
        try #require(made.status == 0, "\(made.errors)")
        let commands = try commands()
        let names = commands.compactMap { $0["commandName"] as? String }
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(Set(pages) == Set(["isinventory.1"] + names.map { "isinventory-\($0).1" }))
        let lint = try Program.run(
            "/usr/bin/env", ["mandoc", "-T", "lint", "-W", "warning"] + pages.map { "\(folder.path)/\($0)" })
        #expect(lint.status == 0 && lint.output.isEmpty, "\(lint.output.prefix(2000))")
        let main = try Program.run("/usr/bin/env", ["mandoc", "-T", "utf8", "\(folder.path)/isinventory.1"]).output
        for name in names { #expect(main.contains("isinventory-\(name)(1)"), "\(name)") }
        for command in commands {
            let name = try #require(command["commandName"] as? String)
            let page = try String(contentsOfFile: "\(folder.path)/isinventory-\(name).1", encoding: .utf8)
            let arguments = (command["arguments"] as? [[String: Any]] ?? []).filter { $0["shouldDisplay"] as? Bool == true }
            for argument in arguments {
                for spelled in argument["names"] as? [[String: Any]] ?? [] {
                    let flag = try #require(spelled["name"] as? String)
                    #expect(page.contains("Fl \(spelled["kind"] as? String == "short" ? "" : "-")\(flag)"), "\(name): \(flag)")
                }
                if argument["kind"] as? String == "positional" {
                    #expect(page.contains("\n.It Ar "), "\(name)")
                }
            }
        }
        // The date is the one given, so that the same source makes the same page.
        #expect(try String(contentsOfFile: "\(folder.path)/isinventory.1", encoding: .utf8).contains("\n.Dd November 27, 2026\n"))
    }

    @Test("bash completes commands, kinds, formats and flags")
    func bash() throws {
        let folder = try TemporaryFolder()
        let made = try Program.run("\(Self.scripts)/completions", [Program.binary, folder.path])
        try #require(made.status == 0, "\(made.errors)")
        for (line, wanted) in [
            ("isinventory get d", ["daemonsets", "deploymentconfigs", "deployments"]), ("isinventory lon", ["long-references"]),
            ("isinventory get is -o j", ["json"]), ("isinventory report --time-z", ["--time-zone"]),
        ] {
            let words = line.split(separator: " ").map(String.init)
            let script = """
                shopt -s extglob
                source \(folder.path)/isinventory.bash
                COMP_WORDS=(\(words.joined(separator: " "))); COMP_CWORD=\(words.count - 1); COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}
                _isinventory isinventory '\(words[words.count - 1])' '\(words[words.count - 2])'
                printf '%s\\n' "${COMPREPLY[@]}" | sort
                """
            let run = try Program.run("/bin/bash", ["--norc", "-c", script])
            #expect(
                run.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) } == wanted,
                "\(line): \(run.errors)")
        }
        for file in ["_isinventory", "isinventory.fish"] {
            #expect(try String(contentsOfFile: "\(folder.path)/\(file)", encoding: .utf8).contains("deploymentconfigs"))
        }
    }

    @Test("zsh completes, where there is one", .enabled(if: isThere("zsh"), "needs zsh"))
    func zsh() throws {
        let folder = try TemporaryFolder()
        try #require(try Program.run("\(Self.scripts)/completions", [Program.binary, folder.path]).status == 0)
        // A terminal of zsh's own, and somebody who presses the key twice; without an answer it would wait for ever.
        let script = """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell "PS1='> '; fpath=(\(folder.path) \\$fpath); autoload -Uz compinit; compinit -u -d \(folder.path)/dump; print RE''ADY"
            zpty -r shell said '*READY*'
            zpty -w -n shell $'isinventory get d\\t\\t'
            zpty -r shell said '*deployments*'
            print -r -- $said
            """
        let run = try Program.run("/usr/bin/env", ["timeout", "60", "zsh", "-f", "-c", script])
        #expect(run.status == 0 && run.output.contains("deployments"), "\(run.output) \(run.errors)")
    }

    @Test("fish completes, where there is one", .enabled(if: isThere("fish"), "needs fish"))
    func fish() throws {
        let folder = try TemporaryFolder()
        try #require(try Program.run("\(Self.scripts)/completions", [Program.binary, folder.path]).status == 0)
        for (line, wanted) in [
            ("isinventory get d", ["daemonsets", "deploymentconfigs", "deployments"]), ("isinventory lon", ["long-references"]),
            ("isinventory get is -o j", ["json"]), ("isinventory report --time-z", ["--time-zone"]),
        ] {
            let script = "source \(folder.path)/isinventory.fish; complete --do-complete '\(line)'"
            let run = try Program.run(
                "/usr/bin/env", ["fish", "--no-config", "--command", script], environment: ["HOME": folder.path])
            let found = run.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }.map(String.init)
            #expect(found.sorted() == wanted, "\(line): \(run.output) \(run.errors)")
        }
    }

    private static func isThere(_ program: String) -> Bool {
        (try? Program.run("/usr/bin/env", ["which", program]).status) == 0
    }

    /// The package's script of that name, over folders of our own instead of the system's.
    private func maintain(_ script: String, _ arguments: [String], in folder: TemporaryFolder) throws -> Program.Run {
        let text = try Repository.text("deploy/debian/\(script)")
        let here = text.replacing(/(?<before>[ "])(?<path>\/(etc|var\/lib|run)\/)/) { "\($0.before)\(folder.path)\($0.path)" }
        #expect(here != text, "\(script) names no folder")
        return try Program.run("/bin/sh", ["-c", here, script] + arguments)
    }

    @Test("purging asks nobody, takes the credential and leaves the record")
    func purge() throws {
        let folder = try TemporaryFolder()
        let record = try folder.write("var/lib/isinventory/isinventory.db", "record")
        let credential = try folder.write("etc/isinventory/kubeconfig", "secret")
        let enabled = try folder.write("etc/systemd/system/multi-user.target.wants/isinventory.service", "")
        for step in [["remove"], ["purge"]] {
            let run = try maintain("postrm", step, in: folder)
            #expect(run.status == 0, "\(run.errors)")
            #expect(FileManager.default.fileExists(atPath: record))
            #expect(FileManager.default.fileExists(atPath: credential) == (step == ["remove"]))
            #expect(run.errors.contains("is left where it is") == (step == ["purge"]))
        }
        #expect(!FileManager.default.fileExists(atPath: enabled))
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/etc/isinventory"))
        // Nothing to keep, nothing kept, nothing said.
        try FileManager.default.removeItem(atPath: record)
        #expect(try maintain("postrm", ["purge"], in: folder).errors.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/var/lib/isinventory"))
        for script in ["postinst", "prerm", "postrm"] {
            #expect(try !Repository.text("deploy/debian/\(script)").contains("debconf"), "\(script)")
        }
    }

    @Test("no package that a release is built from is another than the one it was tested with")
    func pins() throws {
        let folder = try TemporaryFolder()
        for name in ["pins", "pins.txt"] {
            try folder.write("scripts/packaging/\(name)", try Repository.text("scripts/packaging/\(name)"))
        }
        let resolved = try Repository.text("Package.resolved")
        try folder.write("Package.resolved", resolved)
        let script = "\(folder.path)/scripts/packaging/pins"
        try #require(try Program.run("/usr/bin/env", ["python3", script, "--write"]).status == 0)
        #expect(try Program.run("/usr/bin/env", ["python3", script]).status == 0)
        // A revision that moved under its version is another package.
        let revision = try #require(resolved.firstMatch(of: /"revision" : "([0-9a-f]{40})"/)?.1)
        try folder.write(
            "Package.resolved", resolved.replacingOccurrences(of: revision, with: String(repeating: "0", count: 40)))
        let other = try Program.run("/usr/bin/env", ["python3", script])
        #expect(other.status != 0 && other.errors.contains(revision), "\(other.errors)")
        // What Package.swift asks for itself is what is kept.
        let kept = try Repository.text("scripts/packaging/pins.txt")
        for match in try Repository.text("Package.swift").matches(of: /\.package\(url: "([^"]+)", exact: "([^"]+)"/) {
            let name = try #require(match.1.split(separator: "/").last).replacingOccurrences(of: ".git", with: "").lowercased()
            #expect(kept.contains("\n\(name) \(match.2) "), "\(name)")
        }
    }

    @Test("every page of docs/ stands in docs/README.md, in an order for each reader, and every page it names is there")
    func order() throws {
        let index = try Repository.text("docs/README.md")
        for page in try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/docs") where page.hasSuffix(".md") {
            #expect(page == "README.md" || index.contains("](\(page))"), "\(page)")
        }
        for match in index.matches(of: /\]\(([^)#:]+)\)/) {
            #expect(FileManager.default.fileExists(atPath: "\(Repository.root)/docs/\(match.1)"), "\(match.1)")
        }
    }

    @Test("the sources that a release is built from are pinned to the revision, and asked for exactly")
    func pinned() throws {
        let package = try Repository.text("Package.swift")
        let asked = package.matches(of: /\.package\(url: "[^"]+", (.*)\)/).map { String($0.1) }
        #expect(asked.count > 10 && asked.allSatisfy { $0.hasPrefix("exact: ") }, "\(asked)")
        let resolved =
            try JSONSerialization.jsonObject(with: Data(try Repository.text("Package.resolved").utf8)) as? [String: Any]
        let pins = try #require(resolved?["pins"] as? [[String: Any]])
        func plain(_ address: String) -> String { address.hasSuffix(".git") ? String(address.dropLast(4)) : address }
        var versions: [String: String] = [:]
        for pin in pins {
            let location = try #require(pin["location"] as? String)
            versions[plain(location)] = (pin["state"] as? [String: Any])?["version"] as? String
        }
        for match in package.matches(of: /\.package\(url: "([^"]+)", exact: "([^"]+)"/) {
            #expect(versions[plain(String(match.1))] == String(match.2), "\(match.1)")
        }
    }
}
