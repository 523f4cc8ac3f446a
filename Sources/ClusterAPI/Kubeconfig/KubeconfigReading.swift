internal import Texts
internal import Yams

extension Kubeconfig {
    /// Reads one file.
    init(file: String) throws {
        let bytes = try contents(ofFile: file, as: .kubeconfig)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConnectionError.notUTF8(file)
        }
        self.init()
        files = [file]
        let root: Node?
        do {
            root = try compose(yaml: text)
        } catch {
            // The parser's own words quote the text, which holds secrets.
            throw ConnectionError.notYAML(file)
        }
        guard let root, root.null == nil else { return }
        guard root.mapping != nil else {
            throw ConnectionError.notKubeconfig(file)
        }
        let reader = KubeconfigReader(file: file, folder: folder(of: file))
        try reader.forEach("clusters", "cluster", of: root) { clusters[$0] = try clusters[$0] ?? reader.cluster($1, $0) }
        try reader.forEach("users", "user", of: root) { users[$0] = try users[$0] ?? reader.user($1, $0) }
        try reader.forEach("contexts", "context", of: root) { contexts[$0] = contexts[$0] ?? reader.context($1) }
        currentContext = root.text("current-context")
    }
}

/// Reads the entries of one file.
private struct KubeconfigReader {
    let file: String
    let folder: String

    /// Calls with the name and the content of each entry of a list such as `users: [{name: …, user: {…}}]`.
    func forEach(_ list: String, _ content: String, of root: Node, _ body: (String, Node) throws -> Void) throws {
        guard let entries = root[list], entries.null == nil else { return }
        guard let sequence = entries.sequence else {
            throw ConnectionError.noList(file: file, of: list)
        }
        for entry in sequence {
            guard let name = entry.text("name") else { continue }
            try body(name, entry[content] ?? Node(""))
        }
    }

    func context(_ node: Node) -> Kubeconfig.Context {
        Kubeconfig.Context(
            cluster: node.text("cluster") ?? "", user: node.text("user") ?? "", namespace: node.text("namespace"))
    }

    func cluster(_ node: Node, _ name: String) throws -> Kubeconfig.Cluster {
        var cluster = Kubeconfig.Cluster()
        cluster.server = node.text("server") ?? ""
        cluster.certificateAuthority = try fileOrData("certificate-authority", of: node, "cluster \(name)")
        cluster.tlsServerName = node.text("tls-server-name")
        cluster.skipsTLSVerify = node["insecure-skip-tls-verify"]?.bool ?? false
        cluster.proxyURL = node.text("proxy-url")
        for entry in node.elements("extensions") where entry.text("name") == "client.authentication.k8s.io/exec" {
            cluster.execConfiguration = entry["extension"]?.json
        }
        return cluster
    }

    func user(_ node: Node, _ name: String) throws -> Kubeconfig.User {
        var user = Kubeconfig.User()
        user.clientCertificate = try fileOrData("client-certificate", of: node, "user \(name)")
        user.clientKey = try fileOrData("client-key", of: node, "user \(name)")
        user.token = node.text("token").map { Secret($0) }
        user.tokenFile = node.text("tokenFile").map { resolve($0, against: folder) }
        user.username = node.text("username")
        user.password = node.text("password").map { Secret($0) }
        user.authProvider = node["auth-provider"]?.text("name")
        if let exec = node["exec"], exec.mapping != nil { user.exec = try plugin(exec, name) }
        return user
    }

    private func plugin(_ node: Node, _ user: String) throws -> ExecPlugin {
        guard let command = node.text("command") else {
            throw ConnectionError.pluginWithoutCommand(file: file, user: user)
        }
        let environment = node.elements("env").compactMap { entry in
            entry.text("name").map { ($0, Secret(entry.text("value") ?? "")) }
        }
        return ExecPlugin(
            // A command with a slash is a path from the kubeconfig's folder, one without is looked for in PATH.
            command: command.contains("/") ? resolve(command, against: folder) : command,
            arguments: node.elements("args").compactMap(\.scalar?.string),
            environment: Dictionary(environment, uniquingKeysWith: { $1 }),
            apiVersion: node.text("apiVersion") ?? "", installHint: node.text("installHint"),
            wantsCluster: node["provideClusterInfo"]?.bool ?? false, interactiveMode: node.text("interactiveMode"))
    }

    /// `KEY-data` rules over `KEY`, as with kubectl.
    private func fileOrData(_ key: String, of node: Node, _ owner: String) throws -> Kubeconfig.FileOrData? {
        if let text = node.text("\(key)-data") {
            guard let bytes = base64Decoded(text), let pem = String(validating: bytes, as: UTF8.self) else {
                throw ConnectionError.notPEM(file: file, key: key, of: owner)
            }
            return .data(Secret(pem))
        }
        return node.text(key).map { .file(resolve($0, against: folder)) }
    }
}

extension Node {
    /// A scalar's text; nil where it is absent, null or empty.
    fileprivate func text(_ key: String) -> String? {
        guard let value = self[key], value.null == nil, let text = value.scalar?.string, !text.isEmpty else { return nil }
        return text
    }

    /// A list's entries; none where it is none.
    fileprivate func elements(_ key: String) -> [Node] { self[key]?.sequence.map(Array.init) ?? [] }

    /// The value as JSON, as far as plugins' configurations go.
    fileprivate var json: String {
        switch self {
        case .scalar(let scalar):
            if null != nil { return "null" }
            if scalar.style == .plain || scalar.style == .any {
                if let truth = bool { return truth ? "true" : "false" }
                if let number = int { return "\(number)" }
            }
            return JSONString.plain(scalar.string)
        case .sequence(let sequence): return "[\(sequence.map(\.json).joined(separator: ","))]"
        case .mapping(let mapping):
            let members = mapping.map { "\(JSONString.plain($0.key.scalar?.string ?? "")):\($0.value.json)" }
            return "{\(members.joined(separator: ","))}"
        case .alias: return "null"
        }
    }
}
