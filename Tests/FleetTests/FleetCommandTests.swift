import Foundation
import Histories
import Model
import Publish
import Record
import Testing

/// The commands, run as people run them, against a file and against the fleet it was published to.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed: scripts/setup test"), .serialized)
struct FleetCommandTests {
    private func run(
        _ arguments: [String], in folder: Folder, environment more: [String: String] = [:]
    ) throws -> FleetCommand.Run { try FleetCommand(in: folder).run(arguments, environment: more) }

    @Test("every command that asks says the same of a fleet as of the file")
    func same() throws {
        let (_, address, name) = try PostgreSQLServer.database(prepared: false)
        var files = try RecordedFiles([["prod"]], seed: 8)
        try files.record(0, 25)
        let published = try run(["publish", "--to", address, "--db", files.paths[0]], in: files.folder)
        #expect(published.status == 0 && published.output.hasPrefix("cluster prod: 25 snapshots and "), "\(published.errors)")
        let again = try run(["publish", "--to", address, "--db", files.paths[0]], in: files.folder)
        #expect(again.output.contains("nothing new"))
        let middle = Instant(secondsSince1970: 1_700_000_000 + 900 * 13).description
        for question in [
            "get containers", "get workloads --at \(middle)", "get istags -n shop", "get images", "get imagestreams -o yaml",
            "get digest_changes --at \(middle)", "get coverage", "status", "snapshots", "registries --since \(middle)",
            "used docker.io/library/*", "used sha256:3333333333", "used istag/s0:t0", "history istag/s0:t0", "diff \(middle) now",
            "history deployment/w0", "used deployment/w0", "used istag/s0:t0 --ran", "drift", "get running",
            "get verdicts --at \(middle)", "stale --from \(middle) --to 2023-11-15T07:00:00Z --exit-code",
            "problems --from \(middle) --to 2023-11-15T07:00:00Z --exit-code",
            "cleanup --exit-code", "cleanup --unused-for 1h --at \(middle)",
            "long-references", "stale", "problems", "report --from \(middle) --to 2023-11-15T07:00:00Z",
            "get workloads -n nosuch",
            "get images -l maintainer=x",
        ] {
            var words = question.split(separator: " ").map(String.init)
            if !words.contains("-o"), words[0] != "report" { words += ["-o", "json"] }
            let mine = try run(words + ["--db", files.paths[0]], in: files.folder)
            let theirs = try run(words + ["--db", address], in: files.folder)
            #expect(mine.status == theirs.status, "\(question): \(theirs.errors)")
            // A report tells the command that makes it again.
            let shown = "postgresql://postgres@/\(name)"
            let same = theirs.output.replacing("'\(shown)'", with: files.paths[0]).replacing(shown, with: files.paths[0])
            #expect(mine.output == same, "\(question)")
        }
        let sql = "SELECT cluster, namespace, kind, name, seen_from FROM containers ORDER BY 1, 2, 3, 4, container"
        for at in [[], ["--at", middle]] {
            #expect(
                try run(["sql", sql, "-o", "csv", "--db", address] + at, in: files.folder).output
                    == run(["sql", sql, "-o", "csv", "--db", files.paths[0]] + at, in: files.folder).output)
        }
        let proof = try run(["verify", "-o", "json", "--db", address], in: files.folder)
        #expect(
            try proof.status == 0
                && proof.output == run(["verify", "-o", "json", "--db", files.paths[0]], in: files.folder).output)
        let wrong = try run(["verify", "--expect", String(repeating: "0", count: 64), "--db", address], in: files.folder)
        #expect(wrong.status == 2 && wrong.errors.contains("in no chain of this fleet"))

        let fetched = "\(files.folder.path)/fetched.db"
        #expect(try run(["publish", "--to", address, "--fetch", "prod", fetched], in: files.folder).status == 0)
        #expect(try run(["publish", "--to", address, "--db", fetched], in: files.folder).output.contains("nothing new"))
    }

    @Test("what needs a file says so; what needs one cluster names them; no password is shown")
    func refusals() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha", "beta"]], seed: 18)
        try files.record(0, 3)
        #expect(try run(["publish", "--to", address, "--db", files.paths[0]], in: files.folder).status == 0)
        let now = Instant.now.description
        for words in [["backup", "\(files.folder.path)/backup.db"], ["cleanup", "--script"]] {
            let several = try run(words + ["--db", address], in: files.folder)
            #expect(
                several.status == 2 && several.errors.contains("--cluster") && several.errors.contains("alpha, beta"),
                "\(words): \(several.errors)")
            let one = try run(words + ["--db", address, "--cluster", "alpha"], in: files.folder)
            #expect(one.status == 0, "\(words): \(one.errors)")
        }
        for words in [
            ["problems"], ["problems", "--from", "2023-11-14", "--to", now], ["cleanup"], ["cleanup", "--unused-for", "30m"],
            ["history", "istag/s0:t0"],
            ["history", "deployment/w0"], ["diff", "2023-11-14T22:30:00Z", now], ["used", "deployment/w0"],
        ] {
            let both = try run(words + ["-o", "json", "--db", address], in: files.folder)
            // By chance only one of them has a workload or a tag of that name.
            if ["problems", "diff"].contains(words[0]) {
                #expect(both.output.contains("\"alpha\"") && both.output.contains("\"beta\""), "\(words)")
            }
            #expect(words[0] == "cleanup" || !both.output.isEmpty && both.output != "[]\n", "\(words)")
            #expect(
                try words[0] != "cleanup"
                    || both.errors == run(words + ["-o", "json", "--db", files.paths[0]], in: files.folder).errors)
            #expect(try both.output == run(words + ["-o", "json", "--db", files.paths[0]], in: files.folder).output, "\(words)")
        }
        let nowhere = try run(["problems", "-n", "nosuch", "--db", address], in: files.folder)
        #expect(nowhere.status == 2 && nowhere.errors.contains("nosuch"))
        let unknown = try run(["stale", "--db", address, "--cluster", "alhpa"], in: files.folder)
        #expect(unknown.status == 2 && unknown.errors.contains("alhpa") && unknown.errors.contains("alpha"))
        for words in [
            ["prune", "--keep", "7d", "--confirm"], ["import", files.folder.path, "-A"], ["collect"],
            ["restore", files.paths[0]],
        ] {
            let refused = try run(words + ["--db", "postgresql://u:gehe1m@127.0.0.1:1/d"], in: files.folder)
            #expect(refused.status != 0 && !(refused.errors + refused.output).contains("gehe1m"), "\(words): \(refused.errors)")
        }
        for words in [["status"], ["report"], ["verify"], ["sql", "SELECT 1"], ["get", "containers"]] {
            let refused = try run(words + ["--db", "postgresql://u:gehe1m@127.0.0.1:1/d"], in: files.folder)
            #expect(refused.status == 2 && refused.errors.contains("127.0.0.1:1/d"), "\(words): \(refused.errors)")
            #expect(!(refused.errors + refused.output).contains("gehe1m"))
        }
    }

    @Test("where to, as whom and by what password may stand in libpq's service file, as deploy/ has it")
    func service() throws {
        let (server, _, name) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"]], seed: 68)
        try files.record(0, 2)
        let file = "\(files.folder.path)/pg_service.conf"
        try "[isinventory]\nhost=\(server.socket)\ndbname=\(name)\nuser=postgres\npassword=gehe1m\n".write(
            toFile: file, atomically: true, encoding: .utf8)
        let address = "postgresql:///?service=isinventory"
        let published = try run(
            ["publish", "--to", address, "--db", files.paths[0]], in: files.folder, environment: ["PGSERVICEFILE": file])
        #expect(published.status == 0 && published.output.contains("2 snapshots") && published.output.contains("/\(name)"))
        let status = try run(["status", "-o", "csv", "--db", address], in: files.folder, environment: ["PGSERVICEFILE": file])
        #expect(status.output.contains("\nalpha,2,"))
        let missing = try run(["status", "--db", address], in: files.folder)
        #expect(missing.status == 2 && missing.errors.contains("isinventory") && !missing.errors.contains("gehe1m"))
    }

    @Test("a server whose places are all taken is waited for, and that is said")
    func full() throws {
        let (server, address, name) = try PostgreSQLServer.database()
        let owner = try Connection(address)
        try owner.run("CREATE ROLE narrow_\(name) LOGIN CONNECTION LIMIT 1")
        try FleetSetup(owner).allow(role: "narrow_\(name)", cluster: "alpha")
        var files = try RecordedFiles([["alpha"]], seed: 78)
        try files.record(0, 2)
        let narrow = server.address(name, user: "narrow_\(name)")
        var taken: Connection? = try Connection(narrow)
        let asked = try run(["status", "--db", narrow], in: files.folder)
        #expect(asked.status == 2 && asked.errors.contains("max_connections"), "\(asked.errors)")
        let process = Process()
        process.executableURL = FleetCommand.binaries.appendingPathComponent("isinventory")
        process.arguments = ["publish", "--to", narrow, "--db", files.paths[0]]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": files.folder.path]
        let errors = Pipe()
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        let said = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        #expect(said.contains("Waiting for a place"), "\(said)")
        #expect(taken != nil)
        taken = nil
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try owner.rows("SELECT count(*) FROM isinventory.snapshot") == [["2"]])
    }

    @Test("a publisher that keeps on follows the record, and ends with whoever started it")
    func following() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"]], seed: 28)
        try files.record(0, 1)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "\"$0\" publish --record \"$1\" --follow 1 & read -r end",
            FleetCommand.binaries.appendingPathComponent("isinventory-fleet").path, files.paths[0],
        ]
        process.environment = ["ISINVENTORY_FLEET": address, "PATH": "/usr/bin:/bin"]
        let input = Pipe()
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        func published() throws -> String? {
            try Connection(address).rows("SELECT count(*) FROM isinventory.snapshot").first?.first.flatMap { $0 }
        }
        func wait(for count: String) throws {
            let deadline = ContinuousClock.now + .seconds(30)
            while try published() != count, ContinuousClock.now < deadline { usleep(100_000) }
            #expect(try published() == count)
        }
        try wait(for: "1")
        try files.record(0, 2)
        try wait(for: "3")
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        usleep(2_500_000)
        try files.record(0, 1)
        usleep(1_500_000)
        #expect(try published() == "3")
    }

    @Test("the program that publishes shows no password in its arguments, and says none")
    func arguments() throws {
        var files = try RecordedFiles([["alpha"]], seed: 48)
        try files.record(0, 1)
        let process = Process()
        process.executableURL = FleetCommand.binaries.appendingPathComponent("isinventory")
        process.arguments = ["publish", "--to", "postgresql://u:gehe1m@127.0.0.1:1/d", "--db", files.paths[0], "--every", "60"]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": files.folder.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // It became the other program once it has something to say: that it cannot reach the server.
        let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        #expect(said.contains("not published") && !said.contains("gehe1m"), "\(said)")
        let words = try Data(contentsOf: URL(fileURLWithPath: "/proc/\(process.processIdentifier)/cmdline"))
        let shown = String(decoding: words, as: UTF8.self)
        #expect(shown.contains("isinventory-fleet") && !shown.contains("gehe1m"), "\(shown)")
        process.terminate()
        process.waitUntilExit()
    }

    @Test("a publisher whose server is away goes on trying, and catches up with all that was recorded meanwhile")
    func outage() throws {
        let (server, address, _) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha"]], seed: 58)
        try files.record(0, 2)
        // Where the server's socket will be once it is back.
        let place = "/tmp/isaway-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let process = Process()
        process.executableURL = FleetCommand.binaries.appendingPathComponent("isinventory-fleet")
        process.arguments = ["publish", "--record", files.paths[0], "--follow", "1"]
        process.environment = [
            "ISINVENTORY_FLEET": address.replacing("host=\(server.socket)", with: "host=\(place)"), "PATH": "/usr/bin:/bin",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        #expect(said.contains("tried again"), "\(said)")
        // Nothing holds the file.
        try files.record(0, 3)
        try FileManager.default.createSymbolicLink(atPath: place, withDestinationPath: server.socket)
        let deadline = ContinuousClock.now + .seconds(40)
        func published() throws -> String? {
            try Connection(address).rows("SELECT count(*) FROM isinventory.snapshot").first?.first.flatMap { $0 }
        }
        while try published() != "5", ContinuousClock.now < deadline { usleep(200_000) }
        #expect(try published() == "5")
    }

    @Test("every panel of the dashboard can be asked by a reader")
    func dashboard() throws {
        let (server, address, name) = try PostgreSQLServer.database()
        var files = try RecordedFiles([["alpha", "beta"]], seed: 38)
        try files.record(0, 12)
        _ = try Publisher(RecordReader(path: files.paths[0]), to: Connection(address)).publish()
        let owner = try Connection(address)
        try owner.run("CREATE ROLE grafana_\(name) LOGIN")
        try owner.run("GRANT isinventory_reader TO grafana_\(name)")
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("deploy/grafana/fleet.json")
        let dashboard = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        #expect(panels.count == 10)
        let reader = try Connection(server.address(name, user: "grafana_\(name)"))
        for panel in panels {
            let targets = try #require(panel["targets"] as? [[String: Any]])
            var sql = try #require(targets.first?["rawSql"] as? String)
            for (macro, value) in [
                ("${cluster:sqlstring}", "'alpha','beta'"), ("$__timeFrom()", "'2023-11-14T00:00:00Z'"),
                ("$__timeTo()", "'2023-11-16T00:00:00Z'"),
            ] { sql = sql.replacing(macro, with: value) }
            #expect(try !reader.rows(sql).isEmpty, "\(panel["title"] ?? "")")
        }
    }
}
