import NIOHTTP1

/// One request, taken apart as a Kubernetes API server does.
struct Call {
    /// What is asked for.
    enum Target: Equatable {
        /// `/version`, `/healthz`, `/api`, `/apis`.
        case path
        /// `/apis/GROUP` or `/apis/GROUP/VERSION`, and `/api/v1`.
        case discovery(group: String, version: String?)
        /// A list of objects, or one of them; the resource may be one that is not served.
        case objects(group: String, version: String, plural: String, namespace: String?, name: String?)
    }

    let method: HTTPMethod
    let path: String
    let query: [String: String]
    let headers: HTTPHeaders
    var body: [UInt8] = []
    /// Whether the connection showed a client certificate that the authority signed.
    var hasClientCertificate = false

    init(_ head: HTTPRequestHead) { self.init(head.method, head.uri, head.headers) }

    /// A GET, without a connection.
    init(get target: String, _ headers: [(String, String)] = []) { self.init(.GET, target, HTTPHeaders(headers)) }

    init(_ method: HTTPMethod, _ target: String, _ headers: HTTPHeaders) {
        self.method = method
        self.headers = headers
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? "/"
        var query: [String: String] = [:]
        for pair in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[Call.decoded(sides[0])] = sides.count > 1 ? Call.decoded(sides[1]) : ""
        }
        self.query = query
    }

    /// What the path asks for.
    var target: Target {
        var words = path.split(separator: "/").map { Call.decoded($0) }
        guard let root = words.first, root == "api" || root == "apis", words.count > 1 else { return .path }
        words.removeFirst()
        let group = root == "api" ? "" : words.removeFirst()
        guard !words.isEmpty else { return .discovery(group: group, version: nil) }
        let version = words.removeFirst()
        guard !words.isEmpty else { return .discovery(group: group, version: version) }
        var namespace: String?
        // `namespaces/X` alone is the object X; with more behind it, it is where the objects are.
        if words[0] == "namespaces", words.count > 2 {
            namespace = words[1]
            words.removeFirst(2)
        }
        return .objects(
            group: group, version: version, plural: words[0], namespace: namespace, name: words.count > 1 ? words[1] : nil)
    }

    /// The verb that RBAC knows it by.
    var verb: String {
        guard case .objects(_, _, _, _, let name) = target else { return "\(method)".lowercased() }
        switch method {
        case .GET, .HEAD: return query["watch"] == "true" || query["watch"] == "1" ? "watch" : name == nil ? "list" : "get"
        case .POST: return "create"
        case .PUT: return "update"
        case .PATCH: return "patch"
        default: return "\(method)".lowercased()
        }
    }

    /// Whether an answer may be gzipped.
    var acceptsGzip: Bool { headers[canonicalForm: "accept-encoding"].contains { $0.hasPrefix("gzip") || $0 == "*" } }

    private static func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest.removeFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
