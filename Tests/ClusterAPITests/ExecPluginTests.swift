import ClusterWords
import Testing

@testable import ClusterAPI

@Suite("A credential plugin is run as client-go runs it")
struct ExecPluginTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func plugin(_ script: String, version: String = "v1") throws -> ExecPlugin {
        let file = try folder.write("#!/bin/sh\n\(script)\n", as: "plugin", executable: true)
        return ExecPlugin(command: file, apiVersion: "client.authentication.k8s.io/\(version)")
    }

    private func answer(_ status: String, version: String = "v1") -> String {
        #"echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/\#(version)","status":{\#(status)}}'"#
    }

    @Test("Its token and expiry are read, in both versions", arguments: ["v1", "v1beta1"])
    func token(_ version: String) async throws {
        let script = answer(#""token":"abc","expirationTimestamp":"2026-01-05T00:00:00.5Z""#, version: version)
        let credential = try await plugin(script, version: version).run(patience: .seconds(3600))
        #expect(credential.token?.revealed == "abc")
        #expect(credential.expiresAt == 1_767_571_200)
    }

    @Test("It is told what is wanted and that nobody is there, with its own variables and arguments")
    func told() async throws {
        var plugin = try plugin(
            #"printf '%s|%s|%s|%s' "$KUBERNETES_EXEC_INFO" "$WHO" "$1" "$HOME" > "$OUT"; \#(answer(#""token":"t""#))"#)
        plugin.environment = ["WHO": Secret("me"), "OUT": Secret("\(folder.path)/out")]
        plugin.arguments = ["--for me"]
        plugin.cluster = ExecPlugin.ClusterInformation(Kubeconfig.Cluster(server: "https://api", execConfiguration: #"{"a":1}"#))
        _ = try await plugin.run(patience: .seconds(3600))
        let out = String(decoding: try contents(ofFile: "\(folder.path)/out", as: .token), as: UTF8.self)
        let spec = #"{"interactive":false,"cluster":{"server":"https://api","config":{"a":1}}}"#
        #expect(
            out.hasPrefix(
                #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":\#(spec)}|me|--for me|/"#))
    }

    @Test("A failure is told with what it said to people, never with what it answered")
    func failure() async throws {
        let plugin = try plugin("echo very-secret; echo 'please log in' >&2; exit 3")
        let error = await #expect(throws: ConnectionError.self) { try await plugin.run(patience: .seconds(3600)) }
        #expect(error?.description.contains("please log in") == true)
        #expect(error?.description.contains("very-secret") == false)
    }

    @Test(
        "An answer that is no credential is refused without a word of it",
        arguments: [
            "echo very-secret", #"echo '{"kind":"ExecCredential","apiVersion":"other","status":{"token":"very-secret"}}'"#,
            #"echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}'"#,
            #"echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"very-secret"}}'"#,
            "true",
        ])
    func refused(_ script: String) async throws {
        let plugin = try plugin(script)
        let error = await #expect(throws: ConnectionError.self) { try await plugin.run(patience: .seconds(3600)) }
        #expect(error?.description.contains(plugin.command) == true)
        #expect(error?.description.contains("very-secret") == false)
    }

    @Test("One that never answers is ended, and what it started with it", .timeLimit(.minutes(20)))
    func patience() async throws {
        let plugin = try plugin("sleep 300 & sleep 300")
        let began = ContinuousClock.now
        let error = await #expect(throws: ConnectionError.self) { try await plugin.run(patience: .milliseconds(300)) }
        #expect(error?.description.contains("did not answer") == true)
        #expect(ContinuousClock.now - began < .seconds(120))
    }

    @Test("One that is not installed is told with the kubeconfig's hint")
    func missing() async throws {
        let plugin = ExecPlugin(
            command: "isinventory-no-such-plugin", apiVersion: "client.authentication.k8s.io/v1", installHint: "see https://x")
        let error = await #expect(throws: ConnectionError.self) { try await plugin.run(patience: .seconds(3600)) }
        #expect(error?.description.contains("see https://x") == true)
    }

    @Test("One that insists on a person, or speaks another version, is refused before it is run")
    func check() throws {
        var plugin = ExecPlugin(command: "x", apiVersion: "client.authentication.k8s.io/v1alpha1")
        #expect(throws: ConnectionError.self) { try plugin.check(.server) }
        plugin.apiVersion = "client.authentication.k8s.io/v1"
        #expect(throws: Never.self) { try plugin.check(.server) }
        plugin.interactiveMode = "Always"
        #expect(throws: ConnectionError.self) { try plugin.check(.server) }
    }
}
