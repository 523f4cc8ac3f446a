/// What somebody said of how to reach a cluster; each rules over what the kubeconfig says, as with `kubectl`.
public struct ConnectionOptions: Sendable {
    /// `--kubeconfig`: the only kubeconfig to read.
    public var kubeconfig: String?
    /// `--context`: which of its contexts, instead of the current one.
    public var context: String?
    /// `--server`: the API server's address.
    public var server: String?
    /// `--token-file`: a file with a bearer token, instead of the user's credentials; read again as it changes.
    public var tokenFile: String?
    /// `--certificate-authority`: a file of certificates the server's must lead to.
    public var certificateAuthority: String?
    /// `--insecure-skip-tls-verify`: not to look whose certificate it is.
    public var skipsTLSVerify = false
    /// The process's environment: `KUBECONFIG`, `HOME`, `KUBERNETES_SERVICE_HOST`, `HTTPS_PROXY`, `NO_PROXY`.
    public var environment: [String: String]
    /// Where a pod's service account is mounted.
    public var serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// Says nothing but what the environment is.
    public init(environment: [String: String]) {
        self.environment = environment
    }
}
