public import ClusterAPI
internal import Texts

extension ConnectionError: CustomStringConvertible {
    /// `/home/me/.kube/config: there is no context “prod”; pass --context with one of: dev, test`.
    public var description: String { "\(what.printable); \(advice.printable)" }

    /// What is wrong, and with which file, context or user.
    var what: String { sayings.what }

    /// What to do about it.
    var advice: String { sayings.advice }

    private var sayings: (what: String, advice: String) {
        switch self {
        case .unreadable, .tooLarge, .noSuchKubeconfig, .notUTF8, .notYAML, .notKubeconfig, .noList, .notPEM: file
        case .noContext, .noCluster, .noUser, .noCurrentContext, .nowhere, .noAddress, .noProxy, .proxyByTLS: way
        case .noCertificate, .noKey, .certificateWithoutKey, .authProvider, .noToken, .pluginWithoutCommand, .pluginVersion,
            .pluginWantsPerson, .plugin:
            credential
        }
    }

    private var file: (what: String, advice: String) {
        switch self {
        case .unreadable(let path, let purpose, let reason):
            ("\(path) cannot be read as \(purpose.words): \(reason)", "check the path and its permissions")
        case .tooLarge(let path, let purpose): ("\(path) is too large to be \(purpose.words)", "check the path")
        case .noSuchKubeconfig(let path): ("\(path): there is no such kubeconfig", "check --kubeconfig")
        case .notUTF8(let file): ("\(file): it is not UTF-8 text", "check --kubeconfig and KUBECONFIG")
        case .notYAML(let file): ("\(file): it is not YAML", "check --kubeconfig and KUBECONFIG")
        case .notKubeconfig(let file): ("\(file): it is no kubeconfig", "check --kubeconfig and KUBECONFIG")
        case .noList(let file, let list): ("\(file): its \(list) are no list", "check the file")
        case .notPEM(let file, let key, let owner):
            ("\(file): \(key)-data of \(owner) is not base64 of a PEM text", "check the file")
        default: ("", "")
        }
    }

    private var way: (what: String, advice: String) {
        switch self {
        case .noContext(let name, let files, let known):
            (
                "\(files.isEmpty ? "no kubeconfig" : files.joined(separator: ", ")): there is no context “\(name)”",
                known.isEmpty
                    ? "check --kubeconfig, KUBECONFIG and --context"
                    : "pass --context with one of: \(known.joined(separator: ", "))"
            )
        case .noCluster(let cluster, let context, let files):
            (
                "\(files.joined(separator: ", ")): context “\(context)” names the cluster “\(cluster)”, which is not there",
                "add it, or pass another --context"
            )
        case .noUser(let user, let context, let files):
            (
                "\(files.joined(separator: ", ")): context “\(context)” names the user “\(user)”, who is not there",
                "add the user, pass --token-file, or another --context"
            )
        case .noCurrentContext(let files, let known):
            (
                "\(files.joined(separator: ", ")): no context is current",
                known.isEmpty ? "log in with oc login" : "pass --context with one of: \(known.joined(separator: ", "))"
            )
        case .nowhere(let looked):
            (
                "there is no way to a cluster: no kubeconfig (\(looked)), and this is no pod with a service account",
                "log in with oc login, or pass --kubeconfig, or --server with --token-file; dumps are read with --from"
            )
        case .noAddress(let text, let origin):
            ("\(origin.words): “\(text)” is no API server's address", "write it as https://HOST:6443")
        case .noProxy(let source): ("\(source) is no proxy's address", "write http://HOST:PORT or socks5://HOST:PORT")
        case .proxyByTLS(let proxy, let source):
            (
                "\(source) names the proxy \(proxy), and isinventory does not speak TLS to proxies",
                "name its http:// port; what goes through it to the cluster is TLS all the same"
            )
        default: ("", "")
        }
    }

