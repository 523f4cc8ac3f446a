import FakeCluster
import Foundation
import Testing

@Suite("collect from a cluster") struct LiveCollectTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
    }

    /// A cluster of two namespaces, and the kubeconfig that leads there.
    private func withCluster(_ body: (FakeServer, String) throws -> Void) async throws {
        var contents = StoredContents()
        for namespace in ["billing", "shop"] {
            let key = ObjectKey(namespace: namespace, name: "web")
            contents.put(DeploymentText(key, uid: namespace, containers: [.init("web", "quay.io/acme/web:1.0")]))
        }
        let server = try await FakeServer(contents)
        server.admit(token: "very-secret-token")
        do {
            try body(server, try folder.write("kubeconfig", server.kubeconfig(token: "very-secret-token", name: "prod")))
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    @Test("is recorded under the context's name, and says so")
    func whole() async throws {
        try await withCluster { server, kubeconfig in
            let run = try program.run("collect", "--kubeconfig", kubeconfig)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains("cluster prod at \(server.url)"))
            let rows = try program.rows("get", "workloads", "-A")
            #expect(rows.map { $0["namespace"] as? String } == ["billing", "shop"])
            #expect(!run.errors.contains("very-secret-token") && !run.output.contains("very-secret-token"))
        }
    }

    @Test("names cluster, kind and namespace of what could not be read, says what to do, and ends with 3")
    func incomplete() async throws {
        try await withCluster { server, kubeconfig in
            _ = try program.run("collect", "--kubeconfig", kubeconfig, "-n", "billing", "-n", "shop")
            server.admit(token: "very-secret-token", .reading(in: "billing"))
            // Two looks at a cluster within one second are one too many.
            Thread.sleep(forTimeInterval: 1.1)
            let run = try program.run("collect", "--kubeconfig", kubeconfig, "-n", "billing", "-n", "shop")
            #expect(run.status == 3)
            for word in ["cluster prod", "deployments in shop forbidden", "imagestreams in shop forbidden", "isinventory doctor"]
            {
                #expect(run.errors.contains(word), "\(word) in: \(run.errors)")
            }
            #expect(!run.errors.contains("very-secret-token"))
            #expect(try program.rows("get", "workloads", "-A").count == 2, "what may not be seen is not gone")
        }
    }

    @Test("of somebody who may see nothing ends with 2, says what to do, and makes no record")
    func nobody() async throws {
        try await withCluster { server, kubeconfig in
            server.admit(token: "very-secret-token", .nothing)
            for scope in [[], ["-A"], ["-n", "shop"]] {
                let run = try Program.run(
                    Program.binary, ["collect", "--kubeconfig", kubeconfig, "--db", program.database] + scope)
                #expect(run.status == 2)
                for word in ["cluster prod", "nothing of the cluster may be read", "isinventory doctor", "-n"] {
                    #expect(run.errors.contains(word), "\(word) in: \(run.errors)")
                }
                #expect(!FileManager.default.fileExists(atPath: program.database))
            }
        }
    }

    @Test("never says 0 of what could not be seen, and counts one as one")
    func counts() async throws {
        try await withCluster { server, kubeconfig in
            server.admit(token: "very-secret-token", .everything(but: .imageStreams))
            let run = try program.run("collect", "--kubeconfig", kubeconfig, "-A")
            #expect(run.status == 3)
            #expect(run.output.contains("2 workloads, image streams not seen"), "\(run.output)")
            #expect(!run.output.contains("0 image streams"))
            server.admit(token: "very-secret-token")
            Thread.sleep(forTimeInterval: 1.1)
            let one = try program.run("collect", "--kubeconfig", kubeconfig, "-n", "shop")
            #expect(one.output.contains("1 workload, 0 image streams, 0 tags"), "\(one.output)")
        }
    }

    @Test("says that a namespace given by name does not exist")
    func mistyped() async throws {
        try await withCluster { _, kubeconfig in
            let run = try program.run("collect", "--kubeconfig", kubeconfig, "-n", "shpo,shop")
            #expect(run.errors.contains("namespace shpo does not exist"), "\(run.errors)")
        }
    }

    @Test("doctor prints what grants the rights to who asked, and ends with 3")
    func doctor() async throws {
        try await withCluster { server, kubeconfig in
            server.admit(token: "very-secret-token", .everything(but: .imageStreams))
            let run = try program.run("doctor", "--kubeconfig", kubeconfig, "-A", record: false)
            #expect(run.status == 3, "\(run.errors)")
            #expect(run.output.contains("name: \"isinventory:image-inventory:reader\""))
            #expect(run.output.contains("deployments") && run.output.contains("imagestreams"))
        }
    }

    @Test("ends with 2 where nothing could be learnt, and records nothing")
    func nothing() async throws {
        try await withCluster { server, kubeconfig in
            server.admit(token: "another")
            let run = try program.run("collect", "--kubeconfig", kubeconfig)
            #expect(run.status == 2)
            for word in ["cluster prod (\(server.url))", "401", "oc login"] {
                #expect(run.errors.contains(word), "\(word) in: \(run.errors)")
            }
            #expect(!FileManager.default.fileExists(atPath: program.database))
        }
    }
}
