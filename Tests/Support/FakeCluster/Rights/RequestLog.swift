import NIOHTTP1

/// One request that was made, and how it was answered.
public struct LoggedRequest: Sendable {
    /// The method.
    public let method: String
    /// The path without the query.
    public let path: String
    /// The query, decoded.
    public let query: [String: String]
    /// What RBAC was asked; nil for discovery and the like.
    public let access: Access?
    /// The `Authorization` header, if one came.
    public let authorization: String?
    /// The `Accept` header.
    public let accept: String?
    /// The `User-Agent` header.
    public let userAgent: String?
    /// The status it was answered with.
    public internal(set) var status: Int
    /// Bytes of the body as they were to go out, gzip included; nil where the body was made on the way.
    public internal(set) var bytes: Int?

    init(_ call: Call, status: Int, bytes: Int?) {
        method = call.method.rawValue
        path = call.path
        query = call.query
        access = call.access
        authorization = call.headers.first(name: "authorization")
        accept = call.headers.first(name: "accept")
        userAgent = call.headers.first(name: "user-agent")
        self.status = status
        self.bytes = bytes
    }

    /// `GET /apis/apps/v1/deployments?limit=500 200`.
    public var line: String {
        let query = query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        return "\(method) \(path)\(query.isEmpty ? "" : "?\(query)") \(status)"
    }
}

extension Sequence<LoggedRequest> {
    /// Each thing that was done, once: what a role must allow.
    public var accesses: Set<Access> { Set(compactMap(\.access)) }

    /// Those that asked for a kind.
    public func of(_ resource: Resource) -> [LoggedRequest] {
        filter { $0.access?.resource == resource.plural && $0.access?.group == resource.group }
    }
}
