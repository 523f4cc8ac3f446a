/// Leaves out of a text what looks like a credential. Nobody means to log one; a library's error or a server's answer may quote it.
enum Redaction {
    static let mark = "[left out]"

    /// The text without credentials, cut after so many characters.
    ///
    /// - Parameter name: What the text is called; a `token` or `password` is left out whole.
    static func of(_ text: String, named name: String = "", limit: Int) -> String {
        let name = name.lowercased()
        if secretNames.contains(where: { name.contains($0) }), !text.isEmpty { return mark }
        let clean = withoutTokens(withoutUserInfo(text))
        guard clean.unicodeScalars.count > limit else { return clean }
        return String(String.UnicodeScalarView(clean.unicodeScalars.prefix(limit))) + "…"
    }

    private static let secretNames = ["token", "password", "secret", "authorization", "cookie", "credential"]

    /// Words that follow `Bearer` or `Basic`, OpenShift's `sha256~…` tokens, and JSON web tokens.
    private static func withoutTokens(_ text: String) -> String {
        guard tokenMarks.contains(where: { text.contains($0) }) else { return text }
        var result = ""
        var rest = text[...]
        var follows = false
        while !rest.isEmpty {
            let word = rest.prefix(while: isTokenCharacter)
            if word.isEmpty {
                let next = rest.removeFirst()
                if !next.isWhitespace { follows = false }
                result.append(next)
                continue
            }
            let isSecret = follows || word.hasPrefix("sha256~") || (word.hasPrefix("eyJ") && word.contains("."))
            result += isSecret ? mark : String(word)
            follows = word.lowercased() == "bearer" || word.lowercased() == "basic"
            rest = rest.dropFirst(word.count)
        }
        return result
    }

    private static let tokenMarks = ["earer", "EARER", "asic", "ASIC", "sha256~", "eyJ"]

    /// What tokens are made of, RFC 6750 and base64.
    private static func isTokenCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "-._~+/=".contains(character))
    }

    /// `https://user:password@host` without the user and the password.
    private static func withoutUserInfo(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let scheme = rest.firstRange(of: "://") {
            result += rest[..<scheme.upperBound]
            rest = rest[scheme.upperBound...]
            let authority = rest.prefix { !"/?# \"'".contains($0) && !$0.isWhitespace }
            if let at = authority.lastIndex(of: "@") {
                result += mark + "@"
                rest = rest[rest.index(after: at)...]
            }
        }
        return result + rest
    }
}
