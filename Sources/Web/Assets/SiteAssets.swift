internal import Hashing

/// The few files that pages need, held in the program. Their addresses carry their content's hash, so that they may be kept for ever.
enum SiteAssets {
    static let stylePath = "/assets/site-\(hash(SiteStyle.sheet)).css"
    static let scriptPath = "/assets/site-\(hash(SiteScript.source)).js"
    static let iconPath = "/assets/icon-\(hash(icon)).svg"

    /// Nothing runs, is shown or is sent anywhere but what this program itself serves.
    static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    /// Layers, the uppermost lit.
    static let mark =
        "<path d=\"M12 3 3 7.5l9 4.5 9-4.5z\" class=\"m1\"/><path d=\"m3 12 9 4.5L21 12\" class=\"m2\"/><path d=\"m3 16.5 9 4.5 9-4.5\" class=\"m2\"/>"

    static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 3 3 7.5l9 4.5 9-4.5z" fill="#0b5fad"/><path d="m3 12 9 4.5L21 12M3 16.5l9 4.5 9-4.5" fill="none" stroke="#0b5fad" stroke-width="2" stroke-linejoin="round"/></svg>
        """

    static func answer(_ request: WebRequest) -> WebAnswer? {
        let answer: WebAnswer
        switch request.path {
        case stylePath: answer = WebAnswer(contentType: "text/css; charset=utf-8", body: SiteStyle.sheet)
        case scriptPath: answer = WebAnswer(contentType: "text/javascript; charset=utf-8", body: SiteScript.source)
        case iconPath, "/favicon.ico": answer = WebAnswer(contentType: "image/svg+xml", body: icon)
        case "/robots.txt": return WebAnswer(body: "User-agent: *\nDisallow: /\n")
        default: return nil
        }
        return answer.with("Cache-Control", "public, max-age=31536000, immutable")
    }

    private static func hash(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).prefix(6).map { Hex.byte($0) }.joined()
    }
}
