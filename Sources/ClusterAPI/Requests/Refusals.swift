internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
struct StatusBody: Decodable {
    var kind: String?
    var message: String?
    var reason: String?
}

extension APIClient {
    /// What an answer other than 200 means.
    func refusal(_ request: APIRequest, _ response: HTTPClientResponse, _ body: APIBody) async throws -> APIError {
        let bytes = try await body.collect(upTo: 1 << 16) ?? []
        let status = try? JSONDecoder().decode(StatusBody.self, from: Data(bytes))
        let isStatus = status?.kind == "Status"
        let words = (isStatus ? status?.message : nil) ?? Self.firstWords(of: bytes)
        let code = Int(response.status.code)
        let reason: APIError.Reason
        switch code {
        case 301...308: return redirected(request, response)
        case 401: reason = .unauthorized
        case 403: reason = .forbidden
        case 404: reason = isStatus ? .notFound : .noSuchAPI
        case 405: reason = .methodNotAllowed
        case 406: reason = .notAcceptable
        case 410: reason = .expired
        case 429: reason = .throttled
        case 500...599: reason = .serverError(code)
        default: reason = .unexpectedStatus(code)
        }
        return APIError(
            reason, request, connection.server, .refused(words: words, isStatus: isStatus),
            retryAfter: response.headers.first(name: "Retry-After").flatMap { Int($0) })
    }

    private func redirected(_ request: APIRequest, _ response: HTTPClientResponse) -> APIError {
        let target = response.headers.first(name: "Location").flatMap { ServerAddress($0)?.description }
        return APIError(.redirected, request, connection.server, .redirected(to: target))
    }

    /// Throws where the body is not JSON, as login pages and proxies' messages are not.
    func checkJSON(_ request: APIRequest, _ head: APIHead, _ body: APIBody) async throws {
        guard head.contentType != "application/json" else { return }
        let start = try await firstPart(of: body).map { part in part.withUnsafeBytes { Array($0.prefix(2048)) } } ?? []
        throw APIError(
            .notJSON, request, connection.server, .notJSON(type: head.contentType, beginning: Self.firstWords(of: start)))
    }

    private func firstPart(of body: APIBody) async throws -> APIBody.Part? {
        var reader = body.reader()
        return try await reader.next()
    }

    /// The beginning of a text, without what differs from one time to the next: the record keeps a message for as long as it stays
    /// the same.
    static func firstWords(of bytes: [UInt8]) -> String {
        var text = String(decoding: bytes.prefix(600), as: UTF8.self)
        // Go names its own side's port in `read tcp 10.0.0.1:53422->10.0.0.2:443: …`.
        while let arrow = text.firstRange(of: "->") {
            let begin = text[..<arrow.lowerBound].lastIndex { $0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex
            text.removeSubrange(begin..<arrow.upperBound)
        }
        let words = text.split { $0.isWhitespace }.joined(separator: " ")
        return words.count > 200 ? "\(words.prefix(200))…" : words
    }
}
