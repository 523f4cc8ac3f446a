/// An address such as `https://api.example:6443/k8s/clusters/c-1`, taken apart.
public struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
    /// `https` or `http`; for proxies also `socks5`.
    public let scheme: String
    /// A name or an IP address, without brackets.
    public let host: String
    /// The port, by the scheme where the address names none.
    public let port: Int
    /// What stands before every path, without a slash at its end; mostly empty.
    public let path: String
    /// `user:password`, which only proxies' addresses hold.
    let userInformation: Secret?

    /// Reads an address; nil where it is none.
    public init?(_ text: String) {
        var rest = text[...]
        guard let mark = rest.firstRange(of: "://") else { return nil }
        scheme = rest[..<mark.lowerBound].lowercased()
        guard let usual = Self.ports[scheme] else { return nil }
        rest = rest[mark.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        var path = rest[end...].prefix { $0 != "?" && $0 != "#" }
        while path.hasSuffix("/") { path = path.dropLast() }
        self.path = String(path)
        var authority = rest[..<end]
        if let at = authority.lastIndex(of: "@") {
            userInformation = Secret(Self.withoutPercents(String(authority[..<at])))
            authority = authority[authority.index(after: at)...]
        } else {
            userInformation = nil
        }
        guard let (host, port) = Self.hostAndPort(authority, usual), Self.isPlain(host), Self.isPlain(path) else { return nil }
        self.host = host
        self.port = port
    }

    /// The address without who asks, and without a port that goes without saying.
    public var description: String {
        let host = self.host.contains(":") ? "[\(self.host)]" : self.host
        return "\(scheme)://\(host)\(port == Self.ports[scheme] ? "" : ":\(port)")\(path)"
    }

    /// Whether the host is an IP address.
    var isIPAddress: Bool {
        host.contains(":") || host.split(separator: ".").count == 4 && host.allSatisfy { $0.isNumber || $0 == "." }
    }

    private static let ports = ["https": 443, "http": 80, "socks5": 1080, "socks5h": 1080]

    private static func hostAndPort(_ authority: Substring, _ usual: Int) -> (String, Int)? {
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            let host = String(authority[authority.index(after: authority.startIndex)..<close])
            let rest = authority[authority.index(after: close)...]
            if rest.isEmpty { return (host, usual) }
            guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()) else { return nil }
            return (host, port)
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2 else { return nil }
        guard parts.count == 2 else { return (String(host), usual) }
        guard let port = Int(parts[1]), (1...65_535).contains(port) else { return nil }
        return (String(host), port)
    }

    private static func isPlain(_ text: some StringProtocol) -> Bool { text.utf8.allSatisfy { (0x21...0x7E).contains($0) } }

    private static func withoutPercents(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            if byte == UInt8(ascii: "%"), digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
