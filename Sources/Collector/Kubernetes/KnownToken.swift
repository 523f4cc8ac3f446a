/// Tokens that begin as their maker's do, and so are told wherever they stand.
///
/// A kept list: the beginnings are those that the makers document for scanners of secrets. None of them, with so much behind it,
/// is part of an image's name.
struct KnownToken {
    var range: Range<Int>
    /// Whether it names an AWS key, whose secret is beside it.
    var isAccessKey: Bool

    /// The token that begins there, at the beginning of a word.
    static func at(_ start: Int, in bytes: [UInt8], steps: inout Int) -> KnownToken? {
        guard let candidates = known[bytes[start]] else { return nil }
        for known in candidates {
            steps += 1
            let tail = start + known.beginning.count
            guard tail < bytes.count, bytes[start..<tail].elementsEqual(known.beginning) else { continue }
            var end = tail
            while end < bytes.count, known.holds(bytes[end]) {
                end += 1
                steps += 1
            }
            // A token ends no sentence.
            while end > tail, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
            guard end - tail >= known.least, end - tail <= known.most ?? Int.max else { continue }
            return KnownToken(range: start..<end, isAccessKey: known.isAccessKey)
        }
        return nil
    }

    /// Whether one of the beginnings that end with this mark, `-` or `.`, stands before it. Cheap, and sure where it says no.
    static func mayEnd(at mark: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard mark >= 2 else { return false }
        switch bytes[mark - 1] {
        // glpat-, gldt-, glrt-, …
        case UInt8(ascii: "t"), UInt8(ascii: "s"):
            return holdsPair("gl", before: mark, in: bytes) || holdsPair("ox", before: mark, in: bytes)
                || holdsPair("hv", before: mark, in: bytes)
        case UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "c"), UInt8(ascii: "e"), UInt8(ascii: "o"), UInt8(ascii: "p"),
            UInt8(ascii: "r"):
            return holdsPair("ox", before: mark, in: bytes) || holdsPair("ap", before: mark, in: bytes)
                || holdsPair("hv", before: mark, in: bytes)
        case UInt8(ascii: "i"): return holdsPair("py", before: mark, in: bytes)
        case UInt8(ascii: "k"): return bytes[mark - 2] == UInt8(ascii: "s")
        case UInt8(ascii: "9"): return holdsPair("ya", before: mark, in: bytes)
        default: return false
        }
    }

    /// Whether the two letters stand in the eight bytes before.
    private static func holdsPair(_ pair: StaticString, before mark: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in max(0, mark - 8)..<mark - 1 where bytes[index] == pair.utf8Start[0] && bytes[index + 1] == pair.utf8Start[1]
        {
            return true
        }
        return false
    }

    private struct Known {
        var beginning: [UInt8]
        /// How much stands behind it, in bytes.
        var least: Int
        var most: Int?
        var holds: (UInt8) -> Bool
        var isAccessKey = false
    }

    private static func list(_ text: String, least: Int, most: Int? = nil, holds: @escaping (UInt8) -> Bool) -> [Known] {
        text.split(separator: " ").map { Known(beginning: Array($0.utf8), least: least, most: most, holds: holds) }
    }

    /// By their first byte. Read only, and made once.
    nonisolated(unsafe) private static let known: [UInt8: [Known]] = {
        // OpenShift's own, GitHub's, Docker's, Stripe's, DigitalOcean's, Grafana's and Shopify's.
        var all = list("sha256~", least: 1) { $0.isTokenByte }
        all += list("ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ sk_live_ rk_live_ sk_test_ dop_v1_ glsa_ shpat_", least: 10) {
            $0.isAlphanumeric || $0 == UInt8(ascii: "_")
        }
        all += list("dckr_pat_ dckr_oat_", least: 10) { $0.isTokenByte }
        // GitLab's and Slack's.
        all += list(
            "glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- glsoat- xoxa- xoxb- xoxc- xoxe- xoxo- xoxp- xoxr- xoxs- xapp-",
            least: 8
        ) { $0.isTokenByte }
        // npm's and Hugging Face's; names of images may begin so, but have no such length in one word.
        all += list("npm_", least: 36, most: 36) { $0.isAlphanumeric }
        all += list("hf_", least: 30, most: 40) { $0.isAlphanumeric }
        // Anthropic's, OpenAI's, PyPI's, Vault's and Google's.
        all += list("sk-ant- sk-proj- pypi-AgEI", least: 16) { $0.isTokenByte }
        all += list("hvs. hvb. ya29. SG.", least: 20) { $0.isTokenByte }
        all += list("AIza", least: 35) { $0.isAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
        all += list("AGE-SECRET-KEY-1", least: 20) { $0.isAlphanumeric }
        // AWS: what names a key, and session tokens.
        all += list("AKIA ASIA", least: 16, most: 16) { $0.isUppercase || $0.isDigit }.map {
            var key = $0
            key.isAccessKey = true
            return key
        }
        all += list("FwoGZXIvYXdz IQoJb3JpZ2lu", least: 20) { $0.isBase64 || $0 == UInt8(ascii: "=") }
        // RFC 7519: base64url of an object.
        all += list("eyJ", least: 17) { $0.isTokenByte }
        return Dictionary(grouping: all) { $0.beginning[0] }
    }()
}

extension UInt8 {
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isUppercase: Bool { (0x41...0x5A).contains(self) }
    var isLowercase: Bool { (0x61...0x7A).contains(self) }
    var isAlphanumeric: Bool { isDigit || isUppercase || isLowercase }
    var lowercase: UInt8 { isUppercase ? self | 0x20 : self }
    var isBase64: Bool { isAlphanumeric || self == UInt8(ascii: "+") || self == UInt8(ascii: "/") }
    var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
    /// What may stand around a separator in one line.
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    var isKeyByte: Bool { isTokenByte }

    /// What keys, and tokens in base64url, are made of.
    var isTokenByte: Bool {
        isAlphanumeric || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
    }

    var endsWord: Bool {
        switch self {
        case 0...UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "<"),
            UInt8(ascii: ">"),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
            UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"):
            true
        default: false
        }
    }

    /// What the byte means in base64, the URL's alphabet included.
    var base64Value: UInt8? {
        switch self {
        case 0x41...0x5A: self - 0x41
        case 0x61...0x7A: self - 0x61 + 26
        case 0x30...0x39: self - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
