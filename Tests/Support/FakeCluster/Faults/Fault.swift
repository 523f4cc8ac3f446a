/// Something that goes wrong, once or for good.
package struct Fault: Sendable {
    /// What happens instead of the answer, or to it.
    package enum Effect: Sendable {
        /// 401, as for a token that is not or no longer known.
        case unauthorized
        /// 403, whatever the user's permissions.
        case forbidden
        /// 404 with a text body, as for a group that the cluster does not have.
        case absent
        /// 410 on a list or a page of it; with a token to go on inconsistently, or without.
        case gone(resumable: Bool)
        /// 429, with the seconds to wait.
        case tooManyRequests(retryAfter: Int?)
        /// 503 with the text body of an aggregated API server that is down.
        case unavailable(retryAfter: Int?)
        /// 500 with a Status.
        case internalError
        /// The connection is reset before anything is answered.
        case resetAtOnce
        /// The connection is reset in the body, behind so many bytes of it.
        case resetInBody(after: Int)
        /// The body ends early, the connection in good order; there is no length, so only the JSON tells.
        case bodyCutShort(after: Int)
        /// The body comes in pieces of so many bytes, and stops behind so many in all: with a reset, or in good order.
        case piecesCutShort(size: Int, after: Int, resets: Bool)
        /// Whole JSON, gzipped, which ends behind so many bytes of what is sent.
        case gzipCutShort(after: Int)
        /// Whole JSON, gzipped, of which the second half is missing.
        case truncatedGzip
        /// Something that calls itself gzip and is not.
        case brokenGzip
        /// So many bytes of the body a second.
        case slowBody(bytesPerSecond: Int)
        /// No answer at all.
        case hanging
        /// An answer that takes its time.
        case delayed(seconds: Double)
        /// A list of at least so many bytes, made as it is sent, of different Deployments or of the objects of the kind asked for.
        case hugePage(bytes: Int)
        /// One object with an annotation of so many bytes.
        case hugeObject(bytes: Int)
        /// 302 to another address.
        case redirect(to: String)
        /// 200 and a page of HTML, as login pages and proxies give.
        case html
        /// 200 and JSON that is no list.
        case otherJSON
        /// 200 and JSON that breaks off in an object though the lengths agree.
        case brokenJSON
        /// 200 and nothing.
        case emptyBody
    }

    /// What happens.
    package var effect: Effect
    /// Only to requests for this kind.
    package var resource: Resource?
    /// Only to requests in this namespace.
    package var namespace: String?
    /// Only to this page of a list, the first being 0.
    package var page: Int?
    /// Only to paths that begin so.
    package var pathPrefix: String?
    /// Only to requests of this verb of RBAC: `list`, `watch`.
    package var verb: String?
    /// How often it still happens.
    package var times: Int

    /// Describes a fault; without a restriction it befalls everything.
    package init(
        _ effect: Effect, on resource: Resource? = nil, in namespace: String? = nil, page: Int? = nil,
        pathPrefix: String? = nil, verb: String? = nil, times: Int = .max
    ) {
        self.verb = verb
        self.effect = effect
        self.resource = resource
        self.namespace = namespace
        self.page = page
        self.pathPrefix = pathPrefix
        self.times = times
    }

    func befalls(_ call: Call, page actual: Int) -> Bool {
        guard times > 0, pathPrefix.map(call.path.hasPrefix) ?? true, verb.map({ $0 == call.verb }) ?? true else { return false }
        if resource == nil, namespace == nil, page == nil { return true }
        guard case .objects(let group, _, let plural, let place, _) = call.target else { return false }
        return resource.map { $0.plural == plural && $0.group == group } ?? true
            && namespace.map { $0 == place } ?? true && page.map { $0 == actual } ?? true
    }
}
