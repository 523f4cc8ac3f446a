import FakeCluster
import Foundation
import Testing

/// What Pods run, from dumps and clusters to every answer; and what each answer says where they were not looked at.
@Suite("What Pods run, asked by commands") struct PodCommandTests {
    private let folder: TemporaryFolder
    private let program: Program

    private static let old = "sha256:" + String(repeating: "1", count: 64)
    private static let new = "sha256:" + String(repeating: "2", count: 64)

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
    }

    // MARK: A dump

    private func item(
        _ kind: String, _ version: String, _ name: String, owner: String? = nil, fields: String = "", _ rest: String
    ) -> String {
        let owners = owner.map { owner in
            let parts = owner.split(separator: "/")
            return #","ownerReferences":[{"apiVersion":"apps/v1","kind":"\#(parts[0])","name":"\#(parts[1])","controller":true}]"#
        }
        return
            #"{"kind":"\#(kind)","apiVersion":"\#(version)","metadata":{"name":"\#(name)","namespace":"shop","uid":"u-\#(name)"\#(owners ?? "")\#(fields)},\#(rest)}"#
    }

    private func deployment(_ name: String, _ image: String) -> String {
        let managed =
            #","managedFields":[{"manager":"argocd-controller","operation":"Update","apiVersion":"apps/v1","time":"2026-01-05T08:00:00Z","#
            + #""fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{"f:image":{}}}}}}}}]"#
        return item(
            "Deployment", "apps/v1", name, fields: managed,
            #""spec":{"replicas":1,"template":{"spec":{"containers":[{"name":"app","image":"\#(image)"}]}}}"#)
    }

    private func pod(_ name: String, of set: String, _ image: String, _ digest: String) -> String {
        item(
            "Pod", "v1", name, owner: "ReplicaSet/\(set)",
            #""spec":{"containers":[{"name":"app","image":"\#(image)"}]},"status":{"phase":"Running","containerStatuses":[{"name":"app","#
                + #""image":"\#(image)","imageID":"quay.io/acme/web@\#(digest)","state":{"running":{"startedAt":"2026-01-05T09:00:00Z"}}}]}"#
        )
    }

    private func set(_ name: String, of deployment: String) -> String {
        item(
            "ReplicaSet", "apps/v1", name, owner: "Deployment/\(deployment)",
            #""spec":{"template":{"spec":{"containers":[{"name":"app","image":"x"}]}}}"#)
    }

    /// Two Deployments: `web` floats behind the tag `web:1`, and its Pods still run what that had before; `pinned` runs what it says.
    private func dump(pods: Bool = true) -> Data {
        let stream = item(
            "ImageStream", "image.openshift.io/v1", "web",
            #""spec":{"tags":[{"name":"1","from":{"kind":"DockerImage","name":"quay.io/acme/web:1"},"importPolicy":{"scheduled":true}}]},"#
                + #""status":{"tags":[{"tag":"1","items":[{"created":"2026-01-05T10:00:00Z","image":"\#(Self.new)","#
                + #""dockerImageReference":"quay.io/acme/web@\#(Self.new)"},{"created":"2026-01-01T10:00:00Z","image":"\#(Self.old)","#
                + #""dockerImageReference":"quay.io/acme/web@\#(Self.old)"}]}]}"#)
        let running = [
            set("web-5d", of: "web"), set("pinned-7f", of: "pinned"),
            pod("web-5d-a", of: "web-5d", "quay.io/acme/web:1", Self.old),
            pod("web-5d-b", of: "web-5d", "quay.io/acme/web:1", Self.old),
            pod("pinned-7f-a", of: "pinned-7f", "quay.io/acme/web@\(Self.new)", Self.new),
        ]
        let all =
            [deployment("web", "quay.io/acme/web:1"), deployment("pinned", "quay.io/acme/web@\(Self.new)"), stream]
            + (pods ? running : [])
        return Data(#"{"kind":"List","apiVersion":"v1","items":[\#(all.joined(separator: ","))]}"#.utf8)
    }

    private func collect(_ day: Int, pods: Bool = true) throws {
        let run = try program.run(
            "collect", "--from", "-", "-A", "--cluster", "prod", "--taken-at", "2026-01-0\(day)T12:00:00Z", "--covers",
            pods ? "deploy,rs,is,pods" : "deploy,is", input: dump(pods: pods))
        #expect(run.status == 0, "\(run.errors)")
    }

    // MARK: Answers

    @Test("drift names what differs, from what, and ends with 1 where that is asked for")
    func drift() throws {
        try collect(6)
        let row = try #require(try program.rows("drift", "-A").first)
        #expect(row["name"] as? String == "web" && row["runs"] as? String == "differs" && row["against"] as? String == "tag")
        #expect(row["expected"] as? String == Self.new && row["running"] as? String == Self.old && row["pods"] as? Int == 2)
        #expect(row["istag"] as? String == "web:1")
        #expect(try program.rows("drift", "-A").count == 1)
        let found = try program.run("drift", "-n", "shop", "--exit-code")
        #expect(found.status == 1 && found.output.contains("web") && !found.output.contains("pinned"))
        #expect(try program.run("drift", "-n", "shop", "--exit-code", "--at", "2026-01-05").status == 0)
        #expect(try program.run("drift", "-n", "shpo").status == 2)
        for format in ["wide", "csv", "yaml", "markdown", "name"] {
            let run = try program.run("drift", "-A", "-o", format)
            #expect(run.status == 0 && run.output.contains("web"), "\(format): \(run.errors)")
        }
    }

    @Test("stale counts what only Pods run, at an instant, over a time and in the report, and says how")
    func stale() throws {
        try collect(6)
        try collect(7)
        let row = try #require(try program.rows("stale", "-A").first)
        #expect(row["how"] as? String == "pod" && row["running"] as? String == Self.old)
        #expect(row["stale_since"] as? String == "2026-01-05T10:00:00Z" && row["moves_behind"] as? Int == 1)
        let spell = try #require(try program.rows("stale", "-A", "--from", "2026-01-06", "--to", "2026-01-08").first)
        #expect(spell["how"] as? String == "pod" && spell["name"] as? String == "web")
        #expect(spell["stale_since"] as? String == "2026-01-05T10:00:00Z" && spell["until"] is NSNull)
        let report = ["report", "--from", "2026-01-06", "--to", "2026-01-08"]
        let text = try Program.run(Program.binary, report + ["--db", program.database])
        #expect(text.output.contains("1 stale"), "\(text.output)")
        #expect(text.output.contains("(its Pods)"), "\(text.output)")
        let csv = try Program.run(Program.binary, report + ["--table", "stale", "-o", "csv", "--db", program.database])
        #expect(csv.output.contains("pod") && csv.output.contains(Self.old), "\(csv.output) \(csv.errors)")
    }

    @Test("history shows what the template asks for and what Pods run, and who set it; used finds both")
    func history() throws {
        try collect(6)
        let rows = try program.rows("history", "deployment/web", "-n", "shop")
        #expect(rows.map { $0["how"] as? String } == ["spec", "pod"])
        #expect(
            rows.first?["set_by"] as? String == "argocd-controller" && rows.first?["set_at"] as? String == "2026-01-05T08:00:00Z")
        #expect(rows.last?["new_image"] as? String == Self.old)
        #expect(try program.rows("used", Self.new, "-A").map { $0["how"] as? String } == ["spec", "pod"])
        let ran = try program.rows("used", String(Self.old.prefix(20)), "-A", "--ran")
        #expect(ran.map { $0["name"] as? String } == ["web"])
        #expect(try program.rows("get", "running", "-A").map { $0["name"] as? String } == ["pinned", "web"])
    }

    // MARK: Where they were not looked at

    private static let answers: [[String]] = [
        ["get", "running", "-A"], ["get", "containers", "-A"], ["drift", "-A"], ["stale", "-A"], ["used", old, "-A"],
        ["used", old, "-A", "--ran"], ["history", "deployment/web", "-n", "shop"], ["status"],
    ]

    @Test("every answer says so where the newest look left Pods out, and shows what was known", arguments: answers)
    func leftOut(arguments: [String]) throws {
        try collect(6)
        try collect(7, pods: false)
        let run = try Program.run(Program.binary, arguments + ["--db", program.database])
        #expect(run.status == 0)
        #expect(run.errors.contains("pods") && run.errors.contains("last known"), "\(arguments): \(run.errors)")
        #expect(try program.rows("get", "running", "-A").count == 2)
    }

    @Test(
        "questions about Pods say so also where none ever was looked at",
        arguments: [["get", "running", "-A"], ["drift", "-A"], ["used", new, "-A"], ["used", new, "-A", "--ran"]])
    func neverLooked(arguments: [String]) throws {
        try collect(6, pods: false)
        let run = try Program.run(Program.binary, arguments + ["--db", program.database])
        #expect(run.status == 0)
        #expect(run.errors.contains("did not look at") && run.errors.contains("pods"), "\(arguments): \(run.errors)")
    }

    @Test("the report says so in every format that people read, in each language", arguments: ["text", "markdown", "html"])
    func report(format: String) throws {
        try collect(6)
        try collect(7, pods: false)
        for (language, words) in [("en", "Not all Pods were looked at"), ("fr", "Les pods n’ont pas tous été relevés")] {
            let run = try program.run(
                "report", "--from", "2026-01-06", "--to", "2026-01-08", "--language", language, "-o", format)
            #expect(run.status == 0, "\(run.errors)")
            let text = run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(text.contains(words), "\(run.output.suffix(1500))")
        }
    }

    @Test("the report's headline counts floating containers, and of how many Pods say what runs, in every format and language")
    func headline() throws {
        try collect(6)
        let period = ["report", "--from", "2026-01-06", "--to", "2026-01-08", "--db", program.database]
        func text(_ arguments: String...) throws -> String {
            let run = try Program.run(Program.binary, period + arguments)
            #expect(run.status == 0, "\(run.errors)")
            return run.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        for format in ["text", "markdown", "html"] {
            let english = try text("-o", format)
            #expect(english.contains("100% known by their Pods"), "\(format): \(english.prefix(900))")
            let french = try text("-o", format, "--language", "fr")
            #expect(french.contains("connus par leurs pods"), "\(format)")
        }
        #expect(try text("-o", "json").contains(#""floating_known""#))
        #expect(try text("-o", "csv", "--table", "headline").contains("floating_known,1,"))
        for table in ["image_changes", "stale", "drift"] { #expect(try text("-o", "csv", "--table", table).contains(",")) }
    }

    // MARK: Rights

    private func withCluster(_ permissions: Permissions, _ body: (FakeServer, String) throws -> Void) async throws {
        var contents = StoredContents()
        let key = ObjectKey(namespace: "shop", name: "web")
        contents.put(DeploymentText(key, uid: "d", containers: [.init("main", "quay.io/acme/web:1.0")]))
        var pod = PodText(ObjectKey(namespace: "shop", name: "lone"), uid: "p", image: "quay.io/acme/lone:1")
        (pod.phase, pod.digest) = ("Running", Self.old)
        contents.put(.pods, pod.key, pod.json)
        let server = try await FakeServer(contents)
        server.admit(token: "secret", permissions)
        do {
            try body(server, try folder.write("kubeconfig", server.kubeconfig(token: "secret", name: "prod")))
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    @Test("a cluster whose Pods are forbidden is recorded all the same; the collector, status and every question say so")
    func forbidden() async throws {
        try await withCluster(.everything(but: .pods)) { _, kubeconfig in
            let run = try program.run("collect", "--kubeconfig", kubeconfig, "-A")
            #expect(run.status == 3 && run.errors.contains("pods forbidden"), "\(run.errors)")
            for arguments in Self.answers where arguments[0] != "history" {
                let answer = try Program.run(Program.binary, arguments + ["--db", program.database])
                #expect(answer.status == 0, "\(arguments): \(answer.errors)")
                #expect(answer.errors.contains("pods forbidden"), "\(arguments): \(answer.errors)")
            }
            let history = try program.run("history", "deployment/web", "-n", "shop")
            #expect(history.errors.contains("pods forbidden"), "\(history.errors)")
        }
    }

    @Test("--no-pods asks for none, needs no right to them, and is complete without")
    func noPods() async throws {
        try await withCluster(.everything(but: .pods)) { server, kubeconfig in
            let run = try program.run("collect", "--kubeconfig", kubeconfig, "-A", "--no-pods")
            #expect(run.status == 0, "\(run.errors)")
            #expect(!server.requests.contains { $0.access?.resource == "pods" })
            #expect(try program.rows("get", "running", "-A").isEmpty)
            server.forgetRequests()
            let doctor = try program.run("doctor", "--kubeconfig", kubeconfig, "-A", "--no-pods", record: false)
            #expect(doctor.status == 0 && !doctor.errors.contains("list pods"), "\(doctor.errors)")
            #expect(!server.requests.contains { $0.access?.resource == "pods" })
            let asking = try program.run("doctor", "--kubeconfig", kubeconfig, "-A", record: false)
            #expect(asking.status == 3 && asking.errors.contains("list pods"), "\(asking.errors)")
            #expect(asking.output.contains("pods") && asking.output.contains("--no-pods") == false, "\(asking.output)")
        }
    }

    @Test("doctor --follow tries watches, and prints the right to them where it is missing")
    func doctorFollow() async throws {
        try await withCluster(.everything) { server, kubeconfig in
            let well = try program.run("doctor", "--kubeconfig", kubeconfig, "-A", "--follow", record: false)
            #expect(well.status == 0 && well.errors.contains("watch pods") && well.output.isEmpty, "\(well.errors)")
            server.admit(token: "secret", Permissions([.init(["list", "get"], ["*"], ["*"])]))
            let plain = try program.run("doctor", "--kubeconfig", kubeconfig, "-A", record: false)
            #expect(plain.status == 0 && !plain.errors.contains("watch"), "\(plain.errors)")
            let lacking = try program.run("doctor", "--kubeconfig", kubeconfig, "-A", "--follow", record: false)
            #expect(lacking.status == 3 && lacking.errors.contains("watch pods"), "\(lacking.errors)")
            #expect(lacking.output.contains("watch") && lacking.output.contains("pods"), "\(lacking.output)")
        }
    }
}
