/// Why the server did not answer a request as it was meant to be answered, after all that could be tried was tried.
///
/// What people are told of it is written in `Sources/Words/Cluster`.
public struct APIError: Error, Sendable, Hashable {
    /// What sort of thing happened, by which whoever asked goes on.
    public enum Reason: Sendable, Hashable {
        /// 401, also with credentials that were renewed.
        case unauthorized
        /// 403.
        case forbidden
        /// 404 without a `Status`: no such API group or version.
        case noSuchAPI
        /// 404 with a `Status`: no such resource or object.
        case notFound
        /// 405: the resource cannot be listed.
        case methodNotAllowed
        /// 406: the server does not speak the formats that were asked for.
        case notAcceptable
        /// 410: the list's `continue` token is too old; the list must begin anew.
        case expired
        /// 429, for as long as it was worth waiting.
        case throttled
        /// 5xx, with its code; 503 is also what the front says of an API server behind it that is down.
        case serverError(Int)
        /// Another code that no API server answers to such a request.
        case unexpectedStatus(Int)
        /// The server points elsewhere; credentials do not follow.
        case redirected
        /// Something else than JSON, such as a login page.
        case notJSON
        /// The body broke off, was reset, or its compression is damaged.
        case brokenBody
        /// No answer within the request's time, or a body that trickles.
        case tooSlow
        /// The time for everything is over.
        case deadlinePassed
        /// The name is not known.
        case unknownHost
        /// Nobody listens, or the network does not lead there.
        case unreachable
        /// The server's certificate is not accepted.
        case certificate
        /// The encryption failed otherwise, for example because the server refuses ours.
        case encryption
        /// The proxy in between refuses.
        case proxy
        /// There is no credential to present.
        case credentials
    }

    /// What happened, with what is known of it. It never holds a secret.
    public enum Detail: Sendable, Hashable {
        /// The server's answer was the reason's code.
        ///
        /// - Parameters:
        ///   - words: The server's own, or the beginning of what it answered; empty where there were none.
        ///   - isStatus: Whether it said so as an API server does.
        case refused(words: String, isStatus: Bool)
        /// It points elsewhere, to a server that it names.
        case redirected(to: String?)
        /// It answered with another type of content, which begins so; empty where it named no type.
        case notJSON(type: String, beginning: String)
        /// It is no Kubernetes API server; whether it has nothing where one would say which groups it has.
        case notKubernetes(isMissing: Bool)
        /// The answer is larger than it ever should be.
        case tooLarge
        /// The answer is JSON of another kind than expected.
        case otherJSON
        /// The answer is not whole.
        case notWhole(BrokenBody)
        /// Nothing came within that time.
        case noAnswer(within: Duration)
        /// The answer came too slowly, and was given up unfinished.
        case trickles
        /// A stream that goes on for long fell silent.
        case silent
        /// The time for everything is over.
        case timeIsOver
        /// There is no credential to present.
        case noCredential(ConnectionError)
        /// The name of a host is not known.
        case unknownHost(String)
        /// Nobody answers, through a proxy where there is one.
        case nobodyAnswers(proxy: ServerAddress?)
        /// There is no connection, for what the system or the library says.
        case noConnection(proxy: ServerAddress?, because: String)
        /// There is no connection to a host, for what the system says, each once.
        case refusedByHost(String, port: Int, reasons: [String])
        /// The server does not answer the TLS handshake.
        case noHandshake
        /// There is no encrypted connection, for what the library says.
        case noEncryption(because: String)
        /// There is none for a reason that is known.
        case refusedHandshake(Handshake)
        /// The server closed the connection before it answered.
        case closed
        /// The proxy wants to know who asks.
        case proxyWantsCredentials
        /// The proxy does not let us through, for what the library says.
        case proxyRefuses(String)
        /// The server's certificate is not accepted; nil where it could not be looked at again.
        case certificate(CertificateProblem?)
    }

    /// Why there is no encrypted connection, where that is known.
    public enum Handshake: Sendable, Hashable {
        /// The port does not speak TLS.
        case noTLS
        /// The server wants a client certificate.
        case wantsCertificate
        /// It does not accept the one it was shown.
        case badCertificate
        /// That one is expired.
        case expiredCertificate
        /// It does not know who signed that one.
        case unknownAuthority
    }

    /// What happened.
    public let reason: Reason
    /// What is known of it.
    public let detail: Detail
    /// What was asked for.
    public let request: APIRequest
    /// Whom.
    public let server: ServerAddress
    /// How long the server asks to be left alone, in seconds.
    public let retryAfter: Int?

    init(_ reason: Reason, _ request: APIRequest, _ server: ServerAddress, _ detail: Detail, retryAfter: Int? = nil) {
        self.reason = reason
        self.detail = detail
        self.request = request
        self.server = server
        self.retryAfter = retryAfter
    }

    /// The server's own words, where an API server itself refused; nil for what something in between said.
    public var statusWords: String? {
        if case .refused(let words, true) = detail { words } else { nil }
    }

    /// Whether the same request may well succeed a little later.
    var isPassing: Bool {
        switch reason {
        case .throttled, .serverError, .brokenBody, .tooSlow, .unknownHost, .unreachable, .proxy: true
        default: false
        }
    }
}
