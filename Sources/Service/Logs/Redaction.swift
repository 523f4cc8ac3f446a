internal import Collector

/// Leaves out of a text what looks like a credential. Nobody means to log one; a library's error or a server's answer may quote
/// it.
enum Redaction {
    static let mark = "***"

    /// The text without credentials, cut after so many characters.
    ///
    /// - Parameter name: What the text is called; a `token` or `password` is left out whole.
    static func of(_ text: String, named name: String = "", limit: Int) -> String {
        let name = name.lowercased()
        if secretNames.contains(where: { name.contains($0) }), !text.isEmpty { return mark }
        let clean = text.withoutCredentials
        guard clean.unicodeScalars.count > limit else { return clean }
        return String(String.UnicodeScalarView(clean.unicodeScalars.prefix(limit))) + "…"
    }

    private static let secretNames = ["token", "password", "secret", "authorization", "cookie", "credential"]
}
