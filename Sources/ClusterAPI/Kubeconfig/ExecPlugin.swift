internal import Texts

/// A program that is asked for credentials, as `oc`, cloud providers' and OIDC helpers are.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
struct ExecPlugin: Sendable, Hashable {
    /// What a plugin may be told of the cluster.
    struct ClusterInformation: Sendable, Hashable {
        let json: String
    }

    /// A path, or a name to be looked for in `PATH`.
    var command: String
    /// Never shown: some hold secrets.
    var arguments: [String] = []
    var environment: [String: Secret] = [:]
    /// `client.authentication.k8s.io/v1` or `…/v1beta1`.
    var apiVersion: String
    var installHint: String?
    var wantsCluster = false
    var interactiveMode: String?
    var cluster: ClusterInformation?

    static let apiVersions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]

    /// Refuses a plugin that cannot be run as it wants to be.
    func check(_ origin: Origin) throws {
        guard Self.apiVersions.contains(apiVersion) else {
            throw ConnectionError.pluginVersion(apiVersion, command: command, known: Self.apiVersions, origin)
        }
        guard interactiveMode != "Always" else {
            throw ConnectionError.pluginWantsPerson(command: command, origin)
        }
    }
}

extension ExecPlugin.ClusterInformation {
    init(_ cluster: Kubeconfig.Cluster) {
        var members = [#""server":\#(JSONString.plain(cluster.server))"#]
        if let name = cluster.tlsServerName { members.append(#""tls-server-name":\#(JSONString.plain(name))"#) }
        if cluster.skipsTLSVerify { members.append(#""insecure-skip-tls-verify":true"#) }
        let authority: [UInt8]? =
            switch cluster.certificateAuthority {
            case .file(let path): try? contents(ofFile: path, as: .certificates)
            case .data(let pem): Array(pem.revealed.utf8)
            case nil: nil
            }
        if let authority {
            members.append(#""certificate-authority-data":\#(JSONString.plain(base64Encoded(authority)))"#)
        }
        if let proxy = cluster.proxyURL { members.append(#""proxy-url":\#(JSONString.plain(proxy))"#) }
        if let configuration = cluster.execConfiguration { members.append(#""config":\#(configuration)"#) }
        json = "{\(members.joined(separator: ","))}"
    }
}
