package import NIOCore
internal import Report

/// What answers questions that came over HTTP and were let in.
public protocol WebSite: Sendable {
    /// Answers a question.
    func answer(_ request: WebRequest) async -> WebAnswer
}

/// A question: GET or HEAD of an address.
public struct WebRequest: Sendable {
    /// The address's path, as it was written.
    public let path: String
    /// What follows the `?`, as it was written.
    public let query: String
    /// The languages the reader would like, `Accept-Language`.
    public let languages: String
    /// What the reader has of it already, `If-None-Match`.
    public let known: String?
    /// Whether the reader proved to be who may read everything; false only where pages for monitors answer strangers.
    public let isTrusted: Bool

    /// Asks for an address.
    public init(_ target: String, languages: String = "", known: String? = nil, isTrusted: Bool = true) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        query = parts.count > 1 ? String(parts[1]) : ""
        self.languages = languages
        self.known = known
        self.isTrusted = isTrusted
    }
}

/// What is answered.
public struct WebAnswer: Sendable {
    /// The status's number.
    public var status: Int
    /// Headers beside those that every answer has.
    public var headers: [(name: String, value: String)]
    package var body: ByteBuffer

    /// An answer with a text.
    public init(status: Int = 200, contentType: String = "text/plain; charset=utf-8", body: String) {
        self.status = status
        headers = [("Content-Type", contentType)]
        self.body = ByteBuffer(string: body)
    }

    /// The answer's text.
    public var text: String { String(buffer: body) }

    /// Adds a header.
    public func with(_ name: String, _ value: String) -> WebAnswer {
        var answer = self
        answer.headers.removeAll { $0.name.lowercased() == name.lowercased() }
        answer.headers.append((name, value))
        return answer
    }

    /// A header's value.
    public func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

extension WebRequest {
    /// The parts of the path, decoded; nil where it is none.
    var components: [String]? {
        var parts: [String] = []
        for part in path.split(separator: "/") {
            guard let text = Percent.decoded(part), !text.utf8.contains(0) else { return nil }
            parts.append(text)
        }
        return parts
    }
}

extension Language {
    /// The first language of `Accept-Language` that there is.
    init?(accepted header: String) {
        for part in header.split(separator: ",") {
            let name = part.split(separator: ";")[0].filter { $0 != " " }.lowercased()
            if let language = Language(rawValue: String(name.prefix(2))) {
                self = language
                return
            }
        }
        return nil
    }
}
