public import ClusterAPI
internal import FoundationEssentials
internal import Texts

extension APIError: CustomStringConvertible {
    /// `https://api.example:6443: GET /apis/apps/v1/deployments: …; …`.
    public var description: String { "\(server): \(request): \(explanation)" }

    /// What happened and what to do, without whom and what was asked.
    public var explanation: String { "\(message.printable); \(advice.printable)" }

    /// What happened, in the server's or the system's own words where there are such.
    public var message: String {
        switch detail {
        case .refused(let words, let isStatus):
            reason == .forbidden && isStatus ? words : words.isEmpty ? refusal : "\(refusal): \(words)"
        case .redirected(let target):
            "the server sends us elsewhere\(target.map { ", to \($0)" } ?? ""); credentials do not follow"
        case .notJSON(let type, let beginning): "the server answered with \(Self.content(type)): \(beginning)"
        case .notKubernetes(let isMissing): "what answers is no Kubernetes API server\(isMissing ? " (404)" : "")"
        case .tooLarge: "the answer is larger than it ever should be"
        case .otherJSON: "the answer is JSON of another kind than expected"
        case .notWhole(let broken): "the answer is not whole: \(broken.words)"
        case .noAnswer(let time): "no answer within \(time.inSeconds)"
        case .trickles: "the answer trickles, and was given up unfinished"
        case .silent: "the stream fell silent"
        case .timeIsOver: "the snapshot's time is over"
        case .noCredential(let error): error.what
        case .certificate(let problem): "the server's certificate is not accepted: \(CertificateProblem.words(problem))"
        case .unknownHost, .nobodyAnswers, .noConnection, .refusedByHost, .noHandshake, .noEncryption, .refusedHandshake, .closed,
            .proxyWantsCredentials, .proxyRefuses:
            connection
        }
    }

    /// What to do.
    public var advice: String {
        switch detail {
        case .noCredential(let error): error.advice
        case .notKubernetes: "check the server's address and path"
        case .refusedHandshake(let why): why.advice
        case .certificate(let problem?): problem.advice
        default: reason.advice
        }
    }

    /// What an answer's code means.
    private var refusal: String {
        switch reason {
        case .unauthorized: "the server does not accept the credentials (401)"
        case .forbidden: "forbidden (403)"
        case .notFound: "not found (404)"
        case .noSuchAPI: "no such API (404)"
        case .methodNotAllowed: "the server does not allow such a request (405)"
        case .notAcceptable: "the server does not speak JSON here (406)"
        case .expired: "the list went stale while it was read (410)"
        case .throttled: "the server is busy (429)"
        case .serverError(let code): "the server failed (\(code))"
        case .unexpectedStatus(let code): "the server answered with code \(code)"
        default: "the server refused"
        }
    }

    /// Why there is no connection.
    private var connection: String {
        func through(_ proxy: ServerAddress?) -> String { proxy.map { " through the proxy \($0)" } ?? "" }
        return switch detail {
        case .unknownHost(let host): "the name \(host) is not known"
        case .nobodyAnswers(let proxy): "nobody answers\(through(proxy))"
        case .noConnection(let proxy, let why): "no connection\(through(proxy)): \(why)"
        case .refusedByHost(let host, let port, let reasons):
            "no connection to \(host):\(port)\(reasons.isEmpty ? "" : ": \(reasons.joined(separator: ", "))")"
        case .noHandshake: "the server does not answer the TLS handshake"
        case .noEncryption(let why): "no encrypted connection: \(why)"
        case .refusedHandshake(let why): why.words
        case .closed: "the server closed the connection before it answered"
        case .proxyWantsCredentials: "the proxy wants to know who asks (407)"
        case .proxyRefuses(let why): "the proxy does not let us through: \(why)"
        default: ""
        }
    }

    private static func content(_ type: String) -> String {
        switch type {
        case "text/html": "a page of HTML, perhaps a login page"
        case "": "no type of content"
        default: "\(type), not JSON"
        }
    }
}

extension APIError.Reason {
    fileprivate var advice: String {
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

extension APIError.Handshake {
    fileprivate var words: String {
        switch self {
        case .noTLS: "the port does not speak TLS"
        case .wantsCertificate: "the server wants a client certificate"
        case .badCertificate: "the server does not accept the client certificate"
        case .expiredCertificate: "the client certificate is expired"
        case .unknownAuthority: "the server does not know who signed the client certificate"
        }
    }

    fileprivate var advice: String {
        switch self {
        case .noTLS: "check the port; http:// where it is meant"
        case .wantsCertificate: "use a kubeconfig with one"
        case .badCertificate, .expiredCertificate, .unknownAuthority: "log in again"
        }
    }
}

extension CertificateProblem {
    fileprivate static func words(_ problem: CertificateProblem?) -> String {
        switch problem {
        case nil: "it is expired, for another name, or of an authority that is not trusted"
        case .expired(let seconds)?: "it expired on \(date(seconds))"
        case .notYetValid(let seconds)?: "it is valid only from \(date(seconds)) on"
        case .otherNames(let names, let expected)?:
            "it is for \(names.isEmpty ? "no name at all" : names.joined(separator: ", ")), not for \(expected)"
        case .untrusted?: "it was signed by an authority that is not trusted"
        }
    }

    fileprivate var advice: String {
        switch self {
        case .expired: "have the cluster's certificate renewed, and check this machine's clock"
        case .notYetValid: "check this machine's clock"
        case .otherNames: "use one of these names in --server, or set tls-server-name in the kubeconfig"
        case .untrusted(false): "set certificate-authority in the kubeconfig, or pass --certificate-authority"
        case .untrusted(true): "the cluster's authority may have changed: log in again, or renew certificate-authority"
        }
    }

    private static func date(_ seconds: Int64) -> String { Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601) }
}

extension BrokenBody {
    /// What was found.
    fileprivate var words: String {
        switch self {
        case .compression: "its compression is damaged or broke off"
        case .broke(let why): "the connection broke\(why.map { ": \($0)" } ?? "")"
        case .closed: "the connection was closed before its end"
        case .found(let found): "\(found.error)"
        }
    }
}
