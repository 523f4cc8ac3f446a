import Foundation
import Testing

@Suite("Asking")
struct AskingTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
        let run = try program.run("import", Story.dumps, "-A", "--cluster", "sample")
        try #require(run.status == 0, "\(run.errors)")
    }

    @Test("a wrong name gets a suggestion, not an empty answer")
    func suggestions() throws {
        for (arguments, word) in [
            (["get", "istag", "abesstp-web:1.0"], "abesstp-web:1.0.0"), (["get", "deploy", "thesesapi"], "theses-api"),
            (["get", "containers", "-n", "sudoc-outil"], "sudoc-outils"), (["history", "istag/qualinka:0.9"], "qualinka:0.9.1"),
            (["history", "deploy/theses-ap"], "theses-api"), (["get", "is", "--cluster", "sampl"], "sample"),
            (["schema", "container"], "containers"),
        ] {
            let run = try Program.run(Program.binary, arguments + (arguments[0] == "schema" ? [] : ["--db", program.database]))
            #expect(run.status == 2 && run.output.isEmpty)
            #expect(run.errors.contains("did you mean") && run.errors.contains(word), "\(arguments): \(run.errors)")
        }
    }

    @Test("an empty answer says so, and an instant before the record says when it begins")
    func empty() throws {
        let run = try program.run("get", "is", "--at", "2026-11-23T06:38:36Z")
        #expect(run.status == 0 && run.output.isEmpty && run.errors.contains("no image streams at 2026-11-23T06:38:36Z"))
        let before = try program.run("get", "containers", "--at", "2020-01-01")
        #expect(before.status == 0 && before.errors.contains("its first snapshot was taken at 2026-11-23T06:38:36Z"))
        let diff = try program.run("diff", "2020-01-01", "2026-11-24")
        #expect(diff.status == 2 && diff.errors.contains("first snapshot"))
        let nowhere = try Program.run(Program.binary, ["get", "containers", "--db", "\(folder.path)/none.db"])
        #expect(nowhere.status == 2 && nowhere.errors.contains("collect"))
    }

    @Test("every command takes every format, and JSON is an array of flat objects in the view's column order")
    func formats() throws {
        for arguments in [
            ["get", "workloads"], ["get", "containers"], ["get", "is"], ["get", "istag"], ["get", "images"],
            ["get", "snapshots"],
            ["history", "is/qualinka"], ["used", "nginx"], ["diff", "2026-11-23T06:40:00Z"], ["long-references"], ["stale"],
            ["problems"], ["status"], ["snapshots"], ["sql", "SELECT * FROM coverage"],
        ] {
            for format in ["table", "wide", "json", "csv", "yaml", "markdown", "name"] {
                let run = try Program.run(Program.binary, arguments + ["-o", format, "--db", program.database])
                #expect(run.status == 0, "\(arguments) -o \(format): \(run.errors)")
                if format == "json" {
                    let rows = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
                    #expect(rows?.isEmpty == false, "\(arguments)")
                    let isFlat = rows?.allSatisfy { $0.values.allSatisfy { !($0 is [Any]) && !($0 is [String: Any]) } }
                    #expect(isFlat == true)
                }
            }
        }
        let header = try program.run("get", "workloads", "-o", "csv").output.split(separator: "\r\n").first
        #expect(header == "cluster,namespace,kind,name,uid,replicas,resolve_names,triggers,created_at,seen_from,seen_until")
    }

    @Test("long references come with commands that are right for each case")
    func remedies() throws {
        let rows = try program.rows("long-references")
        func commands(_ namespace: String, _ name: String, _ container: String) -> [String] {
            let row = rows.first {
                $0["namespace"] as? String == namespace && $0["name"] as? String == name
                    && $0["container"] as? String == container
            }
            return (row?["commands"] as? String ?? "").split(separator: "\n").map(String.init)
        }
        // External and in no stream: import it, let short names mean it, use the short name.
        #expect(
            commands("sudoc-outils", "filebeat", "filebeat") == [
                "oc tag --scheduled docker.io/beats/filebeat:8.14.0 sudoc-outils/filebeat:8.14.0",
                "oc -n sudoc-outils set image-lookup filebeat",
                "oc -n sudoc-outils set image ds/filebeat filebeat=filebeat:8.14.0",
            ])
        // Written without docker.io, which `oc tag` would take for a stream.
        #expect(
            commands("theses-prod", "theses-api", "migrate").first
                == "oc tag --scheduled docker.io/abesesr/theses:batch-2.1.1 theses-prod/theses:batch-2.1.1")
        // A tag that imports it is there, in a stream with another name.
        #expect(
            commands("theses-prod", "theses-api", "api").last
                == "oc -n theses-prod set image deploy/theses-api api=theses-api:api-2.1.0")
        #expect(!commands("theses-prod", "theses-api", "api").contains { $0.hasPrefix("oc tag") })
        // The tag is there and its stream is looked up already: the short name is all it takes.
        #expect(
            commands("sudoc-outils", "a-zero", "a-zero") == ["oc -n sudoc-outils set image deploy/a-zero a-zero=qualinka:0.9.1"])
        // Internal, in the own namespace.
        #expect(
            commands("abesstp-nfs-build-demo", "abesstp-web-clamav", "abesstp-web-clamav") == [
                "oc -n abesstp-nfs-build-demo set image-lookup abesstp-web-clamav",
                "oc -n abesstp-nfs-build-demo set image deploy/abesstp-web-clamav abesstp-web-clamav=abesstp-web-clamav:1.4.7",
            ])
        // Internal, but no such tag: what is missing comes first.
        #expect(
            commands("abesstp-nfs-build-beta2", "clamav-tag-absent", "clamav-tag-absent").first?.hasPrefix("# image stream tag")
                == true)
    }

    @Test("the verdicts of the story are those its commands were meant to cause")
    func verdicts() throws {
        let rows = try program.rows("get", "containers")
        func verdict(_ name: String, _ container: String) -> [String] {
            let row = rows.first { $0["name"] as? String == name && $0["container"] as? String == container }
            return ["verdict", "tie", "istag"].map { row?[$0] as? String ?? "" }
        }
        #expect(verdict("abesstp-db", "abesstp-db") == ["stale", "trigger", "abesstp-db:5.5.62"])
        #expect(verdict("declenche", "principal") == ["current", "trigger", "abesstp-web:1.0.0"])
        #expect(verdict("jamais-resolu", "principal") == ["unresolved", "trigger", "inconnu:1.0"])
        #expect(verdict("latest-implicite", "nginx") == ["unresolved", "", ""])
        #expect(verdict("possede", "possede") == ["unresolved", "short", "qualinka:0.9.1"])
        #expect(verdict("a-zero", "a-zero") == ["floating", "from", "qualinka:0.9.1"])
        #expect(verdict("abesstp-web-cron", "abesstp-web-cron") == ["unmanaged", "", ""])
    }

    @Test("--exit-code turns a finding into 1, and only where there is one")
    func exitCodes() throws {
        #expect(try program.run("long-references", "--exit-code").status == 1)
        #expect(try program.run("stale", "--exit-code", "--at", "2026-11-23T06:38:36Z").status == 0)
        #expect(try program.run("diff", "2026-11-23T06:38:36Z", "--exit-code").status == 1)
        #expect(try program.run("get", "nonsense").status == 64)
        #expect(try program.run("get", "containers", "--at", "whenever").status == 64)
    }

    @Test("oc's short names mean what they mean to oc")
    func shortNames() throws {
        for (short, long) in [
            ("deploy", "deployments"), ("sts", "statefulsets"), ("is", "imagestreams"), ("istag", "imagestreamtags"),
        ] {
            #expect(try program.run("get", short, "-o", "csv").output == program.run("get", long, "-o", "csv").output)
        }
        #expect(try program.rows("get", "deploy/theses-web").count == 1)
        #expect(try program.run("get", "deploy", "theses-web", "-o", "name").output == "deployment/theses-web\n")
    }

    @Test("sql reads and nothing else, stops what runs away, and counts what it leaves out")
    func sql() throws {
        for statement in [
            "ATTACH 'x' AS y", "PRAGMA query_only = 0", "DELETE FROM snapshot", "CREATE TEMP TABLE t (x)", "VACUUM INTO '/tmp/x'",
            "SELECT load_extension('x')", "PRAGMA writable_schema = 1", "SELECT 1; DROP TABLE snapshot",
        ] {
            let run = try program.run("sql", statement)
            #expect(run.status == 2 && run.output.isEmpty, "\(statement)")
        }
        let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        let run = try program.run("sql", "--timeout", "0.2", endless)
        #expect(run.status == 2 && run.errors.contains("stopped after"))
        let limited = try program.run("sql", "--limit", "2", "SELECT * FROM snapshots", "-o", "csv", "--no-headers")
        #expect(limited.output.split(separator: "\r\n").count == 2 && limited.errors.contains("10 more rows"))
        let piped = try program.run("sql", "-o", "csv", "--no-headers", input: Data("SELECT 1;\nSELECT\n2;".utf8))
        #expect(piped.output == "1\r\n2\r\n")
    }

    @Test("as of an instant, ad-hoc SQL and `get` are the same")
    func sqlAsOf() throws {
        for instant in try Story.instants() {
            let sql = try program.run("sql", "--at", instant, "SELECT count(*) FROM containers", "-o", "csv", "--no-headers")
            #expect(Int(sql.output.prefix { $0.isNumber }) == (try program.rows("get", "containers", "--at", instant).count))
        }
    }

    @Test("gaps are named, by snapshots and by status")
    func gaps() throws {
        for second in ["2026-11-23T08:00:00Z", "2026-11-23T08:01:00Z"] {
            try program.run(
                "collect", "--from", "\(Story.dumps)/2026-11-23T06:51:05Z", "-A", "--cluster", "sample", "--taken-at", second)
        }
        for command in ["snapshots", "status"] {
            let run = try program.run(command)
            #expect(run.errors.contains("no snapshot between 2026-11-23T06:51:05Z and 2026-11-23T08:00:00Z"), "\(run.errors)")
        }
    }

    @Test("what was not looked at is said, and nothing of it is closed")
    func partial() throws {
        let before = try program.rows("get", "is")
        let run = try program.run(
            "collect", "--from", "\(Story.dumps)/2026-11-23T06:51:05Z/deployments.json", "-A", "--cluster", "sample",
            "--taken-at",
            "2026-11-23T07:00:00Z")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try program.rows("get", "is").count == before.count)
        #expect(try program.run("get", "is").errors.contains("did not look at imagestreams"))
    }

    @Test("names made to harm do no harm at a terminal")
    func hostile() throws {
        let name = "evil\\u001b[31m\\u202ename"
        let dump = """
            {"apiVersion":"v1","kind":"List","items":[{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"\(name)",
            "namespace":"=cmd|' /C calc'!A0"},"spec":{"template":{"spec":{"containers":[{"name":"<script>","image":"x'; DROP TABLE \
            snapshot; --"}]}}}}]}
            """
        let file = try folder.write("hostile.json", dump)
        try program.run("collect", "--from", file, "-A", "--cluster", "evil")
        for format in ["table", "wide", "markdown", "name", "csv"] {
            let run = try program.run("get", "containers", "--cluster", "evil", "-o", format)
            #expect(run.status == 0 && !run.output.contains("\u{1B}") && !run.output.contains("\u{202E}"), "\(format)")
        }
        #expect(!(try program.run("get", "containers", "--cluster", "evil", "-o", "markdown").output.contains("<script>")))
        #expect(try program.run("get", "containers", "--cluster", "evil", "-o", "csv").output.contains("'=cmd"))
        let rows = try program.rows("get", "containers", "--cluster", "evil")
        #expect(rows.first?["image"] as? String == "x'; DROP TABLE snapshot; --" && rows.first?["form"] as? String == "invalid")
    }
}
