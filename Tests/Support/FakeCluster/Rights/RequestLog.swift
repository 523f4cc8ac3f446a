import NIOHTTP1

/// One request that was made, and how it was answered.
package struct LoggedRequest: Sendable {
    /// The method.
    package let method: String
    /// The path without the query.
    package let path: String
    /// The query, decoded.
    package let query: [String: String]
    /// What RBAC was asked; nil for discovery and the like.
    package let access: Access?
    /// The `Authorization` header, if one came.
    package let authorization: String?
    /// The `Accept` header.
    package let accept: String?
    /// The `User-Agent` header.
    package let userAgent: String?
    /// The status it was answered with.
    package internal(set) var status: Int
    /// Bytes of the body as they were to go out, gzip included; nil where the body was made on the way.
    package internal(set) var bytes: Int?

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
    package var line: String {
        let query = query.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        return "\(method) \(path)\(query.isEmpty ? "" : "?\(query)") \(status)"
    }
}

extension Sequence<LoggedRequest> {
    /// Each thing that was done, once: what a role must allow.
    package var accesses: Set<Access> { Set(compactMap(\.access)) }

    /// Those that asked for a kind.
    package func of(_ resource: Resource) -> [LoggedRequest] {
        filter { $0.access?.resource == resource.plural && $0.access?.group == resource.group }
    }
}
