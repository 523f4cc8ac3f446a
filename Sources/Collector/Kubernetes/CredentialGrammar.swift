// What stands beside a secret and says that it is one: keys, flags and the schemes of HTTP.

extension CredentialScanner {
    /// `token=…`, `X-Amz-Signature=…`, `"password": "…"`, `\"token\":\"…\"`, `password: …`, `Authorization: …`.
    mutating func assignment(at separator: Int) {
        let isColon = bytes[separator] == UInt8(ascii: ":")
        var end = separator
        if !isColon, end > 0, bytes[end - 1] == UInt8(ascii: ":") { end -= 1 }
        while end > 0, bytes[end - 1].isBlank { step(&end, by: -1) }
        let isQuoted = end > 0 && bytes[end - 1].isQuote
        if isQuoted {
            step(&end, by: -1)
            while end > 0, bytes[end - 1] == UInt8(ascii: "\\"), separator - end < 16 { step(&end, by: -1) }
        }
        guard let name = SecretName.ending(at: end, in: bytes, steps: &steps) else { return }
        var start = separator + 1
        if !isColon, start < bytes.count, bytes[start] == UInt8(ascii: "=") || bytes[start] == UInt8(ascii: ">") { start += 1 }
        let afterSeparator = start
        while start < bytes.count, bytes[start].isBlank { step(&start) }
        // `web/token:1` is an image. A name with a capital is none.
        if isColon, !isQuoted, start == afterSeparator, !context.isMap, !hasCapital(keyEndingAt: end) { return }
        guard let value = value(from: start) else { return }
        // What stands in one word is taken out or left at once, lest it be looked at again from each key in it.
        if start == afterSeparator, name.kin != .cookie, !isSchemeOfAuthorization(value, name) { return take(value.range) }
        let isSaid = isQuoted || value.isQuoted || !isColon || standsAlone(keyEndingAt: end)
        hide(value, of: name, isSaid: isSaid)
    }

    private mutating func isSchemeOfAuthorization(_ value: Value, _ name: SecretName) -> Bool {
        name.kin == .authorization && !value.isQuoted && isOneOf(Words.schemes, value.range)
    }

    private mutating func hide(_ value: Value, of name: SecretName, isSaid: Bool) {
        let range = value.range
        switch name.kin {
        case .authorization where !value.isQuoted:
            if isOneOf(Words.schemes, range), let behind = self.value(behind: range.upperBound) {
                take(behind.range)
            } else if isSaid && hasCapitalOrDigit(range) || looksRandom(range) {
                take(range)
            }
        case .cookie where !value.isQuoted:
            var end = range.upperBound
            while end < bytes.count, bytes[end] >= UInt8(ascii: " "), !bytes[end].isQuote { step(&end) }
            take(range.lowerBound..<end)
        case .password:
            // `invalid username/password: unauthorized: …` tells of one.
            if !isSaid, bytes[range.upperBound - 1] == UInt8(ascii: ":") || isOneOf(Words.plain, range) { return }
            take(range)
        default: if isSaid || looksRandom(range) { take(range) }
        }
    }

    /// What a word says of the one behind it.
    mutating func wordEnds(_ word: Range<Int>) {
        guard (2...64).contains(word.count), word.upperBound > covered else { return }
        steps += word.count
        switch bytes[word.lowerBound] {
        case UInt8(ascii: "-"): flag(word)
        case UInt8(ascii: "b"), UInt8(ascii: "B"):
            if isOneOf(Words.bearer, word) { authorization(behind: word, isBearer: true) }
            if isOneOf(Words.basic, word) { authorization(behind: word, isBearer: false) }
        case UInt8(ascii: "l"): if isOneOf(Words.login, word) { context.isLogin = true }
        case UInt8(ascii: "c"): if isOneOf(Words.curl, word) { context.isCurl = true }
        default: break
        }
        quoted(behind: word)
    }

    /// `password "x"`. Of a token or a secret it is a name that is told so: `secret "pull" not found`.
    private mutating func quoted(behind word: Range<Int>) {
        let end = word.upperBound
        guard end + 1 < bytes.count, bytes[end].isBlank, bytes[end + 1].isQuote || bytes[end + 1] == UInt8(ascii: "\\"),
            SecretName.ending(at: end, in: bytes, steps: &steps)?.kin == .password,
            let value = value(behind: end), value.isQuoted
        else { return }
        steps += value.range.count
        take(value.range)
    }

    /// `--password x`; behind `login` also `-p x`, and behind `curl` `-u user:password`.
    private mutating func flag(_ word: Range<Int>) {
        let isShort = bytes[word.lowerBound + 1] != UInt8(ascii: "-")
        if isShort, context.isLogin, bytes[word.lowerBound + 1] == UInt8(ascii: "p"), word.count > 2 {
            return take(word.lowerBound + 2..<word.upperBound)
        }
        let isPassword = isShort && context.isLogin && bytes[word.lowerBound + 1] == UInt8(ascii: "p")
        let isUser = context.isCurl && isOneOf(Words.userFlags, word)
        guard isPassword || isUser || SecretName.ending(at: word.upperBound, in: bytes, steps: &steps) != nil,
            let value = value(behind: word.upperBound), bytes[value.range.lowerBound] != UInt8(ascii: "-")
        else { return }
        steps += value.range.count
        let isTaken =
            isUser
            ? bytes[value.range].contains(UInt8(ascii: ":"))
            : isPassword || value.isQuoted || !isOneOf(Words.plain, value.range)
        if isTaken { take(value.range) }
    }

