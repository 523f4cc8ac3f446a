extension String {
    /// The text with `***` in the place of what lets somebody in, as far as such things show what they are.
    ///
    /// A reference, the source of a tag or a registry's error message may carry a password, and every one of them is kept for
    /// years. What is taken out: `user:password@` and a URL's `user@`; the value of a key that says it is secret, in JSON, YAML,
    /// queries, headers and command lines; `Bearer …` and `Basic …`; PEM blocks; tokens that begin as their maker's do. A digest
    /// is none of them. The time it takes grows with the text's length and with nothing else, whatever the text is.
    public var withoutCredentials: String {
        var text = self
        guard text.withUTF8({ $0.mayHoldCredentials }) else { return self }
        return CredentialScanner.cleaned(text.withUTF8 { Array($0) }, isCut: false) ?? self
    }

    /// The same of no more than the first `limit` bytes; what was cut off is told by its size.
    ///
    /// What is longer than any name, reference or message is a mistake or an attack. It is cut before it is looked at, and a
    /// credential that the cut goes through is taken out as far as it is there.
    package func withoutCredentials(limit: Int) -> String {
        guard utf8.count > limit else { return withoutCredentials }
        var text = self
        let (start, count) = text.withUTF8 { bytes in (Array(bytes.prefix(bytes.cut(near: limit))), bytes.count) }
        let clean = CredentialScanner.cleaned(start, isCut: true) ?? String(decoding: start, as: UTF8.self)
        return "\(clean)… (\(count) bytes)"
    }

    /// Whether something of that name is secret, whatever it holds: `io.example.dbPassword`, `API_TOKEN`.
    var isSecretsName: Bool {
        var key = self
        return key.withUTF8 { bytes in
            var scanner = CredentialScanner(Array(bytes.prefix(1024)), isCut: false)
            return scanner.namesSecret()
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether a closer look is worth it. Every text of every object comes by here, and nearly all are names, digests and plain
    /// references: one word of lower case letters, digits and a few marks.
    fileprivate var mayHoldCredentials: Bool {
        var hasCapital = false
        for index in indices {
            switch self[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "/")...UInt8(ascii: "9"): continue
            case UInt8(ascii: ":"): if hasCapital, !self[index - 1].isDigit { return true }
            case UInt8(ascii: "@"):
                if !self[(index + 1)...].starts(with: "sha256:".utf8) { return true }
            case UInt8(ascii: "-"), UInt8(ascii: "."): if KnownToken.mayEnd(at: index, in: self) { return true }
            case UInt8(ascii: "="), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "A"), UInt8(ascii: "F"),
                UInt8(ascii: "G"), UInt8(ascii: "J"):
                return true
            case let byte where byte.endsWord: return true
            default: hasCapital = true
            }
        }
        return false
    }

    /// Where to cut so that no character is cut in two.
    fileprivate func cut(near limit: Int) -> Int {
        var end = Swift.min(limit, count)
        while end > 0, end < count, self[end] & 0xC0 == 0x80 { end -= 1 }
        return end
    }
}

/// Goes through a text once, from its front to its end, and finds what lets somebody in.
///
/// Each rule looks ahead no further than to the end of what it takes out, which no rule looks at again, or no further than a fixed
/// number of bytes. So the whole is linear; ``steps`` counts it.
struct CredentialScanner {
    let bytes: [UInt8]
    /// How often a byte was looked at.
    var steps = 0
    /// Up to where no key, token or header is looked for: it is taken out already.
    var covered = 0
    /// What the words so far say of those that follow.
    var context = Context()

    private let isCut: Bool
    /// One more where something to take out begins, one less behind its end; empty while nothing was found.
    private var borders: [Int32] = []
    private var word = 0
    private var authority = Authority(start: 0)
    private var run = 0

    struct Context {
        var isLogin = false
        var isCurl = false
        /// In what Go prints of a map, `map[auth:x password:y]`.
        var isMap = false
        var hasAccessKey = false
        /// What could be the secret that belongs to an AWS access key, if there is one.
        var secretKeys: [Range<Int>] = []
    }

    /// - Parameter isCut: Whether the text went on.
    init(_ bytes: [UInt8], isCut: Bool) {
        self.bytes = bytes
        self.isCut = isCut
    }

    /// The text without what was found; nil where nothing was.
    static func cleaned(_ bytes: [UInt8], isCut: Bool) -> String? {
        var scanner = CredentialScanner(bytes, isCut: isCut)
        scanner.scan()
        return scanner.borders.isEmpty ? nil : scanner.redacted
    }

    /// Takes out a range; what is in it is not looked at again.
    mutating func hide(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        if borders.isEmpty { borders = [Int32](repeating: 0, count: bytes.count + 1) }
        borders[range.lowerBound] += 1
        borders[range.upperBound] -= 1
    }