    private var credential: (what: String, advice: String) {
        switch self {
        case .noCertificate(let source): ("\(source.words) holds no certificate in PEM", "check the kubeconfig")
        case .noKey(let source):
            ("\(source.words) holds no private key that can be read without a passphrase", "check the kubeconfig")
        case .certificateWithoutKey(let origin):
            ("\(origin.words): the user has a client-certificate but no client-key", "add it to the kubeconfig")
        case .authProvider(let provider, let origin):
            (
                "\(origin.words): the user has the auth-provider “\(provider)”, which kubectl dropped in 1.26",
                "use an exec plugin or a token instead"
            )
        case .noToken(let source):
            (
                "the token of \(source ?? "the kubeconfig's user") is empty or no token",
                "log in again with oc login, or check the file"
            )
        case .pluginWithoutCommand(let file, let user):
            ("\(file): the exec plugin of user \(user) has no command", "check the file")
        case .pluginVersion(let version, let command, let known, let origin):
            (
                "\(origin.words): the exec plugin \(command) speaks “\(version)”",
                "isinventory speaks \(known.joined(separator: " and ")); renew the kubeconfig"
            )
        case .pluginWantsPerson(let command, let origin):
            (
                "\(origin.words): the exec plugin \(command) insists on a person at a terminal (interactiveMode Always)",
                "use a service account's token: --token-file"
            )
        case .plugin(let command, let failure): ("the exec plugin \(command) \(failure.words)", failure.advice)
        default: ("", "")
        }
    }
}

extension PluginFailure {
    fileprivate var words: String {
        switch self {
        case .slow(let patience): "did not answer within \(patience.inSeconds)"
        case .failed(let status, let said): "failed (\(status))\(said.isEmpty ? "" : ": \(said)")"
        case .notInstalled: "is not installed"
        case .notRunnable: "cannot be run"
        case .tooMuch: "prints more than a credential"
        case .noAnswer: "gave no credential: its answer is no ExecCredential"
        case .otherVersion(let wanted): "gave no credential: it answered in another version than \(wanted)"
        case .noStatus: "gave no credential: its answer has no status"
        case .half: "gave no credential: it gave a certificate without a key, or a key without a certificate"
        case .nothing: "gave no credential: it holds neither a token nor a certificate"
        case .noTime: "gave no credential: its expirationTimestamp is no time"
        }
    }

    fileprivate var advice: String {
        switch self {
        case .slow: "run it by hand; it may be waiting for a person"
        case .notInstalled(let hint): hint ?? "install it, or check PATH"
        case .notRunnable(let hint): hint ?? "check its permissions"
        case .tooMuch: "run it by hand"
        case .failed, .noAnswer, .otherVersion, .noStatus, .half, .nothing, .noTime: "run it by hand, or log in again"
        }
    }
}

extension FilePurpose {
    fileprivate var words: String {
        switch self {
        case .kubeconfig: "a kubeconfig"
        case .token: "a token"
        case .certificates: "certificates"
        case .privateKey: "a private key"
        case .namespace: "the service account's namespace"
        }
    }
}

extension PEMSource {
    fileprivate var words: String {
        switch self {
        case .file(let path): path
        case .authority(let server): "certificate-authority-data of \(server)"
        case .client(let purpose, let holder):
            "the client \(purpose == .privateKey ? "key" : "certificate") of \(holder.words)"
        }
    }
}

extension PEMSource.Holder {
    fileprivate var words: String {
        switch self {
        case .user(let origin): origin.words
        case .plugin(let command): "the exec plugin \(command)"
        }
    }
}

extension Origin {
    /// `context prod of /home/me/.kube/config`.
    public var words: String {
        switch self {
        case .context(let name, let files): "context \(name) of \(files.joined(separator: ", "))"
        case .server: "--server"
        case .serviceAccount: "the pod's service account"
        }
    }
}

extension ConnectionWarning {
    /// A sentence.
    public var sentence: String {
        switch self {
        case .unverified(let server):
            "the certificate of \(server) is NOT verified (insecure-skip-tls-verify): whoever sits in between can read the "
                + "credentials and forge the record"
        case .clearText(let server): "credentials go to \(server) in clear text, for it is not https"
        }
    }
}

extension CredentialKind {
    /// `a token`, `the exec plugin oc-login`.
    public var words: String {
        switch self {
        case .nobody: "no credentials"
        case .token: "a token"
        case .tokenFile(let path): "the token in \(path)"
        case .password(let name): "the password of \(name)"
        case .certificate: "a client certificate"
        case .plugin(let command): "the exec plugin \(command)"
        }
    }
}