    /// RFC 7617 and 6750: what follows the word `Basic` or `Bearer` and is no word itself, nor a challenge's parameter.
    private mutating func authorization(behind word: Range<Int>, isBearer: Bool) {
        guard let value = value(behind: word.upperBound), !value.isQuoted else { return }
        let range = value.range
        steps += range.count
        if let equals = bytes[range].firstIndex(of: UInt8(ascii: "=")), isOneOf(Words.challenge, range.lowerBound..<equals) {
            return
        }
        if isOneOf(Words.plain, range) { return }
        let isLong =
            range.count >= 8
            && (range.count >= 20 || bytes[range].contains { $0.isDigit || $0 == UInt8(ascii: "=") })
        if isBearer || isLong || decodesToPair(range) { take(range) }
    }

    // MARK: Values

    struct Value {
        var range: Range<Int>
        var isQuoted: Bool
    }

    /// The value behind a word and blanks.
    private mutating func value(behind end: Int) -> Value? {
        var start = end
        while start < bytes.count, bytes[start].isBlank { step(&start) }
        return start > end ? value(from: start) : nil
    }

    /// The value that begins there, without its quotes, which may be escaped as often as the text was quoted; nil where there is
    /// none, or one that nobody hides.
    private mutating func value(from start: Int) -> Value? {
        var open = start
        while open < bytes.count, open - start < 8, bytes[open] == UInt8(ascii: "\\") { step(&open) }
        if open < bytes.count, bytes[open].isQuote {
            return Value(range: open + 1..<closing(bytes[open], from: open + 1, escapes: open - start), isQuoted: true).orNil
        }
        if start < bytes.count, bytes[start] == UInt8(ascii: "|") || bytes[start] == UInt8(ascii: ">"), start + 1 < bytes.count,
            bytes[start + 1] == UInt8(ascii: "\n") || bytes[start + 1] == UInt8(ascii: "-")
        {
            return Value(range: start + 1..<bytes.count, isQuoted: true).orNil
        }
        guard !isDigest(at: start) else { return nil }
        var end = start
        while end < bytes.count, !bytes[end].endsWord, bytes[end] != UInt8(ascii: "&") { step(&end) }
        let range = start..<end
        return range.isEmpty || isOneOf(Words.literals, range) ? nil : Value(range: range, isQuoted: false)
    }

    /// Where the value ends: at the next such quote that is escaped no more often than the first.
    private mutating func closing(_ quote: UInt8, from start: Int, escapes: Int) -> Int {
        var index = start
        var backslashes = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\") {
                backslashes += 1
            } else {
                if bytes[index] == quote, backslashes <= escapes { return index - backslashes }
                backslashes = 0
            }
            step(&index)
        }
        return index
    }

    /// Whether the key begins a line or an entry of a list; behind a word of a sentence it does not.
    private mutating func standsAlone(keyEndingAt end: Int) -> Bool {
        var start = end
        while start > 0, end - start < 64, bytes[start - 1].isKeyByte { step(&start, by: -1) }
        while start > 0, bytes[start - 1] == UInt8(ascii: " ") || bytes[start - 1] == UInt8(ascii: "\t") { step(&start, by: -1) }
        guard start > 0 else { return true }
        let before = bytes[start - 1]
        return before < UInt8(ascii: " ") || before.endsWord && before != UInt8(ascii: ")")
            || before == UInt8(ascii: "-") || before == UInt8(ascii: "&") || before == UInt8(ascii: "?")
    }

    private mutating func hasCapital(keyEndingAt end: Int) -> Bool {
        var start = end
        while start > 0, end - start < 64, bytes[start - 1].isKeyByte {
            if bytes[start - 1].isUppercase { return true }
            step(&start, by: -1)
        }
        return false
    }

    private mutating func hasCapitalOrDigit(_ range: Range<Int>) -> Bool {
        steps += range.count
        return bytes[range].contains { $0.isUppercase || $0.isDigit }
    }

    /// Letters and digits together, or capitals inside: no word of a sentence, and no path.
    private mutating func looksRandom(_ range: Range<Int>) -> Bool {
        steps += 3 * range.count
        let text = bytes[range]
        guard text.count >= 6, !text.contains(UInt8(ascii: "/")), !text.contains(UInt8(ascii: ":")) else { return false }
        let hasLetter = text.contains { $0.isAlphanumeric && !$0.isDigit }
        return hasLetter && text.contains(where: \.isDigit)
            || text.dropFirst().contains(where: \.isUppercase) && text.contains(where: \.isLowercase)
    }

    private mutating func isOneOf(_ words: [[UInt8]], _ range: Range<Int>) -> Bool {
        guard range.count <= 20 else { return false }
        steps += range.count
        let text = bytes[range].map(\.lowercase)
        return words.contains(text)
    }

    /// Whether it is base64 of `user:password`.
    private mutating func decodesToPair(_ range: Range<Int>) -> Bool {
        steps += range.count
        var bits: UInt32 = 0
        var count = 0
        var hasColon = false
        for byte in bytes[range] where byte != UInt8(ascii: "=") {
            guard let value = byte.base64Value else { return false }
            bits = bits << 6 | UInt32(value)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            let decoded = UInt8(truncatingIfNeeded: bits >> UInt32(count))
            guard decoded >= UInt8(ascii: " "), decoded != 0x7F else { return false }
            if decoded == UInt8(ascii: ":") { hasColon = true }
        }
        return hasColon
    }

    /// Whether the whole text, as a label's key, says that its value is secret.
    mutating func namesSecret() -> Bool {
        var start = 0
        for index in 1...max(bytes.count, 1) {
            let isEnd = index >= bytes.count || !bytes[index].isAlphanumeric
            // A word ends where no letter follows, and where a capital begins the next.
            guard isEnd || bytes[index].isUppercase && !bytes[index - 1].isUppercase else { continue }
            if index <= bytes.count, SecretName.ending(at: index, in: bytes, steps: &steps) != nil { return true }
            if isOneOf(Words.secretKeys, start..<min(index, bytes.count)) { return true }
            start = min(index + (isEnd ? 1 : 0), bytes.count)
        }
        return false
    }

    private mutating func step(_ index: inout Int, by distance: Int = 1) {
        index += distance
        steps += 1
    }
}

