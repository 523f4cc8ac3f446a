/// Where to listen: `127.0.0.1:9464`, `[::1]:9464`, `localhost:9464`.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name or an IP address, without brackets.
    public let host: String
    /// 0 takes any port that is free.
    public let port: Int

    /// Reads `HOST:PORT`; nil where it is not that. The host is not left to be guessed, since none would mean everybody.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.host = String(host)
        self.port = Int(port)
    }

    /// Whether only this machine can reach it.
    public var isLoopback: Bool { ListenAddress.isLoopback(host) }

    package static func isLoopback(_ host: some StringProtocol) -> Bool {
        host.lowercased() == "localhost" || host == "::1"
            || (host.hasPrefix("127.") && host.split(separator: ".").count == 4
                && host.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E })
    }

    /// As it was written.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// The address to listen at cannot be had.
public struct ListenError: Error, Sendable {
    /// The address, as it was asked for.
    public let address: ListenAddress
    /// What the system said; nil where it ended without a word.
    public let reason: String?
}
