extension String {
    /// The text with `***` in the place of what lets somebody in, as far as such things show what they are.
    ///
    /// A reference, the source of a tag or a registry's error message may carry a password, and every one of them is kept for
    /// years. What is taken out: `user:password@` and a URL's `user@`; the value of `token=`, `"password":` and their kin;
    /// `Bearer …` and `Basic …`; JSON Web Tokens. A digest behind an `@` is not taken for a host.
    public var withoutCredentials: String {
        var text = self
        guard text.withUTF8({ $0.mayHoldCredentials }) else { return self }
        var scanner = CredentialScanner(text.withUTF8 { Array($0) })
        scanner.scan()
        return scanner.found.isEmpty ? self : scanner.redacted
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether a closer look is worth it. Every text of every object comes by here, and nearly all are names, digests and plain
    /// references, which are one word without any of these.
    fileprivate var mayHoldCredentials: Bool {
        for index in indices {
            let byte = self[index]
            if byte == equals || byte.endsWord { return true }
            if byte == at, !self[(index + 1)...].starts(with: "sha256:".utf8) { return true }
            if byte == UInt8(ascii: "J"), index > 1, self[index - 1] == UInt8(ascii: "y"), self[index - 2] == UInt8(ascii: "e") {
                return true
            }
        }
        return false
    }
}

private let at = UInt8(ascii: "@")
private let colon = UInt8(ascii: ":")
private let slash = UInt8(ascii: "/")
private let equals = UInt8(ascii: "=")
private let quote = UInt8(ascii: "\"")
private let blank = UInt8(ascii: " ")

/// Looks through a text once for each kind of credential.
private struct CredentialScanner {
    private let bytes: [UInt8]
    private(set) var found: [Range<Int>] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func scan() {
        var word = 0
        var blankBefore = 0
        for index in bytes.indices {
            if bytes[index] == at {
                if let userInfo = userInfo(before: index, word: word, url: blankBefore) { found.append(userInfo) }
            } else if bytes[index] == equals || bytes[index] == colon {
                if let value = secretValue(behind: index) { found.append(value) }
            } else if bytes[index] == UInt8(ascii: "y"), let token = webToken(around: index) {
                found.append(token)
            }
            guard bytes[index].endsWord else { continue }
            if let value = authorization(word: word..<index) { found.append(value) }
            word = index + 1
            if bytes[index] <= blank || bytes[index] == quote { blankBefore = index + 1 }
        }
    }

    var redacted: String {
        var result: [UInt8] = []
        var end = 0
        for range in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound >= end { result += bytes[end..<range.lowerBound] + "***".utf8 }
            end = max(end, range.upperBound)
        }
        return String(decoding: result + bytes[end...], as: UTF8.self)
    }

    /// `user:password` of `user:password@host`, and whatever stands before a URL's `@`.
    ///
    /// - Parameters:
    ///   - word: Where the word begins that ends here.
    ///   - url: Where a URL that ends here might: a password may hold what ends words elsewhere.
    private func userInfo(before end: Int, word: Int, url: Int) -> Range<Int>? {
        guard !isDigest(at: end + 1) else { return nil }
        var start = word
        var isURL = false
        for index in url..<end where bytes[index] == colon && bytes[index..<end].starts(with: "://".utf8) {
            start = index + 3
            isURL = true
        }
        let text = bytes[start..<end]
        let path = text.firstIndex(of: slash)
        guard let separator = text.firstIndex(of: colon), separator < path ?? end else {
            // Behind a path an @ is the path's own.
            return isURL && path == nil && !text.isEmpty ? start..<end : nil
        }
        // `host:5000/…@…` is a host with its port.
        if let path, bytes[(separator + 1)..<path].allSatisfy(\.isDigit) { return nil }
        return start..<end
    }

    private func isDigest(at start: Int) -> Bool {
        let rest = bytes[min(start, bytes.count)...]
        guard rest.starts(with: "sha".utf8) else { return false }
        let digits = rest.dropFirst(3).prefix { $0.isDigit }
        return !digits.isEmpty && bytes[digits.endIndex...].first == colon
    }

    /// The value of `token=…`, `X-Amz-Signature=…`, `"password":"…"`.
    private func secretValue(behind separator: Int) -> Range<Int>? {
        var end = separator
        if bytes[separator] == colon {
            guard separator > 0, bytes[separator - 1] == quote else { return nil }
            end -= 1
        }
        let name = bytes[..<end]
        guard secretNames.contains(where: name.endsIgnoringCase) else { return nil }
        let start = separator + 1
        let isQuoted = start < bytes.count && bytes[start] == quote
        let value = bytes[(isQuoted ? start + 1 : start)...]
        let stop = value.firstIndex { isQuoted ? $0 == quote : $0.endsWord || $0 == UInt8(ascii: "&") } ?? bytes.count
        return stop > value.startIndex ? value.startIndex..<stop : nil
    }

    /// What follows the word `Bearer` or `Basic` and is no word itself.
    private func authorization(word: Range<Int>) -> Range<Int>? {
        guard word.count == "basic".utf8.count || word.count == "bearer".utf8.count else { return nil }
        let scheme = String(decoding: bytes[word], as: UTF8.self).lowercased()
        guard scheme == "bearer" || scheme == "basic" else { return nil }
        let value = bytes[(word.upperBound + 1)...].prefix { !$0.endsWord }
        guard value.count >= 8, value.count >= 20 || value.contains(where: { $0.isDigit || $0 == equals }) else { return nil }
        return value.startIndex..<value.endIndex
    }

    /// RFC 7519: base64url of an object begins with `eyJ`.
    private func webToken(around index: Int) -> Range<Int>? {
        guard index > 0, bytes[index - 1] == UInt8(ascii: "e"), bytes[(index + 1)...].first == UInt8(ascii: "J") else {
            return nil
        }
        if index > 1, bytes[index - 2].isTokenByte { return nil }
        let token = bytes[(index - 1)...].prefix { $0.isTokenByte }
        return token.count >= 20 ? token.startIndex..<token.endIndex : nil
    }
}

/// In lower case.
private let secretNames = [
    "token", "password", "passwd", "secret", "signature", "credential", "apikey", "api_key", "access_key", "auth",
].map { Array($0.utf8) }

extension ArraySlice<UInt8> {
    /// Whether it ends with some ASCII text in lower case, in whatever case it stands here.
    fileprivate func endsIgnoringCase(_ end: [UInt8]) -> Bool {
        guard count >= end.count else { return false }
        for offset in 1...end.count {
            let byte = self[endIndex - offset]
            guard (0x41...0x5A ~= byte ? byte | 0x20 : byte) == end[end.count - offset] else { return false }
        }
        return true
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }

    fileprivate var endsWord: Bool {
        switch self {
        case 0...blank, quote, UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("),
            UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","),
            UInt8(ascii: ";"), UInt8(ascii: "|"):
            true
        default: false
        }
    }

    fileprivate var isTokenByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }
}