extension CredentialScanner.Value {
    fileprivate var orNil: Self? { range.isEmpty ? nil : self }
}

/// The end of a key that says that its value is secret.
struct SecretName {
    enum Kin { case password, authorization, cookie, other }

    var kin: Kin

    /// The name that a key ends with, in whatever case.
    static func ending(at end: Int, in bytes: [UInt8], steps: inout Int) -> SecretName? {
        guard end >= 3, let candidates = names[bytes[end - 1].lowercase] else { return nil }
        for name in candidates {
            let start = end - name.text.count
            guard start >= 0 else { continue }
            steps += name.text.count
            guard zip(bytes[start..<end], name.text).allSatisfy({ $0.lowercase == $1 }) else { continue }
            // `compass` and `config` end as these do.
            if name.isWord, start > 0, bytes[start - 1].isAlphanumeric,
                !(bytes[start].isUppercase && bytes[start - 1].isLowercase)
            {
                continue
            }
            return SecretName(kin: name.kin)
        }
        return nil
    }

    private struct Known {
        var text: [UInt8]
        var kin: Kin
        /// Whether it must not be the end of a longer word.
        var isWord: Bool
    }

    /// By their last letter.
    private static let names: [UInt8: [Known]] = {
        let passwords = ["password", "passwd", "passphrase", "passcode", "passwort"]
        let others = [
            "token", "secret", "signature", "credential", "credentials", "apikey", "api_key", "api-key", "access_key",
            "access-key",
            "accesskey", "account_key", "account-key", "accountkey", "secret_key", "secret-key", "secretkey", "private_key",
            "private-key", "privatekey", "signing_key", "signing-key", "encryption_key", "encryption-key", "auth",
        ]
        var all = passwords.map { Known(text: Array($0.utf8), kin: .password, isWord: false) }
        all += others.map { Known(text: Array($0.utf8), kin: .other, isWord: false) }
        all += ["pwd", "pass"].map { Known(text: Array($0.utf8), kin: .password, isWord: true) }
        all.append(Known(text: Array("sig".utf8), kin: .other, isWord: true))
        all.append(Known(text: Array("authorization".utf8), kin: .authorization, isWord: false))
        all.append(Known(text: Array("cookie".utf8), kin: .cookie, isWord: true))
        return Dictionary(grouping: all) { $0.text.last ?? 0 }
    }()
}

private enum Words {
    static let bearer = list("bearer")
    static let basic = list("basic")
    static let login = list("login")
    static let curl = list("curl")
    static let userFlags = list("-u --user -U --proxy-user")
    static let schemes = list("bearer basic token digest negotiate apikey api-key key bot")
    static let literals = list("null true false nil ~ none")
    static let challenge = list("realm error error_description service scope charset title nonce qop algorithm")
    static let secretKeys = list(
        "password passwords token tokens secret secrets passwd pwd passphrase credential credentials apikey")
    /// Words of sentences about credentials.
    static let plain = list(
        """
        a access algorithm an and are argument auth authentication authorization cannot challenge credential credentials denied \
        does exceeded expected expired failed flag flags for format forbidden from has header headers http https image in \
        incorrect instead invalid is login malformed method missing must no not of only option options or parameter rejected \
        required scheme schemes server should the to token tokens type unauthorized unexpected unknown unsupported user \
        was were with without wrong
        """)

    private static func list(_ words: String) -> [[UInt8]] { words.split(separator: " ").map { Array($0.utf8.map(\.lowercase)) } }
}
