/// Why the server did not answer a request as it was meant to be answered, after all that could be tried was tried.
public struct APIError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened.
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

    /// What happened.
    public let reason: Reason
    /// What was asked for.
    public let request: APIRequest
    /// Whom.
    public let server: ServerAddress
    /// The server's or the system's own words, or ours. It never holds a secret.
    public let message: String
    /// What to do.
    public let advice: String
    /// How long the server asks to be left alone, in seconds.
    public let retryAfter: Int?

    init(
        _ reason: Reason, _ request: APIRequest, _ server: ServerAddress, message: String, advice: String? = nil,
        retryAfter: Int? = nil
    ) {
        self.reason = reason
        self.request = request
        self.server = server
        self.message = message
        self.advice = advice ?? reason.usualAdvice
        self.retryAfter = retryAfter
    }

    /// `https://api.example:6443: GET /apis/apps/v1/deployments: …; …`.
    public var description: String { "\(server): \(request): \(explanation)" }

    /// What happened and what to do, without whom and what was asked.
    public var explanation: String { "\(message.printable); \(advice.printable)" }

    /// Whether the same request may well succeed a little later.
    var isPassing: Bool {
        switch reason {
        case .throttled, .serverError, .brokenBody, .tooSlow, .unknownHost, .unreachable, .proxy: true
        default: false
        }
    }
}

extension APIError.Reason {
    fileprivate var usualAdvice: String {
        switch self {
        case .unauthorized: "log in again with oc login, or renew the token"
        case .forbidden: "let a cluster's admin grant it; `isinventory doctor` prints what to apply"
        case .noSuchAPI, .notFound: "the cluster has no such API"
        case .methodNotAllowed, .notAcceptable, .unexpectedStatus: "check that --server is a Kubernetes API server"
        case .expired: "it is read from its beginning again"
        case .throttled: "the API server is busy; try again later, or less often"
        case .serverError: "try again later; `oc get apiservices` shows whether a server behind it is down"
        case .redirected, .notJSON: "check the server's address, and that no login page or proxy is in between"
        case .brokenBody: "try again; if it stays so, look at proxies and load balancers in between"
        case .tooSlow: "try again, or pass a longer --request-timeout"
        case .deadlinePassed: "pass a longer --deadline"
        case .unknownHost: "check the server's name, DNS, and --context"
        case .unreachable: "check the address, the network, VPN and proxy settings"
        case .certificate: "check certificate-authority and --server"
        case .encryption: "check that the port speaks TLS, and the client certificate"
        case .proxy: "check HTTPS_PROXY, NO_PROXY and proxy-url"
        case .credentials: "log in again"
        }
    }
}
