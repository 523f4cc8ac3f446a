import Foundation
import Testing

/// Secrets in every place where an object, a reference, a message or a label can carry one, told apart by their numbers: none of
/// them may be found in anything that is written, whatever was asked for.
@Suite("Secrets reach neither the record nor any answer, message or copy")
struct CanaryTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
    }

    private static func canary(_ number: Int) -> String { "cAnArY\(number)hunter" }

    /// What is in no place that is read: environment, arguments, volumes, annotations, labels, status.
    private static let deployment = """
        {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web","namespace":"shop","uid":"u1",
        "labels":{"password":"\(canary(1))"},"managedFields":[{"manager":"\(canary(2))"}],
        "annotations":{"note":"\(canary(3))","token":"\(canary(4))",
        "kubectl.kubernetes.io/last-applied-configuration":"{\\"env\\":\\"\(canary(5))\\"}"}},
        "spec":{"replicas":2,"selector":{"matchLabels":{"a":"\(canary(6))"}},"template":{"metadata":{"labels":{"a":"\(canary(7))"},
        "annotations":{"vault.hashicorp.com/token":"\(canary(8))"}},"spec":{
        "imagePullSecrets":[{"name":"\(canary(9))"}],"nodeSelector":{"x":"\(canary(10))"},"serviceAccountName":"\(canary(11))",
        "volumes":[{"name":"v","secret":{"secretName":"\(canary(12))"}},{"name":"w","csi":{"volumeAttributes":{"p":"\(canary(13))"}}}],
        "initContainers":[{"name":"init","image":"u:\(canary(14))@r.example/shop/init:1","env":[{"name":"A","value":"\(canary(15))"}]}],
        "containers":[{"name":"app","image":"https://u:\(canary(16))@r.example/shop/app:1","command":["\(canary(17))"],
        "args":["--password=\(canary(18))"],"env":[{"name":"PW","value":"\(canary(19))"}],
        "envFrom":[{"prefix":"\(canary(20))","secretRef":{"name":"\(canary(21))"}}],"workingDir":"\(canary(22))",
        "lifecycle":{"preStop":{"exec":{"command":["\(canary(23))"]}}},
        "livenessProbe":{"httpGet":{"httpHeaders":[{"name":"Authorization","value":"Bearer \(canary(24))"}]}},
        "volumeMounts":[{"mountPath":"/\(canary(25))"}]}]}}},
        "status":{"conditions":[{"message":"\(canary(26))","reason":"\(canary(27))"}]}}
        """

    /// What stands in places that are read and kept.
    private static let stream = """
        {"kind":"ImageStream","apiVersion":"image.openshift.io/v1","metadata":{"name":"web","namespace":"shop","uid":"u2",
        "annotations":{"openshift.io/image.dockerRepositoryCheck":"\(canary(30))"}},"spec":{"dockerImageRepository":"u:\(canary(31))@r/x",
        "tags":[{"name":"1","annotations":{"a":"\(canary(32))"},"from":{"kind":"DockerImage","name":"u:\(canary(33))@r.example/shop/web:1"}},
        {"name":"2","from":{"kind":"DockerImage","name":"https://\(canary(34))@r.example/shop/web:2"}}]},
        "status":{"dockerImageRepository":"u:\(canary(35))@registry.svc:5000/shop/web",
        "publicDockerImageRepository":"u:\(canary(36))@public.example/shop/web","tags":[{"tag":"1","items":[
        {"created":"2026-01-05T00:00:00Z","image":"sha256:\(String(repeating: "a", count: 64))",
        "dockerImageReference":"u:\(canary(37))@r.example/shop/web@sha256:\(String(repeating: "a", count: 64))"}],
        "conditions":[{"type":"ImportSuccess","status":"False","lastTransitionTime":"2026-01-05T00:00:00Z","message":
        "Get \\"https://u:\(canary(38))@r.example/v2/?token=\(canary(39))&x=1\\": Authorization: Bearer \(canary(40))0123456789"}]}]}}
        """

    private static let tag = """
        {"kind":"ImageStreamTag","apiVersion":"image.openshift.io/v1","metadata":{"name":"web:1","namespace":"shop"},
        "tag":{"name":"1","from":{"kind":"DockerImage","name":"u:\(canary(33))@r.example/shop/web:1"}},"image":{
        "metadata":{"name":"sha256:\(String(repeating: "a", count: 64))"},
        "dockerImageReference":"u:\(canary(41))@r.example/shop/web@sha256:\(String(repeating: "a", count: 64))",
        "dockerImageMetadata":{"Size":5,"Architecture":"amd64","Config":{"Env":["PW=\(canary(42))"],"Cmd":["\(canary(43))"],
        "Labels":{"io.openshift.build.source-location":"https://u:\(canary(44))@git.example/a.git"}}}}}
        """

    private static let forbidden = """
        {"kind":"Status","status":"Failure","reason":"Forbidden","code":403,"details":{"group":"apps","kind":"statefulsets"},
        "message":"User \\"u\\" with token=\(canary(50)) at https://u:\(canary(51))@api.example cannot list"}
        """

    private static let kubeconfig = """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "https://u:\(canary(60))@api.example:6443"}}]
        users: [{name: u, user: {token: \(canary(61)), client-key-data: \(canary(62)), password: \(canary(63))}}]
        """

    /// Every file of the folder but the dumps, and everything that was said.
    private func expectNoCanary(_ said: [Program.Run]) throws {
        var written = said.flatMap { [Data($0.output.utf8), Data($0.errors.utf8)] }
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where !name.hasPrefix("dumps") {
            var isFolder: ObjCBool = false
            let path = "\(folder.path)/\(name)"
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else { continue }
            written.append(try Data(contentsOf: URL(fileURLWithPath: path)))
        }
        for data in written {
            let found = (0..<70).filter { data.range(of: Data(Self.canary($0).utf8)) != nil }
            #expect(found == [], "\(String(decoding: data.prefix(400), as: UTF8.self))")
        }
    }

    @Test("recorded: the file, its log, copies, and every answer in every format hold none of them")
    func recorded() throws {
        try folder.write("dumps/a.json", "{\"kind\":\"List\",\"items\":[\(Self.deployment),\(Self.stream),\(Self.tag)]}")
        try folder.write("dumps/b.json", Self.forbidden)
        try folder.write("dumps/c.yaml", Self.kubeconfig)
        // A reader that is open keeps the log from being merged into the file, so that both are looked at.
        let collected = try program.run("collect", "--from", "\(folder.path)/dumps", "-A", "--cluster", "prod")
        #expect(collected.status == 3, "\(collected.errors)")
        var said = [collected]
        for format in ["table", "wide", "json", "csv", "yaml", "markdown", "name"] {
            for what in ["workloads", "containers", "imagestreams", "istags", "images", "snapshots"] {
                said.append(try program.run("get", what, "-o", format))
            }
            said.append(try program.run("history", "istag/web:1", "-n", "shop", "-o", format))
            said.append(try program.run("problems", "-o", format))
            said.append(try program.run("long-references", "-o", format))
            said.append(try program.run("sql", "SELECT * FROM coverage", "-o", format))
        }
        for format in ["md", "json", "csv", "html", "txt"] {
            said.append(try program.run("report", "--since", "7d", "--output", "\(folder.path)/report.\(format)"))
        }
        said.append(try program.run("status"))
        said.append(try program.run("verify"))
        said.append(try program.run("backup", "\(folder.path)/copy.db"))
        let images = try program.run("get", "containers", "-o", "csv").output
        #expect(images.contains("***@r.example/shop/init:1") && images.contains("https://***@r.example/shop/app:1"))
        #expect(try program.run("problems", "-A").output.contains("***"))
        #expect(said.count > 60 && said.contains { !$0.output.isEmpty })
        try expectNoCanary(said)
    }

    @Test("the log of a collector that is still open holds none of them")
    func log() throws {
        try folder.write("dumps/a.json", "{\"kind\":\"List\",\"items\":[\(Self.deployment),\(Self.stream)]}")
        try program.run("collect", "--from", "\(folder.path)/dumps/a.json", "-A", "--taken-at", "2026-01-05T00:00:00Z")
        // A reader that stays: the next recording's log cannot be merged when it closes.
        let reader = Process()
        reader.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
        reader.arguments = [program.database]
        let pipe = Pipe()
        reader.standardInput = pipe
        reader.standardOutput = FileHandle.nullDevice
        try reader.run()
        pipe.fileHandleForWriting.write(Data("BEGIN; SELECT count(*) FROM snapshot;\n".utf8))
        try folder.write("dumps/a.json", "{\"kind\":\"List\",\"items\":[\(Self.deployment.replacingOccurrences(of: "\"web\"", with: "\"new\""))]}")
        for hour in 1...3 { try program.run("collect", "--from", "\(folder.path)/dumps/a.json", "-A", "--taken-at", "2026-01-05T0\(hour):00:00Z") }
        let log = try Data(contentsOf: URL(fileURLWithPath: "\(program.database)-wal"))
        #expect(!log.isEmpty)
        try expectNoCanary([])
        try pipe.fileHandleForWriting.close()
        reader.waitUntilExit()
    }

    @Test(
        "refused: what goes wrong is told without them",
        arguments: [
            ("token.json", canary(1)), ("token", canary(2)), ("token.yaml", canary(3)),
            ("bad.json", "{\"kind\":\"Deployment\",\"metadata\":{\"name\":\"a\",\"namespace\":\"b\"},\"spec\":\"\(canary(4))\"}"),
            ("bad.json", deployment.replacingOccurrences(of: "\"replicas\":2", with: "\"replicas\":\"\(canary(5))\"")),
            ("cut.json", String(deployment.dropLast(400))), ("cut.yaml", "kind: Deployment\npassword: \"\(canary(6))\n"),
            ("twice.yaml", "kind: A\npassword: \(canary(7))\npassword: \(canary(8))\n"), ("dump.json", kubeconfig), ("dump", kubeconfig),
            ("status.json", "{\"kind\":\"Status\",\"reason\":\"x\",\"message\":\"https://u:\(canary(9))@r said password=\(canary(10))\"}"),
            ("env", "PASSWORD=\(canary(11))\n"), ("error", "error: dial https://u:\(canary(12))@r.example: no such host"),
        ])
    func refused(_ name: String, _ text: String) throws {
        let dump = try folder.write("dumps/\(name)", text)
        let run = try program.run("collect", "--from", dump, "-A")
        #expect(run.status != 0 || run.errors.contains("not part of the record"), "\(run.output)\(run.errors)")
        try expectNoCanary([run])
    }
}
