internal import HTTPTypes
internal import HummingbirdCore
internal import NIOCore

/// Lets questions in or turns them away, and writes the answers down for whoever asked.
struct Door: Sendable {
    let site: any WebSite
    let access: Access
    let address: ListenAddress

    /// What every answer says: nothing of it is to be run, framed, guessed at or told to others.
    private static let usual: [(String, String)] = [
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]
    /// Where an answer brings no policy of its own.
    private static let nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    @Sendable func respond(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let answer: WebAnswer
        let refusal = Self.refusal(of: request.head) ?? access.refusal(of: request.head, from: channel.remoteAddress, at: address)
        if let refusal {
            answer = refusal
        } else {
            let head = request.head
            answer = await site.answer(
                WebRequest(
                    head.path ?? "/", languages: head.headerFields[.acceptLanguage] ?? "", known: head.headerFields[.ifNoneMatch],
                    isTrusted: access.isTrusted(head, from: channel.remoteAddress)))
        }
        var response = HTTPResponse(status: .init(code: answer.status))
        for (name, value) in Self.usual + answer.headers {
            if let name = HTTPField.Name(name) { response.headerFields[name] = value }
        }
        if answer.status == 304 {
            // A reader puts the headers of this in the place of those it kept: a policy of its own would take the page's style away.
            response.headerFields[.contentType] = nil
        } else if response.headerFields[.contentSecurityPolicy] == nil {
            response.headerFields[.contentSecurityPolicy] = Self.nothing
        }
        if response.headerFields[.cacheControl] == nil { response.headerFields[.cacheControl] = "no-store" }
        if answer.status != 304 { response.headerFields[.contentLength] = String(answer.body.readableBytes) }
        // What was turned away is not listened to any further.
        if refusal != nil { response.headerFields[.connection] = "close" }
        let isBodiless = request.method == .head || answer.status == 304
        try await writer.write(
            response: response, body: isBodiless ? ResponseBody() : ResponseBody(byteBuffer: answer.body))
        if refusal != nil { channel.close(promise: nil) }
    }

    /// What is no reading, or is written so that two readers could understand it differently.
    private static func refusal(of head: HTTPRequest) -> WebAnswer? {
        guard head.method == .get || head.method == .head else {
            return WebAnswer(status: 405, body: RequestRefusal.notReading.text).with("Allow", "GET, HEAD")
        }
        guard head.headerFields[.transferEncoding] == nil,
            head.headerFields[values: .contentLength].allSatisfy({ $0 == "0" })
        else { return WebAnswer(status: 413, body: RequestRefusal.body.text) }
        guard let path = head.path, path.hasPrefix("/"), !path.hasPrefix("//"),
            path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "#") })
        else { return WebAnswer(status: 400, body: RequestRefusal.noAddress.text) }
        guard path.utf8.count <= 16_384 else { return WebAnswer(status: 414, body: RequestRefusal.longAddress.text) }
        return nil
    }
}
