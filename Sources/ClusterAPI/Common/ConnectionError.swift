/// Why there is no way to a cluster, before anything was asked of it: a kubeconfig, a credential or a certificate is wrong. It never
/// holds a secret.
///
/// What people are told of it is written in `Sources/Words/Cluster`.
public enum ConnectionError: Error, Sendable, Hashable {
    // Files

    /// A file cannot be read, for the system's reason.
    case unreadable(path: String, FilePurpose, reason: String)
    /// A file is too large to be what it should be.
    case tooLarge(path: String, FilePurpose)
    /// The kubeconfig that was named is not there.
    case noSuchKubeconfig(String)
    /// A kubeconfig is not UTF-8 text.
    case notUTF8(String)
    /// A kubeconfig is not YAML.
    case notYAML(String)
    /// A file is YAML, and no kubeconfig.
    case notKubeconfig(String)
    /// Clusters, users or contexts of a kubeconfig are no list.
    case noList(file: String, of: String)
    /// What stands in a `…-data` of a cluster or user is not base64 of a PEM text.
    case notPEM(file: String, key: String, of: String)

    // Contexts

    /// There is no such context in the kubeconfigs; those there are.
    case noContext(String, files: [String], known: [String])
    /// A context names a cluster that is not there.
    case noCluster(String, context: String, files: [String])
    /// A context names a user who is not there.
    case noUser(String, context: String, files: [String])
    /// No context is current; those there are.
    case noCurrentContext(files: [String], known: [String])
    /// There is neither a kubeconfig, where it was looked for, nor a service account.
    case nowhere(looked: String)
    /// What is named as a server is no API server's address.
    case noAddress(String, Origin)
    /// A variable or setting names no proxy's address.
    case noProxy(source: String)
    /// It names a proxy that is reached by TLS itself.
    case proxyByTLS(ServerAddress, source: String)

    // Credentials

    /// There is no certificate in what should hold one.
    case noCertificate(PEMSource)
    /// There is no private key that can be read without a passphrase.
    case noKey(PEMSource)
    /// The user has a certificate and no key.
    case certificateWithoutKey(Origin)
    /// The user logs in by a way that kubectl gave up.
    case authProvider(String, Origin)
    /// A token is empty, or none: from a file or a plugin, or, nil, the kubeconfig.
    case noToken(source: String?)
    /// A user's plugin has no command.
    case pluginWithoutCommand(file: String, user: String)
    /// A plugin speaks another version than those that are known.
    case pluginVersion(String, command: String, known: [String], Origin)
    /// A plugin insists on a person at a terminal.
    case pluginWantsPerson(command: String, Origin)
    /// A plugin gave no credential.
    case plugin(command: String, PluginFailure)
}

/// Why a credential plugin gave no credential.
public enum PluginFailure: Sendable, Hashable {
    /// It did not answer in that time.
    case slow(Duration)
    /// It ended so, and said that; empty where it said nothing.
    case failed(status: String, said: String)
    /// There is no such program; what the kubeconfig says of how to install it.
    case notInstalled(hint: String?)
    /// It cannot be run; what the kubeconfig says of how to install it.
    case notRunnable(hint: String?)
    /// It prints more than a credential.
    case tooMuch
    /// Its answer is no ExecCredential.
    case noAnswer
    /// It answered in another version than that.
    case otherVersion(than: String)
    /// Its answer has no status.
    case noStatus
    /// It gave a certificate without its key, or the other way round.
    case half
    /// Its answer holds neither a token nor a certificate.
    case nothing
    /// Its `expirationTimestamp` is no time.
    case noTime
}

/// What a file is read for.
public enum FilePurpose: Sendable, Hashable {
    /// A kubeconfig.
    case kubeconfig
    /// A token.
    case token
    /// Certificates.
    case certificates
    /// A private key.
    case privateKey
    /// The service account's namespace.
    case namespace
}

/// Where the way to a cluster was read.
public enum Origin: Sendable, Hashable {
    /// A context of kubeconfig files.
    case context(String, files: [String])
    /// Only a server was named.
    case server
    /// The service account of the pod this runs in.
    case serviceAccount
}

/// Where a PEM text was read.
public enum PEMSource: Sendable, Hashable {
    /// A file.
    case file(String)
    /// The authority of a server, in the kubeconfig itself.
    case authority(of: ServerAddress)
    /// A client's certificate or key, of whom.
    case client(FilePurpose, Holder)

    /// Whose it is.
    public enum Holder: Sendable, Hashable {
        /// A kubeconfig's user.
        case user(Origin)
        /// A plugin that gave it.
        case plugin(command: String)
    }
}

/// What a person must be told loudly of a way to a cluster.
public enum ConnectionWarning: Sendable, Hashable {
    /// The server's certificate is not verified.
    case unverified(ServerAddress)
    /// Credentials go there in clear text.
    case clearText(ServerAddress)
}

/// By what one is known to a server.
public enum CredentialKind: Sendable, Hashable {
    /// By nothing.
    case nobody
    /// By a token.
    case token
    /// By the token in a file.
    case tokenFile(String)
    /// By somebody's password.
    case password(of: String)
    /// By a certificate.
    case certificate
    /// By what a plugin gives.
    case plugin(command: String)
}
