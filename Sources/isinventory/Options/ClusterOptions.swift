import ArgumentParser
import ClusterAPI
import Collector
import Glibc
import Logging
import Model
import Questions
import Record

/// How to reach a live cluster, in kubectl's words, and how gently to ask it.
struct ClusterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The kubeconfig to read (default: those of $KUBECONFIG, else ~/.kube/config, else the pod's service account).",
            valueName: "file"), completion: .file())
    var kubeconfig: String?

    @Option(
        help: ArgumentHelp(
            "The kubeconfig's context to use (default: the current one); with --every, may be given more than once.",
            valueName: "name"))
    var context: [String] = []

    @Option(help: ArgumentHelp("The API server's address, instead of the kubeconfig's.", valueName: "url"))
    var server: String?

    @Option(
        help: ArgumentHelp(
            "A file with a bearer token, instead of the kubeconfig's user; it is read again as it changes.", valueName: "file"),
        completion: .file())
    var tokenFile: String?

    @Option(
        help: ArgumentHelp("A file of certificates that the server's must lead to.", valueName: "file"), completion: .file())
    var certificateAuthority: String?

    @Flag(help: "Do not verify the server's certificate. Whoever sits in between can then forge the record.")
    var insecureSkipTLSVerify = false

    @Option(
        help: ArgumentHelp("How long an answer may take to begin, and then to go on: 60s, 2m.", valueName: "span"),
        transform: seconds(from:))
    var requestTimeout: Int64 = 60

    @Option(
        help: ArgumentHelp("How long one snapshot may take; what is not read by then is recorded as failed.", valueName: "span"),
        transform: seconds(from:))
    var deadline: Int64 = 600

    @Option(
        help: ArgumentHelp(
            "Ask what at most this many images are made of, of those the record knows nothing of yet; 0 asks nothing.",
            valueName: "n"))
    var imageMetadata = 100

    func validate() throws {
        guard requestTimeout > 0 else { throw ValidationError("--request-timeout must be at least 1s.") }
        guard deadline > 0 else { throw ValidationError("--deadline must be at least 1s.") }
        guard Set(context).count == context.count else { throw ValidationError("--context names one context twice.") }
        guard imageMetadata >= 0 else { throw ValidationError("--image-metadata cannot be negative.") }
    }

    /// The first option that only a live cluster has a use for, if one was given.
    var given: String? {
        [
            (kubeconfig != nil, "--kubeconfig"), (!context.isEmpty, "--context"), (server != nil, "--server"),
            (tokenFile != nil, "--token-file"), (certificateAuthority != nil, "--certificate-authority"),
            (insecureSkipTLSVerify, "--insecure-skip-tls-verify"),
        ].first { $0.0 }?.1
    }

    /// The cluster they lead to.
    ///
    /// - Parameters:
    ///   - context: Which context leads to it; nil is the one that was given, or the current one.
    ///   - kinds: What is looked for.
    ///   - record: The record's path, to find out which images it knows.
    func source(
        context: String? = nil, scope: Scope?, kinds: Kinds, record: String, logger: Logger
    ) -> ClusterSource {
        var options = ConnectionOptions(environment: Self.environment)
        options.kubeconfig = kubeconfig
        options.context = context ?? self.context.first
        options.server = server
        options.tokenFile = tokenFile
        options.certificateAuthority = certificateAuthority
        options.skipsTLSVerify = insecureSkipTLSVerify
        var source = ClusterSource(options, scope: scope, logger: logger)
        source.kinds = kinds
        source.limits.requestTimeout = .seconds(requestTimeout)
        source.deadline = .seconds(deadline)
        source.imageMetadata = imageMetadata
        source.userAgent = "isinventory/\(Program.version)"
        source.knownImages = { digests in
            do {
                return try RecordReader(path: record).knownImages(among: digests)
            } catch StoreError.missing, StoreError.empty {
                // A record that is still to be made, or to be brought up to date, knows nothing yet that could be asked.
                return []
            }
        }
        source.knownNamespaces = { cluster in
            do {
                return try RecordReader(path: record).recordedNamespaces(of: cluster)
            } catch StoreError.missing, StoreError.empty {
                return RecordedNamespaces()
            }
        }
        return source
    }

    /// The environment of the process, of which only what bears on connections is used.
    private static var environment: [String: String] {
        let names = [
            "KUBECONFIG", "HOME", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "HTTPS_PROXY", "https_proxy",
            "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy",
        ]
        return Dictionary(
            uniqueKeysWithValues: names.compactMap { name in RecordOptions.environment(name).map { (name, $0) } })
    }
}

/// Reads a span of time somebody wrote, in seconds.
@Sendable private func seconds(from text: String) throws -> Int64 {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = text.last.flatMap({ units[$0] }) ?? (text.last?.isNumber == true ? 1 : nil),
        let number = Int64(text.last?.isNumber == true ? text : String(text.dropLast())), number >= 0, number < 1_000_000
    else { throw ValidationError("'\(text)' is no span of time. Write 30s, 2m or 1h.") }
    return number * unit
}
