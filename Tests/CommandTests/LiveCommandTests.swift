import Foundation
import Testing

@Suite("collect and doctor without a dump")
struct LiveCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Program.Run {
        var environment = environment
        for name in ["KUBECONFIG", "KUBERNETES_SERVICE_HOST", "HTTPS_PROXY", "https_proxy"] where environment[name] == nil {
            environment[name] = ""
        }
        environment["HOME"] = folder.path
        environment["ISINVENTORY_DB"] = "\(folder.path)/record.db"
        return try Program.run(Program.binary, arguments, environment: environment)
    }

    private var madeARecord: Bool { FileManager.default.fileExists(atPath: "\(folder.path)/record.db") }

    @Test("Options of a dump and of a live cluster are not mixed")
    func usage() throws {
        #expect(try run("collect", "--taken-at", "2026-01-05").status == 64)
        #expect(try run("collect", "--covers", "deploy").status == 64)
        let mixed = try run("collect", "--from", "dump.json", "-A", "--context", "prod")
        #expect(mixed.status == 64)
        #expect(mixed.errors.contains("--context"))
        #expect(try run("collect", "--request-timeout", "soon").status == 64)
        #expect(try run("collect", "--image-metadata", "-1").status == 64)
    }

    @Test("No way to a cluster is an error that says what was looked for and what to do; no record is made")
    func nowhere() throws {
        for command in ["collect", "doctor"] {
            let run = try run(command)
            #expect(run.status == 2)
            #expect(run.errors.contains("\(folder.path)/.kube/config"))
            #expect(run.errors.contains("oc login"))
        }
        #expect(!madeARecord)
    }

    @Test("A cluster that cannot be reached is an error that names it, its server and the request; no record is made")
    func unreachable() throws {
        let kubeconfig = try folder.write(
            "config",
            """
            current-context: prod
            clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]
            contexts: [{name: prod, context: {cluster: c, user: u}}]
            users: [{name: u, user: {token: very-secret}}]
            """)
        for command in ["collect", "doctor"] {
            let run = try run(command, "--deadline", "1s", environment: ["KUBECONFIG": kubeconfig])
            #expect(run.status == 2)
            for words in ["prod", "https://127.0.0.1:1", "Connection refused"] {
                #expect(run.errors.contains(words), "\(command)")
            }
            #expect(!run.errors.contains("very-secret") && !run.output.contains("very-secret"))
        }
        #expect(!madeARecord)
    }
}
