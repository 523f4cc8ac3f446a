extension FakeServer {
    /// A kubeconfig that reaches this server.
    ///
    /// - Parameter name: How the cluster, the user and the context are called.
    package func kubeconfig(token: String? = nil, name: String = "fake") -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: \(name)
        clusters:
        - name: \(name)
          cluster:
            server: \(url)
            certificate-authority: \(certificates.authority)
        users:
        - name: \(name)
          user: \(token.map { "{token: \"\($0)\"}" } ?? "{}")
        contexts:
        - name: \(name)
          context: {cluster: \(name), user: \(name)}

        """
    }
}
