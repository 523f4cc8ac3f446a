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
        func error(_ reason: APIError.Reason, _ what: String, advice: String? = nil) -> APIError {
            APIError(
                reason, request, connection.server, message: words.isEmpty ? what : "\(what): \(words)", advice: advice,
                retryAfter: response.headers.first(name: "Retry-After").flatMap { Int($0) })
        }
        switch code {
        case 301...308: return redirected(request, response)
        case 401: return error(.unauthorized, "the server does not accept the credentials (401)")
        case 403: return APIError(.forbidden, request, connection.server, message: isStatus ? words : "forbidden (403): \(words)")
        case 404 where isStatus: return error(.notFound, "not found (404)")
        case 404: return error(.noSuchAPI, "no such API (404)")
        case 405: return error(.methodNotAllowed, "it cannot be asked for so (405)")
        case 406: return error(.notAcceptable, "the server does not speak JSON here (406)")
        case 410: return error(.expired, "the list went stale while it was read (410)")
        case 429: return error(.throttled, "the server is busy (429)")
        case 500...599: return error(.serverError(code), "the server failed (\(code))")
        default: return error(.unexpectedStatus(code), "the server answered with code \(code)")
        }
    }

    private func redirected(_ request: APIRequest, _ response: HTTPClientResponse) -> APIError {
        let target = response.headers.first(name: "Location").flatMap { ServerAddress($0)?.description }
        return APIError(
            .redirected, request, connection.server,
            message: "the server sends us elsewhere\(target.map { ", to \($0)" } ?? ""); credentials do not follow")
    }

    /// Throws where the body is not JSON, as login pages and proxies' messages are not.
    func checkJSON(_ request: APIRequest, _ head: APIHead, _ body: APIBody) async throws {
        guard head.contentType != "application/json" else { return }
        let start = try await firstPart(of: body).map { part in part.withUnsafeBytes { Array($0.prefix(2048)) } } ?? []
        let what = head.contentType == "text/html" ? "a page of HTML, perhaps a login page" : "\(head.contentType), not JSON"
        throw APIError(
            .notJSON, request, connection.server,
            message: "the server answered with \(what.hasPrefix(",") ? "no type of content" : what): "
                + Self.firstWords(of: start))
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
