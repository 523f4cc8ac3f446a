import ClusterWords
import Testing

@testable import ClusterAPI

@Suite("A kubeconfig is read as kubectl reads it")
struct KubeconfigTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func options(_ environment: [String: String] = [:]) -> ConnectionOptions {
        ConnectionOptions(environment: environment)
    }

    private let first = """
        apiVersion: v1
        kind: Config
        current-context: work
        clusters:
        - {name: here, cluster: {server: 'https://first.example:6443'}}
        users:
        - {name: me, user: {token: first-token}}
        contexts:
        - {name: work, context: {cluster: here, user: me, namespace: shop}}
        """

    private let second = """
        current-context: play
        clusters:
        - {name: here, cluster: {server: 'https://second.example:6443', tls-server-name: other}}
        - {name: there, cluster: {server: 'https://there.example'}}
        users:
        - {name: me, user: {username: second, password: hidden-password}}
        - {name: you, user: {tokenFile: secrets/token}}
        contexts:
        - {name: play, context: {cluster: there, user: you}}
        """

    @Test("Of several files the first to name a thing has named it, whole")
    func firstWins() throws {
        let files = [try folder.write(first, as: "a"), try folder.write(second, as: "deep/b")]
        let merged = try Kubeconfig(files: files)
        #expect(merged.currentContext == "work")
        #expect(merged.clusters["here"]?.server == "https://first.example:6443")
        #expect(merged.clusters["here"]?.tlsServerName == nil)
        #expect(merged.users["me"]?.token?.revealed == "first-token")
        #expect(merged.users["me"]?.username == nil)
        #expect(merged.contexts.keys.sorted() == ["play", "work"])
        #expect(merged.users["you"]?.tokenFile == "\(folder.path)/deep/secrets/token")
    }

    @Test("KUBECONFIG may name files that are not there, and one twice; --kubeconfig may not")
    func whichFiles() throws {
        let file = try folder.write(first, as: "a")
        let list = "\(folder.path)/gone::\(file):\(file)"
        #expect(try Kubeconfig.files(named: nil, ["KUBECONFIG": list, "HOME": "/nowhere"]) == [file])
        #expect(throws: ConnectionError.self) { try Kubeconfig.files(named: "\(folder.path)/gone", [:]) }
        try folder.write(first, as: ".kube/config")
        #expect(try Kubeconfig.files(named: nil, ["HOME": folder.path]) == ["\(folder.path)/.kube/config"])
        #expect(try Kubeconfig.files(named: nil, ["HOME": folder.path, "KUBECONFIG": file]) == [file])
    }

    @Test("The current context is taken, and another one where it is named")
    func contexts() throws {
        let files = [try folder.write(first, as: "a"), try folder.write(second, as: "b")]
        var options = options(["KUBECONFIG": files.joined(separator: ":")])
        let work = try ClusterEndpoint(options)
        #expect(work.name == "work")
        #expect(work.server.description == "https://first.example:6443")
        #expect(work.namespace == "shop")
        options.context = "play"
        let play = try ClusterEndpoint(options)
        #expect(play.server.description == "https://there.example")
        guard case .tokenFile(let path, nil) = play.credentials else {
            Issue.record("\(play.credentials)")
            return
        }
        #expect(path == "\(folder.path)/secrets/token")
    }

    @Test("A context that is not there is told with those that are")
    func unknownContext() throws {
        var options = options(["KUBECONFIG": try folder.write(first, as: "a")])
        options.context = "nope"
        let error = #expect(throws: ConnectionError.self) { try ClusterEndpoint(options) }
        #expect(error?.description.contains("no context “nope”") == true)
        #expect(error?.description.contains("work") == true)
    }

    @Test("--server and --token-file rule over the kubeconfig")
    func overrides() throws {
        var options = options(["KUBECONFIG": try folder.write(first, as: "a")])
        options.server = "https://elsewhere:8443"
        options.tokenFile = "/run/token"
        let connection = try ClusterEndpoint(options)
        #expect(connection.server.description == "https://elsewhere:8443")
        guard case .tokenFile("/run/token", nil) = connection.credentials else {
            Issue.record("\(connection.credentials)")
            return
        }
    }

    @Test("A context of oc login gives the cluster its own name, whoever asks from wherever")
    func nameOfCluster() throws {
        let file = try folder.write(
            """
            current-context: shop/api-crc-testing:6443/developer
            clusters: [{name: 'api-crc-testing:6443', cluster: {server: 'https://api.crc.testing:6443'}}]
            users: [{name: developer, user: {token: t}}]
            contexts:
            - name: shop/api-crc-testing:6443/developer
              context: {cluster: 'api-crc-testing:6443', user: developer}
            """, as: "oc")
        #expect(try ClusterEndpoint(options(["KUBECONFIG": file])).name == "api-crc-testing:6443")
    }

    @Test("In a pod the service account is used, and its token is read from the file each time")
    func serviceAccount() throws {
        try folder.write("sa-token\n", as: "token")
        try folder.write("lab\n", as: "namespace")
        var options = options(["KUBERNETES_SERVICE_HOST": "10.0.0.1", "KUBERNETES_SERVICE_PORT": "443", "HOME": folder.path])
        options.serviceAccountFolder = folder.path
        let connection = try ClusterEndpoint(options)
        #expect(connection.server.description == "https://10.0.0.1")
        #expect(connection.namespace == "lab")
        guard case .tokenFile("\(folder.path)/token", nil) = connection.credentials else {
            Issue.record("\(connection.credentials)")
            return
        }
    }

    @Test("Nowhere to go is told with what was looked for and what to do")
    func nowhere() throws {
        let error = #expect(throws: ConnectionError.self) { try ClusterEndpoint(options(["HOME": folder.path])) }
        #expect(error?.description.contains("\(folder.path)/.kube/config") == true)
        #expect(error?.description.contains("oc login") == true)
    }

    @Test("What is no YAML is refused without a word of it")
    func broken() throws {
        let file = try folder.write("users: [{name: a, user: {token: very-secret", as: "a")
        let error = #expect(throws: ConnectionError.self) { try Kubeconfig(file: file) }
        #expect(error?.description.contains(file) == true)
        #expect(error?.description.contains("very-secret") == false)
    }

    @Test("An unverified server is told of loudly")
    func insecure() throws {
        let file = try folder.write(
            first.replacing(
                "server: 'https://first.example:6443'", with: "server: 'https://a:1', insecure-skip-tls-verify: true"),
            as: "a")
        let connection = try ClusterEndpoint(options(["KUBECONFIG": file]))
        #expect(connection.warnings == [.unverified(connection.server)])
        #expect(connection.warnings.map(\.sentence).allSatisfy { $0.contains("NOT verified") })
        #expect(try ClusterEndpoint(options(["KUBECONFIG": try folder.write(first, as: "b")])).warnings == [])
    }

    @Test("However it is printed, a secret is not")
    func hidden() throws {
        let file = try folder.write(second, as: "b")
        let config = try Kubeconfig(file: file)
        var dumped = ""
        dump(config, to: &dumped)
        for text in [dumped, "\(config)", String(reflecting: config)] { #expect(!text.contains("hidden-password")) }
        #expect("\(Secret("x"))" == "<hidden>")
    }
}