    mutating func scan() {
        for index in bytes.indices {
            steps += 1
            let byte = bytes[index]
            if index >= covered { look(at: byte, index) }
            if byte == UInt8(ascii: "@") {
                if !isDigest(at: index + 1), let userInfo = authority.userInfo(before: index) { hide(userInfo) }
            }
            authority.take(byte, at: index, in: bytes)
            if !byte.isBase64 { runEnds(at: index) }
            if byte.endsWord {
                wordEnds(word..<index)
                word = index + 1
            }
        }
        runEnds(at: bytes.count)
        wordEnds(word..<bytes.count)
        if isCut, let userInfo = authority.userInfo(before: bytes.count) { hide(userInfo) }
        if context.hasAccessKey { for range in context.secretKeys { hide(range) } }
    }

    var redacted: String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var depth: Int32 = 0
        for index in bytes.indices {
            let before = depth
            depth += borders[index]
            if depth == 0 { result.append(bytes[index]) } else if before == 0 { result += "***".utf8 }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func look(at byte: UInt8, _ index: Int) {
        switch byte {
        case UInt8(ascii: "="), UInt8(ascii: ":"): assignment(at: index)
        case UInt8(ascii: "["): context.isMap = ends(with: Self.map, at: index)
        case UInt8(ascii: "]"): context.isMap = false
        case UInt8(ascii: "-"): if stands(Self.pemBegins, at: index) { pemBlock(at: index) }
        default: break
        }
        guard index >= covered, index == 0 || !bytes[index - 1].isAlphanumeric else { return }
        guard let token = KnownToken.at(index, in: bytes, steps: &steps) else { return }
        if token.isAccessKey { context.hasAccessKey = true }
        take(token.range)
    }

    /// Takes out what lies ahead.
    mutating func take(_ range: Range<Int>) {
        hide(range)
        covered = max(covered, range.upperBound)
    }

    private static let map = Array("map".utf8)
    private static let pemBegins = Array("-----BEGIN ".utf8)
    private static let pemEnds = Array("-----END ".utf8)

    /// RFC 7468, whatever it holds; without an end it goes on to the text's.
    private mutating func pemBlock(at start: Int) {
        var index = start + Self.pemBegins.count
        while index < bytes.count {
            steps += 1
            if bytes[index] == UInt8(ascii: "-"), stands(Self.pemEnds, at: index) {
                var end = index + Self.pemEnds.count
                while end < bytes.count, end - index < 80, bytes[end] != UInt8(ascii: "-") { end += 1 }
                while end < bytes.count, end - index < 90, bytes[end] == UInt8(ascii: "-") { end += 1 }
                return take(start..<end)
            }
            index += 1
        }
        take(start..<bytes.count)
    }

    /// An AWS secret access key is 40 characters of base64, and told from a commit's hash by its capitals.
    private mutating func runEnds(at index: Int) {
        defer { run = index + 1 }
        guard index - run == 40 else { return }
        steps += 40
        let text = bytes[run..<index]
        if text.contains(where: \.isUppercase), text.contains(where: \.isLowercase) { context.secretKeys.append(run..<index) }
    }

    // MARK: Small looks

    func stands(_ text: [UInt8], at index: Int) -> Bool {
        bytes.count - index >= text.count && bytes[index..<index + text.count].elementsEqual(text)
    }

    func ends(with text: [UInt8], at end: Int) -> Bool {
        end >= text.count && bytes[end - text.count..<end].elementsEqual(text)
    }

    /// Whether `sha256:` or the like stands there.
    func isDigest(at start: Int) -> Bool {
        guard stands(Array("sha".utf8), at: start) else { return false }
        var index = start + 3
        while index < bytes.count, index < start + 7, bytes[index].isDigit { index += 1 }
        return index > start + 3 && index < bytes.count && bytes[index] == UInt8(ascii: ":")
    }
}

/// The word, or the part of a URL behind its `://`, that the scan is in: `user:password@host:5000/path`.
private struct Authority {
    private var start: Int
    private var isURL = false
    private var colon: Int?
    private var path: Int?
    /// Whether all between the colon and the path are digits: a port.
    private var isPort = true

    init(start: Int) { self.start = start }

    mutating func take(_ byte: UInt8, at index: Int, in bytes: [UInt8]) {
        switch byte {
        case UInt8(ascii: "/"):
            if index >= 2, bytes[index - 1] == UInt8(ascii: "/"), bytes[index - 2] == UInt8(ascii: ":") {
                self = Authority(start: index + 1)
                isURL = true
            } else if path == nil {
                path = index
            }
        case UInt8(ascii: ":"):
            if colon == nil { colon = index } else if path == nil { isPort = false }
        // A password in a URL may hold what ends words elsewhere.
        case 0...UInt8(ascii: " "), UInt8(ascii: "\""): self = Authority(start: index + 1)
        case let byte where byte.endsWord && !isURL: self = Authority(start: index + 1)
        default: if colon != nil, path == nil, !byte.isDigit { isPort = false }
        }
    }

    /// `user:password` of `user:password@host`, and whatever stands before a URL's `@`.
    func userInfo(before end: Int) -> Range<Int>? {
        if let colon, colon < path ?? end {
            // `host:5000/…@…` is a host with its port.
            return path != nil && isPort ? nil : start..<end
        }
        // Behind a path an @ is the path's own.
        return isURL && path == nil && start < end ? start..<end : nil
    }
}
